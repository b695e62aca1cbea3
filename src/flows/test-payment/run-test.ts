import { randomBytes } from 'node:crypto';
import { identityOf } from '../../connection/identity.js';
import { terminalClient } from '../../connection/terminal-client.js';
import type { Target } from '../../model/endpoint.js';
import { usageError } from '../../contract/app-error.js';
import type { Check } from '../../contract/document.js';
import type { Facts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import { isPaymentOpen, mayBeCharged } from '../../payment/state.js';
import type { Version } from '../../posxml/versions.js';
import type { PaymentState } from '../../payment/state.js';
import { isPractice } from '../../session/queries.js';
import { unsettledPayment } from '../../session/reduce.js';
import type { SessionStore } from '../../session/store.js';
import { SessionWriter } from '../../session/session-writer.js';
import { identifyTerminal } from '../../steps/test-payment/identify-terminal.js';
import { posxmlOf, reversalWait } from '../../steps/test-payment/readiness.js';
import { settlePayment } from '../../steps/test-payment/settle.js';
import type { PaymentDeps } from '../../steps/test-payment/settle.js';
import { reportEnd, testTransaction } from '../../steps/test-payment/test-payment.js';
import type { TestReport } from '../../steps/test-payment/test-payment.js';
import { paymentHeadline } from '../../ui/payment.js';
import { findModel } from '../../model/catalog.js';
import { withWaitingNote } from '../../ui/waiting-note.js';
import { speakingPrompter, speakingReport } from '../../ui/sentences.js';
import { withDoneKey } from './done-key.js';
import { unsettledAt } from '../open-payments/open-payments.js';
import type { OpenPayment } from '../open-payments/open-payments.js';
import type { StepDeps } from '../step/report-step-end.js';

export interface TestSettings {
  readonly amount: number;
  readonly cardTimeoutS: number;
  readonly terminalId: string | undefined;
  readonly skipIdentify: boolean;
  readonly language: Language;
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
}

export interface TestParts extends StepDeps {
  readonly store: SessionStore;
  readonly session: SessionWriter;
  /** Open payments, by transaction id, that this run has asked the terminal about a moment ago. */
  readonly asked?: readonly string[];
  /** The check `test.identify`, where this run has made it on this terminal already. */
  readonly identified?: Check | undefined;
}

/** Milliseconds between two looks at a terminal: known clients leave it 1 to 2 s. */
const LOOK_EVERY_MS = 2000;

/** Milliseconds between two exchanges: a terminal that serves one client must have seen the last one go. */
const GAP_MS = 250;

export interface TestRun extends TestReport {
  /** The session whose record the last payment is in: a former one, where that stays open. */
  readonly holder: string;
  /** It was made and returned before this run. */
  readonly earlier?: boolean;
  /** When, for a person, where that is told. */
  readonly madeAt?: string;
}

/** Runs the test transaction of a session on a terminal that was just probed. @throws LockedError */
export async function runTest(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  parts: TestParts,
): Promise<TestRun> {
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const run = (): Promise<TestRun> =>
    withPaymentDeps(target, facts, settings, parts, (deps) => runHolding(target, facts, settings, deps, parts));
  return terminalId === undefined ? run() : holdingTerminal(terminalId, parts, run);
}

async function runHolding(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  deps: Omit<PaymentDeps, 'record'>,
  parts: TestParts,
): Promise<TestRun> {
  let holder = parts.session.id;
  const report = await testTransaction(
    {
      ...settings,
      target,
      facts,
      expectedTerminalId: settings.terminalId,
      identified: parts.identified,
      hasPrinter: findModel(parts.session.state.answers.model ?? '')?.hasPrinter,
    },
    {
      ...deps,
      record: (event) => parts.session.recordPayment(event),
      random: (bytes) => randomBytes(bytes),
      settleFormer: async (terminalId) => {
        const open = await settleFormer(target, terminalId, deps, parts);
        holder = open.at(-1)?.session ?? holder;
        return open.map(({ payment }) => payment);
      },
    },
  );
  return { ...report, holder };
}

/** What a payment is made with, while `body` runs. Where an agent is there, Enter during a wait looks now. */
async function withPaymentDeps<T>(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  parts: TestParts,
  body: (deps: Omit<PaymentDeps, 'record'>) => Promise<T>,
): Promise<T> {
  const deps = paymentDeps(target, facts, settings, parts);
  if (!deps.talk.interactive || !process.stdin.isTTY) return body(deps);
  const waits = withDoneKey(deps);
  try {
    return await body(waits.deps);
  } finally {
    waits.end();
  }
}

function paymentDeps(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  { context, talk, store, session }: TestParts,
): Omit<PaymentDeps, 'record'> {
  const { posxml } = target;
  if (!posxml)
    throw usageError(
      'usage.invalid',
      'The test needs the posxml port of the terminal, and only a log port was given.',
      ['Give the address with its posxml port, like 84.50.12.34:4445.'],
    );
  // No signal here: what was sent has to be waited for, no matter who presses what.
  // At the very address that was probed: a name could resolve to another terminal by now.
  const endpoint = { host: facts.address?.resolved ?? posxml.host, port: posxml.port };
  const client = terminalClient(endpoint, {
    timeoutMs: settings.timeoutMs,
    connectMs: settings.timeoutMs,
    gapMs: GAP_MS,
    sleep: (ms, signal) => context.clock.sleep(ms, signal),
    allowPrivate: settings.allowPrivate,
    version: posxmlOf(facts)?.version as Version | undefined,
    trace: context.trace,
  });
  return {
    client,
    talk: speakingPrompter(talk, settings.language, settings.amount),
    clock: context.clock,
    report: withWaitingNote(speakingReport(context.report, settings.language), context.clock),
    // Nobody else reaches a sandbox of this very run.
    confirm: session.state.sandbox ? undefined : (act) => store.confirm(act),
    stop: context.interrupt.signal,
    lookEveryMs: LOOK_EVERY_MS,
    reversalWaitS: reversalWait(settings.cardTimeoutS, facts),
  };
}

/** Has the clinic confirm that it is in front of this terminal, before anything is written or sold. @throws LockedError */
export async function confirmTerminal(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  parts: TestParts,
): Promise<Check> {
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  const random = (bytes: number): Uint8Array => randomBytes(bytes);
  const ask = (): Promise<Check> =>
    withPaymentDeps(target, facts, settings, parts, (deps) =>
      identifyTerminal({ ...settings, target }, { ...deps, random }),
    );
  return terminalId === undefined ? ask() : holdingTerminal(terminalId, parts, ask);
}

/** Settles what former runs left open on this terminal, before anything else is done with it. Gives the transaction ids of what stays open. */
export async function settleOpenMoney(
  target: Target,
  facts: Facts,
  settings: TestSettings,
  parts: TestParts,
): Promise<readonly string[]> {
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  if (terminalId === undefined || unsettledAt(target, terminalId, parts.store, parts.session.state).length === 0)
    return [];
  const open = await holdingTerminal(terminalId, parts, () =>
    withPaymentDeps(target, facts, settings, parts, (deps) => settleFormer(target, terminalId, deps, parts)),
  );
  return open.map(({ payment }) => payment.sale?.transactionId ?? '');
}

/** No new sale while a former one on this terminal is open, in whichever session. Gives those that stay open. */
async function settleFormer(
  target: Target,
  terminalId: string,
  deps: Omit<PaymentDeps, 'record'>,
  parts: TestParts,
): Promise<readonly OpenPayment[]> {
  const open: OpenPayment[] = [];
  for (const { session, bank, payment } of unsettledAt(target, terminalId, parts.store, parts.session.state)) {
    if (parts.asked?.includes(payment.sale?.transactionId ?? '') === true) {
      open.push({ session, bank, payment });
      continue;
    }
    const end =
      session === parts.session.id
        ? await settleIn(parts.session, deps, parts)
        : await settleInSession(session, deps, parts);
    if (end && isPaymentOpen(end)) open.push({ session, bank, payment: end });
  }
  return open;
}

/** Another session's journal is held, as its own agent would hold it. @throws LockedError */
async function settleInSession(
  session: string,
  deps: Omit<PaymentDeps, 'record'>,
  parts: TestParts,
): Promise<PaymentState | undefined> {
  const held = await parts.store.lock(
    { kind: 'session', id: session },
    { command: parts.session.state.command, session },
  );
  try {
    const work = SessionWriter.resume(parts.store.open(session));
    try {
      return await settleIn(work, deps, parts);
    } finally {
      work.close();
    }
  } finally {
    await held.release();
  }
}

/** Gives the last that it settled; undefined where another has done it by now. */
async function settleIn(
  work: SessionWriter,
  deps: Omit<PaymentDeps, 'record'>,
  { context }: TestParts,
): Promise<PaymentState | undefined> {
  let end: PaymentState | undefined;
  for (
    let payment = unsettledPayment(work.state);
    payment;
    payment = isPaymentOpen(end) ? undefined : unsettledPayment(work.state)
  ) {
    const left = `Session ${work.id} left a test payment`;
    const id = payment.sale?.transactionId ?? '';
    deps.report({
      kind: 'note',
      text: mayBeCharged(payment)
        ? `${left} open (${id}). Resolving it first.`
        : `${left} that it has no record of sending (${id}). Checking that first.`,
    });
    end = await settlePayment(payment, { ...deps, record: (event) => work.recordPayment(event) });
    reportEnd(end, deps);
    deps.report({ kind: 'note', text: paymentHeadline(end, context.err) });
  }
  return end;
}

async function holdingTerminal<T>(
  terminalId: string,
  { store, session }: TestParts,
  body: () => Promise<T>,
): Promise<T> {
  // Every sandbox has a terminal of the same name.
  if (isPractice(session.state)) return body();
  const held = await store.lock(
    { kind: 'terminal', terminalId },
    { command: session.state.command, session: session.id, agent: session.state.agent },
  );
  try {
    return await body();
  } finally {
    await held.release();
  }
}
