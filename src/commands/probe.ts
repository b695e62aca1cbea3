import { BaseCommand } from '../cli/base-command.js';
import type { Context } from '../cli/context.js';
import type { RunInfo } from '../cli/finish.js';
import { beepFlag, languageFlag, roleFlag, sweepFlags, viaFlag, watchFlag } from '../cli/flags.js';
import { createLook } from '../cli/look.js';
import type { LookOnce } from '../cli/look.js';
import type { Outcome } from '../cli/outcome.js';
import { runSweep } from '../cli/run-sweep.js';
import { runWatch } from '../cli/run-watch.js';
import { withBeep } from '../steps/beep.js';
import { checksOf } from '../steps/checks.js';
import { probeTarget } from '../steps/probe.js';

export default class Probe extends BaseCommand {
  static override summary = 'look at both ports of a terminal: what answers, who it is, in what state, and what is wrong';
  static override usage = 'probe TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> probe 84.50.12.34',
    '<%= config.bin %> probe --file clinics.txt --jsonl',
    '<%= config.bin %> probe 84.50.12.34 --watch 5m',
  ];
  static override flags = { ...roleFlag, ...sweepFlags, ...viaFlag, ...watchFlag, ...beepFlag, ...languageFlag };

  protected async execute(context: Context, run: RunInfo): Promise<Outcome> {
    const { argv, flags } = await this.parse(Probe);
    const { trace } = context;
    const { watch } = flags;
    if (watch !== undefined) return runWatch(argv as string[], { ...flags, watch }, context, run, trace);
    const once: LookOnce = async (target, options) => {
      const facts = await probeTarget(target, { ...options, trace, report: context.report });
      return flags.beep ? withBeep(facts, { ...options, trace }) : facts;
    };
    return runSweep(argv as string[], flags, context, run, { command: 'probe', checksOf, look: createLook(once, flags, context), onlyOneFor: flags.beep ? '--beep' : undefined });
  }
}
