import { isPaymentOpen, mayBeCharged } from '../payment/state.js';
import type { PaymentState } from '../payment/state.js';
import { advancePayment } from '../payment/payments.js';
import type { StepName } from '../contract/step-name.js';
import type { Answers, AskedCause, Entry, SessionNote, SessionTarget } from './events.js';

export interface RecordedStep {
  readonly exitCode: number;
  readonly summary: string;
  readonly codes: readonly string[];
  readonly at: string;
}

export interface SessionState {
  readonly id: string;
  readonly command: string;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly sandbox: boolean;
  readonly allowPrivate: boolean;
  readonly target: SessionTarget;
  readonly answers: Answers;
  readonly terminal:
    | { readonly terminalId: string; readonly ownerName: string | undefined; readonly version: string | undefined }
    | undefined;
  readonly steps: Readonly<Partial<Record<StepName, RecordedStep>>>;
  readonly registration:
    | {
        readonly instance: string;
        readonly recordId: string;
        readonly action: string;
        readonly departmentName?: string;
      }
    | undefined;
  /** One for each test sale, the latest last. */
  readonly payments: readonly PaymentState[];
  readonly exitCode: number | undefined;
  /** Who was at work, where the session tells. */
  readonly agent: string | undefined;
  readonly notes: readonly (SessionNote & { readonly at: string })[];
  /** Likely causes that were put to the clinic, in their order. */
  readonly asked: readonly AskedCause[];
  /** How many of these were asked about a former address. */
  readonly askedElsewhere: number;
  /** Set while the call is not to be resumed. */
  readonly ended: { readonly who: string; readonly why: string | undefined } | undefined;
}

/** Replays a journal. Pure; throws when the entries are no session, which only a damaged journal can be. */
export function replayEvents(entries: readonly Entry[]): SessionState {
  const [first, ...rest] = entries;
  if (first?.event.type !== 'session.opened') throw new Error('a session begins with session.opened');
  const { id, command, target, sandbox, allowPrivate = false, agent } = first.event;
  const opened: SessionState = {
    id,
    command,
    target,
    sandbox,
    allowPrivate,
    openedAt: first.at,
    changedAt: first.at,
    answers: {},
    terminal: undefined,
    steps: {},
    registration: undefined,
    payments: [],
    exitCode: undefined,
    agent,
    notes: [],
    asked: [],
    askedElsewhere: 0,
    ended: undefined,
  };
  return rest.reduce((state, entry) => ({ ...apply(state, entry), changedAt: entry.at }), opened);
}

function apply(state: SessionState, { event, at }: Entry): SessionState {
  switch (event.type) {
    case 'session.opened':
      throw new Error('a session is opened once');
    case 'target.changed':
      return { ...state, target: event.target, askedElsewhere: state.asked.length };
    case 'answered':
      return { ...state, answers: { ...state.answers, ...event.answers } };
    case 'terminal.identified':
      return {
        ...state,
        terminal: { terminalId: event.terminalId, ownerName: event.ownerName, version: event.version },
      };
    case 'step.ended':
      return {
        ...state,
        exitCode: undefined,
        ended: undefined,
        steps: {
          ...state.steps,
          [event.step]: { exitCode: event.exitCode, summary: event.summary, codes: event.codes, at },
        },
      };
    case 'terminal.registered':
      return {
        ...state,
        registration: {
          instance: event.instance,
          recordId: event.recordId,
          action: event.action,
          ...(event.departmentName !== undefined && { departmentName: event.departmentName }),
        },
      };
    case 'payment':
      return { ...state, payments: advancePayment(state.payments, event.event) };
    case 'session.closed':
      return { ...state, exitCode: event.exitCode };
    case 'noted':
      return { ...state, notes: [...state.notes, { ...event.note, at }] };
    case 'cause.asked':
      return { ...state, asked: withCause(state.asked, event) };
    case 'session.ended':
      return { ...state, ended: { who: event.who, why: event.why } };
  }
}

/** What came of a cause stands with it, where it was asked last. */
function withCause(asked: readonly AskedCause[], { code, cause, answer }: AskedCause): readonly AskedCause[] {
  const told = { code, cause, ...(answer !== undefined && { answer }) };
  const at = asked.findLastIndex((one) => one.code === code && one.cause === cause);
  return answer === undefined || at < 0 ? [...asked, told] : asked.with(at, told);
}

/** The sale that has not ended, if there is one: it is ended before another begins. Of several, which only a former version can have left, the last. */
export function unsettledPayment(state: SessionState): PaymentState | undefined {
  return state.payments.findLast(isPaymentOpen);
}

/** The sale whose money may be out, if there is one. */
export function openPayment(state: SessionState): PaymentState | undefined {
  return state.payments.findLast(mayBeCharged);
}
