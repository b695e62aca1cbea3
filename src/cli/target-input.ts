import { readTargets } from '../connection/target.js';
import type { Role, Target } from '../connection/types.js';
import { usageError } from '../contract/app-error.js';
import type { AddressProblem, Facts } from '../diagnosis/facts.js';
import type { Language } from '../contract/language.js';
import { checksOf } from '../steps/checks.js';
import { findingsOf } from './findings.js';
import { FindingsError } from './findings-error.js';
import { readText } from './read-text.js';

/** One target as it was written, or what is wrong with it. */
export type Written =
  | { readonly target: Target; readonly problem: AddressProblem | undefined; readonly line: number | undefined }
  | { readonly target: undefined; readonly problem: AddressProblem; readonly line: number | undefined };

export interface TargetOptions {
  readonly words: readonly string[];
  readonly file: string | undefined;
  readonly role: string | undefined;
  readonly allowPrivate: boolean;
}

/** All targets of the command line and of `--file`, in order. @throws AppError usage.missing if there are none */
export async function writtenTargets(options: TargetOptions): Promise<readonly Written[]> {
  const { words, file, allowPrivate } = options;
  const role = options.role as Role | undefined;
  const read = (text: readonly string[], line: number | undefined): readonly Written[] => {
    const { targets, problems } = readTargets(text, role === undefined ? { allowPrivate } : { allowPrivate, role });
    const warnings = problems.filter((problem) => problem.code === 'address.hostname');
    return [
      ...targets.map((target): Written => ({ target, problem: warnings.find((problem) => problem.input.toLowerCase().includes(target.host)), line })),
      ...problems.filter((problem) => !warnings.includes(problem)).map((problem): Written => ({ target: undefined, problem, line })),
    ];
  };
  const given = words.length > 0 ? read(words, undefined) : [];
  const lines = file === undefined ? [] : (await readLines(file)).flatMap(({ text, line }) => read([text], line));
  if (words.length === 0 && file === undefined) {
    throw usageError('usage.missing', 'No target was given.', ['Give an address, like 84.50.12.34 or 84.50.12.34:4445, or --file F.']);
  }
  const all = [...given, ...lines];
  if (all.length === 0) throw usageError('usage.missing', 'There is no target in the input.', ['Give one address a line.']);
  return all;
}

/** @throws AppError usage.invalid where a flag that is for one terminal was given with more */
export function refuseSeveral(written: readonly Written[], flag: string): void {
  if (written.length > 1) throw usageError('usage.invalid', `${flag} is for one terminal, and more were given.`, ['Give one at a time.']);
}

interface Line {
  readonly text: string;
  /** 1 for the first line of the file. */
  readonly line: number;
}

/** The lines that hold something; of a CSV with a header, the columns that hold the address. */
async function readLines(file: string): Promise<readonly Line[]> {
  const content = readText(file, 'Check its name and rights.').replace(/^\ufeff/, '');
  const lines = content.split(/\r\n|\r|\n/).map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const [header] = lines;
  if (header && /[,;\t]/.test(header.text) && /\b(host|ip|address|target|aadress)\b/i.test(header.text)) return readCsv(content);
  return lines.filter(({ text }) => text !== '' && !text.startsWith('#'));
}

async function readCsv(content: string): Promise<readonly Line[]> {
  const { parse } = await import('csv-parse/sync');
  const rows = parse(content, {
    columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
    delimiter: [',', ';', '\t'],
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as readonly { readonly record: Readonly<Record<string, string>>; readonly info: { readonly lines: number } }[];
  return rows.map(({ record, info }) => ({ text: targetOfRow(record), line: info.lines }));
}

function targetOfRow(row: Readonly<Record<string, string>>): string {
  const cell = (...names: readonly string[]): string => names.map((name) => row[name] ?? '').find((value) => value !== '') ?? '';
  const host = cell('target', 'host', 'ip', 'address', 'aadress');
  const ports = [cell('posxml_port', 'port', 'posxml'), cell('log_port', 'log')].filter((port) => port !== '');
  return ports.length === 0 || /:\d/.test(host) ? host : `${host}:${ports.join(',')}`;
}

/** The one target of a command that works on a single terminal. @throws AppError, FindingsError */
export function onlyTarget(written: readonly Written[], language: Language): Target {
  const wrong = written.find((one) => one.target === undefined);
  if (wrong) throw wrongAddress(wrong.problem, language);
  const [first, ...others] = written;
  if (!first?.target) throw usageError('usage.missing', 'No target was given.', ['Give an address, like 84.50.12.34 or 84.50.12.34:4445.']);
  if (others.length > 0) throw usageError('usage.invalid', 'More than one terminal was given.', ['Give one at a time.']);
  return first.target;
}

function wrongAddress(problem: AddressProblem, language: Language): FindingsError {
  const facts: Facts = { at: Date.now(), address: { input: problem.input, problem } };
  return new FindingsError({ ...findingsOf(facts, language), checks: checksOf(facts) });
}
