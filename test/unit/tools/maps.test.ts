import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What the maps of a file of dist/ lead to. */
function sourcesOf(name: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(new URL(`../../../dist/${name}.js.map`, import.meta.url), 'utf8')) as {
    readonly sources: readonly string[];
  };
  return sources;
}

test.each([
  ['main', '../src/cli/entry/main.ts'],
  ['main', '../node_modules/chalk/source/index.js'],
  ['look', '../node_modules/ipaddr.js/lib/ipaddr.js'],
  ['undici', '../node_modules/undici/index.js'],
])('a stack in %s can be read by the lines of %s', (name, source) => {
  expect(sourcesOf(name)).toContain(source);
});
