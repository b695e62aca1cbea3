import type { CommandContext } from '../../cli/command/context.js';
import type { Language } from '../../contract/language.js';
import type { Target } from '../../model/endpoint.js';
import type { Facts } from '../../model/facts.js';
import type { ProbeOptions } from '../../steps/probe/options.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { StepResult } from '../step/step-result.js';

/** A look at one terminal as a step of a call. */
export interface LookStepInput {
  readonly target: Target;
  readonly controls: Controls;
  /** Of one exchange, in milliseconds. */
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
  readonly language: Language;
  /** The terminal that ought to be there, where that is known. */
  readonly terminalId?: string | undefined;
}

export interface LookStepEnd {
  readonly facts: Facts;
  readonly result: StepResult;
}

/** What bounds a look of a step. */
export function lookBounds(
  { timeoutMs, allowPrivate }: Pick<LookStepInput, 'timeoutMs' | 'allowPrivate'>,
  { interrupt, trace, resolver }: CommandContext,
): ProbeOptions {
  return { timeoutMs, allowPrivate, signal: interrupt.signal, trace, resolver };
}
