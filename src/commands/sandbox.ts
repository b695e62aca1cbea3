import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/command/base-command.js';
import { clinicOnStderr, showClinic } from '../flows/sandbox/event-log.js';
import { canAsk, createPrompter } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { describeError } from '../cli/output/describe-error.js';
import type { RunInfo } from '../cli/output/print-outcome.js';
import { printOutcome } from '../cli/output/print-outcome.js';
import { environmentName } from '../cli/args/environment.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { namedScenario } from '../flows/sandbox/find-scenario.js';
import { readCount } from '../cli/input/flag-values.js';
import {
  createBlindExercise,
  judgeAnswer,
  practiceOf,
  verdictResult,
  verdictText,
} from '../flows/sandbox/blind-exercise.js';
import type { BlindExercise } from '../flows/sandbox/blind-exercise.js';
import { playClinic } from '../flows/sandbox/play-clinic.js';
import { scoreText } from '../flows/sandbox/practice-text.js';
import { commandsFor, sandboxResult, sandboxText } from '../flows/sandbox/result.js';
import { scenariosResult, scenariosText } from '../flows/sandbox/scenario-list.js';
import { homeFolder } from '../cli/process/paths.js';
import { writeAll } from '../cli/process/streams.js';
import { errnoOf } from '../connection/net/failure.js';
import { usageError } from '../contract/app-error.js';
import type { InterruptedError } from '../contract/app-error.js';
import { EXIT } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';
import { BLIND } from '../sandbox/scenarios/blind.js';
import { startSandbox } from '../sandbox/sandbox.js';
import { keepPracticeResult, readPracticeResults } from '../session/practice-results.js';
import type { PracticeResult } from '../session/practice-results.js';
import type { World } from '../sandbox/sandbox.js';
import { canDraw } from '../ui/live-screen.js';

/** The addresses of this machine itself that a sandbox can be at. */
const HOSTS = ['127.0.0.1', '::1'] as const;
const SEED_MOST = 999_999_999;

export default class SandboxCommand extends BaseCommand {
  static override summary = 'run virtual terminals and a practice cloud on this computer';
  static override examples = [
    '<%= config.bin %> sandbox',
    '<%= config.bin %> sandbox --list',
    '<%= config.bin %> sandbox --terminals 3 --scenario declined-then-approved --json',
  ];
  static override flags = {
    terminals: Flags.string({
      env: environmentName('terminals'),
      default: '1',
      description: 'how many virtual terminals',
      helpValue: 'N',
    }),
    scenario: Flags.string({
      env: environmentName('scenario'),
      default: 'healthy',
      description: 'the situation to practise; blind draws one and shows it at the end',
      helpValue: 'NAME',
    }),
    seed: Flags.string({
      env: environmentName('seed'),
      description:
        'vary the terminals where the protocol is open, and choose what --scenario blind draws; the same number gives the same result',
      helpValue: 'N',
    }),
    list: Flags.boolean({ env: environmentName('list'), description: 'list the scenarios' }),
    host: Flags.string({
      env: environmentName('host'),
      options: [...HOSTS],
      default: HOSTS[0],
      description: 'the address of this computer to listen on',
    }),
    speed: Flags.string({
      env: environmentName('speed'),
      default: '1',
      description: 'how slow people and the bank are; 0 is immediate',
      helpValue: 'FACTOR',
    }),
  };

