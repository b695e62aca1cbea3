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

test('each target is told with the row that it was understood from, and rows are counted', async () => {
  const file = join(temporaryFolder(), 'list.csv');
  writeFileSync(
    file,
    '# ours\nTicket;Clinic;IP;Ports\n\n#1201;"A";127.0.0.11;"log 15551, posxml 14445"\n#1202;B;;14445\n;;;\n',
  );
  const { targets, count } = openTargets(file, { role: undefined, allowPrivate: true }, new AbortController().signal);
  const written = [];
  for await (const one of targets) written.push(one);
  expect(written.map((one) => ({ ...one, from: one.from?.() }))).toMatchObject([
    {
      from: '#1201;"A";127.0.0.11;"log 15551, posxml 14445"',
      target: { posxml: { port: 14445 }, log: { port: 15551 } },
    },
    { line: 5, problem: { reason: 'it has no address' } },
  ]);
  expect(count()).toEqual({ rows: 2, understood: 1, wrong: 1, passedOver: 4 });
});
