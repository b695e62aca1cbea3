import { run as runOclif } from '@oclif/core';
import { usageError } from '../contract/app-error.js';
import { colorWanted } from '../ui/theme.js';
import { describeError } from './errors.js';
import { finish, newRun } from './finish.js';
import { EMPTY } from './outcome.js';
import { asksFor } from './raw-arguments.js';
import { tolerateClosedPipes } from './streams.js';

/**
 * Runs the program.
 * @param root the URL of a file in the package's bin folder
 */
export async function main(argv: readonly string[], root: string): Promise<void> {
  tolerateClosedPipes();
  try {
    refuseBareFlags(argv);
    await runOclif([...argv], root);
  } catch (error) {
    await endWith(error, argv);
  }
}

/** `terminal --json` names no command; oclif would take the flag for one. */
function refuseBareFlags(argv: readonly string[]): void {
  const [first] = argv;
  if (first === undefined || !first.startsWith('-') || ['--help', '--version', '-h'].includes(first) || argv.includes('--help')) return;
  throw usageError('usage.missing', 'No command was given.', ['See what there is: terminal --help']);
}

async function endWith(error: unknown, argv: readonly string[]): Promise<void> {
  const noColor = asksFor('no-color', argv, process.env);
  const json = asksFor('json', argv, process.env);
  const words = argv.filter((word) => !word.startsWith('-'));
  const run = newRun(words[0] ?? '', { json, color: colorWanted(noColor, process.env) });
  await finish(run, { ...EMPTY, ...describeError(error) });
  process.exit();
}
