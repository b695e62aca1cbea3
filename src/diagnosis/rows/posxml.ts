import { EXIT } from '../../contract/exit.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import { findPaid, findProbed, findReturnCode, ofTerminal, returnCodeOf, respondingTerminal } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { joinWithAnd, quotedOrNothing, excerptOf } from '../text.js';
import { ASK_SCREEN, FINISH_SAY } from './sentences.js';

/** Codes that say that our own message was wrong. */
const OUR_FAULT: readonly number[] = [RETURN_CODE.MESSAGE_ERROR, RETURN_CODE.WRONG_PARAMETER, RETURN_CODE.XML_SYNTAX];

/** Codes that another row speaks of. */
const SPOKEN_FOR: readonly number[] = [
  ...BUSY_CODES,
  RETURN_CODE.CARD_INSERTED,
  RETURN_CODE.NOT_SUPPORTED,
  RETURN_CODE.COMMUNICATION_PROBLEM,
  RETURN_CODE.CARD_READER,
  RETURN_CODE.CURRENCY,
];

/** Codes of a test transaction whose reason a row of the terminal tells, so that `payment.not-made` need not. */
export const TOLD_ELSEWHERE: readonly number[] = [...SPOKEN_FOR, ...OUR_FAULT].filter(
  (code) => code !== RETURN_CODE.CARD_INSERTED,
);

function wrongVersion(facts: Facts): Finding | undefined {
  const spoke = respondingTerminal(facts);
  if (!spoke || spoke.posxml.version !== undefined || returnCodeOf(spoke.posxml) !== undefined) return undefined;
  const { refusedVersions, returnCode } = spoke.posxml;
  if (refusedVersions.length === 0 && returnCode !== RETURN_CODE.WRONG_VERSION) return undefined;
  const versions =
    refusedVersions.length === 0 ? 'this program speaks' : joinWithAnd(refusedVersions.slice(0, 5).map(excerptOf));
  return ofTerminal(spoke, 'posxml.version', { versions });
}

/** In a test transaction only our own fault is told here; every other code has a row that knows more of it. */
function rejected(facts: Facts): Finding | undefined {
  const found =
    findProbed(facts, (code) => !SPOKEN_FOR.includes(code)) ??
    noCode(facts) ??
    findPaid(facts, (code) => OUR_FAULT.includes(code));
  const ours = OUR_FAULT.includes(Number(found?.params?.['returnCode']));
  return (
    found && { ...found, params: { ...found.params, blame: ours ? ' This is most likely a bug in terminal.' : '' } }
  );
}

/** The status was asked for, in a version that the terminal took, and what came is no status and has no ReturnCode. */
function noCode(facts: Facts): Finding | undefined {
  const spoke = respondingTerminal(facts);
  if (!spoke || spoke.port !== facts.posxml) return undefined;
  const { ms, version, status, returnCode, reason } = spoke.posxml;
  if (
    ms === undefined ||
    version === undefined ||
    status ||
    (returnCode !== undefined && returnCode !== RETURN_CODE.WRONG_VERSION)
  )
    return undefined;
  return ofTerminal(spoke, 'posxml.status', {
    returnCode: 'an error',
    meaning: `no ReturnCode${quotedOrNothing(reason)}`,
  });
}

/** Known to the probe, which waits for a sale to end before it believes this. */
function busy(facts: Facts): Finding | undefined {
  const found = findReturnCode(facts, BUSY_CODES);
  const ms = respondingTerminal(facts)?.posxml.waitedMs;
  return (
    found && {
      ...found,
      params: {
        ...found.params,
        waited: ms === undefined ? '' : `, and still so after ${String(Math.round(ms / 1000))} s`,
      },
    }
  );
}

/** The first few are enough to know what it is. */
const SHOWN_PLACES = 3;

function forgiven(facts: Facts): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const places = spoke?.posxml.forgiven ?? [];
  if (!spoke || places.length === 0) return undefined;
  const seen = places.map(({ element, written }) => `"${excerptOf(written)}" in ${excerptOf(element)}`);
  const shown = [...new Set(seen)];
  return ofTerminal(spoke, 'posxml.forgiven', {
    marks: joinWithAnd(shown.slice(0, SHOWN_PLACES)),
    more: shown.length > SHOWN_PLACES ? `, and more` : '',
  });
}

const BANK = "the bank's terminal support";

