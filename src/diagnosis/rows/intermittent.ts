import { EXIT } from '../../contract/exit.js';
import { portAt, portsSeen, tcpCheck } from '../fact-queries.js';
import type { FailureReason } from '../../model/failure.js';
import type { Facts, LookFacts, PortFacts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { joinWithAnd } from '../text.js';
import { cameAndWent } from '../watched.js';
import { forIt } from './sentences.js';

/** A port that came and went. */
interface Flapping {
  readonly port: PortFacts;
  /** "4445: refused on 2 of 10 looks". */
  readonly counts: string;
  /** Whether it did not accept a connection on some look. */
  readonly closed: boolean;
}

function flapping(facts: Facts): readonly Flapping[] {
  return portsSeen(facts).flatMap((port) => {
    const looks = facts.watched?.[port.pair.role] ?? [];
    if (port.tcp && cameAndWent(looks))
      return [{ port, counts: counted(port, looks), closed: looks.some(({ open }) => !open) }];
    const next = nextConnection(port);
    return next === undefined
      ? []
      : [
          {
            port,
            counts: `${String(port.pair.port)}: it accepted one connection, and the next ${next}`,
            closed: false,
          },
        ];
  });
}

/** What became of it, where that speaks of the other side. */
const NEXT: Readonly<Partial<Record<FailureReason, string>>> = {
  resolve: 'found no address',
  refused: 'was refused',
  timeout: 'was not answered',
  unreachable: 'could not be delivered',
  reset: 'was cut off',
  closed: 'was cut off',
};

/** A log port is asked in a hurry: a packet that was lost is sent once more after 1 s, and again after 2 s more. */
const LOST_PACKETS_MS = 3000;

/** One look takes several connections: of a port that took one, and not the one after it. */
function nextConnection({ pair, lost }: PortFacts): string | undefined {
  if (!lost || (pair.role === 'log' && lost.reason === 'timeout' && lost.ms < LOST_PACKETS_MS)) return undefined;
  return NEXT[lost.reason];
}

function finding(found: readonly Flapping[]): Finding {
  const { params, ...where } = portAt(found.map(({ port }) => port));
  return {
    because: found.map(({ port }) => tcpCheck(port)),
    ...where,
    params: { ...params, counts: joinWithAnd(found.map(({ counts }) => counts)) },
  };
}

function counted({ pair }: PortFacts, looks: readonly LookFacts[]): string {
  const failed = looks.filter(({ well }) => !well).map(({ state }) => state);
  const states = [...new Set(failed)].map(
    (state) => `${state} on ${String(failed.filter((one) => one === state).length)}`,
  );
  return `${String(pair.port)}: ${joinWithAnd(states)} of ${String(looks.length)} checks`;
}

/** The log port alone is no stop, as a closed log port is none; unless nothing else was given. */
function onlyLog(facts: Facts): boolean {
  return facts.posxml !== undefined && !flapping(facts).some(({ port }) => port === facts.posxml);
}

function posxml(facts: Facts): Finding | undefined {
  const found = flapping(facts);
  const [first] = found;
  if (!first || onlyLog(facts)) return undefined;
  return { ...finding(found), exit: first.closed ? EXIT.unreachable : EXIT.notATerminal };
}

function log(facts: Facts): Finding | undefined {
  const found = flapping(facts);
  return found.length > 0 && onlyLog(facts) ? finding(found) : undefined;
}

const CAUSES = [
  "the clinic's line or Wi-Fi loses connections: a loose cable, a weak signal, an overloaded router",
  'another till program uses the terminal at times: it serves one at a time',
  'two devices have the same internal address and answer in turn',
  'the router or a firewall limits the number of connections',
];
const SAID = forIt(
  {
    et: 'makseterminal vajab kaabelühendust. Selle sisevõrgu IP-aadressi ei tohi olla ühelgi teisel seadmel.',
    en: 'the payment terminal needs a cable connection. No other device may use its internal IP address.',
    ru: 'терминалу нужно кабельное подключение. Его внутреннего IP-адреса не должно быть ни у одного другого устройства.',
  },
  {
    et: 'Ühendus makseterminaliga kaob aeg-ajalt. Palun kontrollige, kas võrgukaabel on mõlemast otsast korralikult kinni. Kui mõni teine kassaprogramm seda terminali kasutab, siis palun sulgege see.',
    en: 'The connection to the payment terminal comes and goes. Please push its network cable in firmly at both ends. If another till program is using the terminal, please close it.',
    ru: 'Связь с терминалом то появляется, то пропадает. Проверьте, пожалуйста, плотно ли вставлен сетевой кабель с обоих концов. Если терминалом пользуется другая кассовая программа, закройте её, пожалуйста.',
  },
);
const ASK = {
  et: 'Kas makseterminal on kaabliga või WiFi-ga ühendatud?',
  en: 'Is the terminal connected by cable or by Wi-Fi?',
  ru: 'Терминал подключён кабелем или по Wi-Fi?',
};
const DO = 'Have the cable, the router and other programs checked. Meanwhile run `terminal probe --watch 5m`.';
const SOLVED = 'a few minutes of --watch show no change';

export const INTERMITTENT_ROWS: readonly Row[] = [
  {
    code: 'network.intermittent',
    severity: 'error',
    exit: EXIT.unreachable,
    find: posxml,
    explains: [
      ...[
        'network.refused',
        'network.timeout',
        'network.unreachable',
        'network.reset',
        'network.stalls',
        'ports.posxml-closed',
        'ports.log-closed',
      ],
      ...[
        'service.silent',
        'service.closes',
        'service.garbled',
        'service.other',
        'posxml.rejected',
        'terminal.bank-unreachable',
      ],
    ],
    texts: () => ({
      meaning:
        'The posxml port works on and off: over several checks, or within one, which makes several connections. Payments would fail at times. Exit 3 if a connection failed, 5 if all connections were accepted and an answer failed.',
      summary: '{places} works on and off. {counts}.',
      example: { counts: '4445: refused on 2 of 10 checks' },
      causes: CAUSES,
      ask: ASK,
      ...SAID,
      do: DO,
      solved: SOLVED,
      help: "the clinic's IT person, then the internet provider",
    }),
  },
  {
    code: 'ports.log-intermittent',
    severity: 'warning',
    exit: EXIT.done,
    find: log,
    explains: ['ports.log-closed'],
    texts: () => ({
      meaning: 'The log port works on and off, the posxml port works. Payments work.',
      summary: '{places} works on and off. {counts}.',
      example: { places: '203.0.113.7:5551', counts: '5551: refused on 2 of 10 checks' },
      causes: CAUSES,
      ask: ASK,
      ...SAID,
      do: DO,
      solved: SOLVED,
      help: "the clinic's IT person",
    }),
  },
];
