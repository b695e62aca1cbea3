import type { Cloud } from '../cloud/client.js';
import type { Bank, Model } from '../cloud/contract.js';
import type { TerminalRecord } from '../cloud/records.js';
import { identityOf } from '../connection/identity.js';
import type { Target } from '../connection/types.js';
import type { Check, DiagnosisDocument, ErrorDocument, Json } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';
import type { Facts } from '../diagnosis/facts.js';
import type { StepName } from '../session/events.js';
import type { SessionStore } from '../session/store.js';
import type { Work } from '../session/work.js';
import { checkTarget } from '../steps/check.js';
import { checksOf } from '../steps/checks.js';
import type { Controls } from '../steps/controls.js';
import type { Conversation } from '../steps/ports.js';
import { probeTarget } from '../steps/probe.js';
import { posxmlOf } from '../steps/readiness.js';
import { recordTest } from '../steps/register.js';
import type { RegisterResult } from '../steps/register.js';
import { renderFinding } from '../ui/findings.js';
import { recordIdentity } from './begin-work.js';
import type { Context } from './context.js';
import { findingsOf } from './findings.js';
import { blocksRegistration, judgeRegistration, runRegistration } from './register-run.js';
import { judgeTest } from './test-outcome.js';
import { runTest, settleOpenMoney } from './test-run.js';
import type { TestRun, TestSettings } from './test-run.js';
import type { Trace } from './trace.js';

export interface OnboardingInput {
  readonly target: Target;
  readonly settings: TestSettings;
  /** What is registered, and with which cloud; without it, a test alone is gone on with. */
  readonly registering: Registering | undefined;
}

export interface Registering {
  readonly input: { readonly name: string; readonly model: Model; readonly bank: Bank; readonly departmentId: string; readonly dryRun: boolean; readonly consent: boolean };
  readonly cloud: Cloud;
  /** Not stopped by a signal. */
  readonly lastingCloud: Cloud;
}

export interface OnboardingParts {
  readonly context: Context;
  readonly controls: Controls;
  readonly talk: Conversation;
  readonly store: SessionStore;
  readonly work: Work;
  readonly trace: Trace | undefined;
}

/** What one step came to. */
export interface StepEnd {
  readonly step: StepName;
  readonly exit: ExitCode;
  readonly summary: string;
  readonly checks: readonly Check[];
  readonly diagnoses: readonly DiagnosisDocument[];
  readonly error: ErrorDocument | null;
  /** Its findings stand on the agent's screen already. */
  readonly shown?: boolean;
}

export interface OnboardingEnd {
  readonly steps: readonly StepEnd[];
  readonly facts: Facts | undefined;
  readonly registration: RegisterResult | undefined;
  readonly test: TestRun | undefined;
}

/** The four steps of an onboarding in their order; each is written into the session as it ends. */
export class Onboarding {
  readonly #input: OnboardingInput;
  readonly #parts: OnboardingParts;
  readonly #steps: StepEnd[] = [];
  #facts: Facts | undefined;
  #registration: RegisterResult | undefined;
  #record: TerminalRecord | undefined;
  #test: TestRun | undefined;

  constructor(input: OnboardingInput, parts: OnboardingParts) {
    this.#input = input;
    this.#parts = parts;
  }

  async run(): Promise<OnboardingEnd> {
    const { registering } = this.#input;
    const steps = [() => this.#check(), () => this.#probe(), ...(registering ? [() => this.#register(registering)] : []), () => this.#testTransaction()];
    for (const step of steps) {
      const end = await this.#untilDone(step);
      this.#steps.push(end);
      if (end.exit !== EXIT.done) break;
    }
    return { steps: this.#steps, facts: this.#facts, registration: this.#registration, test: this.#test };
  }

  /** A step that failed can be done again while the clinic mends what was wrong. Money is never tried again here. */
  async #untilDone(step: () => Promise<StepEnd>): Promise<StepEnd> {
    const { context, talk, work } = this.#parts;
    for (;;) {
      context.interrupt.signal.throwIfAborted();
      const end = await step();
      work.record({ type: 'step.ended', step: end.step, exitCode: end.exit, summary: end.summary, codes: end.diagnoses.map((one) => one.code) });
      if (end.exit === EXIT.done || end.step === 'test' || !talk.interactive) return end;
      context.pauseProgress();
      for (const finding of end.diagnoses) for (const line of renderFinding(finding, context.err, context.width)) process.stderr.write(`${line}\n`);
      const choice = await talk.choose({
        kind: 'choice',
        id: 'step.failed',
        message: 'What now?',
        choices: [
          { value: 'again', label: 'Try again' },
          { value: 'stop', label: 'Save and hang up' },
        ],
        default: 'again',
      });
      if (choice === 'stop') return { ...end, shown: true };
    }
  }

  #end(step: StepName, end: Omit<StepEnd, 'step'>): StepEnd {
    const warned = end.diagnoses.some((one) => one.severity === 'warning');
    const outcome = end.exit !== EXIT.done ? 'fail' : warned ? 'warn' : 'pass';
    // Where the agent is asked what to do about it, the finding itself follows.
    const follows = outcome === 'fail' && this.#parts.talk.interactive;
    if (step !== 'test') this.#parts.context.report({ kind: 'end', task: step, outcome, detail: follows ? '' : end.summary });
    return { step, ...end };
  }

