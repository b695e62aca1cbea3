import { usageError } from '../../contract/app-error.js';
import { readSettings } from '../../flows/config/read-settings.js';
import { readCommandLine } from './parse-command-line.js';
import type { CommandLine } from './parse-command-line.js';
import { printOutcome, startRun } from '../output/print-outcome.js';
import type { RunInfo } from '../output/print-outcome.js';
import { cacheFolder, homeFolder } from '../process/paths.js';
import { EMPTY } from '../output/outcome.js';
import type { Outcome } from '../output/outcome.js';
import type { OwnFiles } from '../package/package-files.js';
import { readProgram, userAgent } from '../package/package-info.js';
import type { Program } from '../package/package-info.js';
import { hasFlag } from '../args/argv.js';
import { writeTo, tolerateClosedPipes, windowOf } from '../process/streams.js';
import { createTrace } from '../output/trace.js';
import { appearanceOf } from '../args/appearance.js';

/** Runs the program. */
export async function runProgram(argv: readonly string[], files: OwnFiles): Promise<void> {
  const { settings, unusable } = await readSettings(argv, process.env);
  const json = hasFlag('json', argv, settings);
  const jsonl = hasFlag('jsonl', argv, settings);
  const look = { json, jsonl, ...appearanceOf(argv, settings, process.env) };
  try {
    const program = readProgram(files);
    const line = readCommandLine(argv, program.index);
    // Where a setting does not count, nothing is done as if it did; `config` is what mends it.
    if (line.kind === 'run' && unusable && !/^config\b/.test(line.id))
      await endWith(
        { ...EMPTY, ...(await import('../output/describe-error.js')).describeError(unusable) },
        line.id,
        look,
      );
    else if (line.kind === 'run')
      await (await import('./run-command.js')).runCommand({ program, files, settings }, line.id, line.argv);
    else await endWith(await told(line, program, look), 'id' in line ? line.id : '', look);
  } catch (error) {
    tolerateClosedPipes();
    const { describeError, stackOf } = await import('../output/describe-error.js');
    const { redactText } = await import('../../text/redact.js');
    const run = startRun(redactText((argv.find((word) => !word.startsWith('-')) ?? '').replaceAll(':', ' ')), look);
    const stack = stackOf(error);
    if (stack !== undefined)
      createTrace({ debug: hasFlag('debug', argv, settings), file: undefined })?.('defect', stack, 0);
    await end(run, { ...EMPTY, ...describeError(error, { reporting: { version: undefined, run, bugs: undefined } }) });
  }
}

type Appearance = Parameters<typeof startRun>[1];

/** What is told without running a command. */
async function told(
  line: Exclude<CommandLine, { kind: 'run' }>,
  program: Program,
  { json, color, accessible }: Appearance,
): Promise<Outcome> {
  if (line.kind === 'version')
    return {
      ...EMPTY,
      result: { version: program.package.version, node: process.version, platform: program.platform },
      text: [userAgent(program)],
    };
  const { helpFor } = await import('../help/index.js');
  const folders = () => ({ home: homeFolder(), cache: cacheFolder() });
  if (line.kind === 'help') {
    const help = helpFor(line.id, program, folders, windowOf(1), color && !accessible);
    return { ...EMPTY, result: { help }, text: [help] };
  }
  if (!json) await writeTo(2, `${helpFor(line.id, program, folders, windowOf(2), color && !accessible)}\n\n`);
  const name = `terminal ${line.id}`.trim();
  const commands = `${line.choices.slice(0, -1).join(', ')} or ${line.choices.at(-1) ?? ''}`;
  throw usageError('usage.missing', `${name} needs a command: ${commands}.`, [`See what each does: ${name} --help`]);
}

async function endWith(outcome: Outcome, command: string, look: Appearance): Promise<void> {
  await end(startRun(command.replaceAll(':', ' '), look), outcome);
}

async function end(run: RunInfo, outcome: Outcome): Promise<void> {
  await printOutcome(run, outcome);
  process.exit();
}
