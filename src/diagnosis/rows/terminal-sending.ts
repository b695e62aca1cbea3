import { EXIT } from '../../contract/exit.js';
import type { Facts } from '../../model/facts.js';
import { inPayment } from '../fact-queries.js';
import type { Finding, Row } from '../row.js';

function failed(facts: Facts): Finding | undefined {
  return facts.sending?.failed === true ? inPayment(facts, {}) : undefined;
}

function soon(facts: Facts): Finding | undefined {
  const near = facts.sending?.near;
  if (!near) return undefined;
  const { at, minutes, waited } = near;
  const then = waited ? 'it was waited out' : 'the test payment was begun before it all the same';
  return inPayment(facts, { at, minutes, then });
}

const BANK = "the bank's terminal support";

/** What the terminal's batch told right before the sale. */
export const TERMINAL_SENDING_ROWS: readonly Row[] = [
  {
    code: 'terminal.sending-failed',
    severity: 'warning',
    exit: EXIT.done,
    find: failed,
    explains: [],
    texts: () => ({
      meaning:
        'Once a day the terminal sends its payments to the bank. The last sending failed (FileSendStatus 0), so these payments are still in the terminal. The test payment does not depend on it.',
      summary: 'The last daily sending of the terminal at {places} to the bank failed: its payments are still in it.',
      causes: [
        'the internet at the clinic was down when the terminal wanted to send',
        'the terminal was switched off at that time',
        'the bank did not take the batch',
      ],
      ask: 'Is the terminal switched off for the night?',
      say: {
        et: 'Makseterminal ei saanud viimati oma makseid panka saata. Palun jätke see ööseks sisse lülitatuks. Kui see kordub, helistage oma panga terminalitoele.',
        en: 'The payment terminal could not send its payments to the bank last time. Please leave it switched on overnight. If it happens again, call the terminal support of your bank.',
        ru: 'В последний раз терминал не смог отправить платежи в банк. Пожалуйста, не выключайте его на ночь. Если это повторится, позвоните в службу поддержки терминалов вашего банка.',
      },
      do: 'Tell the clinic. If the next sending fails as well, have the bank look at the terminal, so that the clinic gets its money.',
      solved: 'the terminal has sent its payments',
      help: BANK,
    }),
  },
  {
    code: 'terminal.sending-soon',
    severity: 'warning',
    exit: EXIT.done,
    find: soon,
    explains: [],
    texts: () => ({
      meaning:
        'The daily sending of the terminal was less than ten minutes away when the test payment was to begin. A payment that has been sent can no longer be taken back at the terminal. So `terminal` offers to wait until it is over.',
      summary:
        'The terminal at {places} sends its payments to the bank at {at} by its own clock, which was {minutes} minutes away: {then}.',
      example: { at: '23:00', minutes: 8, then: 'it was waited out' },
      causes: ['the call is made at the hour of the daily sending'],
      ask: 'Nothing to ask the clinic.',
      say: {
        et: 'Umbes sel kellaajal saadab makseterminal oma maksed panka. Palun ärge lülitage seda praegu välja.',
        en: 'Around this time of day the payment terminal sends its payments to the bank. Please leave it switched on.',
        ru: 'Примерно в это время терминал отправляет платежи в банк. Пожалуйста, не выключайте его сейчас.',
      },
      do: 'Wait until the sending is over, then make the test payment. A test that was begun before it and not returned is for the bank.',
      solved: 'the sending is over',
      help: BANK,
    }),
  },
];
