import { EXIT } from '../../contract/exit.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { clockError } from '../clock.js';
import { portAt, findReturnCode, isPortOpen, ofTerminal, respondingTerminal, tcpCheck } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, FindOptions, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { ASK_LIMITS, forIt } from './sentences.js';

const EURO = 'EUR';

function clock(facts: Facts, { zone }: FindOptions): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const time = spoke?.posxml.status?.Time;
  if (!spoke || time === undefined) return undefined;
  const error = clockError(time, facts.at, zone);
  if (!error) return undefined;
  const { minutes, direction, anHour } = error;
  const note = anHour ? ': summer time or the time zone is wrong' : '';
  return ofTerminal(spoke, 'posxml.status', {
    time: time.replace('T', ' '),
    off: span(minutes),
    direction,
    zone,
    note,
  });
}

const HOUR = 60;
const DAY = 24 * HOUR;

/** Whole minutes, in a unit that a person can picture. */
function span(minutes: number): string {
  if (minutes < 2 * HOUR) return `${minutes} minutes`;
  return minutes < 2 * DAY ? `${Math.round(minutes / HOUR)} hours` : `${Math.round(minutes / DAY)} days`;
}

function currency(facts: Facts): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const name = spoke?.posxml.parameters?.CurrencyNameStr?.trim().toUpperCase() ?? '';
  if (spoke && name !== '' && name !== EURO)
    return ofTerminal(spoke, 'posxml.parameters', { sign: `is set to ${excerptOf(name)}` });
  const found = findReturnCode(facts, [RETURN_CODE.CURRENCY]);
  return (
    found && { ...found, params: { ...found.params, sign: `did not accept the currency (${RETURN_CODE.CURRENCY})` } }
  );
}

function exposed({ posxml, controls }: Facts): Finding | undefined {
  if (!posxml || !isPortOpen(posxml) || controls?.strangerReaches !== true) return undefined;
  return { because: [tcpCheck(posxml)], ...portAt([posxml]) };
}

const BANK = "the bank's terminal support";
const CLINIC_IT = "the clinic's IT person";

export const TERMINAL_SETUP_ROWS: readonly Row[] = [
  {
    code: 'terminal.currency',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: currency,
    explains: [],
    texts: () => ({
      meaning: 'The terminal does not work in euros (its CurrencyNameStr, or ReturnCode 32787).',
      summary: 'The terminal at {places} {sign}; euros are needed.',
      example: { sign: 'is set to EEK' },
      causes: ["the bank's profile for this terminal names another currency"],
      ask: {
        et: 'Milline valuuta on terminali viimasel kviitungil?',
        en: "Which currency is on the terminal's last receipt?",
        ru: 'Какая валюта указана на последнем чеке терминала?',
      },
      say: {
        et: 'Makseterminali valuuta ei ole euro. Palun helistage oma panga makseterminalide toele ja paluge valuuta eurodeks muuta.',
        en: "The payment terminal is not set to euros. Please call your bank's terminal support and ask them to set its currency to euros.",
        ru: 'Терминал настроен не на евро. Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите установить валюту евро.',
      },
      do: 'Save and hang up until the bank has changed it.',
      solved: '`terminal probe` shows EUR',
      help: BANK,
    }),
  },
  {
    code: 'terminal.clock',
    severity: 'warning',
    exit: EXIT.done,
    find: clock,
    explains: [],
    texts: () => ({
      meaning:
        "The terminal's clock differs by 5 minutes or more from the time in Estonia, so receipts show a wrong time.",
      summary: "The terminal's clock at {places} shows {time}, {off} {direction} {zone} time{note}.",
      example: { note: ': summer time or the time zone is wrong' },
      causes: [
        'one hour: the terminal missed the last change of summer time, or is set to another time zone',
        'any other difference: the clock has not been synchronised for a long time',
        "this computer's own clock is wrong",
      ],
      ask: {
        et: 'Milline kuupäev ja kellaaeg on terminali ekraanil või kviitungil?',
        en: "Which date and time are on the terminal's screen or on a receipt?",
        ru: 'Какие дата и время на экране терминала или на чеке?',
      },
      say: {
        et: 'Makseterminali kell näitab valet aega. Palun helistage oma panga makseterminalide toele ja paluge kell õigeks panna.',
        en: "The payment terminal's clock is wrong. Please call your bank's terminal support and ask them to correct it.",
        ru: 'Часы терминала идут неверно. Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите поправить время.',
      },
      do: 'Continue. If every terminal seems wrong, run `terminal doctor`: it may be the clock of this computer.',
      solved: '`terminal probe` no longer shows it',
      help: BANK,
    }),
  },
  {
    code: 'terminal.exposed',
    severity: 'warning',
    exit: EXIT.done,
    find: exposed,
    explains: [],
    texts: () => ({
      meaning:
        'The whole internet can connect to the terminal, and PosXML needs no password: a stranger could start a payment or a reversal.',
      summary: '{places} is open to the whole internet.',
      causes: ["the router's rules let every address in, which is the default of most routers"],
      ask: ASK_LIMITS,
      ...forIt({
        et: 'ruuteris tuleb pordid {posxmlPort} ja {logPort} avada ainult meie pilveteenuse aadressidele.',
        en: 'let only our cloud service reach ports {posxmlPort} and {logPort}.',
        ru: 'порты {posxmlPort} и {logPort} открыть только для адресов нашего облачного сервиса.',
      }),
      do: "Give the IT person the cloud's addresses.",
      solved: 'the cloud still reaches the terminal and other networks do not',
      help: CLINIC_IT,
    }),
  },
];
