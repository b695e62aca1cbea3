import { EXIT } from '../../contract/exit.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import { findPaid, findProbed, findReturnCode, ofTerminal, returnCodeOf, respondingTerminal } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { joinWithAnd, quotedOrNothing, excerptOf } from '../text.js';
import { FINISH_SAY } from './sentences.js';

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
  const versions = refusedVersions.length === 0 ? 'we speak' : joinWithAnd(refusedVersions.slice(0, 5).map(excerptOf));
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
    found && { ...found, params: { ...found.params, blame: ours ? ' This is most likely a defect of ours.' : '' } }
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
    meaning: `it gave no ReturnCode${quotedOrNothing(reason)}`,
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
      meaning: 'The terminal speaks PosXML, but none of the versions that this program knows.',
      summary: 'The terminal at {places} speaks PosXML, but refused every version: {versions}.',
      causes: ["the terminal's payment application is older or newer than the versions known here"],
      ask: "Ask for the terminal's model, and for the application version that its information page shows.",
      say: {
        et: 'Makseterminali tarkvara ei ühildu meie süsteemiga. Palun helistage oma panga makseterminalide toele ja küsige, kas tarkvara saab uuendada.',
        en: "The terminal's software is not compatible with our system. Please call your bank's terminal support and ask whether it can be updated.",
        ru: 'Программа терминала несовместима с нашей системой. Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, можно ли её обновить.',
      },
      do: 'Send us the model, the application version and the output of `terminal probe --json`.',
      solved: '`terminal probe` names a version that was accepted',
      help: `us, and ${BANK}`,
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
        'The terminal answers that what was asked is not supported in its configuration (ReturnCode 32783): the bank has not enabled PosXML, or not all of it.',
      summary: 'The terminal at {places} answered {returnCode}: not supported in its configuration.',
      example: { returnCode: 32783 },
      causes: [
        "the bank has not enabled PosXML in this terminal's configuration (banks call it LAN XML, older guides eXML)",
        'the terminal has not fetched its new configuration yet',
      ],
      ask: 'Ask whether the bank has confirmed that PosXML is enabled for this very terminal.',
      say: {
        et: 'Palun helistage oma panga makseterminalide toele ja paluge sellel terminalil sisse lülitada kassaliides PosXML (ka LAN XML või eXML).',
        en: "Please call your bank's terminal support. Ask them to switch on PosXML, the till interface (also called LAN XML or eXML), on this terminal.",
        ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите включить на этом терминале кассовый интерфейс PosXML (LAN XML, eXML).',
      },
      do: "Give the clinic the terminal's number to name to the bank.",
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
      meaning: 'The terminal answers that it cannot do this now (ReturnCode 32775 or 32779): mostly a sale is running.',
      summary: 'The terminal at {places} is busy; it answered {returnCode}: {meaning}{waited}.',
      example: {
        returnCode: 32779,
        meaning: 'the terminal cannot do this now; try again',
        waited: ', and still so after 5 s',
      },
      causes: [
        'a sale is running at the terminal',
        "somebody is in the terminal's menu",
        'the terminal hangs in an operation',
      ],
      ask: 'Is someone paying at the terminal right now, or is it showing a menu?',
      say: FINISH_SAY,
      do: 'Wait and probe again, with --watch if you like. Never cancel a sale that is not ours. Only when the clinic confirms that nobody is paying, have the terminal restarted.',
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
        'The terminal answered with an error. 32769, 32771 and 32773 say that our own message was wrong, which is a defect of this program; any other code is told with its meaning.',
      summary: 'The terminal at {places} answered {returnCode}: {meaning}.{blame}',
      example: { returnCode: 32774, meaning: 'technical error in the terminal' },
      causes: [
        'with 32769, 32771 or 32773: a defect of this program, or a terminal that differs from the PosXML documents',
        'with any other code: what the code says; a technical error often passes with a restart',
      ],
      ask: "Ask for the terminal's model, and for what its screen shows now.",
      say: {
        et: 'Makseterminal vastas meile veateatega. Teie ei ole midagi valesti teinud. Palun lugege mulle ette, mis on praegu makseterminali ekraanil.',
        en: 'The payment terminal reported an error. You have not done anything wrong. What does its screen say now?',
        ru: 'Терминал сообщил об ошибке. Вы всё сделали правильно. Прочитайте, пожалуйста, что сейчас написано на его экране.',
      },
      do: 'With 32769, 32771 or 32773 send us the output of `terminal probe --json`. With any other code wait a minute, probe again, then have the terminal restarted.',
      solved: '`terminal probe` shows the status',
      help: `us for 32769, 32771 and 32773, else ${BANK}`,
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
        'An answer of the terminal holds an & or a < as it is, which XML wants to be escaped. It was read as text, and the answer counts as whole; nothing else in it is in doubt.',
      summary: 'The terminal at {places} sent text that is not valid XML: {marks}{more}. It was read as plain text.',
      example: { marks: '"&" in TerminalOwnerName', more: '' },
      causes: [
        "a name or an address in the terminal's setup has an & or a < in it, and its software writes it as it is",
        'a filter on the way changes the answers',
      ],
      ask: 'Ask what name and address the last receipt of the terminal shows: do they have the same sign?',
      say: {
        et: 'Makseterminal töötab. Kui teie kassaprogramm sellega ühendust ei saa, siis palun öelge seda meile.',
        en: 'The payment terminal works. If your till program cannot work with it, please tell us.',
        ru: 'Платёжный терминал работает. Если ваша кассовая программа не может с ним работать, пожалуйста, скажите нам.',
      },
      do: "Go on. If the clinic's own till program fails with this terminal, have the bank write the name without this sign.",
      solved: '`terminal probe` no longer shows it',
      help: BANK,
    }),
  },
];
