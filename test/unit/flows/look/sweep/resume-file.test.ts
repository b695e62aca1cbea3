import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFormer } from '../../../../../src/flows/look/sweep/resume-file.js';
import { temporaryFolder } from '../../../../support/program.js';
import { seeded } from '../../../../support/seeded.js';

const { random } = seeded('results of a former sweep');

const line = (target: string, exitCode = 0, codes: readonly string[] = [], command = 'check'): string =>
  `${JSON.stringify({ target, line: 1, ok: exitCode === 0, exitCode, command, checks: [], diagnoses: codes.map((code) => ({ code })) })}\n`;
const SUMMARY = `${JSON.stringify({ summary: { targets: 2, ok: 1, failed: 1, diagnoses: {}, exitCode: 3 } })}\n`;

function file(content: string): string {
  const path = join(temporaryFolder(), 'sweep.jsonl');
  writeFileSync(path, content);
  return path;
}

test('what was seen is given once for each time that it was seen', async () => {
  const former = await readFormer(
    file(
      line('84.50.12.34') + line('84.50.12.35', 3, ['network.refused']) + line('84.50.12.34', 3, ['network.timeout']),
    ),
    'check',
  );
  expect([former.take('84.50.12.34'), former.take('84.50.12.34')].map((one) => one?.exit).sort()).toEqual([0, 3]);
  expect(former.take('84.50.12.34')).toBeUndefined();
  expect(former.take('84.50.12.35')).toEqual({ exit: 3, codes: ['network.refused'], error: null });
  expect(former.take('84.50.12.36')).toBeUndefined();
});

test('of thousands of targets, some of them seen often, each gets what was seen of it, and no other', async () => {
  const seen = new Map<string, number[]>();
  const lines = Array.from({ length: 5000 }, () => {
    const [target, exit] = [`10.0.0.1:${String(Math.floor(random() * 2000))}`, random() < 0.5 ? 0 : 3];
    seen.set(target, [...(seen.get(target) ?? []), exit]);
    return line(target, exit);
  });
  const former = await readFormer(file(lines.join('')), 'check');
  for (const [target, exits] of seen) {
    expect(exits.map(() => former.take(target)?.exit ?? -1).sort()).toEqual(exits.toSorted());
    expect(former.take(target)).toBeUndefined();
  }
});

test.each([
  ['a torn line', '{"target":"84.50.12.36","line":3,"exitC'],
  ['a summary', SUMMARY],
  ['a summary and a torn line', `${SUMMARY}{`],
  ['what a lost power supply leaves', '\0'.repeat(4096)],
  ['a line that lacks its end alone', line('84.50.12.36').trimEnd()],
])('%s at the end is cut off, and nothing else', async (_, end) => {
  const whole = line('84.50.12.34') + line('84.50.12.35');
  const path = file(whole + end);
  const former = await readFormer(path, 'check');
  expect(['84.50.12.34', '84.50.12.35', '84.50.12.36'].map((target) => former.take(target)?.exit)).toEqual([
    0,
    0,
    undefined,
  ]);
  expect(readFileSync(path, 'utf8')).toBe(whole);
});

test('a file that does not exist yet has seen nothing', async () => {
  expect((await readFormer(join(temporaryFolder(), 'new.jsonl'), 'check')).take('84.50.12.34')).toBeUndefined();
});

test.each([
  ['of another kind', 'host,port\n84.50.12.34,4445\n', 1],
  ['of another command', line('84.50.12.34') + line('84.50.12.34', 0, [], 'probe'), 2],
  ['with a torn line in its middle', `${line('84.50.12.34')}{"target":\n${line('84.50.12.35')}`, 2],
  ['with a status that there is not', line('84.50.12.34', 77), 1],
  ['that is one endless line', 'x'.repeat(3_000_000), 1],
  ['of one line without an end', '{"key":"abc"}', 1],
  ['with a key', '-----BEGIN OPENSSH PRIVATE KEY-----', 1],
  ['of bytes', '\0\u0001'.repeat(400_000), 1],
  ['with zeros alone', '\0'.repeat(4096), 1],
  ['whose only line begins as ours do', '{"target":"es2022","module":"nodenext"}', 1],
  ['with summaries of something else', '{"summary":"of the year"}\n{"summary":"of the month"}\n', 1],
  ['with one summary of something else', '{"summary":{"title":"x"}}\n', 1],
  ['with a summary of other targets', '{"summary":{"targets":2,"mine":"yes"}}', 1],
  ['with half a summary of other targets', '{"summary":{"targets":5,"notes":"of mine', 1],
  ['whose only line begins as ours do, and is cut', '{"target":"es2022","module":"nodenext"', 1],
  ['with half a line of somebody else behind its own', `${line('84.50.12.34')}{"target":"84.50.12.35","note":"ca`, 2],
  ['with a remark behind its lines', `${line('84.50.12.34')}called the clinic at nine`, 2],
  ['with another list behind its lines', `${line('84.50.12.34')}{"key":"abc"}`, 2],
])('a file %s is told, and left as it is', async (_, content, at) => {
  const path = file(content);
  await expect(readFormer(path, 'check')).rejects.toThrow(`Line ${String(at)} of`);
  expect(readFileSync(path, 'utf8')).toBe(content);
});

test('a folder is told, and left as it is', async () => {
  await expect(readFormer(temporaryFolder(), 'check')).rejects.toThrow('is no file');
});

test('a file that was torn anywhere in its first line is begun anew', async () => {
  for (const first of [
    '{"target":"84.50.12.34","line":1,"left',
    '{"target":"käpp \\"ja\\" saba","line":',
    SUMMARY.trimEnd(),
  ])
    for (let length = 1; length < first.length; length += 1) {
      const path = file(first.slice(0, length));
      await readFormer(path, 'check');
      expect(readFileSync(path, 'utf8')).toBe('');
    }
});
