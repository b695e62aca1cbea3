import { EXIT } from '../../contract/exit.js';
import type { FailureReason } from '../../model/failure.js';
import { portAt, closedFor, isPortOpen, portsSeen, serviceOf, tcpCheck } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { CLOSED_ON_QUESTION, findClosing } from './closing.js';
import { ASK_MENU, BOTH_RULES, DIALS_OUT, forIt, NOTHING_TO_ASK, PIN_PAD, WAIT_SAY, XML_MODE } from './sentences.js';

/** Reasons that speak of the way to the clinic. Not of this machine, of a name, or of our own wish to stop. */
export const WAY_REASONS = [
  'refused',
  'timeout',
  'unreachable',
  'reset',
  'closed',
  'too-large',
  'unreadable',
] as const satisfies FailureReason[];

const WAY_CODES = ['network.refused', 'network.timeout', 'network.unreachable', 'network.reset'];

function closed(...reasons: readonly FailureReason[]): (facts: Facts) => Finding | undefined {
  return (facts) => {
    const lost = closedFor(facts, reasons);
    if (lost.length === 0) return undefined;
    const { params, ...where } = portAt(lost);
    const ms = Math.round(Math.max(...lost.map(({ tcp }) => tcp.timing.total)));
    return { because: lost.map(tcpCheck), ...where, params: { ...params, ms } };
  };
}

function resetEarly(facts: Facts): Finding | undefined {
  const found = closed('reset', 'closed', 'too-large', 'unreadable')(facts);
  return found && { ...found, params: { ...found.params, seen: `after ${String(found.params?.['ms'])} ms` } };
}

function ownSide(facts: Facts): Finding | undefined {
  const local = closedFor(facts, ['local']);
  if (local.length > 0)
    return { because: local.map(tcpCheck), params: { sign: 'this computer could not open a connection' } };
  const lost = portsSeen(facts).filter((port) => port.lost?.reason === 'local' || port.lost?.reason === 'proxy');
  const sign = 'one connection worked, then this computer or its proxy failed';
  if (lost.length > 0) return { because: lost.map(tcpCheck), params: { sign }, exit: EXIT.notATerminal };
  const because = closedFor(facts, WAY_REASONS).map(tcpCheck);
  const { mustAnswer, cloudReaches } = facts.controls ?? {};
  if (because.length === 0) return undefined;
  if (mustAnswer && mustAnswer.tried > 0 && mustAnswer.answered === 0) {
    return {
      because,
      params: {
        sign:
          mustAnswer.tried === 1
            ? 'a host that is known to be up did not answer this computer either'
            : `none of ${mustAnswer.tried} hosts that are known to be up answered this computer either`,
      },
    };
  }
  return cloudReaches && because.includes('tcp.posxml')
    ? { because, params: { sign: 'the cloud reaches the terminal, this computer does not' } }
    : undefined;
}

/** Void is only what rests on TCP alone: PosXML bytes prove a terminal, no matter what else accepts. */
function acceptAll(facts: Facts): Finding | undefined {
  const { mustNotAnswer } = facts.controls ?? {};
  if (!mustNotAnswer || mustNotAnswer.accepted <= 0) return undefined;
  if (portsSeen(facts).some((port) => serviceOf(port, 'posxml'))) return undefined;
  const open = portsSeen(facts).filter(isPortOpen);
  if (open.length === 0) return undefined;
  const { params, ...where } = portAt(open);
  return {
    because: open.map(tcpCheck),
    ...where,
    params: { ...params, accepted: mustNotAnswer.accepted, tried: mustNotAnswer.tried },
  };
}

/** Reasons that speak of this side say nothing of the line. */
const STALLS: Readonly<Partial<Record<FailureReason, string>>> = {
  timeout: 'stopped',
  closed: 'closed the connection',
  reset: 'cut the connection',
  unreadable: 'sent unreadable data',
  'too-large': 'sent more than an answer can hold',
  unreachable: 'could no longer be reached',
};

