import { addressProblem } from '../../connection/net/address.js';
import type { LeftOut } from '../../targets/strangers.js';
import { wordsBehind } from '../../targets/words-behind.js';
import { parseTargets } from '../../targets/parse-targets.js';
import { formatTarget } from '../../model/endpoint.js';
import type { Role, Target } from '../../model/endpoint.js';
import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';
import type { AddressProblem, Facts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import { DiagnosisError } from '../../cli/output/diagnosis-error.js';
import { lookVerdict } from './look-verdict.js';

/** One target as it was written, or what is wrong with it. */
export type Written = (
  | { readonly target: Target; readonly problem: AddressProblem | undefined }
  | { readonly target: undefined; readonly problem: AddressProblem }
) & {
  /** Of the file that it stands in. */
  readonly line: number | undefined;
  /** What its row holds beside, and what may be a part of it. */
  readonly leftOut?: readonly string[];
  /** A port was given and no other, nor was it said what that one is for: nothing is known of the log port. */
  readonly onePort?: boolean;
  /** The words that it was understood from. */
  readonly from?: () => string;
};

/** How targets are to be read. */
export interface Reading {
  readonly role: string | undefined;
  readonly allowPrivate: boolean;
}

/** The targets of the command line, in order. @throws AppError usage.missing if there are none */
export function writtenTargets({ words, ...reading }: Reading & { readonly words: readonly string[] }): ReadWords {
  if (words.length === 0)
    throw usageError('usage.missing', 'No target was given.', [
      'Give an address, like 84.50.12.34 or 84.50.12.34:4445.',
    ]);
  refuseTooLong(words, 'Give only the address, like 84.50.12.34:4445,5551.');
  return readWritten(words, undefined, reading);
}

/** What words hold. */
export interface ReadWords {
  readonly written: readonly Written[];
  /** Numbers that may be ports, and that no target has. */
  readonly unused: readonly string[];
  /** Addresses that the words do not give as the terminal's. */
  readonly leftOut: readonly LeftOut[];
}

/** The targets that these words hold, and what is wrong with the others. @param line of the file that they stand in */
export function readWritten(
  words: readonly string[],
  line: number | undefined,
  { role, allowPrivate }: Reading,
): ReadWords {
  const { targets, problems, unused, leftOut, doubt } = parseTargets(
    words,
    role === undefined ? { allowPrivate } : { allowPrivate, role: role as Role },
  );
  if (doubt !== undefined && targets.length > 0) {
    const understood = targets.map(formatTarget).join(' ');
    const problem = addressProblem('address.invalid', understood, `${doubt}; write HOST:POSXML,LOG`);
    return { written: [{ target: undefined, problem, line }], unused, leftOut };
  }
  const warnings = problems.filter((problem) => problem.code === 'address.hostname');
  const written = [
    ...targets.map((target): Written => ({
      target,
      problem: warnings.find((problem) => problem.input.toLowerCase().includes(target.host)),
      line,
      onePort: target.log === undefined && role === undefined,
      from: () => wordsBehind(target, words),
    })),
    ...problems
      .filter((problem) => !warnings.includes(problem))
      .map((problem): Written => ({ target: undefined, problem, line })),
  ];
  return { written, unused, leftOut };
}

/** The targets of the command line, none where `--file` alone has them, and the wrong ones among them. @throws AppError usage.missing */
export function givenTargets(
  words: readonly string[],
  flags: { readonly file?: string | undefined; readonly role?: string | undefined; readonly 'allow-private': boolean },
): ReadWords & { readonly wrong: readonly Written[] } {
  if (words.length === 0 && flags.file === undefined)
    throw usageError('usage.missing', 'No target was given.', [
      'Give an address, like 84.50.12.34 or 84.50.12.34:4445, or --file F.',
    ]);
  refuseTooLong(words, 'Give them in a file: --file F.');
  const { written, ...rest } =
    words.length > 0
      ? readWritten(words, undefined, { role: flags.role, allowPrivate: flags['allow-private'] })
      : { written: [], unused: [], leftOut: [] };
  return { written, ...rest, wrong: written.filter((one) => one.target === undefined) };
}

/** As long as what can be pasted: what is longer takes minutes to read, and is no address. */
const LONGEST = 50_000;

/** @throws AppError usage.invalid */
function refuseTooLong(words: readonly string[], action: string): void {
  const length = words.reduce((sum, word) => sum + word.length, 0);
  if (length > LONGEST)
    throw usageError('usage.invalid', `The targets are longer than ${String(LONGEST)} characters, so none was read.`, [
      action,
    ]);
}

/** Words or lines were given, and no target is in them. */
export function noTargetInInput(): AppError {
  return usageError('usage.missing', 'There is no target in the input.', ['Give one address per line.']);
}

/** @throws AppError usage.invalid where a flag that is for one terminal was given with more */
export function refuseSeveral(written: readonly Written[], flag: string): void {
  if (written.length > 1)
    throw usageError('usage.invalid', `${flag} works with one terminal, and more were given.`, ['Give one at a time.']);
}

/** The one target of a command that works on a single terminal. @throws AppError, DiagnosisError */
export function onlyTarget(written: readonly Written[], language: Language): Target {
  const wrong = written.find((one) => one.target === undefined);
  if (wrong) throw wrongAddress(wrong.problem, language);
  const [first, ...others] = written;
  if (!first?.target)
    throw usageError('usage.missing', 'No target was given.', [
      'Give an address, like 84.50.12.34 or 84.50.12.34:4445.',
    ]);
  if (others.length > 0)
    throw usageError('usage.invalid', 'More than one terminal was given.', ['Give one at a time.']);
  return first.target;
}

function wrongAddress(problem: AddressProblem, language: Language): DiagnosisError {
  const facts: Facts = { at: Date.now(), address: { input: problem.input, problem } };
  return new DiagnosisError(lookVerdict(facts, { language }));
}
