import { EXIT } from '../../contract/exit.js';
import type { FailureReason } from '../../model/failure.js';
import { portAt, closedFor, isPortOpen, portsSeen, serviceOf, tcpCheck } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { CLOSED_ON_QUESTION, findClosing } from './closing.js';
import { DIALS_OUT, joinSentences, PIN_PAD, RULES_SAY, TELL_IT, WAIT_SAY, XML_MODE } from './sentences.js';

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
  if (local.length > 0) return { because: local.map(tcpCheck), params: { sign: 'this machine could not dial at all' } };
  const lost = portsSeen(facts).filter((port) => port.lost?.reason === 'local' || port.lost?.reason === 'proxy');
  const sign = 'one connection came about, and this machine or its proxy failed at the next';
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
            ? 'the host known to be up did not answer this machine either'
            : `none of ${mustAnswer.tried} hosts known to be up answered this machine either`,
      },
    };
  }
  return cloudReaches && because.includes('tcp.posxml')
    ? { because, params: { sign: 'the cloud reaches the terminal, this machine does not' } }
    : undefined;
}

/** Void is only what rests on TCP alone: PosXML bytes prove a terminal whoever else accepts. */
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
  reset: 'broke the connection off',
  unreadable: 'sent what cannot be read',
  'too-large': 'sent more than an answer can be',
  unreachable: 'could not be reached any more',
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
    failed.received === 0 ? 'before a larger answer began' : `after ${failed.received} bytes of a larger answer`;
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
        "The fault is on the agent's own side (firewall, VPN, proxy, or this computer), so nothing can be said of the clinic from here.",
      summary: 'The block is on our own side: {sign}.',
      example: { sign: 'none of 3 hosts known to be up answered this machine either' },
      causes: [
        'our firewall, VPN or proxy does not let these ports out',
        "the clinic lets in the cloud's addresses only, which is good: judge from the cloud's side then",
        'this computer is out of network, of sockets or of rights',
      ],
      ask: 'Nothing to ask the clinic; find out whether a colleague on another network gets the same answer.',
      say: WAIT_SAY,
      do: 'Run `terminal doctor`, then try again from another network or with --via.',
      solved: 'a host that is known to be up answers',
      help: 'our own IT',
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
        'Something between here and the internet accepts every connection, even to addresses where nobody lives, so an accepted connection proves nothing. Only a PosXML answer counts.',
      summary:
        '{places} accepted a connection, but so did {accepted} of {tried} addresses where nobody lives: the connection proves nothing.',
      causes: [
        'a proxy, VPN or security product on our side answers in the name of every address',
        'this program runs in a sandbox that fakes connections',
      ],
      ask: 'Nothing to ask the clinic; find out whether a colleague on another network gets the same answer.',
      say: WAIT_SAY,
      do: 'Leave the proxy or VPN, or work from another network, and run `terminal doctor`.',
      solved: 'addresses where nobody lives no longer accept, or when the terminal answers PosXML',
      help: 'our own IT',
    }),
  },
  {
    code: 'network.refused',
    severity: 'error',
    exit: EXIT.unreachable,
    find: closed('refused'),
    explains: [],
    texts: () => ({
      meaning: 'The address is alive and says at once that nothing listens on the port.',
      summary: '{places} refused the connection: something is there and says that nothing listens on that port.',
      causes: [
        "the router's rule leads to an inside address that is not the terminal's, often because the terminal has got a new one",
        `${XML_MODE} is switched off, so that the terminal does not listen`,
        'there is no rule, and the router refuses what it does not know',
        DIALS_OUT,
        PIN_PAD,
        'the internet provider refuses these ports',
      ],
      ask: "Ask which IP address the terminal's own menu shows, and which inside address the router's rules lead to. Are the two the same?",
      say: RULES_SAY,
      do: "Compare the terminal's inside address with the rules. If they agree, have the bank confirm that PosXML is switched on.",
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
      meaning: 'Nothing came back at all: neither an acceptance nor a refusal.',
      summary: '{places} did not answer within {ms} ms: neither an acceptance nor a refusal came back.',
      causes: [
        'the terminal is off or unplugged',
        'the router has no rule for the port, and drops what it does not know',
        "the clinic's address has changed",
        'the internet provider blocks the port',
        'the internet provider shares the address among customers (carrier-grade NAT), so that no rule can work',
        PIN_PAD,
      ],
      ask: "Ask whether the terminal's screen is lit, and which address a what-is-my-IP page shows now. Is it the one that was dialled, and does the router show the same as its WAN address?",
      say: joinSentences(
        {
          et: 'Palun vaadake, kas makseterminali ekraanil on midagi näha.',
          en: "Please check whether anything is showing on the payment terminal's screen.",
          ru: 'Посмотрите, пожалуйста, видно ли что-нибудь на экране терминала.',
        },
        RULES_SAY,
      ),
      do: 'First the power, then the address, then the rules, then the provider.',
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
        'A router on the way reported that it cannot deliver: it knows no way further, or nobody has the inside address.',
      summary: '{places} cannot be reached: a router on the way reported that it cannot deliver.',
      causes: [
        'the rule leads to an inside address that nobody has now: the terminal is off, unplugged or has got another one',
        "the clinic's internet line is down",
        "the internet provider's routing is disturbed",
      ],
      ask: "Ask whether the terminal's screen is lit and whether a web page opens on a computer at the clinic.",
      say: {
        et: 'Palun kontrollige, kas makseterminal on sisse lülitatud ja võrgukaabel mõlemast otsast korralikult kinni.',
        en: 'Please check that the payment terminal is switched on. Please push its network cable in firmly at both ends.',
        ru: 'Проверьте, пожалуйста, включён ли терминал и плотно ли вставлен сетевой кабель с обоих концов.',
      },
      do: "If the terminal is on and the internet works, compare the inside address in the terminal's menu with the router's rules.",
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
      meaning:
        'The connection was torn down by force (a TCP reset) after it had begun. Exit 5 instead of 3 when the port had accepted it before.',
      summary: '{places} broke the connection off by force {seen}.',
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
        'The terminal answered the first, smaller question and not the larger one after it: small packets pass on the way and full ones do not, or a filter cuts what it inspects.',
      summary: '{places} answered a small question, and then {how}.',
      example: { how: 'stopped after 536 bytes of a larger answer, for 5000 ms' },
      causes: [
        'a content filter or firewall on the way holds up or cuts larger answers',
        'the line carries smaller packets than usual (its MTU), and the router does not say so',
        'somebody began to pay at the terminal at this very moment',
      ],
      ask: 'Ask whether a firewall or filter inspects what comes in to the terminal, and whether the line is a mobile one or a VPN.',
      say: joinSentences(TELL_IT, {
        et: 'tulemüür ei tohi filtreerida ühendusi, mis tulevad väljast porti {posxmlPort}. Muidu jäävad pikemad vastused pooleli.',
        en: 'the firewall must not filter connections from outside to port {posxmlPort}. Otherwise longer answers are cut off.',
        ru: 'файрвол не должен фильтровать входящие соединения на внешний порт {posxmlPort}. Иначе длинные ответы обрываются.',
      }),
      do: 'Probe a second time; if it stalls at the same place, have the rule exempted from filtering, then have the MTU of the line checked.',
      solved: '`terminal probe` names the terminal',
      help: "the clinic's IT person, then the internet provider",
    }),
  },
];