/** The status came, and the parameters, which are several times as long, did not. */
function stalls(facts: Facts): Finding | undefined {
  const posxml = serviceOf(facts.posxml, 'posxml')?.posxml;
  const failed = posxml?.parametersFailure;
  const how = failed && STALLS[failed.reason];
  // Without a connection, no answer began to stall.
  if (!facts.posxml || facts.posxml.lost || !posxml?.status || !failed || how === undefined) return undefined;
  const { params, ...where } = portAt([facts.posxml]);
  const after =
    failed.received === 0 ? 'before a longer answer began' : `after ${failed.received} bytes of a longer answer`;
  return {
    because: ['posxml.parameters'],
    ...where,
    params: { ...params, how: `${how} ${after}, ${failed.reason === 'timeout' ? 'for' : 'after'} ${failed.ms} ms` },
  };
}

export const NETWORK_ROWS: readonly Row[] = [
  {
    code: 'network.own-side',
    severity: 'error',
    exit: EXIT.unreachable,
    find: ownSide,
    explains: [...WAY_CODES, 'ports.posxml-closed', 'ports.log-closed', 'terminal.dhcp'],
    texts: () => ({
      meaning:
        'The problem is on your side (firewall, VPN, proxy or this computer), so this check shows nothing about the clinic.',
      summary: 'The problem is on your side: {sign}.',
      example: { sign: 'none of 3 hosts that are known to be up answered this computer either' },
      causes: [
        'your firewall, VPN or proxy blocks these ports',
        "the clinic lets only the cloud's addresses in, which is good: then check with --via",
        'this computer has no network, no free sockets or no permission',
      ],
      ask: NOTHING_TO_ASK,
      say: WAIT_SAY,
      do: 'Run `terminal doctor`, then try from another network or with --via. Does a colleague on another network get the same result?',
      solved: 'a host that is known to be up answers',
      help: 'your IT',
    }),
  },
  {
    code: 'network.accept-all',
    severity: 'error',
    exit: EXIT.unreachable,
    find: acceptAll,
    explains: ['service.silent', 'service.closes', 'network.reset', 'terminal.dhcp'],
    texts: () => ({
      meaning:
        'Something on the way accepts every connection, even to unused addresses, so an open port proves nothing here. Only a PosXML answer counts.',
      summary:
        'Unused addresses ({accepted} of {tried}) accept connections as well as {places}: an open port proves nothing.',
      causes: [
        'a proxy, VPN or security product on your side answers for every address',
        'terminal runs in a sandbox that fakes connections',
      ],
      ask: NOTHING_TO_ASK,
      say: WAIT_SAY,
      do: 'Disconnect the proxy or VPN, or use another network, and run `terminal doctor`.',
      solved: 'unused addresses no longer accept connections, or when the terminal answers PosXML',
      help: 'your IT',
    }),
  },
  {
    code: 'network.refused',
    severity: 'error',
    exit: EXIT.unreachable,
    find: closed('refused'),
    explains: [],
    texts: () => ({
      meaning: 'The address is in use and immediately refuses connections to the port.',
      summary: '{places} refused the connection.',
      causes: [
        "the router's rule forwards to a wrong internal address, often because the terminal has a new one",
        `${XML_MODE} is switched off`,
        'there is no rule, and the router refuses unknown ports',
        DIALS_OUT,
        PIN_PAD,
        'the internet provider blocks these ports',
      ],
      ask: ASK_MENU,
      ...forIt(BOTH_RULES),
      do: "Compare the terminal's internal address with the rules. If they agree, have the bank confirm that PosXML is on.",
      solved: '`terminal check` shows both ports open',
      help: "the clinic's IT person, then the bank's terminal support",
    }),
  },
  {
    code: 'network.timeout',
    severity: 'error',
    exit: EXIT.unreachable,
    find: closed('timeout'),
    explains: [],
    texts: () => ({
      meaning: 'No answer at all: the connection was neither accepted nor refused.',
      summary: 'No answer from {places} ({ms} ms).',
      causes: [
        'the terminal is off or unplugged',
        'the router has no rule for the port',
        "the clinic's public address has changed",
        'the internet provider blocks the port',
        'the internet provider shares the address among customers (CGNAT), so no rule can work',
        PIN_PAD,
      ],
      ask: {
        et: 'Kas makseterminali ekraanil on midagi näha? Millist IP-aadressi näitab praegu veebileht?',
        en: "Is anything showing on the terminal's screen? Which IP address does a web page show now?",
        ru: 'Видно ли что-нибудь на экране терминала? Какой IP-адрес сейчас показывает сайт?',
      },
      ...forIt(BOTH_RULES, {
        et: 'Palun vaadake, kas makseterminali ekraanil on midagi näha.',
        en: "Please check whether anything is showing on the payment terminal's screen.",
        ru: 'Посмотрите, пожалуйста, видно ли что-нибудь на экране терминала.',
      }),
      do: 'Check the power first, then the address, the rules, and the provider.',
      solved: '`terminal check` shows both ports open',
      help: "the clinic's IT person, then the internet provider",
    }),
  },
  {
    code: 'network.unreachable',
    severity: 'error',
    exit: EXIT.unreachable,
    find: closed('unreachable'),
    explains: [],
    texts: () => ({
      meaning:
        'A router reported the destination unreachable: it has no route, or no device uses the internal address.',
      summary: '{places} cannot be reached: a router reported it unreachable.',
      causes: [
        'the rule forwards to an unused internal address: the terminal is off, unplugged or has another one',
        "the clinic's internet line is down",
        'the internet provider has a routing problem',
      ],
      ask: {
        et: 'Kas kliiniku arvutis avaneb mõni veebileht?',
        en: 'Does a web page open on a clinic computer?',
        ru: 'Открываются ли сайты на компьютере клиники?',
      },
      say: {
        et: 'Palun kontrollige, kas makseterminal on sisse lülitatud ja võrgukaabel mõlemast otsast korralikult kinni.',
        en: 'Please check that the payment terminal is switched on. Please push its network cable in firmly at both ends.',
        ru: 'Проверьте, пожалуйста, включён ли терминал и плотно ли вставлен сетевой кабель с обоих концов.',
      },
      do: "If the terminal is on and the internet works, compare the address in the terminal's menu with the router's rules.",
      solved: '`terminal check` shows both ports open',
      help: "the clinic's IT person, then the internet provider",
    }),
  },
  {
    code: 'network.reset',
    severity: 'error',
    exit: EXIT.unreachable,
    // After the connection stood, else before anything could be sent.
    find: (facts) => findClosing(facts, true) ?? resetEarly(facts),
    explains: [],
    texts: () => ({
      meaning: 'The connection was reset (TCP RST) after it began. Exit 5 instead of 3 if the port had accepted it.',
      summary: '{places} reset the connection {seen}.',
      example: { seen: 'after 40 ms without an answer' },
      ...CLOSED_ON_QUESTION,
      solved: '`terminal probe` gets a PosXML answer',
      help: "the clinic's IT person",
    }),
  },
  {
    code: 'network.stalls',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: stalls,
    explains: [],
    texts: () => ({
      meaning:
        'The terminal answered a short request but not a longer one: large packets are lost on the way, or a filter cuts them.',
      summary: '{places} answered a short request, then {how}.',
      example: { how: 'stopped after 536 bytes of a longer answer, for 5000 ms' },
      causes: [
        'a content filter or firewall on the way delays or cuts longer answers',
        'the line carries smaller packets than usual (its MTU), and the router does not report it',
        'a customer started to pay at that moment',
      ],
      ask: {
        et: 'Kas tulemüür kontrollib seda, mis terminali juurde tuleb? Kas teil on mobiilne internet või VPN?',
        en: 'Does a firewall inspect what comes in to the terminal? Do you have mobile internet or a VPN?',
        ru: 'Проверяет ли файрвол то, что приходит на терминал? У вас мобильный интернет или VPN?',
      },
      ...forIt({
        et: 'tulemüür ei tohi filtreerida ühendusi, mis tulevad väljast porti {posxmlPort}. Muidu jäävad pikemad vastused pooleli.',
        en: 'the firewall must not filter connections from outside to port {posxmlPort}. Otherwise longer answers are cut off.',
        ru: 'файрвол не должен фильтровать входящие соединения на внешний порт {posxmlPort}. Иначе длинные ответы обрываются.',
      }),
      do: "Probe again. If it stops at the same point, have the rule exempted from filtering, then have the line's MTU checked.",
      solved: '`terminal probe` identifies the terminal',
      help: "the clinic's IT person, then the internet provider",
    }),
  },
];