  protected async execute(context: CommandContext, run: RunInfo): Promise<Outcome> {
    const { flags } = await this.parse(SandboxCommand);
    if (flags.list) return { ...EMPTY, result: scenariosResult(), text: scenariosText(context.out, context.width) };
    const terminals = readCount(flags.terminals, '--terminals', { min: 1, max: 2000 });
    const speed = readSpeed(flags.speed);
    const seed = flags.seed === undefined ? undefined : readCount(flags.seed, '--seed', { min: 0, max: SEED_MOST });
    // The seed draws the situation then, and the terminals are plain ones: whatever is odd about them is what was drawn.
    const blind = flags.scenario === BLIND ? createBlindExercise(seed ?? randomInt(SEED_MOST)) : undefined;
    const scenario = blind?.scenario.name ?? namedScenario(flags.scenario).name;
    const since = Date.now();
    const world = await startSandbox({
      terminals,
      scenario,
      host: flags.host,
      settings: { speed },
      ...(seed === undefined || blind ? {} : { seed }),
    }).catch((cause: unknown) => {
      throw errnoOf(cause) === 'EMFILE' ? tooMany(terminals) : cause;
    });
    try {
      const title = blind
        ? 'blind (find out what is wrong here, if need be by the test payment)'
        : `${scenario} (${world.scenario.shows})`;
      const keyed = canAsk(flags) && !flags.json && process.stdout.isTTY;
      // The drawn window shows all of it, and none of it stays behind when it is no longer true.
      const drawn = keyed && canDraw(process.stderr, context.err.redraws);
      if (!drawn) await this.#announce(world, title, blind, run, context);
      const byKey = keyed
        ? await this.#play(world, title, blind !== undefined, context)
        : await this.#wait(world, context);
      if (!blind) return { ...EMPTY, exit: exitOf(byKey, context), text: ['The sandbox is closed.'] };
      const talk = byKey ? await createPrompter(flags, context) : undefined;
      const verdict = await judgeAnswer(blind, world.outside, since, await context.store(), talk);
      const { riddles, warnings } = keepWithFormer(practiceOf(blind, verdict, since));
      return {
        ...EMPTY,
        exit: exitOf(byKey, context),
        result: verdictResult(sandboxResult(world), blind, verdict),
        warnings,
        text: verdictText(blind, verdict, scoreText(riddles), context.out),
        error: run.json ? describeError(context.interrupt.signal.reason).error : null,
      };
    } finally {
      await world.close();
    }
  }

  /** Told at the start, since the one who waits for it needs the ports. A riddle's one document is its solution, which comes last. */
  async #announce(
    world: World,
    title: string,
    blind: BlindExercise | undefined,
    run: RunInfo,
    context: CommandContext,
  ): Promise<void> {
    const text = sandboxText(world, title, blind && run.json ? context.err : context.out);
    if (blind && run.json) await writeAll(process.stderr, `${context.err.plain(text.join('\n'))}\n`);
    else await printOutcome(run, { ...EMPTY, result: sandboxResult(world), text });
    // What was announced is the whole result, whatever becomes of it: only the exit status is left to tell.
    if (!blind) this.silent = true;
  }

  /** True if a key ended it. */
  #play(world: World, title: string, blind: boolean, context: CommandContext): Promise<boolean> {
    const commands = world.outside.map((outside) => commandsFor(outside, world.cloud));
    return playClinic(world, { title: `Sandbox: ${title}`, commands, blind }, context);
  }

  /** Where nobody can press a key, a signal ends it. */
  async #wait(world: World, context: CommandContext): Promise<false> {
    if (world.scenario.elsewhere !== true)
      world.terminals.forEach((terminal) => showClinic(terminal, clinicOnStderr(context.err)));
    await aborted(context.interrupt.signal);
    return false;
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Practice continues where its results cannot be kept. */
function keepWithFormer(result: PracticeResult): {
  readonly riddles: readonly PracticeResult[];
  readonly warnings: readonly string[];
} {
  try {
    const home = homeFolder();
    keepPracticeResult(home, result);
    return { riddles: readPracticeResults(home), warnings: [] };
  } catch {
    return { riddles: [result], warnings: ['The result of this riddle could not be saved.'] };
  }
}

function tooMany(terminals: number): Error {
  return usageError(
    'usage.invalid',
    `${String(terminals)} virtual terminals need more open files than this computer allows: four ports each.`,
    ['Use fewer, or raise the limit on open files (ulimit -n).'],
  );
}

function exitOf(byKey: boolean, { interrupt }: CommandContext): ExitCode {
  if (byKey) return EXIT.done;
  return (interrupt.signal.reason as InterruptedError).signalName === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
}

function readSpeed(text: string): number {
  const speed = /^\d{1,2}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (speed >= 0 && speed <= 10) return speed;
  throw usageError('usage.invalid', `--speed ${JSON.stringify(text.slice(0, 20))} is not valid.`, [
    'Use a number from 0 to 10.',
  ]);
}
