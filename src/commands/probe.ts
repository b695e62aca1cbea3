import { BaseCommand } from '../cli/base-command.js';
import type { Context } from '../cli/context.js';
import { createTrace } from '../cli/trace.js';
import type { RunInfo } from '../cli/finish.js';
import { languageFlag, roleFlag, sweepFlags } from '../cli/flags.js';
import type { Outcome } from '../cli/outcome.js';
import { readDuration } from '../cli/read-values.js';
import { runSweep } from '../cli/run-sweep.js';
import { checksOf } from '../steps/checks.js';
import { probeTarget } from '../steps/probe.js';

export default class Probe extends BaseCommand {
  static override summary = 'look at both ports of a terminal: what answers, who it is, in what state, and what is wrong';
  static override usage = 'probe TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> probe 84.50.12.34',
    '<%= config.bin %> probe 84.50.12.34:4445 --role posxml --json',
    '<%= config.bin %> probe --file clinics.txt --jsonl',
  ];
  static override flags = { ...roleFlag, ...sweepFlags, ...languageFlag };

  protected async execute(context: Context, run: RunInfo): Promise<Outcome> {
    const { argv, flags } = await this.parse(Probe);
    const timeoutMs = readDuration(flags.timeout, '--timeout', { min: 50, max: 600_000 });
    const trace = createTrace(flags.debug);
    return runSweep(argv as string[], flags, context, run, {
      command: 'probe',
      checksOf,
      look: (target) => probeTarget(target, { timeoutMs, allowPrivate: flags['allow-private'], signal: context.interrupt.signal, trace }),
    });
  }
}
