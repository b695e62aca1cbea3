import { Command } from '@oclif/core';
import { createContext } from './context.js';
import type { Context } from './context.js';
import { describeError } from './errors.js';
import { finish, newRun } from './finish.js';
import type { RunInfo } from './finish.js';
import { globalFlags } from './flags.js';
import { EMPTY } from './outcome.js';
import type { Outcome } from './outcome.js';
import { asksFor } from './raw-arguments.js';

/** Parses nothing and decides nothing: runs one command and sees to it that it ends in one way only. */
export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;

  /** Set by a command that wants its unfinished work named when it is stopped at once. */
  protected onInsist: (() => Partial<Outcome>) | undefined;

  /** Set by a command that has told its result already and only has its exit status left to tell. */
  protected silent = false;

  protected abstract execute(context: Context, run: RunInfo): Promise<Outcome>;

  override async run(): Promise<void> {
    const json = asksFor('json', this.argv, process.env);
    const noColor = asksFor('no-color', this.argv, process.env);
    const run = newRun((this.id ?? '').replaceAll(':', ' '), { json, color: !noColor });
    const context = createContext({ noColor, json });
    const outcome = await Promise.race([this.#attempt(context, run), this.#insisted(context)]);
    context.interrupt.stop();
    context.pauseProgress();
    if (this.silent) process.exitCode = outcome.exit;
    else await finish(run, outcome);
    // Nothing that was left open may keep the program alive once its result is told.
    process.exit();
  }

  async #attempt(context: Context, run: RunInfo): Promise<Outcome> {
    try {
      return await this.execute(context, run);
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #insisted(context: Context): Promise<Outcome> {
    return this.#failed(await context.interrupt.insisted);
  }

  #failed(error: unknown): Outcome {
    return { ...EMPTY, ...describeError(error), ...this.onInsist?.() };
  }
}
