import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/program.js';
import { fillFolder } from '../../tools/fill-folder.js';

test('a folder holds what it is given, and nothing that it held before', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'commands'));
  writeFileSync(join(folder, 'commands', 'former.js'), 'former');
  writeFileSync(join(folder, 'start.js'), 'former');
  fillFolder(
    folder,
    new Map<string, string | Uint8Array>([
      ['start.js', 'new'],
      ['commands/probe.js', new Uint8Array([1, 2])],
    ]),
  );
  expect(readdirSync(folder).sort()).toEqual(['commands', 'start.js']);
  expect(readFileSync(join(folder, 'start.js'), 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'commands'))).toEqual(['probe.js']);
  expect([...readFileSync(join(folder, 'commands', 'probe.js'))]).toEqual([1, 2]);
});

test('a file that is as it shall be stays, and another one is replaced whole', () => {
  const folder = temporaryFolder();
  const fill = (changed: string): readonly bigint[] => {
    fillFolder(
      folder,
      new Map([
        ['same.js', 'same'],
        ['changed.js', changed],
      ]),
    );
    return ['same.js', 'changed.js'].map((name) => statSync(join(folder, name), { bigint: true }).ino);
  };
  const [before, after] = [fill('one'), fill('two')];
  expect(after[0]).toBe(before[0]);
  expect(after[1]).not.toBe(before[1]);
});

test('the draft of a second one that fills it at the same time stays', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.start.js.0.tmp'), 'draft');
  fillFolder(folder, new Map([['start.js', 'new']]));
  expect(readdirSync(folder).sort()).toEqual(['.start.js.0.tmp', 'start.js']);
});
