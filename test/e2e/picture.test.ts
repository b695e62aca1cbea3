import { existsSync, readFileSync } from 'node:fs';
import sax from 'sax';
import { expect, test } from 'vitest';
import { cellsOf } from '../support/screen.js';
import { COLUMNS, recordCall } from '../tools/picture/record.js';
import { drawWindow, linesOf } from '../tools/picture/svg.js';
import { textOf, tidy, wordsOf } from '../tools/picture/tidy.js';

const PICTURE = new URL('../../docs/call.svg', import.meta.url);
const svg = existsSync(PICTURE) ? readFileSync(PICTURE, 'utf8') : '';

test('the picture of a call is well-formed, needs nothing else, and can be read aloud', () => {
  const names = new Set<string>();
  const parser = sax.parser(true);
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name }) => {
    names.add(name);
  };
  parser.write(svg).close();
  expect([...names].sort()).toEqual(['circle', 'desc', 'rect', 'style', 'svg', 'text', 'title', 'tspan']);
  expect(svg).not.toMatch(/href|url\(|@import|\son\w+=/);
  expect(svg).toMatch(/role="img" aria-labelledby="title desc"/);
  expect(linesOf(svg).slice(-2)).toEqual([
    'Done: the terminal is active in the cloud. Session 20260214-bcdfg.',
    'Report for the ticket: terminal report 20260214-bcdfg',
  ]);
});

test('the picture shows the program as it is today; if not: npm run picture', async () => {
  const today = tidy(cellsOf(await recordCall(), COLUMNS));
  expect(wordsOf(linesOf(svg))).toEqual(wordsOf(today.map(textOf)));
  expect(linesOf(drawWindow(today, 'x')), 'a window is read back as it was drawn').toEqual(
    today.map((line) => textOf(line).trimEnd()).filter((text) => text !== ''),
  );
});
