import { EXIT } from '../../contract/exit.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { clockError } from '../clock.js';
import { portAt, findReturnCode, isPortOpen, ofTerminal, respondingTerminal, tcpCheck } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, FindOptions, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { joinSentences, TELL_IT } from './sentences.js';

const EURO = 'EUR';

function clock(facts: Facts, { zone }: FindOptions): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const time = spoke?.posxml.status?.Time;
  if (!spoke || time === undefined) return undefined;
  const error = clockError(time, facts.at, zone);
  if (!error) return undefined;
  const { minutes, direction, anHour } = error;
  const note = anHour ? ': an hour, so summer time or the zone is wrong' : '';
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
      ask: 'Ask which currency the last receipt of the terminal shows.',
      say: {
        et: 'Makseterminali valuuta ei ole euro. Palun helistage oma panga makseterminalide toele ja paluge valuuta eurodeks muuta.',
        en: "The payment terminal is not set to euros. Please call your bank's terminal support and ask them to set its currency to euros.",
        ru: 'Терминал настроен не на евро. Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите установить валюту евро.',
      },
      do: 'Pause until the bank has changed the profile.',
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
        "The terminal's clock is off by 5 minutes or more from the time in Estonia, so receipts and settlements carry a wrong time.",
      summary: "The terminal's clock at {places} shows {time}, {off} {direction} {zone} time{note}.",
      example: { note: ': an hour, so summer time or the zone is wrong' },
      causes: [
        'an hour: the terminal has not followed the last change of summer time, or is set to another time zone',
        'any other difference: the clock has not been synchronised for long',
        "this computer's own clock is wrong",
      ],
      ask: 'Ask which date and time the terminal shows on its screen or on a receipt.',
      say: {
        et: 'Makseterminali kell näitab valet aega. Palun helistage oma panga makseterminalide toele ja paluge kell õigeks panna.',
        en: "The payment terminal's clock is wrong. Please call your bank's terminal support and ask them to correct it.",
        ru: 'Часы терминала идут неверно. Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите поправить время.',
      },
      do: 'Go on. If every terminal seems wrong, run `terminal doctor`: it may be the clock of this computer.',
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
        'Anyone on the internet reaches the terminal, and PosXML asks for no password: a stranger could start a sale or a reversal on it.',
      summary: '{places} is open to the whole internet: a place that nobody let in reached it.',
      causes: ["the router's rules let in every address, which is what most routers do by themselves"],
      ask: 'Ask whether the router can limit its rules to certain outside addresses.',
      say: joinSentences(TELL_IT, {
        et: 'ruuteris tuleb pordid {posxmlPort} ja {logPort} avada ainult meie pilveteenuse aadressidele.',
        en: 'let only our cloud service reach ports {posxmlPort} and {logPort}.',
        ru: 'порты {posxmlPort} и {logPort} открыть только для адресов нашего облачного сервиса.',
      }),
      do: "Give the IT person the cloud's addresses.",
      solved: 'the cloud still reaches the terminal and a stranger no longer does',
      help: CLINIC_IT,
    }),
  },
];
