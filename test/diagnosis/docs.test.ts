import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CODES } from '../../src/diagnosis/codes.js';
import { diagnosesDocument, DOC } from '../tools/diagnoses-doc.js';

const written = readFileSync(DOC, 'utf8');

test('docs/diagnoses.md is what the table says; else run npm run generate:docs', () => {
  expect(written).toBe(diagnosesDocument());
});

test.each(CODES)('%s has an anchor, once', (code) => {
  expect(written.split(`<a id="${code}"></a>`)).toHaveLength(2);
});

test('every link leads somewhere', () => {
  for (const [, anchor] of written.matchAll(/\]\(#([^)]+)\)/g)) expect(CODES).toContain(anchor);
});