export const POSXML_ROWS: readonly Row[] = [
  {
    code: 'posxml.version',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: wrongVersion,
    explains: [],
    texts: () => ({
      meaning: 'The this program speaks PosXML, but none of the known versions.',
      summary: 'The terminal at {places} refused every known PosXML version: {versions}.',
      causes: ["the terminal's payment application is older or newer than the versions known here"],
      ask: {
        et: 'Mis mudel see on? Milline on rakenduse versioon terminali infolehel?',
        en: "Which model is it? Which application version is on the terminal's information page?",
        ru: 'Какая это модель? Какая версия приложения указана в информации о терминале?',
      },
      say: {
        et: 'Makseterminali tarkvara ei ühildu meie süsteemiga. Palun helistage oma panga makseterminalide toele ja küsige, kas tarkvara saab uuendada.',
        en: "The terminal's software is not compatible with our system. Please call your bank's terminal support and ask whether it can be updated.",
        ru: 'Программа терминала несовместима с нашей системой. Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, можно ли её обновить.',
      },
      do: 'Send the model, the application version and the output of `terminal probe --json` to the developers.',
      solved: '`terminal probe` names a version that was accepted',
      help: `the developers, and ${BANK}`,
    }),
  },
  {
    code: 'posxml.disabled',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: (facts) => findReturnCode(facts, [RETURN_CODE.NOT_SUPPORTED]),
    explains: [],
    texts: () => ({
      meaning:
        'The terminal does not support the request in its configuration (return code 32783): the bank has not enabled PosXML, or only part of it.',
      summary: 'PosXML is not enabled on the terminal at {places} (return code {returnCode}).',
      example: { returnCode: 32783 },
      causes: [
        "the bank has not enabled PosXML in this terminal's configuration (banks call it LAN XML, older guides eXML)",
        'the terminal has not loaded its new configuration yet',
      ],
      ask: {
        et: 'Kas pank on kinnitanud, et PosXML on just sellel terminalil sisse lülitatud?',
        en: 'Has the bank confirmed that PosXML is switched on for this terminal?',
        ru: 'Подтвердил ли банк, что PosXML включён именно на этом терминале?',
      },
      say: {
        et: 'Palun helistage oma panga makseterminalide toele ja paluge sellel terminalil sisse lülitada kassaliides PosXML (ka LAN XML või eXML).',
        en: "Please call your bank's terminal support. Ask them to switch on PosXML, the till interface (also called LAN XML or eXML), on this terminal.",
        ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите включить на этом терминале кассовый интерфейс PosXML (LAN XML, eXML).',
      },
      do: 'Give the clinic the terminal ID (TID) for the call to the bank.',
      solved: "`terminal probe` shows the terminal's status",
      help: BANK,
    }),
  },
  {
    code: 'posxml.busy',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: busy,
    explains: [],
    texts: () => ({
      meaning: 'The terminal is busy (return code 32775 or 32779), most likely with a payment.',
      summary: 'The terminal at {places} is busy ({returnCode}: {meaning}){waited}.',
      example: {
        returnCode: 32779,
        meaning: 'the terminal is busy; try again',
        waited: ', and still so after 5 s',
      },
      causes: [
        'a customer is paying at the terminal',
        "a person is in the terminal's menu",
        'the terminal is stuck in an operation',
      ],
      ask: {
        et: 'Kas keegi maksab praegu või on ekraanil menüü?',
        en: 'Is someone paying right now, or is a menu on the screen?',
        ru: 'Сейчас кто-нибудь платит, или на экране открыто меню?',
      },
      say: FINISH_SAY,
      do: "Wait and probe again. Never cancel a customer's payment. Have the terminal restarted only if the clinic confirms that no customer is paying.",
      solved: '`terminal probe` shows the status',
      help: BANK,
    }),
  },
  {
    code: 'posxml.rejected',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: rejected,
    explains: [],
    texts: () => ({
      meaning:
        'The terminal answered with an error. 32769, 32771 and 32773 mean that the request was wrong, which is a bug in terminal. Any other code is shown with its meaning.',
      summary: 'The terminal at {places} answered {returnCode}: {meaning}.{blame}',
      example: { returnCode: 32774, meaning: 'technical error in the terminal' },
      causes: [
        'with 32769, 32771 or 32773: a bug in terminal, or a device that differs from the PosXML documents',
        'with any other code: see its meaning; a restart often solves a technical error',
      ],
      ask: ASK_SCREEN,
      say: {
        et: 'Makseterminal vastas meile veateatega. Teie ei ole midagi valesti teinud. Palun lugege mulle ette, mis on praegu makseterminali ekraanil.',
        en: 'The payment terminal reported an error. You have not done anything wrong. What does its screen say now?',
        ru: 'Терминал сообщил об ошибке. Вы всё сделали правильно. Прочитайте, пожалуйста, что сейчас написано на его экране.',
      },
      do: 'With 32769, 32771 or 32773 send the output of `terminal probe --json` to the developers. Otherwise wait a minute, probe again, then have the terminal restarted.',
      solved: '`terminal probe` shows the status',
      help: `the developers for 32769, 32771 and 32773, otherwise ${BANK}`,
    }),
  },
  {
    code: 'posxml.forgiven',
    severity: 'warning',
    exit: EXIT.done,
    find: forgiven,
    explains: [],
    texts: () => ({
      meaning:
        'An answer of the terminal contains an & or a < that XML requires to be escaped. It was read as text, and the rest of the answer is complete.',
      summary: 'The terminal at {places} sent text that is not valid XML: {marks}{more}. It was read as plain text.',
      example: { marks: '"&" in TerminalOwnerName', more: '' },
      causes: [
        "a name or an address in the terminal's setup contains an & or a <, and its software does not escape it",
        'a filter on the way changes the answers',
      ],
      ask: {
        et: 'Milline nimi ja aadress on terminali viimasel kviitungil?',
        en: "Which name and address are on the terminal's last receipt?",
        ru: 'Какие название и адрес указаны на последнем чеке терминала?',
      },
      say: {
        et: 'Makseterminal töötab. Kui teie kassaprogramm sellega ühendust ei saa, siis palun öelge seda meile.',
        en: 'The payment terminal works. If your till program cannot work with it, please tell us.',
        ru: 'Платёжный терминал работает. Если ваша кассовая программа не может с ним работать, пожалуйста, скажите нам.',
      },
      do: "Continue. If the clinic's till program fails with this terminal, have the bank remove this character from the name.",
      solved: '`terminal probe` no longer shows it',
      help: BANK,
    }),
  },
];
