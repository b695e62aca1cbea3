import type { TerminalRecord } from '../../cloud/records.js';
import type { Target } from '../../model/endpoint.js';
import { EXIT } from '../../contract/exit.js';
import type { Facts } from '../../model/facts.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import { deferStep } from './recovery/deferred-step.js';
import type { StepResult } from './step-result.js';
import { promptRecovery } from './recovery/prompt.js';
import type { RecoveryActions } from './recovery/prompt.js';
import { confirmedTerminal, returnedBefore } from '../../session/queries.js';
import { recoveryActions } from './recovery/actions.js';
import { checkStep, expectingTerminal, onboardLookOptions, probeStep } from './steps/check-and-probe.js';
import { onboardRegister } from './steps/register.js';
import { onboardTestPayment } from './steps/test-payment.js';
import type { Call, OnboardingEnd, OnboardingInput, OnboardingParts } from './state.js';

/** The four steps of an onboarding in their order; each is written into the session as it ends. */
export class Onboarding {
  readonly #call: Call;
  readonly #steps: StepResult[] = [];

  constructor(input: OnboardingInput, parts: OnboardingParts) {
    const { state } = parts.work;
    const nothing = { facts: undefined, registration: undefined, record: undefined, test: undefined, stillOpen: [] };
    this.#call = {
      input,
      parts,
      baggage: { ...nothing, target: input.target, before: returnedBefore(state), confirmed: confirmedTerminal(state) },
    };
  }

  /** Where the terminal is by now. */
  get target(): Target {
    return this.#call.baggage.target;
  }

  get record(): TerminalRecord | undefined {
    return this.#call.baggage.record;
  }

  async run(): Promise<OnboardingEnd> {
    const call = this.#call;
    const { registering, dryRun } = call.input;
    const steps = [
      () => checkStep(call),
      () => probeStep(call),
      ...(registering ? [() => onboardRegister(registering, call)] : []),
      ...(dryRun ? [] : [() => onboardTestPayment(call)]),
    ];
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
    const { facts, registration, test } = call.baggage;
    return { steps: this.#steps, facts, registration, test };
  }

  /**
   * A step that failed can be done again while the clinic mends what was wrong. `anew`: all of them are, since what
   * they saw may be so no longer. Money that is open is asked about first.
   */
  async #untilDone(step: () => Promise<StepResult>): Promise<StepResult | 'anew'> {
    for (;;) {
      this.#call.parts.context.interrupt.signal.throwIfAborted();
      const end = await step();
      this.#write(end);
      if (end.exit === EXIT.done) return end;
      const decision = await promptRecovery(end, this.#ways(end), {
        ...this.#call.parts,
        language: this.#call.input.settings.language,
      });
      if (decision === undefined) return end;
      if (decision === 'stop') return { ...end, shown: true };
      if (decision === 'skip') return this.#write({ ...deferStep(end), shown: true });
      if (decision === 'moved' || end.step === 'test') return 'anew';
    }
  }

  #write(end: StepResult): StepResult {
    // What would be registered is still to be.
    const planned = this.#call.input.dryRun && end.step === 'register' && end.exit === EXIT.done;
    this.#call.parts.work.record({
      type: 'step.ended',
      step: end.step,
      exitCode: planned ? EXIT.incomplete : end.exit,
      summary: end.summary,
      codes: end.diagnoses.map((one) => one.code),
    });
    return end;
  }

  #ways({ diagnoses: [gravest] }: StepResult): RecoveryActions {
    const {
      input: { settings },
      parts,
      baggage,
    } = this.#call;
    const judge = (facts: Facts): JudgedFacts =>
      judgeFacts(expectingTerminal(facts, this.#call), settings.language, 'probe');
    const move = (target: Target): void => {
      baggage.target = target;
    };
    return recoveryActions(
      { target: baggage.target, options: onboardLookOptions(this.#call), settings, judge, known: gravest, move },
      parts,
    );
  }
}
