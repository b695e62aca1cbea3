import { EXIT } from '../../contract/exit.js';
import { portAt, portsSeen, serviceCheck, serviceOf } from '../fact-queries.js';
import type { Facts, PortFacts, ServiceFacts } from '../../model/facts.js';
import { maybeLog } from '../port-state.js';
import type { Finding, Row, Texts } from '../row.js';
import { joinWithAnd, quotedOrNothing, excerptOf } from '../text.js';
import { CLOSED_ON_QUESTION, findClosing } from './closing.js';
import { FINISH_SAY, joinSentences, RULES_SAY, TELL_IT } from './sentences.js';

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

/** Worth knowing where the posxml port leads to another device: the terminal is there, behind the wrong rule. */
function crossed({ posxml, log }: Facts): string {
  if (!log || !serviceOf(log, 'posxml') || posxml?.service?.kind === 'posxml') return '';
  return ` PosXML answers at ${portAt([log]).target ?? ''}, where the log belongs.`;
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
  )(facts) ?? answers('stream', ({ bytes }) => `sent ${bytes} bytes unasked, as a log port does`)(facts);

/** Where the vendor's ClientConnector waits for terminals. */
const TILL_PORT = 4444;

function clientMode(facts: Facts): Finding | undefined {
  const found = answers('dials-out', () => 'sent ENQ, with which a till looks for terminals')(facts);
  if (found || facts.posxml?.pair.port !== TILL_PORT || !serviceOf(facts.posxml, 'silent')) return found;
  return answers('silent', () => 'took the connection and is silent')(facts);
}

const CLINIC_IT = "the clinic's IT person";
const SOLVED = '`terminal probe` gets a PosXML answer from the posxml port, and nothing from another device';