  async #check(): Promise<StepEnd> {
    const { context } = this.#parts;
    const { settings, target } = this.#input;
    context.report({ kind: 'begin', task: 'check' });
    const seen = await checkTarget(target, { timeoutMs: settings.timeoutMs, allowPrivate: settings.allowPrivate, signal: context.interrupt.signal });
    // An open port is no verdict yet: whether a terminal answers there is seen next.
    const facts = [seen.posxml, seen.log].some((port) => port?.tcp?.open) ? seen : await this.#parts.controls.ofVerdict(seen);
    context.interrupt.signal.throwIfAborted();
    // A closed log port is a warning here: the onboarding can go on without it.
    const found = findingsOf(facts, settings.language, 'probe');
    return this.#end('check', { ...found, checks: checksOf(facts), summary: found.error?.message ?? openPorts(facts) });
  }

  async #probe(): Promise<StepEnd> {
    const { context, trace, work } = this.#parts;
    const { settings, target } = this.#input;
    context.report({ kind: 'begin', task: 'probe' });
    const seen = await probeTarget(target, { timeoutMs: settings.timeoutMs, allowPrivate: settings.allowPrivate, signal: context.interrupt.signal, trace, report: context.report });
    const facts = await this.#parts.controls.ofVerdict(seen);
    context.interrupt.signal.throwIfAborted();
    this.#facts = settings.terminalId === undefined ? facts : { ...facts, expected: { terminalId: settings.terminalId } };
    const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
    recordIdentity(work, facts);
    // Before anything else can fail: the cloud may be down, and the money is still out.
    await settleOpenMoney(target, facts, settings, this.#parts);
    const found = findingsOf(this.#facts, settings.language, 'probe');
    return this.#end('probe', { ...found, checks: checksOf(facts), summary: found.error?.message ?? [terminalId, ownerName].filter((part) => part !== undefined).join(', ') });
  }

  async #register({ input, cloud }: Registering): Promise<StepEnd> {
    const { context, talk, work } = this.#parts;
    const facts = this.#facts ?? { at: Date.now() };
    context.report({ kind: 'begin', task: 'register' });
    const blocked = blocksRegistration(facts, this.#input.settings.language);
    if (blocked) return this.#end('register', { ...blocked, checks: [], summary: blocked.error?.message ?? '' });
    const result = await runRegistration(this.#input.target, facts, input, cloud, talk, context.interrupt.signal);
    this.#registration = result;
    if (result.outcome === 'registered') {
      this.#record = result.record;
      work.record({ type: 'terminal.registered', instance: cloud.instance.url, recordId: result.record.id, action: result.action });
    }
    return this.#end('register', judgeRegistration(result, this.#input.settings.language));
  }

  async #testTransaction(): Promise<StepEnd> {
    const { context, talk, store, work, trace } = this.#parts;
    const { settings, target } = this.#input;
    await this.#tellCloud('open', null, false);
    const report = await runTest(target, this.#facts ?? { at: Date.now() }, settings, { context, talk, store, work, trace });
    this.#test = report;
    const judged = judgeTest(report, context, work, settings.language);
    const end = report.end === 'not-started' ? 'not-made' : report.end;
    const told = await this.#tellCloud(end, report.facts.payment?.transactionId ?? null, report.end === 'returned');
    const failure = told === undefined || judged.exit !== EXIT.done ? judged : { ...judged, ...told };
    return this.#end('test', { ...failure, checks: report.checks, summary: failure.error?.message ?? 'charged and returned' });
  }

  /** The record is active only while its last test was made and returned. A failure of the cloud is told, not thrown. */
  async #tellCloud(outcome: Parameters<typeof recordTest>[2]['outcome'], reference: string | null, passed: boolean): Promise<Pick<StepEnd, 'exit' | 'diagnoses' | 'error'> | undefined> {
    const { context } = this.#parts;
    const cloud = this.#input.registering?.lastingCloud;
    if (!this.#record || !cloud) return undefined;
    try {
      this.#record = await recordTest(cloud, this.#record, { outcome, reference, passed, at: new Date(context.clock.now()) });
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !('facts' in error)) throw error;
      const failure = (error as { facts: () => NonNullable<Facts['cloud']>['failure'] }).facts();
      return findingsOf({ at: Date.now(), cloud: { instance: cloud.instance.url, failure } }, this.#input.settings.language);
    }
  }

  get record(): TerminalRecord | undefined {
    return this.#record;
  }
}

function openPorts(facts: Facts): string {
  const open = [facts.posxml, facts.log].filter((port) => port?.tcp?.open).map((port) => String(port?.pair.port));
  return `open: ${open.join(' and ')}`;
}

/** Steps as the JSON document tells them. */
export function stepsResult(steps: readonly StepEnd[]): { readonly [key: string]: Json } {
  return Object.fromEntries(steps.map(({ step, exit, summary }) => [step, { exitCode: exit, summary }]));
}
