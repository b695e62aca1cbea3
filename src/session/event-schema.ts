import type { PaymentEvent } from '../payment/events.js';
import type { SessionEvent } from './events.js';

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const flag: Check = (value) => typeof value === 'boolean';
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const thing: Check = (value) => isThing(value);
const orNone =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const having =
  (fields: Fields): Check =>
  (value) =>
    isThing(value) && Object.entries(fields).every(([name, check]) => check(value[name]));
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

function isThing(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const target = having({ host: text, posxmlPort: orNone(number), logPort: orNone(number) });
const answers: Check = (value) => isThing(value) && Object.values(value).every(orNone(text));
const sale = having({
  transactionId: text,
  amount: number,
  currency: text,
  terminalId: text,
  cardTimeoutS: number,
  host: text,
  port: number,
  protocolVersion: text,
});
const view = having({
  returnCode: orNone(number),
  transactionId: orNone(text),
  terminalId: orNone(text),
  amount: orNone(number),
  currency: orNone(text),
  stan: orNone(number),
  authorizationNo: orNone(text),
  completion: orNone(text),
  hostAnswer: orNone(text),
});
const query: Check = (value) =>
  isThing(value) && text(value['kind']) && (value['kind'] !== 'found' || view(value['view']));
const batch: Check = (value) =>
  isThing(value) &&
  text(value['kind']) &&
  (value['kind'] !== 'read' || list(having({ amount: number, kind: text }))(value['entries']));
const look = having({ reach: text, query, batch, newerStans: list(having({ stan: number })) });

const at = { at: number };
const lost: Fields = { ...at, why: text };

/** Every event of a payment with what it must have, to be reduced and told. */
const PAYMENT: Readonly<Record<PaymentEvent['type'], Fields>> = {
  'sale.intended': { ...at, sale, baseline: thing },
  'sale.sending': at,
  'sale.aborted': lost,
  'sale.replied': { ...at, view },
  'sale.lost': lost,
  'cancel.sending': { ...at, asked: orNone(text) },
  'cancel.ended': at,
  looked: { ...at, look },
  'reversal.intended': { ...at, by: text, withAmount: flag, waitS: number },
  'reversal.sending': at,
  'reversal.aborted': lost,
  'reversal.replied': { ...at, view },
  'reversal.lost': lost,
  'reversal.confirmed': at,
  escalated: { ...at, doubt: text },
  resolved: { ...at, who: text, how: text, evidence: text },
};

const note: Check = (value) => isThing(value) && Object.values(value).every(orNone(text));

const SESSION: Readonly<Record<SessionEvent['type'], Fields>> = {
  'session.opened': {
    id: text,
    command: text,
    target,
    sandbox: flag,
    program: text,
    allowPrivate: orNone(flag),
    agent: orNone(text),
  },
  'target.changed': { target },
  answered: { answers },
  'terminal.identified': {
    terminalId: text,
    ownerName: orNone(text),
    version: orNone(text),
    localIpAddress: orNone(text),
  },
  'step.ended': { step: text, exitCode: number, summary: text, codes: texts },
  'terminal.registered': { instance: text, recordId: text, action: text },
  payment: { event: thing },
  'session.closed': { exitCode: number },
  noted: { note },
  'cause.asked': { code: text, cause: text, answer: orNone(text) },
  'session.ended': { who: text, why: orNone(text) },
};

/** `unknown`: of a type that this version has not heard of. `malformed`: it lacks what its type must have. */
export function kindOfEvent(event: unknown): 'known' | 'unknown' | 'malformed' {
  const kind = kindIn(event, SESSION);
  return kind === 'known' && isThing(event) && event['type'] === 'payment' ? kindIn(event['event'], PAYMENT) : kind;
}

function kindIn(event: unknown, known: Readonly<Record<string, Fields>>): ReturnType<typeof kindOfEvent> {
  if (!isThing(event) || typeof event['type'] !== 'string') return 'malformed';
  const fields = Object.hasOwn(known, event['type']) ? known[event['type']] : undefined;
  if (!fields) return 'unknown';
  return having(fields)(event) ? 'known' : 'malformed';
}