/** What the rows of other devices have in common. */
const WRONG_DEVICE = { severity: 'error', exit: EXIT.notATerminal, explains: [] } as const;
const wrongDevice = (): Pick<Texts, 'ask' | 'say' | 'do' | 'solved' | 'help'> => ({
  ask: "Ask which IP address the terminal's own menu shows, and which inside address the router's rule leads to. Are the two the same?",
  say: joinSentences(
    {
      et: 'Teie ruuter suunab ühenduse praegu mõnele teisele seadmele, mitte makseterminalile.',
      en: 'Your router is sending the connection to another device, not to the payment terminal.',
      ru: 'Роутер сейчас направляет соединение на другое устройство, а не на терминал.',
    },
    RULES_SAY,
  ),
  do: "Have the rules point at the terminal's own inside address.",
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
        'What answers is a till that waits for its terminal to call it: it sends ENQ (byte 0x05), or is silent at port 4444. The terminal is then in client mode. It listens on no port, so no rule can lead to it.',
      summary: '{places} {seen}: a till that waits for its terminal to call. The terminal itself listens on no port.',
      example: { seen: 'sent ENQ, with which a till looks for terminals' },
      causes: [
        'the terminal is set to client mode (its XMLMode), and calls a till program at the clinic by itself',
        'the rule leads to the computer with the till program (port 4444) and not to the terminal (port 4445)',
      ],
      ask: "Does the rule lead to the terminal's own inside address and port 4445, or to a computer with a till program?",
      say: joinSentences(
        {
          et: 'Makseterminal on seadistatud ise kassaga ühendust võtma. Palun helistage oma panga makseterminalide toele. Palun paluge neil makseterminal ümber seadistada nii, et kassa võtab ühendust terminaliga (PosXML, LAN XML).',
          en: 'The payment terminal is set to call the till by itself. Please call the terminal support of your bank. Please ask them to set it so that the till calls the terminal (PosXML, LAN XML).',
          ru: 'Терминал настроен сам соединяться с кассой. Пожалуйста, позвоните в поддержку терминалов вашего банка. Пожалуйста, попросите настроить его так, чтобы касса соединялась с терминалом.',
        },
        RULES_SAY,
      ),
      do: 'Have the rule read out first. If it is right, the bank has to change the mode of the terminal.',
      solved: SOLVED,
      help: "the bank's terminal support, then the clinic's IT person",
    }),
  },
  {
    code: 'service.http',
    ...WRONG_DEVICE,
    find: answers('http', webPage),
    texts: () => ({
      meaning:
        "A web server answers where the terminal should: the router's own page, a camera, a network disk or the like.",
      summary: '{places} answered as a web server{seen}, not as a terminal.{note}',
      example: { seen: ' (status 401, title "Router")' },
      causes: [
        "the rule leads to the router's own page",
        'the rule leads to a camera, a network disk or a computer',
        'the terminal has got a new inside address, and another device has its old one',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.tls',
    ...WRONG_DEVICE,
    find: answers('tls', certificate),
    texts: () => ({
      meaning: 'What answers speaks TLS; a terminal speaks plain PosXML.',
      summary: '{places} answered with TLS{seen}, not with PosXML.{note}',
      example: { seen: ' and a certificate for "router.example"' },
      causes: [
        "the rule leads to the router's or another device's encrypted page",
        'a proxy at the clinic wraps the connection in TLS',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.ssh',
    ...WRONG_DEVICE,
    find: answers('ssh', ({ banner }) => quotedOrNothing(banner)),
    texts: () => ({
      meaning: 'A remote login (SSH) answers where the terminal should.',
      summary: '{places} answered with an SSH banner{seen}, not with PosXML.{note}',
      example: { seen: ' "SSH-2.0-dropbear"' },
      causes: [
        'the rule leads to the router, a server or a network disk',
        'the terminal has got a new inside address, and another device has its old one',
      ],
      ...wrongDevice(),
    }),
  },
  {
    code: 'service.printer',
    ...WRONG_DEVICE,
    find: answers('printer', ({ detail }) => quotedOrNothing(detail)),
    texts: () => ({
      meaning: 'A network printer answers where the terminal should.',
      summary: '{places} answered as a printer{seen}, not as a terminal.{note}',
      example: { seen: ' "@PJL"' },
      causes: [
        'the rule leads to a network printer',
        'the terminal has got a new inside address, and a printer has its old one',
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
      meaning: 'The port takes the connection and the request, and never says a word.',
      summary: '{places} accepted the connection and said nothing for {seen}.',
      example: { seen: '5000 ms' },
      causes: [
        'a sale is running at the terminal, or it hangs in one',
        "the rule's inside port is not 4445: a log port listens and is silent",
        'another till is connected, and the terminal serves one at a time',
        'a filter on the way lets small packets through and holds up larger ones',
        'the rule leads to a network printer, which prints what it is sent and says nothing',
      ],
      ask: 'Is someone paying at the terminal right now? If not: does its screen show its usual idle text, and did a printer at the clinic just print a page of code?',
      say: joinSentences(FINISH_SAY, {
        et: 'Kui keegi ei maksa ja makseterminal ei reageeri, siis palun taaskäivitage see.',
        en: 'If nobody is paying and the terminal does not respond, please restart it.',
        ru: 'Если никто не платит, а терминал не реагирует, перезагрузите его, пожалуйста.',
      }),
      do: "Wait until no sale is running and probe again; if it stays silent, have the rule's inside port read out (it must be 4445).",
      solved: SOLVED,
      help: CLINIC_IT,
    }),
  },
  {
    code: 'service.closes',
    severity: 'error',
    exit: EXIT.notATerminal,
    // In good order; by force is another story: network.reset.
    find: (facts) => findClosing(facts, false),
    explains: [],
    texts: () => ({
      meaning: 'The port takes the connection and closes it in good order without an answer.',
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
        `${quotedOrNothing(detail)}${excerpt.trim() === '' ? '' : `; it began${quotedOrNothing(excerpt)}`}`,
    ),
    explains: [],
    texts: () => ({
      meaning: "The answer begins like a terminal's and cannot be read: cut short, mixed up or changed on the way.",
      summary: '{places} gave an answer that cannot be read:{seen}.',
      example: { seen: ' "the reply was cut short"' },
      causes: [
        'a content filter or proxy on the way changes or cuts the answer',
        'the line loses data',
        'two programs talk to the terminal at once',
      ],
      ask: 'Ask whether a firewall or filter inspects what comes in to the terminal.',
      say: joinSentences(TELL_IT, {
        et: 'tulemüür ei tohi muuta ega katkestada ühendusi, mis tulevad väljast porti {posxmlPort}.',
        en: 'the firewall must not change or block connections to port {posxmlPort}.',
        ru: 'файрвол не должен изменять или обрывать входящие соединения на внешний порт {posxmlPort}.',
      }),
      do: 'Probe a few times: if the answer differs each time, the line or a filter is to blame; if it is the same each time, send it to us.',
      solved: SOLVED,
      help: "the clinic's IT person; us, if the answer is always the same",
    }),
  },
  {
    code: 'service.other',
    ...WRONG_DEVICE,
    find: otherService,
    texts: () => ({
      meaning: 'Something answers that is neither a terminal nor a service known here.',
      summary: '{places} {seen}, not PosXML.{note}',
      example: { seen: 'answered "220 FTP server ready"' },
      causes: ['the rule leads to another device', "the rule's inside port is 5551, the log, and not 4445"],
      ...wrongDevice(),
      ask: "Ask to have the rule read out: outside port, inside address, inside port. Is the inside address the one in the terminal's menu, and the inside port 4445?",
    }),
  },
];
