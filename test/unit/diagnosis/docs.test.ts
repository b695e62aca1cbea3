import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CODES } from '../../../src/diagnosis/codes.js';
import { diagnosesPages, FOLDER } from '../../tools/diagnoses-doc.js';

const written = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));

test('docs/diagnoses/ is what the table says; else run npm run generate:docs', () => {
  expect([...written].sort()).toEqual([...diagnosesPages()].sort());
});

test.each(CODES)('%s has a page of its own, and the index leads to it once', (code) => {
  expect(written.get(`${code}.md`)).toMatch(`# ${code}\n`);
  expect(written.get('README.md')?.split(`](${code}.md)`)).toHaveLength(2);
});

test('every link leads somewhere', () => {
  for (const page of written.values())
    for (const [, name] of page.matchAll(/\]\(([^)]+)\)/g)) expect([...written.keys()]).toContain(name);
});
