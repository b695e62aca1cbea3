import { EXIT } from '../../contract/exit.js';
import { portAt, closedFor, isPortOpen, serviceCheck, serviceOf, tcpCheck } from '../fact-queries.js';
import type { Facts, PortFacts, PosXmlFacts, ServiceFacts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { WAY_REASONS } from './network.js';
import { ASK_RULES, BOTH_RULES, DIALS_OUT, forIt, XML_MODE } from './sentences.js';

const HOW: Readonly<Record<(typeof WAY_REASONS)[number], string>> = {
  refused: 'refuses',
  timeout: 'does not answer',
  unreachable: 'cannot be reached',
  reset: 'cuts the connection',
  closed: 'cuts the connection',
  'too-large': 'cuts the connection',
  unreadable: 'cuts the connection',
};

/** What the terminal's log stream may look like to one who asks it for PosXML; other devices are told by name. */
const LIKE_A_LOG: ReadonlySet<ServiceFacts['kind']> = new Set(['silent', 'stream', 'other', 'closes', 'garbled']);

function oneClosed(facts: Facts, closed: PortFacts | undefined, open: PortFacts | undefined): Finding | undefined {
  const lost = closedFor(facts, WAY_REASONS).find((port) => port === closed);
  if (!lost || !open || !isPortOpen(open)) return undefined;
  const { params, ...where } = portAt([lost]);
  const how = (HOW as Readonly<Record<string, string>>)[lost.tcp.failure.reason] ?? 'cuts the connection';
  return {
    because: [tcpCheck(lost), tcpCheck(open)],
    ...where,
    params: { ...params, how, openPlace: portAt([open]).target ?? '' },
  };
}

const LOGGING_OFF = 0;

function logOff(facts: Facts): Finding | undefined {
  const { Logging } = serviceOf(facts.posxml, 'posxml')?.posxml.parameters ?? {};
  const found = Logging === LOGGING_OFF ? oneClosed(facts, facts.log, facts.posxml) : undefined;
  return found && { ...found, because: [...found.because, 'posxml.parameters'] };
}

function posxmlClosed(facts: Facts): Finding | undefined {
  const found = oneClosed(facts, facts.posxml, facts.log);
  if (!found) return undefined;
  const crossed = facts.log !== undefined && serviceOf(facts.log, 'posxml') !== undefined;
  const note = crossed ? ', where PosXML answers instead of the log' : '';
  return {
    ...found,
    because: [...found.because, ...(crossed ? (['service.log'] as const) : [])],
    params: { ...found.params, note },
  };
}

function swapped({ posxml, log }: Facts): Finding | undefined {
  if (!posxml?.service || !log || !LIKE_A_LOG.has(posxml.service.kind) || !serviceOf(log, 'posxml')) return undefined;
  return between(posxml, log);
}

interface Ids {
  /** The check that told them. */
  readonly check: 'identity' | 'posxml.parameters';
  readonly posxml: string;
  readonly log: string;
}

/** What tells the terminals apart where both ports answer PosXML; empty where a terminal did not tell its own. */
function bothSpeak({ posxml, log }: Facts): { readonly found: Finding; readonly ids: Ids } | undefined {
  const [one, other] = [serviceOf(posxml, 'posxml'), serviceOf(log, 'posxml')];
  if (!posxml || !log || !one || !other) return undefined;
  return { found: between(posxml, log), ids: idsOf(one.posxml, other.posxml) };
}

/** The terminal number; where one of the two does not tell it, the internal address, which no two terminals share. */
function idsOf(one: PosXmlFacts, other: PosXmlFacts): Ids {
  const by = (name: 'TerminalID' | 'LocalIPAddress', check: Ids['check']): Ids => ({
    check,
    posxml: one.parameters?.[name]?.trim() ?? '',
    log: other.parameters?.[name]?.trim() ?? '',
  });
  const ids = by('TerminalID', 'identity');
  return ids.posxml === '' || ids.log === '' ? by('LocalIPAddress', 'posxml.parameters') : ids;
}

function between(posxml: PortFacts, log: PortFacts): Finding {
  const { params, ...where } = portAt([posxml, log]);
  return { because: [serviceCheck(posxml), serviceCheck(log)], ...where, params };
}

/** Also where the terminals do not tell their numbers: the rule for the log is wrong either way. */
function samePort(facts: Facts): Finding | undefined {
  const both = bothSpeak(facts);
  if (!both) return undefined;
  const { found, ids } = both;
  if (ids.posxml === '' || ids.log === '') {
    return {
      ...found,
      params: {
        ...found.params,
        which: 'they may be one terminal or two, because they report neither a terminal ID nor an internal address',
      },
    };
  }
  if (ids.posxml !== ids.log) return undefined;
  return {
    ...found,
    because: [...found.because, ids.check],
    params: { ...found.params, which: `it is one terminal, ${excerptOf(ids.posxml)}` },
  };
}

function twoTerminals(facts: Facts): Finding | undefined {
  const both = bothSpeak(facts);
  if (!both || both.ids.posxml === '' || both.ids.log === '' || both.ids.posxml === both.ids.log) return undefined;
  const { found, ids } = both;
  return {
    ...found,
    because: [...found.because, ids.check],
    params: { ...found.params, one: excerptOf(ids.posxml), other: excerptOf(ids.log) },
  };
}

const NETWORK = ['network.refused', 'network.timeout', 'network.unreachable', 'network.reset'];
const CLINIC_IT = "the clinic's IT person";

export const PORTS_ROWS: readonly Row[] = [
  {
    code: 'ports.posxml-closed',
    severity: 'error',
    exit: EXIT.unreachable,
    find: posxmlClosed,
    explains: NETWORK,
    texts: () => ({
      meaning:
        'The log port is open and the posxml port is not. The line and the address are right; one rule is wrong or missing.',
      summary: '{places} {how}, while {openPlace} is open{note}.',
      causes: [
        'the rule for port 4445 is missing',
        'the rule for port 4445 forwards to a wrong internal address or port',
        `${XML_MODE} is switched off, so the terminal opens its log port only`,
        DIALS_OUT,
        'a customer is paying: some terminals then refuse other connections',
      ],
      ask: {
        et: 'Kas keegi maksab praegu? Mitu reeglit on ruuteris makseterminali jaoks?',
        en: 'Is someone paying right now? How many rules for the terminal does the router have?',
        ru: 'Сейчас кто-нибудь платит? Сколько правил для терминала есть в роутере?',
      },
      // Both rules: the one that is there may be the wrong one.
      ...forIt(BOTH_RULES),
      do: 'Have the rule for port 4445 added and both read out. If they are right, have the bank switch PosXML on.',
      solved: '`terminal check` shows both ports open',
      help: "the clinic's IT person, then the bank's terminal support",
    }),
  },
  {
    code: 'ports.log-closed',
    severity: 'warning',
    exit: EXIT.done,
    find: (facts) => oneClosed(facts, facts.log, facts.posxml),
    explains: NETWORK,
    texts: () => ({
      meaning:
        "The posxml port is open and the log port is not. Payments work, the terminal's log does not. `check` exits with 3, because one port does not accept connections.",
      summary: '{places} {how}, while {openPlace} is open.',
      example: { places: '203.0.113.7:5551', openPlace: '203.0.113.7:4445' },
      causes: [
        'the rule for port 5551 is missing: an older guide asked for 4445 only',
        'the rule for port 5551 forwards to a wrong internal address or port',
        'logging is switched off in the terminal, so the port stays closed whatever the rules are',
      ],
      ask: {
        et: 'Kas ruuteris on makseterminali jaoks ka teine reegel?',
        en: 'Does the router have a second rule for the terminal?',
        ru: 'Есть ли в роутере второе правило для терминала?',
      },
      ...forIt({
        et: 'ruuterisse tuleb lisada veel üks portide suunamise reegel. Väline port {logPort} suunata makseterminali porti 5551, TCP.',
        en: "add one more port forwarding rule. Forward external TCP port {logPort} to the terminal's port 5551.",
        ru: 'на роутере нужно ещё одно правило. Внешний порт {logPort} перенаправить на порт 5551 терминала, TCP.',
      }),
      do: 'Continue. The rule can be added later.',
      solved: '`terminal check` shows both ports open',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'ports.log-off',
    severity: 'warning',
    exit: EXIT.done,
    find: logOff,
    explains: [...NETWORK, 'ports.log-closed'],
    texts: () => ({
      meaning:
        'The terminal reports that its logging is switched off (parameter Logging is 0), and its log port is closed. No router rule can change that. Payments work.',
      summary: '{places} {how}, and the terminal reports that its logging is switched off.',
      example: { places: '203.0.113.7:5551' },
      causes: [
        "logging is switched off in the terminal's own settings",
        'logging is switched off, and the rule for port 5551 is missing',
      ],
      ask: {
        et: 'Kas pank on selle terminali logi välja lülitanud?',
        en: 'Has the bank switched off the log of this terminal?',
        ru: 'Отключил ли банк журнал этого терминала?',
      },
      say: {
        et: 'Makseterminali logi on välja lülitatud. Maksed töötavad. Kui logi on vaja, siis palun paluge oma panga makseterminalide toel see sisse lülitada.',
        en: 'The log of the payment terminal is switched off. Payments work. If the log is needed, please ask the terminal support of your bank to switch it on.',
        ru: 'Журнал терминала выключен. Платежи работают. Если журнал нужен, пожалуйста, попросите поддержку терминалов вашего банка его включить.',
      },
      do: 'Continue: payments do not need the log. Do not change the rules.',
      solved: '`terminal probe` shows the log port open',
      help: "the bank's terminal support",
    }),
  },
  {
    code: 'ports.swapped',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: swapped,
    explains: ['service.silent', 'service.other', 'service.closes', 'service.garbled', 'network.reset'],
    texts: () => ({
      meaning:
        'PosXML answers on the log port and not on the posxml port: the internal ports of the two rules are swapped.',
      summary: 'The two port forwarding rules are swapped: of {places}, only the second answers PosXML.',
      example: { places: '203.0.113.7:4445 and 203.0.113.7:5551' },
      causes: [
        'the internal ports of the two rules were swapped when they were entered',
        'the two external ports were given in the wrong order',
      ],
      ask: ASK_RULES,
      ...forIt(BOTH_RULES, {
        et: 'Ruuteris on kaks suunamist omavahel vahetusse läinud.',
        en: 'Two settings in the router have been swapped.',
        ru: 'В настройках роутера перепутаны два правила.',
      }),
      do: 'Have the internal ports of the two rules swapped. If only the order was wrong, use the two ports the other way round.',
      solved: '`terminal probe` finds PosXML on the posxml port',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'ports.same-port',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: samePort,
    explains: [],
    texts: () => ({
      meaning: 'Both external ports forward to port 4445, so none forwards to the log port 5551.',
      summary: '{places} both answer PosXML: {which}.',
      example: { places: '203.0.113.7:4445 and 203.0.113.7:5551' },
      causes: ['the internal port of the second rule is still 4445', 'both rules were copied from one'],
      ask: ASK_RULES,
      ...forIt({
        et: 'mõlemad suunamised viivad praegu porti 4445. Väline port {logPort} suunata sama makseterminali porti 5551.',
        en: 'both rules now point to port 4445. External port {logPort} must go to port 5551 of the same terminal.',
        ru: 'оба правила сейчас ведут на порт 4445. Внешний порт {logPort} перенаправить на порт 5551 того же терминала.',
      }),
      do: 'Have the internal port of the second rule changed to 5551.',
      solved: 'the log port no longer answers PosXML',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'ports.two-terminals',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: twoTerminals,
    explains: [],
    texts: () => ({
      meaning: 'The two external ports forward to two different terminals.',
      summary: '{places} forward to two different terminals: {one} and {other}.',
      example: { places: '203.0.113.7:4445 and 203.0.113.7:5551' },
      causes: [
        'the clinic has two terminals, and the internal addresses of the rules are mixed up',
        'a second terminal was set up with the rules of the first',
      ],
      ask: {
        et: 'Milline terminal piiksatab: see, mis teie ees on, või mõni teine?',
        en: 'Which terminal beeps: the one in front of you, or another one?',
        ru: 'Какой терминал подал сигнал: тот, что перед вами, или другой?',
      },
      ...forIt(BOTH_RULES, {
        et: 'Teie kaks makseterminali on ruuteris omavahel segi läinud. Üks neist piiksatab kohe. Palun öelge mulle, milline.',
        en: 'Your two payment terminals are mixed up in the router settings. One of them will beep in a moment. Please tell me which one.',
        ru: 'В настройках роутера перепутаны два ваших терминала. Сейчас один из них подаст звуковой сигнал. Скажите, пожалуйста, какой.',
      }),
      do: 'Run it again with --beep: the one behind the posxml port beeps. Have both rules forward to that terminal. The other needs two external ports of its own.',
      solved: '`terminal probe` shows the right terminal and no PosXML on the log port',
      help: CLINIC_IT,
    }),
  },
];
