import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTargets } from '../../../../../../src/flows/look/sweep/input/file-targets.js';
import { temporaryFolder } from '../../../../../support/program.js';

test('how much of a list was given out is told line by line, though it is read at once', async () => {
  const file = join(temporaryFolder(), 'list.csv');
  writeFileSync(
    file,
    `host;port\n${Array.from({ length: 99 }, (_, index) => `127.0.0.1;${String(index + 1)}\n`).join('')}`,
  );
  const { targets, share } = openTargets(file, { role: undefined, allowPrivate: true }, new AbortController().signal);
  const told = [share()];
  for await (const { target } of targets) {
    expect(target?.host).toBe('127.0.0.1');
    told.push(share());
  }
  // The header is a line of it, too.
  expect(told.map((one) => Math.round(100 * (one ?? 0)))).toEqual([
    0,
    ...Array.from({ length: 99 }, (_, index) => index + 2),
  ]);
});
