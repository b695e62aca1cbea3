import { EXIT } from '../../contract/exit.js';
import type { Facts } from '../../model/facts.js';
import { inPayment } from '../fact-queries.js';
import type { Finding, Row } from '../row.js';
import { NOTHING_TO_ASK } from './sentences.js';

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
      summary: 'The terminal at {places} could not send its last batch to the bank: its payments are not sent yet.',
      causes: [
        'the internet at the clinic was down when the terminal was to send its batch',
        'the terminal was switched off at that time',
        'the bank did not accept the batch',
      ],
      ask: {
        et: 'Kas terminal lülitatakse ööseks välja?',
        en: 'Is the terminal switched off for the night?',
        ru: 'Терминал выключают на ночь?',
      },
      say: {
        et: 'Makseterminal ei saanud viimati oma makseid panka saata. Palun jätke see ööseks sisse lülitatuks. Kui see kordub, helistage oma panga terminalitoele.',
        en: 'The payment terminal could not send its payments to the bank last time. Please leave it switched on overnight. If it happens again, call the terminal support of your bank.',
        ru: 'В последний раз терминал не смог отправить платежи в банк. Пожалуйста, не выключайте его на ночь. Если это повторится, позвоните в службу поддержки терминалов вашего банка.',
      },
      do: 'Tell the clinic. If the next sending fails, too, have the bank check the terminal.',
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
        'The terminal was to send its batch within ten minutes. A payment in a sent batch can no longer be reversed, so `terminal` offers to wait.',
      summary:
        'The terminal at {places} sends its payments to the bank at {at} (terminal clock), {minutes} minutes later: {then}.',
      example: { at: '23:00', minutes: 8, then: 'it was waited out' },
      causes: ['the call is made at the hour of the daily sending'],
      ask: NOTHING_TO_ASK,
      say: {
        et: 'Umbes sel kellaajal saadab makseterminal oma maksed panka. Palun ärge lülitage seda praegu välja.',
        en: 'Around this time of day the payment terminal sends its payments to the bank. Please leave it switched on.',
        ru: 'Примерно в это время терминал отправляет платежи в банк. Пожалуйста, не выключайте его сейчас.',
      },
      do: 'Wait until the sending is over, then make the test payment. If a test was started before it and not reversed, the bank must refund it.',
      solved: 'the sending is over',
      help: BANK,
    }),
  },
];
