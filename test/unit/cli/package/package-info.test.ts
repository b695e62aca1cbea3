import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core/config';
import { expect, test } from 'vitest';
import { readProgram, userAgent } from '../../../../src/cli/package/package-info.js';
import { OWN_FILES } from '../../../support/own-files.js';

const program = readProgram(OWN_FILES);
const config = await Config.load(fileURLToPath(new URL('../../../..', import.meta.url)));

test('what is told of the program without oclif is what oclif would tell', () => {
  expect(userAgent(program)).toBe(config.userAgent.replace(config.name, 'terminal'));
  expect(program.platform).toBe(`${config.platform}-${config.arch}`);
  expect(program.root.replace(/[\\/]+$/, '')).toBe(config.root);
});

test('the commands are those that oclif finds, in its order', () => {
  const commands = program.commands();
  expect(commands.map(({ id }) => id)).toEqual(config.commandIDs);
  expect(commands.map(({ flags, args }) => [flags, args])).toEqual(
    config.commands.map(({ flags, args }) => [flags, args]),
  );
});

test('what the build writes down of them is what their manifest says', () => {
  const commands = program.commands();
  const [{ flags }] = commands as [(typeof commands)[number]];
  expect(Object.entries(program.index.files)).toEqual(
    commands.map(({ id, relativePath = [] }) => [id, relativePath.join('/')]),
  );
  expect(program.index.withValue).toEqual(
    Object.values(flags)
      .filter(({ type, helpGroup }) => type === 'option' && helpGroup === 'GLOBAL')
      .map(({ name }) => `--${name}`),
  );
});
