import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Tracked files and those that soon will be; a file that is deleted but not yet committed is none. */
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(ROOT, path)));

const TOP = [
  'src',
  'bin',
  'test',
  'docs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'oclif.manifest.json',
  'README.md',
  'LICENSE',
];

const LINES = 300;

/** What only this machine knows: where it keeps its files, and where its packages come from. Written so as not to find itself. */
const LOCAL = [/(?<![\w.])\/wor[k]\b/, /\bregistry\.[a-z]+\.[a-z]+/i, /"resolve[d]": "http/];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const isCode = (path: string): boolean => /^(src|bin)\/.*\.[jt]s$/.test(path) && path !== 'src/cloud/api-types.ts';

function offences(path: string, text: string): readonly string[] {
  const long = isCode(path) && text.split('\n').length > LINES + 1 ? [`${path} has more than ${LINES} lines`] : [];
  const local = LOCAL.filter((pattern) => pattern.test(text)).map((pattern) => `${path} holds ${String(pattern)}`);
  return [...long, ...local];
}

test('the top level holds what it must and nothing else', () => {
  const entries = new Set(FILES.map((path) => path.split('/')[0] ?? ''));
  expect([...entries].filter((entry) => !entry.startsWith('.') && !TOP.includes(entry))).toEqual([]);
});

test('no file is too long, and none names this machine or a package registry', () => {
  expect(FILES.length).toBeGreaterThan(20);
  expect(FILES.flatMap((path) => offences(path, read(path)))).toEqual([]);
});

test.each([
  ['src/a.ts', 'x\n'.repeat(301)],
  ['docs/a.md', ['see ', 'work', 'main'].join('/')],
  ['package-lock.json', ['"resolved', ' "https://example.org/a.tgz"'].join('":')],
  ['README.md', ['npm i --registry https://registry', 'example', 'org'].join('.')],
])('an offence in %s is found', (path, text) => {
  expect(offences(path, text)).toHaveLength(1);
});

test('300 lines are not too long, and a document may be', () => {
  expect(offences('src/a.ts', 'x\n'.repeat(300))).toEqual([]);
  expect(offences('docs/a.md', 'x\n'.repeat(3000))).toEqual([]);
});

const EXPORTED = /^export (?:default )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm;

test('no two exports share a name', () => {
  const places = new Map<string, string[]>();
  for (const path of FILES.filter((each) => each.startsWith('src/') && isCode(each)))
    for (const [, name = ''] of read(path).matchAll(EXPORTED)) places.set(name, [...(places.get(name) ?? []), path]);
  expect(places.size).toBeGreaterThan(500);
  expect([...places].filter(([, paths]) => paths.length > 1)).toEqual([]);
});
