import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';

/** As two layers of the program: what the first loads, and in which way it is told that it was compiled anew. */
const MAIN = `exports.told = require('./part.js').told; exports.whole = [typeof module, __filename, __dirname, this === exports].join(' ');`;
const LONG = `/* ${'x'.repeat(30_000)} */`;
const START = (folder: string): string => `
  const { keepCompiledIn } = require(${JSON.stringify(join(root, 'cli/entry/compile-cache.js'))});
  keepCompiledIn(${JSON.stringify(join(folder, 'kept'))}, ${JSON.stringify(`${folder}/own/`)}, 'probe');
  const { told, whole } = require(${JSON.stringify(`${folder}/own/main.js`)});
  console.log(JSON.stringify({ told, whole }));`;

const root = mkdtempSync(join(tmpdir(), 'terminal-compiled-'));
for (const name of ['cli/entry/compile-cache', 'session/replace-file']) {
  const { outputText } = transpileModule(readFileSync(join(import.meta.dirname, `../../../../src/${name}.ts`), 'utf8'), { compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 } });
  mkdirSync(join(root, dirname(name)), { recursive: true });
  writeFileSync(join(root, `${name}.js`), outputText);
}
afterAll(() => { rmSync(root, { recursive: true, force: true }); });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(root, 'one-'));
  mkdirSync(join(folder, 'own'));
  write('main', MAIN);
  write('part', `exports.told = 'first';`);
});

const write = (name: string, text: string): void => { writeFileSync(join(folder, 'own', `${name}.js`), `${text}\n${LONG}`); };
const run = (): { readonly told: string; readonly whole: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', START(folder)], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as { told: string; whole: string };
};
const keptIn = (): string => join(folder, 'kept', `${process.version}-${process.arch}`);
const partIn = (): string => join(keptIn(), kept().find((name) => name.endsWith('part-js')) ?? 'nothing');
const kept = (): readonly string[] => readdirSync(keptIn()).sort();

test('what was compiled is kept, and read the next time', () => {
  const first = run();
  expect(first).toEqual({ told: 'first', whole: ['object', join(folder, 'own', 'main.js'), join(folder, 'own'), 'true'].join(' ') });
  expect(kept().map((name) => name.slice(-7))).toEqual(['main-js', 'part-js']);
  expect(kept().map((name) => name.slice(0, 6))).toEqual(['probe-', 'probe-']);
  run();
  run();
  const bytes = readFileSync(partIn());
  expect(run()).toEqual(first);
  expect(readFileSync(partIn()).equals(bytes)).toBe(true);
});

test('what the second run needed besides is added to what the first has compiled', () => {
  write('part', `const sum = (of) => of.reduce((all, one) => all + one, 0); exports.told = process.env.MORE ? String(sum([1, 2, 3])) : 'first';`);
  run();
  const { length } = readFileSync(partIn());
  vi.stubEnv('MORE', '1');
  expect(run().told).toBe('6');
  vi.unstubAllEnvs();
  const more = readFileSync(partIn()).length;
  expect(more).toBeGreaterThan(length);
  run();
  expect(readFileSync(partIn()).length).toBe(more);
});

test('a file that was written anew since is compiled anew, though it is as long as before', () => {
  run();
  write('part', `exports.told = 'other';`);
  utimesSync(join(folder, 'own', 'part.js'), new Date(), new Date(Date.now() + 5000));
  expect(run().told).toBe('other');
  expect(run().told).toBe('other');
});

test.each([
  ['nothing', () => Buffer.alloc(0)],
  ['a part', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ['zeroes', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ['the right time and zeroes', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8), Buffer.alloc(bytes.length - 8)])],
  ['the right time and a text', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 8), Buffer.from('nothing that was compiled')])],
])('%s where it was kept: compiled anew, and kept again', (_what, damage) => {
  run();
  const place = partIn();
  const bytes = readFileSync(place);
  writeFileSync(place, damage(bytes));
  expect(run().told).toBe('first');
  expect(readFileSync(place).length).toBeGreaterThan(bytes.length >> 1);
});

test('where nothing can be kept, it runs all the same', () => {
  writeFileSync(join(folder, 'kept'), 'a file where the folder would be');
  expect(run().told).toBe('first');
});
