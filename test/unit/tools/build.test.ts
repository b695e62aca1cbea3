import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Plugin } from 'rolldown';
import { expect, test } from 'vitest';
import { leaveOut, noStream, whenCalled, whenUsed } from '../../tools/build-plugins.js';

const COMMAND = fileURLToPath(new URL('../../../node_modules/@oclif/core/lib/command.js', import.meta.url));
const SOURCE = readFileSync(COMMAND, 'utf8');

/** Bundles modules as the build does, and writes nothing. */
async function bundled(code: string, ...plugins: readonly Plugin[]): Promise<string> {
  const entry = fileURLToPath(new URL('../../../src/bundled.ts', import.meta.url));
  const build = await rolldown({
    input: entry,
    platform: 'node',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
      ...plugins,
    ],
    external: ['typescript', 'ts-node'],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await build.generate({ format: 'cjs' });
  return output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}

const OCLIF = ['args', 'command', 'config', 'flags'].map((name) => `export * as ${name} from '@oclif/core/${name}';`);

test('what oclif loads for nothing is left out, and its own log is silent', async () => {
  const code = await bundled(OCLIF.join('\n'), leaveOut());
  expect(code).toContain('ejs of @oclif/core was left out');
  expect(code).not.toMatch(/node_modules\/(tinyglobby|minimatch|debug|wsl-utils)\//);
});

test('an oclif that asks no more for what is left out ends the build', async () => {
  const changed: Plugin = {
    name: 'changed',
    transform: (code, id) =>
      id.replaceAll('\\', '/').endsWith('/@oclif/core/lib/config/plugin.js')
        ? code.replace('require("tinyglobby")', '{}')
        : undefined,
  };
  await expect(bundled(OCLIF.join('\n'), changed, leaveOut())).rejects.toThrow('asks no more for tinyglobby');
});

test('what oclif asks for is loaded when it is used', () => {
  const { code } = whenUsed.transform.handler(SOURCE, COMMAND);
  expect(code).toContain('const config_1 = () => require("./config");');
  expect(code).toContain('(config_1()).Config.load(');
});

test.each([
  ['a part of a module', SOURCE.replace('require("./config");', 'require("./config").config;')],
  [
    'modules of the other kind',
    SOURCE.replace('const config_1 = require("./config");', "import config_1 from './config';"),
  ],
])('an oclif that asks for %s ends the build', (_, changed) => {
  expect(changed).not.toBe(SOURCE);
  expect(() => whenUsed.transform.handler(changed, COMMAND)).toThrow('asks for modules in another way');
});

test('oclif does not listen to stdout, and one that does so elsewhere ends the build', () => {
  expect(noStream.transform.handler(SOURCE).code).not.toContain('process.stdout.on(');
  expect(() => noStream.transform.handler(SOURCE.replace("process.stdout.on('error'", 'listen('))).toThrow('listens');
});

test('a part of Node is loaded at its first call, and a call that is not foreseen ends the build', async () => {
  const code = await bundled(
    "import { randomInt } from 'node:crypto'; export const draw = () => randomInt(6);",
    whenCalled,
  );
  expect(code).not.toContain('require("node:crypto")');
  await expect(
    bundled("import { scryptSync } from 'node:crypto'; export const key = scryptSync;", whenCalled),
  ).rejects.toThrow('scryptSync');
});
