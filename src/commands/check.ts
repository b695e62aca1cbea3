import { BaseCommand } from '../cli/base-command.js';
import type { Context } from '../cli/context.js';
import type { RunInfo } from '../cli/finish.js';
import { environmentName, roleFlag, shardFlag, sweepFlags, languageFlag } from '../cli/flags.js';
import type { Outcome } from '../cli/outcome.js';
import { readDuration } from '../cli/read-values.js';
import { runSweep } from '../cli/run-sweep.js';
import { checkTarget } from '../steps/check.js';
import { checksOf } from '../steps/checks.js';

export default class Check extends BaseCommand {
  static override summary = 'look whether the ip:port pairs of terminals can be reached';
  static override usage = 'check TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> check 84.50.12.34',
    '<%= config.bin %> check 84.50.12.34:14445,15551 --json',
    '<%= config.bin %> check --file clinics.csv --jsonl',
  ];
  static override flags = { ...roleFlag, ...sweepFlags, ...shardFlag, ...languageFlag };

  protected async execute(context: Context, run: RunInfo): Promise<Outcome> {
    const { argv, flags } = await this.parse(Check);
    const timeoutMs = readDuration(flags.timeout, `--timeout (${environmentName('timeout')})`, { min: 50, max: 600_000 });
    return runSweep(argv as string[], flags, context, run, {
      command: 'check',
      checksOf,
      look: (target) => checkTarget(target, { timeoutMs, allowPrivate: flags['allow-private'], signal: context.interrupt.signal }),
    });
  }
}
