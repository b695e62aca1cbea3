import { EXIT } from '../../contract/exit.js';
import { portAt, portsSeen, serviceCheck, serviceOf } from '../fact-queries.js';
import type { Facts, PortFacts, ServiceFacts } from '../../model/facts.js';
import { maybeLog } from '../port-state.js';
import type { Finding, Row, Texts } from '../row.js';
import { joinWithAnd, quotedOrNothing, excerptOf } from '../text.js';
import { CLOSED_ON_QUESTION, findClosing } from './closing.js';
import { ASK_MENU, ASK_RULES, BOTH_RULES, FINISH_SAY, forIt, joinSentences } from './sentences.js';

type Kind = ServiceFacts['kind'];
type Find = (facts: Facts) => Finding | undefined;
type Of<K extends Kind> = Extract<ServiceFacts, { kind: K }>;

/** Finds a kind of service where it is a fault; `seen` tells what of it is worth quoting. */
function answers<K extends Kind>(kind: K, seen: (service: Of<K>) => string): Find {
  return (facts) => {
    const isFault = (port: PortFacts): boolean => {
      const service = serviceOf(port, kind);
      return service !== undefined && (port === facts.posxml || !maybeLog(service));
    };
    const found = portsSeen(facts).filter(isFault);
    if (found.length === 0) return undefined;
    const { params, ...where } = portAt(found);
    const each = found.map((port) => seen(serviceOf(port, kind) as Of<K>));
    return {
      because: found.map(serviceCheck),
      ...where,
      params: { ...params, seen: [...new Set(each)].join(' and'), note: crossed(facts) },
    };
  };
}

/** Worth knowing where the posxml port forwards to another device: the terminal is there, behind the wrong rule. */
function crossed({ posxml, log }: Facts): string {
  if (!log || !serviceOf(log, 'posxml') || posxml?.service?.kind === 'posxml') return '';
  return ` PosXML answers at ${portAt([log]).target ?? ''} instead of the log.`;
}

