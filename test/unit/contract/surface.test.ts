import { expect, test } from 'vitest';
import { promised, surface } from '../../tools/surface.js';

test('nothing that a script relies on is gone or has become something else', () => {
  const now = new Set(surface());
  expect(promised().filter((line) => !now.has(line))).toEqual([]);
});

test('what is new is promised, too; if not: npm run generate:surface', () => {
  const known = new Set(promised());
  expect(surface().filter((line) => !known.has(line))).toEqual([]);
});

test('it holds each kind of thing', () => {
  expect(promised()).toEqual(
    expect.arrayContaining([
      'command sessions resolve',
      'argument explain code',
      'flag probe --json: boolean, TERMINAL_JSON',
      'value register --bank seb',
      'code ports.swapped: error, exit 5',
      'exit 10: money',
      'key ResultDocument.exitCode: number',
      'key TargetResult.posxml: PortResult or null',
      'value CheckStatus unknown',
    ]),
  );
});
