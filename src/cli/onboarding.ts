import type { Cloud } from '../cloud/client.js';
import type { Bank, Model } from '../cloud/contract.js';
import type { TerminalRecord } from '../cloud/records.js';
import { identityOf } from '../connection/identity.js';
import type { Target } from '../connection/types.js';
import { EXIT } from '../contract/exit.js';
import type { Facts } from '../diagnosis/facts.js';
import type { SessionStore } from '../session/store.js';
import type { Work } from '../session/work.js';
import { checkTarget } from '../steps/check.js';
import { checksOf } from '../steps/checks.js';
import type { Controls } from '../steps/controls.js';
import type { Conversation } from '../steps/ports.js';
import { probeTarget } from '../steps/probe.js';
import type { ProbeOptions } from '../steps/probe-options.js';
import { posxmlOf } from '../steps/readiness.js';
import type { RegisterResult, TestRecord } from '../steps/register.js';
import { placeOf } from './answers/understanding.js';
import { recordIdentity } from './begin-work.js';
import type { Hold } from './begin-work.js';
import type { Context } from './context.js';
import { findingsOf } from './findings.js';
import type { Findings } from './findings.js';
import { leftForLater, notBegun } from './left-for-later.js';
import { blocksRegistration, judgeRegistration, runRegistration } from './register-run.js';
import type { StepEnd } from './step-end.js';
import { decide } from './step-failed.js';
import type { Ways } from './step-failed.js';
import { tellCloud } from './tell-cloud.js';
import type { Told } from './tell-cloud.js';
import { judgeTest } from './test-outcome.js';
import { confirmedTerminal, returnedBefore, returnedTest } from './test-made.js';
import { runTest, settleOpenMoney } from './test-run.js';
import type { TestRun, TestSettings } from './test-run.js';
import type { Trace } from './trace.js';
import { waysOf } from './ways.js';

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
  readonly hold: Hold;
  readonly trace: Trace | undefined;
  /** Where the terminals are that were registered in this call, by terminal id. */
  readonly sameCall: Map<string, string>;
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
  /** The ids of test payments that former runs have made and returned. */
  readonly #before: readonly string[];
  /** The terminal that the call which is gone on with worked on: its money and its record are that one's. */
  readonly #confirmed: string | undefined;
  #target: Target;
  #facts: Facts | undefined;
  #registration: RegisterResult | undefined;
  #record: TerminalRecord | undefined;
  #test: TestRun | undefined;

  constructor(input: OnboardingInput, parts: OnboardingParts) {
    this.#input = input;
    this.#parts = parts;
    this.#target = input.target;
    this.#before = returnedBefore(parts.work.state);
    this.#confirmed = confirmedTerminal(parts.work.state);
  }

  /** Where the terminal is: the agent may have corrected it on the way. */
  get target(): Target {
    return this.#target;
  }

  get record(): TerminalRecord | undefined {
    return this.#record;
  }

  async run(): Promise<OnboardingEnd> {
    const { registering } = this.#input;
    const steps = [() => this.#check(), () => this.#probe(), ...(registering ? [() => this.#register(registering)] : []), () => this.#testTransaction()];
    const rest = [...steps];
    for (let step = rest.shift(); step; step = rest.shift()) {
      const end = await this.#untilDone(step);
      if (end === 'anew') {
        this.#steps.length = 0;
        rest.splice(0, rest.length, ...steps);
        continue;
      }
      this.#steps.push(end);
      if (end.exit !== EXIT.done && end.left !== true) break;
    }
    return { steps: this.#steps, facts: this.#facts, registration: this.#registration, test: this.#test };
  }

  /**
   * A step that failed can be done again while the clinic mends what was wrong. `anew`: all of them are, since what
   * they saw may be so no longer. Money is never tried again here.
   */
  async #untilDone(step: () => Promise<StepEnd>): Promise<StepEnd | 'anew'> {
    for (;;) {
      this.#parts.context.interrupt.signal.throwIfAborted();
      const end = await step();
      this.#write(end);
      if (end.exit === EXIT.done) return end;
      const decision = await decide(end, this.#ways(end), this.#parts);
      if (decision === undefined) return end;
      if (decision === 'stop') return { ...end, shown: true };
      if (decision === 'skip') return this.#write({ ...leftForLater(end), shown: true });
      if (decision === 'moved' || end.step === 'test') return 'anew';
    }
  }

  #write(end: StepEnd): StepEnd {
    this.#parts.work.record({ type: 'step.ended', step: end.step, exitCode: end.exit, summary: end.summary, codes: end.diagnoses.map((one) => one.code) });
    return end;
  }

  #ways({ diagnoses: [gravest] }: StepEnd): Ways {
    const { settings } = this.#input;
    const judge = (facts: Facts): Findings => findingsOf(this.#expecting(facts), settings.language, 'probe');
    const move = (target: Target): void => { this.#target = target; };
    return waysOf({ target: this.#target, options: this.#lookOptions(), settings, judge, known: gravest?.code, move }, this.#parts);
  }

  #lookOptions(): ProbeOptions {
    const { context, trace } = this.#parts;
    const { timeoutMs, allowPrivate } = this.#input.settings;
    return { timeoutMs, allowPrivate, signal: context.interrupt.signal, trace };
  }

  #expecting(facts: Facts): Facts {
    const terminalId = this.#input.settings.terminalId ?? this.#confirmed;
    return terminalId === undefined ? facts : { ...facts, expected: { terminalId } };
  }

  /** @param detail told on the line of the step where it ended well */
  #end(step: StepEnd['step'], end: Omit<StepEnd, 'step'>, detail = end.summary): StepEnd {
    const warned = end.diagnoses.some((one) => one.severity === 'warning');
    const outcome = end.exit !== EXIT.done ? 'fail' : warned ? 'warn' : 'pass';
    // Where the agent is asked what to do about it, the finding itself follows.
    const follows = outcome === 'fail' && this.#parts.talk.interactive;
    if (step !== 'test') this.#parts.context.report({ kind: 'end', task: step, outcome, detail: follows ? '' : outcome === 'fail' ? end.summary : detail });
    return { step, ...end };
  }

  async #check(): Promise<StepEnd> {
    const { context, controls } = this.#parts;
    context.report({ kind: 'begin', task: 'check' });
    const seen = await checkTarget(this.#target, { ...this.#lookOptions(), report: context.report });
    // An open port is no verdict yet: whether a terminal answers there is seen next.
    const facts = [seen.posxml, seen.log].some((port) => port?.tcp?.open) ? seen : await controls.ofVerdict(seen);
    context.interrupt.signal.throwIfAborted();
    // A closed log port is a warning here: the onboarding can go on without it.
    const found = findingsOf(facts, this.#input.settings.language, 'probe');
    return this.#end('check', { ...found, checks: checksOf(facts), summary: found.error?.message ?? openPorts(facts) }, '');
  }

  async #probe(): Promise<StepEnd> {
    const { context, controls, work } = this.#parts;
    const { settings } = this.#input;
    context.report({ kind: 'begin', task: 'probe' });
    const seen = await probeTarget(this.#target, { ...this.#lookOptions(), report: context.report });
    const facts = await controls.ofVerdict(seen);
    context.interrupt.signal.throwIfAborted();
    this.#facts = this.#expecting(facts);
    const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
    const { expected = { terminalId } } = this.#facts;
    // A stranger at this address is not the session's terminal.
    if (expected.terminalId === terminalId) recordIdentity(work, facts);
    // Before anything else can fail: the cloud may be down, and the money is still out.
    await settleOpenMoney(this.#target, facts, settings, this.#parts);
    const found = findingsOf(this.#facts, settings.language, 'probe');
    return this.#end('probe', { ...found, checks: checksOf(facts), summary: found.error?.message ?? [terminalId, ownerName].filter((part) => part !== undefined).join(', ') });
  }

  async #register({ input, cloud }: Registering): Promise<StepEnd> {
    const { context, talk, work } = this.#parts;
    const facts = this.#facts ?? { at: Date.now() };
    context.report({ kind: 'begin', task: 'register' });
    const blocked = blocksRegistration(facts, this.#input.settings.language);
    if (blocked) return this.#end('register', { ...blocked, checks: [], summary: blocked.error?.message ?? '' });
    const twin = this.#twin(facts, cloud);
    if (twin) return this.#end('register', { ...twin, checks: [], summary: twin.error?.message ?? '' });
    const result = await runRegistration(this.#target, facts, input, cloud, talk, context.interrupt.signal);
    this.#registration = result;
    if (result.outcome === 'registered') {
      this.#record = result.record;
      this.#parts.sameCall.set(result.record.terminalId, placeOf(this.#target));
      work.record({ type: 'terminal.registered', instance: cloud.instance.url, recordId: result.record.id, action: result.action });
    }
    return this.#end('register', { ...judgeRegistration(result, this.#input.settings.language), canWait: true });
  }

  /** The same terminal at two addresses of one call has not moved in between: one of the addresses is wrong. */
  #twin(facts: Facts, { instance }: Cloud): Findings | undefined {
    const { terminalId = '' } = identityOf(posxmlOf(facts)?.parameters);
    const place = this.#parts.sameCall.get(terminalId);
    if (place === undefined || place === placeOf(this.#target)) return undefined;
    const failure = { kind: 'conflict', detail: `terminal ${terminalId} was registered at ${place} in this same call`, status: undefined, fields: {}, retryAfterS: undefined } as const;
    return findingsOf({ at: Date.now(), cloud: { instance: instance.url, failure } }, this.#input.settings.language);
  }

  async #testTransaction(): Promise<StepEnd> {
    const { context, talk, store, work, trace } = this.#parts;
    const facts = this.#facts ?? { at: Date.now() };
    const made = returnedTest(work.state, this.#target, facts, this.#before);
    if (made) return this.#told(made);
    const untold = await this.#tellCloud('open', null, false);
    context.interrupt.signal.throwIfAborted();
    // The law on money: no record is active while its test is open.
    if (untold && this.#record?.status === 'active') return this.#end('test', { ...untold, checks: [], summary: untold.error?.message ?? '', canRepeat: true });
    const sales = work.state.payments.length;
    try {
      return await this.#told(await runTest(this.#target, facts, this.#input.settings, { context, talk, store, work, trace }));
    } catch (error) {
      const end = notBegun(error);
      // Nothing was sold by it, so that it can be begun again.
      if (!end || !talk.interactive || work.state.payments.length > sales) throw error;
      await this.#tellCloud('not-made', null, false);
      return this.#end('test', end);
    }
  }

  async #told(report: TestRun): Promise<StepEnd> {
    const { context, work } = this.#parts;
    this.#test = report;
    const judged = judgeTest(report, context, work, this.#input.settings.language);
    const end = report.end === 'not-started' ? 'not-made' : report.end;
    const isKnown = report.earlier === true && this.#record?.status === 'active';
    if (report.madeAt !== undefined) context.report({ kind: 'note', text: `The test payment was made and returned already (${report.madeAt}): it is not made again.` });
    const told = isKnown ? undefined : await this.#tellCloud(end, report.facts.payment?.transactionId ?? null, report.end === 'returned');
    const failure = told === undefined ? judged : judged.exit === EXIT.done ? { ...judged, ...told } : { ...judged, diagnoses: [...judged.diagnoses, ...told.diagnoses] };
    const canRepeat = report.end === 'not-started' || report.end === 'returned';
    return this.#end('test', { ...failure, checks: report.checks, summary: failure.error?.message ?? 'charged and returned', canRepeat });
  }

  /** Gives what kept the cloud from being told. */
  async #tellCloud(outcome: TestRecord['outcome'], reference: string | null, passed: boolean): Promise<Told['failure']> {
    const { context } = this.#parts;
    const cloud = this.#input.registering?.lastingCloud;
    if (!this.#record || !cloud) return undefined;
    const test = { outcome, reference, passed, at: new Date(context.clock.now()) };
    const { record, failure } = await tellCloud(cloud, this.#record, test, { stop: context.interrupt.signal, language: this.#input.settings.language });
    this.#record = record;
    return failure;
  }
}

function openPorts(facts: Facts): string {
  const open = [facts.posxml, facts.log].filter((port) => port?.tcp?.open).map((port) => String(port?.pair.port));
  return `open: ${open.join(' and ')}`;
}
