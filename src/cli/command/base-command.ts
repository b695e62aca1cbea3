import { Command } from '@oclif/core/command';
import { AppError } from '../../contract/app-error.js';
import { createContext } from './context.js';
import { RunScope } from './run-scope.js';
import type { CommandContext } from './context.js';
import { renderFinding } from '../../ui/findings.js';
import { openDebugFile } from '../output/debug-file.js';
import { bugsAddress, describeError, stackOf } from '../output/describe-error.js';
import type { Reporting } from '../output/describe-error.js';
import { printOutcome, printExitOnly, startRun } from '../output/print-outcome.js';
import type { RunInfo } from '../output/print-outcome.js';
import type { RunOptions } from './configured-flags.js';
import { globalFlags } from './flags.js';
import { DiagnosisError } from '../output/diagnosis-error.js';
import { EMPTY } from '../output/outcome.js';
import type { Outcome } from '../output/outcome.js';
import { leaveClosedWindow } from '../process/streams.js';
import { hasFlag, flagValue } from '../args/argv.js';
import { createTrace } from '../output/trace.js';
import { appearanceOf } from '../args/appearance.js';

/** Parses nothing and decides nothing: runs one command and sees to it that it ends in one way only. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;

  /** Set by a command once it has told its result: the exit status is left to tell, and what went wrong since. */
  protected silent = false;

  /** What is to be told beside the result, whatever that is: above all, what is deprecated. */
  readonly #warnings: string[] = [];

  /** For a report of a defect. */
  #reporting: Reporting | undefined;

  protected abstract execute(context: CommandContext, run: RunInfo): Promise<Outcome>;

  override async run(): Promise<void> {
    const { settings } = this.config.options as RunOptions;
    const json = hasFlag('json', this.argv, settings);
    const look = appearanceOf(this.argv, settings, process.env);
    const jsonl = 'jsonl' in { ...this.ctor.flags } && hasFlag('jsonl', this.argv, settings);
    const run = startRun((this.id ?? '').replaceAll(':', ' '), { json, jsonl: jsonl && !json, ...look });
    const opened = openDebugFile(flagValue('debug-file', this.argv, settings), run, this.config.version);
    const file = opened instanceof AppError ? undefined : opened;
    const trace = createTrace({ debug: hasFlag('debug', this.argv, settings), file: file?.write });
    const scope = new RunScope((error) => this.#describe(error, context));
    const takeOver = 'take-over' in { ...this.ctor.flags } && hasFlag('take-over', this.argv, settings);
    const warn = (text: string): void => void this.warn(text);
    const context: CommandContext = createContext({ ...look, settings, trace, scope, takeOver, warn });
    const work = async (): Promise<Outcome> => {
      if (opened instanceof AppError) throw opened;
      // Anyone who was stopped while the program was loaded has begun nothing, and need not begin.
      context.interrupt.signal.throwIfAborted();
      return this.execute(context, run);
    };
    const { bugs } = this.config.pjson as { readonly bugs?: Parameters<typeof bugsAddress>[0] };
    this.#reporting = { version: this.config.version, run, bugs: bugsAddress(bugs) };
    const ended = await Promise.race([context.scope.run({}, work), this.#insisted(context), this.#crashed(context)]);
    // After Ctrl-C there is no wait for a store.
    if (!context.interrupt.signal.aborted) await context.closeStore();
    const outcome = { ...ended, warnings: [...this.#warnings, ...ended.warnings] };
    context.interrupt.stop();
    context.endProgress();
    if (this.silent) await printExitOnly(run, outcome);
    else await printOutcome(run, outcome);
    file?.end(Number(process.exitCode));
    leaveClosedWindow(context.interrupt.signal.reason);
    // Nothing that was left open may keep the program alive once its result is told.
    process.exit();
  }

  /** oclif's own way would print immediately, past the document. */
  override warn(input: Error | string): Error | string {
    const text = input instanceof Error ? input.message : input;
    if (!this.#warnings.includes(text)) this.#warnings.push(text);
    return input;
  }

  /** A second signal leaves on the spot. */
  async #insisted({ interrupt, scope }: CommandContext): Promise<Outcome> {
    return scope.left(await interrupt.insisted);
  }

  /** What was thrown where no caller waits for it ends the run like any other defect, and not in the middle of a document. */
  async #crashed({ scope }: CommandContext): Promise<Outcome> {
    const error = await new Promise((resolve) => {
      process.on('uncaughtException', resolve);
    });
    return scope.left(error);
  }

  #describe(error: unknown, { out, width, trace, settings }: CommandContext): Outcome {
    if (error instanceof DiagnosisError)
      return {
        ...EMPTY,
        ...error.findings,
        text: error.findings.diagnoses.flatMap((finding) => renderFinding(finding, out, width)),
      };
    const stack = stackOf(error);
    if (stack !== undefined) trace?.('defect', stack, 0);
    const flags = Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags });
    const bankLines = settings.get('bank-lines');
    return { ...EMPTY, ...describeError(error, { reporting: this.#reporting, flags, bankLines }) };
  }
}
