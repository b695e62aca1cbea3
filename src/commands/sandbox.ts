import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.js';
import type { Context } from '../cli/context.js';
import { showClinic } from '../cli/clinic-screen.js';
import type { RunInfo } from '../cli/finish.js';
import { finish } from '../cli/finish.js';
import { environmentName } from '../cli/flags.js';
import { EMPTY } from '../cli/outcome.js';
import type { Outcome } from '../cli/outcome.js';
import { readCount } from '../cli/read-values.js';
import { scenariosResult, scenariosText } from '../cli/scenario-list.js';
import { sandboxResult, sandboxText } from '../cli/sandbox-result.js';
import { usageError } from '../contract/app-error.js';
import { findScenario } from '../sandbox/scenarios/index.js';
import { startWorld } from '../sandbox/world.js';

export default class Sandbox extends BaseCommand {
  static override summary = 'virtual terminals and a sandbox cloud on loopback, for practice and tests';
  static override examples = ['<%= config.bin %> sandbox', '<%= config.bin %> sandbox --list', '<%= config.bin %> sandbox --terminals 3 --scenario declined-then-approved --json'];
  static override flags = {
    terminals: Flags.string({ env: environmentName('terminals'), default: '1', description: 'how many virtual terminals', helpValue: 'N' }),
    scenario: Flags.string({ env: environmentName('scenario'), default: 'healthy', description: 'the situation to practise', helpValue: 'NAME' }),
    seed: Flags.string({ env: environmentName('seed'), description: 'vary the terminals in what the protocol leaves open; the same for the same number', helpValue: 'N' }),
    list: Flags.boolean({ env: environmentName('list'), description: 'list the scenarios and what each shows' }),
    speed: Flags.string({ env: environmentName('speed'), default: '1', description: 'how fast people and bank are; 0 is at once', helpValue: 'FACTOR' }),
  };

  protected async execute(context: Context, run: RunInfo): Promise<Outcome> {
    const { flags } = await this.parse(Sandbox);
    if (flags.list) return { ...EMPTY, result: scenariosResult(), text: scenariosText(context.out) };
    const terminals = readCount(flags.terminals, '--terminals', { min: 1, max: 2000 });
    const speed = readSpeed(flags.speed);
    const seed = flags.seed === undefined ? undefined : readCount(flags.seed, '--seed', { min: 0, max: 999_999_999 });
    if (!findScenario(flags.scenario)) throw usageError('usage.invalid', `There is no scenario ${JSON.stringify(flags.scenario.slice(0, 40))}.`, ['See them all: terminal sandbox --list']);
    const world = await startWorld({ terminals, scenario: flags.scenario, settings: { speed }, ...(seed === undefined ? {} : { seed }) });
    try {
      // Told at the start, since whoever waits for it needs the ports; nothing follows it on stdout.
      await finish(run, { ...EMPTY, result: sandboxResult(world), text: sandboxText(world, context.out) });
      world.terminals.forEach((terminal) => showClinic(terminal, (line) => process.stderr.write(`${line}\n`), context.err));
      await new Promise<void>((resolve) => {
        context.interrupt.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    } finally {
      await world.close();
    }
    return this.ended(context);
  }

  /** The document is out already: only the exit status is left to tell. */
  private ended(context: Context): Outcome {
    this.silent = true;
    const error = context.interrupt.signal.reason as { signalName?: string };
    return { ...EMPTY, exit: error.signalName === 'SIGINT' ? 130 : 143 };
  }
}

function readSpeed(text: string): number {
  const speed = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (speed >= 0 && speed <= 10) return speed;
  throw usageError('usage.invalid', `--speed ${JSON.stringify(text.slice(0, 20))} is not valid.`, ['It is a number from 0 to 10.']);
}