function webPage({ status, title, server }: Of<'http'>): string {
  const parts = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(title === undefined ? [] : [`title${quotedOrNothing(title)}`]),
    ...(server === undefined ? [] : [`server${quotedOrNothing(server)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function certificate({ detail, names }: Of<'tls'>): string {
  return names === undefined || names.length === 0
    ? quotedOrNothing(detail)
    : ` and a certificate for ${joinWithAnd(names.map((name) => `"${excerptOf(name)}"`))}`;
}

/** A text was sent unasked, or something that is none of the known services. */
const otherService: Find = (facts) =>
  answers('other', ({ excerpt, detail }) =>
    detail === undefined ? `answered${quotedOrNothing(excerpt)}` : `answered as ${detail}${quotedOrNothing(excerpt)}`,
  )(facts) ?? answers('stream', ({ bytes }) => `sent ${bytes} bytes without a request, like a log port`)(facts);

/** Where the vendor's ClientConnector waits for terminals. */
const TILL_PORT = 4444;

function clientMode(facts: Facts): Finding | undefined {
  const found = answers('dials-out', () => 'sent ENQ, like a till that waits for a terminal')(facts);
  if (found || facts.posxml?.pair.port !== TILL_PORT || !serviceOf(facts.posxml, 'silent')) return found;
  return answers('silent', () => 'accepted the connection and is silent')(facts);
}

const CLINIC_IT = "the clinic's IT person";
const SOLVED = '`terminal probe` gets a PosXML answer from the posxml port';

/** What the rows of other devices have in common. */
const WRONG_DEVICE = { severity: 'error', exit: EXIT.notATerminal, explains: [] } as const;
const wrongDevice = (): Pick<Texts, 'ask' | 'say' | 'do' | 'solved' | 'help'> => ({
  ask: ASK_MENU,
  ...forIt(BOTH_RULES, {
    et: 'Teie ruuter suunab ühenduse praegu mõnele teisele seadmele, mitte makseterminalile.',
    en: 'Your router is sending the connection to another device, not to the payment terminal.',
    ru: 'Роутер сейчас направляет соединение на другое устройство, а не на терминал.',
  }),
  do: "Have the rules changed to the internal address in the terminal's menu.",
  solved: SOLVED,
  help: CLINIC_IT,
});

export const SERVICE_ROWS: readonly Row[] = [
  {
    code: 'terminal.client-mode',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: clientMode,
    explains: ['service.silent', 'service.other'],
    texts: () => ({
      meaning:
        'A till program answers that waits for its terminal to call: it sends ENQ (byte 0x05), or is silent at port 4444. The terminal is in client mode: it has no open port, so no rule can reach it.',
      summary: '{places} {seen}: a till that waits for its terminal to call. The terminal has no open port.',
      example: { seen: 'sent ENQ, like a till that waits for a terminal' },
      causes: [
        'the terminal is set to client mode (its XMLMode) and calls a till program at the clinic',
        'the rule forwards to the computer with the till program (port 4444), not to the terminal (port 4445)',
      ],
      ask: {
        et: 'Kas reegel suunab makseterminalile või kassaprogrammiga arvutile?',
        en: 'Does the rule forward to the terminal, or to a computer with a till program?',
        ru: 'Правило направляет на терминал или на компьютер с кассовой программой?',
      },
      ...forIt(BOTH_RULES, {
        et: 'Makseterminal on seadistatud ise kassaga ühendust võtma. Palun helistage oma panga makseterminalide toele. Palun paluge neil makseterminal ümber seadistada nii, et kassa võtab ühendust terminaliga (PosXML, LAN XML).',
        en: 'The payment terminal is set to call the till by itself. Please call the terminal support of your bank. Please ask them to set it so that the till calls the terminal (PosXML, LAN XML).',
        ru: 'Терминал настроен сам соединяться с кассой. Пожалуйста, позвоните в поддержку терминалов вашего банка. Пожалуйста, попросите настроить его так, чтобы касса соединялась с терминалом.',
      }),
      do: 'Have the rule read out. If it is right, the bank must change the mode of the terminal.',
      solved: SOLVED,
      help: "the bank's terminal support, then the clinic's IT person",
    }),
  },
  {
    code: 'service.http',
    ...WRONG_DEVICE,
    find: answers('http', webPage),
    texts: () => ({
      meaning: "A web server answers in place of the terminal: the router's own page, a camera or a network disk.",
      summary: 'Not a terminal: {places} answered as a web server{seen}.{note}',
      example: { seen: ' (status 401, title "Router")' },
      causes: [
        "the rule forwards to the router's own page",
        'the rule forwards to a camera, a network disk or a computer',
        'the terminal has a new internal address, and another device has the old one',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.tls',
    ...WRONG_DEVICE,
    find: answers('tls', certificate),
    texts: () => ({
      meaning: 'An encrypted (TLS) service answers. A this program speaks plain PosXML.',
      summary: 'Not a terminal: {places} answered with TLS{seen}.{note}',
      example: { seen: ' and a certificate for "router.example"' },
      causes: [
        'the rule forwards to the encrypted page of the router or another device',
        'a proxy at the clinic encrypts the connection',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.ssh',
    ...WRONG_DEVICE,
    find: answers('ssh', ({ banner }) => quotedOrNothing(banner)),
    texts: () => ({
      meaning: 'A remote login (SSH) answers in place of the terminal.',
      summary: 'Not a terminal: {places} answered with SSH{seen}.{note}',
      example: { seen: ' "SSH-2.0-dropbear"' },
      causes: [
        'the rule forwards to the router, a server or a network disk',
        'the terminal has a new internal address, and another device has the old one',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.printer',
    ...WRONG_DEVICE,
    find: answers('printer', ({ detail }) => quotedOrNothing(detail)),
    texts: () => ({
      meaning: 'A network printer answers in place of the terminal.',
      summary: 'Not a terminal: {places} answered as a printer{seen}.{note}',
      example: { seen: ' "@PJL"' },
      causes: [
        'the rule forwards to a network printer',
        'the terminal has a new internal address, and a printer has the old one',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.silent',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: answers('silent', ({ waitedMs }) => `${Math.round(waitedMs)} ms`),
    explains: [],
    texts: () => ({
      meaning: 'The port accepts the connection and the request but never answers.',
      summary: '{places} accepted the connection but did not answer for {seen}.',
      example: { seen: '5000 ms' },
      causes: [
        'a customer is paying, or the terminal is stuck in a payment',
        'the internal port of the rule is not 4445: a log port is silent',
        'another till is connected: the terminal serves one at a time',
        'a filter on the way lets short packets through and holds longer ones',
        'the rule forwards to a network printer, which prints the request and does not answer',
      ],
      ask: {
        et: 'Kas keegi maksab praegu? Kas ekraan on selline nagu tavaliselt? Kas mõni printer trükkis äsja imelikku teksti?',
        en: 'Is someone paying right now? Does the screen look as usual? Did a printer just print strange text?',
        ru: 'Сейчас кто-нибудь платит? Экран выглядит как обычно? Не напечатал ли сейчас какой-нибудь принтер странный текст?',
      },
      say: joinSentences(FINISH_SAY, {
        et: 'Kui keegi ei maksa ja makseterminal ei reageeri, siis palun taaskäivitage see.',
        en: 'If nobody is paying and the terminal does not respond, please restart it.',
        ru: 'Если никто не платит, а терминал не реагирует, перезагрузите его, пожалуйста.',
      }),
      do: 'Wait until no customer is paying, then probe again. If it stays silent, have the internal port of the rule read out: it must be 4445.',
      solved: SOLVED,
      help: CLINIC_IT,
    }),
  },
  {
    code: 'service.closes',
    severity: 'error',
    exit: EXIT.notATerminal,
    // With a FIN; a reset is another story: network.reset.
    find: (facts) => findClosing(facts, false),
    explains: [],
    texts: () => ({
      meaning: 'The port accepts the connection and closes it without an answer.',
      summary: '{places} accepted the connection and closed it {seen}.',
      example: { seen: 'after 40 ms without an answer' },
      ...CLOSED_ON_QUESTION,
      solved: SOLVED,
      help: "the clinic's IT person, then the bank's terminal support",
    }),
  },
  {
    code: 'service.garbled',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: answers(
      'garbled',
      ({ detail, excerpt }) =>
        `${quotedOrNothing(detail)}${excerpt.trim() === '' ? '' : `; it starts with${quotedOrNothing(excerpt)}`}`,
    ),
    explains: [],
    texts: () => ({
      meaning: "The answer starts like a terminal's but is unreadable: incomplete, mixed up or changed on the way.",
      summary: '{places} sent an unreadable answer:{seen}.',
      example: { seen: ' "the reply was cut short"' },
      causes: [
        'a content filter or proxy on the way changes or cuts the answer',
        'the line loses data',
        'two programs use the terminal at the same time',
      ],
      ask: {
        et: 'Kas tulemüür kontrollib seda, mis terminali juurde tuleb? Kas teil on mobiilne internet või VPN?',
        en: 'Does a firewall inspect what comes in to the terminal? Do you have mobile internet or a VPN?',
        ru: 'Проверяет ли файрвол то, что приходит на терминал? У вас мобильный интернет или VPN?',
      },
      ...forIt({
        et: 'tulemüür ei tohi muuta ega katkestada ühendusi, mis tulevad väljast porti {posxmlPort}.',
        en: 'the firewall must not change or block connections to port {posxmlPort}.',
        ru: 'файрвол не должен изменять или обрывать входящие соединения на внешний порт {posxmlPort}.',
      }),
      do: 'Probe a few times. If the answers differ, the line or a filter is the cause. If they are the same, send one to the developers.',
      solved: SOLVED,
      help: "the clinic's IT person, or the developers if the answer is always the same",
    }),
  },
  {
    code: 'service.other',
    ...WRONG_DEVICE,
    find: otherService,
    texts: () => ({
      meaning: 'An unknown service answers, not a terminal.',
      summary: 'Not a terminal: {places} {seen}.{note}',
      example: { seen: 'answered "220 FTP server ready"' },
      causes: ['the rule forwards to another device', 'the internal port of the rule is 5551 (log), not 4445'],
      ...wrongDevice(),
      ask: ASK_RULES,
    }),
  },
];
