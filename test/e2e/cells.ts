import { expect } from 'vitest';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import type { Run, RunOptions } from '../support/run.js';
import type { PrintedDocument } from '../support/validate.js';

export interface Both {
  readonly text: Run;
  readonly json: Run;
  readonly document: PrintedDocument;
}

/** Control characters that no pipe may ever see. Line feeds are text. */
export const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

/** Runs the same command as text and with `--json`, and holds both to what is true of every command. */
export async function both(args: readonly string[], options: RunOptions = {}): Promise<Both> {
  const home = options.home ?? temporaryFolder();
  const text = await run(args, { home, ...options });
  const json = await run([...args, '--json'], { home, ...options });
  const document = expectContract(json);
  expect(json.status, 'the same status with and without --json').toBe(text.status);
  expectPlain(text);
  if (document.error) expectToldOnce(text, document);
  return { text, json, document };
}

/** What is true of every run with `--json`. */
export function expectContract(json: Run): PrintedDocument {
  expect(json.signal).toBeNull();
  const document = json.document();
  expect(document.exitCode, json.stderr).toBe(json.status);
  expect(document.ok).toBe(json.status === 0);
  expect(document.error === null, `error at status ${String(json.status)}`).toBe(json.status === 0);
  expectPlain(json);
  return document;
}

export function expectPlain({ stdout, stderr }: Run): void {
  expect(stdout).not.toMatch(CONTROL);
  expect(stderr).not.toMatch(CONTROL);
}

/** The error is in the text, too: among the findings on stdout, else on stderr. */
function expectToldOnce({ stdout, stderr }: Run, { error, diagnoses }: PrintedDocument): void {
  const { code = '' } = error ?? {};
  const found = diagnoses.some((finding) => finding.code === code);
  expect(found ? stdout : stderr, `${code} is told`).toContain(code);
}
