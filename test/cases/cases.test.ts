import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openTargets } from '../../src/flows/look/sweep/input/file-targets.js';
import { readWritten } from '../../src/flows/look/target-arguments.js';
import type { Written } from '../../src/flows/look/target-arguments.js';
import { withoutMailHeaders } from '../../src/targets/mail-body.js';
import type { Target } from '../../src/model/endpoint.js';

/** How both are written: README.md. */
const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const KNOWN_WRONG = linesOf('known-wrong.txt');

/** Paths within the folder. */
function casesIn(folder: string): readonly string[] {
  const names = readdirSync(`${FOLDER}${folder}`);
  return names.filter((name) => names.includes(`${name}.right`)).map((name) => `${folder}/${name}`);
}

function linesOf(path: string): readonly string[] {
  return readFileSync(`${FOLDER}${path}`, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function expectRight(path: string, understood: string): void {
  const right = linesOf(`${path}.right`);
  if (KNOWN_WRONG.includes(path)) expect(right, 'right by now: take it off known-wrong.txt').not.toContain(understood);
  else expect(right).toContain(understood);
}

function wordOf({ host, posxml, log }: Target): string {
  return `${host}:${[posxml?.port, ...(log ? [log.port] : [])].join(',')}`;
}

function wordsOf(written: readonly Written[]): readonly string[] {
  return written.map(({ target }) => (target ? wordOf(target) : 'refused'));
}

describe('what a clinic writes is understood', () => {
  test.each(casesIn('mails'))('%s is read as it is meant', async (path) => {
    const text = await withoutMailHeaders([readFileSync(`${FOLDER}${path}`, 'utf8')]);
    const { written, unused } = readWritten(text, undefined, {
      role: undefined,
      allowPrivate: false,
    });
    const words = [...new Set(wordsOf(written))];
    expectRight(path, [...words, ...(unused.length > 0 && !words.includes('refused') ? ['asked'] : [])].join(' '));
  });
});

describe('a list that another program has written is understood', () => {
  test.each(casesIn('lists'))('%s is read as it is meant', async (path) => {
    const reading = { role: undefined, allowPrivate: true };
    const { targets } = openTargets(`${FOLDER}${path}`, reading, new AbortController().signal);
    const written: Written[] = [];
    for await (const one of targets) written.push(one);
    expectRight(path, wordsOf(written).join(' '));
  });
});

test('every case has its right result, and the list of wrong ones names cases', () => {
  const all = ['mails', 'lists'].flatMap((folder) => readdirSync(`${FOLDER}${folder}`).map((name) => `${folder}/${name}`));
  expect(all.filter((path) => !path.endsWith('.right') && !all.includes(`${path}.right`))).toEqual([]);
  expect(KNOWN_WRONG.filter((path) => !all.includes(path))).toEqual([]);
});
