import { randomBytes } from 'node:crypto';
import { terminalClient } from '../connection/terminal-client.js';
import type { Trace } from './trace.js';
import type { Target } from '../connection/types.js';
import { usageError } from '../contract/app-error.js';
import type { Facts } from '../diagnosis/facts.js';
import type { Language } from '../diagnosis/row.js';
import { isOpen } from '../payment/machine.js';
import type { PaymentState } from '../payment/machine.js';
import type { Version } from '../posxml/messages.js';
import { openPayment } from '../session/reduce.js';
import { concernsTerminal } from '../session/store.js';
import type { SessionStore } from '../session/store.js';
import { Work } from '../session/work.js';
import type { Conversation } from '../steps/ports.js';
import { posxmlOf, reversalWait } from '../steps/readiness.js';
import { settle } from '../steps/settle.js';
import type { PaymentDeps } from '../steps/settle.js';
import { reportEnd, testTransaction } from '../steps/test.js';
import type { TestReport } from '../steps/test.js';
import { speakingConversation, speakingReport } from '../ui/sentences.js';
import type { Context } from './context.js';

export interface TestSettings {
  readonly amount: number;
  readonly cardTimeoutS: number;
  readonly terminalId: string | undefined;
  readonly skipIdentify: boolean;
  readonly language: Language;
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
}

export interface TestParts {
  readonly context: Context;
  readonly talk: Conversation;
  readonly store: SessionStore;
  readonly work: Work;
  readonly trace: Trace;
}

/** Milliseconds between two looks at a terminal: known clients leave it 1 to 2 s. */
const LOOK_EVERY_MS = 2000;

/** Milliseconds between two exchanges: a terminal that serves one client must have seen the last one go. */
const GAP_MS = 250;

export interface TestRun extends TestReport {
  /** The session whose record the last payment is in: a former one, where that stays open. */
  readonly holder: string;
}

/** Runs the test transaction of a session on a terminal that was just probed. */
export async function runTest(target: Target, facts: Facts, settings: TestSettings, parts: TestParts): Promise<TestRun> {
  const { posxml } = target;
  if (!posxml) throw usageError('usage.invalid', 'The test needs the posxml pair of the terminal, and only a log pair was given.', ['Give the address with its posxml port, like 84.50.12.34:4445.']);
  const { context, talk, work } = parts;
  // No signal here: what was sent has to be waited for, whoever presses what.
  const client = terminalClient(posxml, {
    timeoutMs: settings.timeoutMs,
    connectMs: settings.timeoutMs,
    gapMs: GAP_MS,
    allowPrivate: settings.allowPrivate,
    version: posxmlOf(facts)?.version as Version | undefined,
    trace: parts.trace,
  });
  const shared: Omit<PaymentDeps, 'record' | 'reversalWaitS'> = {
    client,
    talk: speakingConversation(talk, settings.language),
    clock: context.clock,
    report: speakingReport(context.report, settings.language),
    stop: context.interrupt.signal,
    lookEveryMs: LOOK_EVERY_MS,
  };
  let holder = work.id;
  const report = await testTransaction(
    { ...settings, target, facts, expectedTerminalId: settings.terminalId },
    {
      ...shared,
      record: (event) => work.recordPayment(event),
      random: (bytes) => randomBytes(bytes),
      settleFormer: async (terminalId, seen) => {
        const open = await settleFormer(target, terminalId, { ...shared, reversalWaitS: reversalWait(settings.cardTimeoutS, seen) }, parts);
        holder = open.at(-1)?.session ?? holder;
        return open.map(({ payment }) => payment);
      },
    },
  );
  return { ...report, holder };
}

interface StillOpen {
  readonly payment: PaymentState;
  readonly session: string;
}

/** No new sale while a former one on this terminal is open, in whichever session. Gives those that stay open. */
async function settleFormer(target: Target, terminalId: string, deps: Omit<PaymentDeps, 'record'>, parts: TestParts): Promise<readonly StillOpen[]> {
  const place = { host: target.host, posxmlPort: target.posxml?.port, logPort: target.log?.port };
  const open: StillOpen[] = [];
  for (const session of parts.store.list()) {
    if ('error' in session) throw session.error;
    const payment = openPayment(session.state);
    if (session.state.sandbox && session.id !== parts.work.id) continue;
    if (!payment || !concernsTerminal(session.state, place, terminalId)) continue;
    const work = session.id === parts.work.id ? parts.work : Work.resume(parts.store.open(session.id));
    deps.report({ kind: 'note', text: `Session ${session.id} left a test payment open (${payment.sale?.transactionId ?? ''}); settling it first.` });
    const end = await settle(payment, { ...deps, record: (event) => work.recordPayment(event) });
    reportEnd(end, deps);
    if (work !== parts.work) work.close();
    if (isOpen(end)) open.push({ payment: end, session: session.id });
  }
  return open;
}
