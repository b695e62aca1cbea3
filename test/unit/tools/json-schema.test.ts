import { expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../../src/contract/document.js';
import type { ResultDocument } from '../../../src/contract/document.js';
import { jsonSchema, publishedSchema } from '../../tools/json-schema.js';
import { validateDocument } from '../../support/validate.js';

const DOCUMENT: ResultDocument = {
  schemaVersion: SCHEMA_VERSION,
  command: 'probe',
  ok: false,
  exitCode: 5,
  runId: 'r-1',
  durationMs: 412,
  result: {},
  checks: [{ id: 'tcp.posxml', status: 'pass', target: '127.0.0.1:4445', ms: 31, evidence: {} }],
  diagnoses: [
    {
      code: 'ports.swapped',
      severity: 'error',
      summary: 's',
      because: ['tcp.log'],
      target: null,
      causes: [],
      ask: null,
      say: null,
      do: null,
      solved: 'it works',
      help: 'nobody',
    },
  ],
  error: { code: 'x', category: 'terminal', message: 'm', cause: null, actions: [], contact: null, retryable: true },
  resume: { id: 'i', command: 'terminal onboard --resume i' },
  warnings: [],
};

test('docs/json-schema.json is what the types say now (npm run generate:schema)', () => {
  expect(publishedSchema()).toBe(jsonSchema());
});

test('a document fits, as text and as a value', () => {
  expect(validateDocument(DOCUMENT)).toEqual(DOCUMENT);
  expect(validateDocument(JSON.stringify(DOCUMENT))).toEqual(DOCUMENT);
  expect(validateDocument({ ...DOCUMENT, error: null, resume: null })).toMatchObject({ error: null });
});

test.each(Object.keys(DOCUMENT))('a document without %s does not fit', (key) => {
  expect(() => validateDocument(Object.fromEntries(Object.entries(DOCUMENT).filter(([name]) => name !== key)))).toThrow(
    key,
  );
});

test.each<[string, object]>([
  ['an unknown key', { extra: 1 }],
  ['another version', { schemaVersion: 2 }],
  ['an exit status as text', { exitCode: '5' }],
  ['no checks at all', { checks: null }],
  ['an unknown check', { checks: [{ ...DOCUMENT.checks[0], id: 'tcp.other' }] }],
  ['a check without evidence', { checks: [{ ...DOCUMENT.checks[0], evidence: undefined }] }],
  ['an unknown severity', { diagnoses: [{ ...DOCUMENT.diagnoses[0], severity: 'info' }] }],
  ['what no probe finds', { result: { terminal: 'SB000001' } }],
  ["another command's result", { command: 'probe', result: { help: 'x', version: '1' } }],
  ['an error with a key more', { error: { ...DOCUMENT.error, stack: 'at …' } }],
])('a document with %s does not fit', (_, change) => {
  expect(() => validateDocument({ ...DOCUMENT, ...change })).toThrow('does not fit');
});

test.each(['', '{}', '[]', 'null', '{"schemaVersion":1}'])('%j is no document', (text) => {
  expect(() => validateDocument(text)).toThrow(Error);
});

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

test('a result is held to its command', () => {
  const [explained, done] = [{ codes: [] }, { ...DOCUMENT, command: 'explain' }];
  expect(validateDocument({ ...done, result: explained })).toMatchObject({ result: explained });
  expect(() => validateDocument({ ...done, command: 'doctor', result: explained })).toThrow('does not fit');
});

test('every key that all documents have is described', () => {
  const { definitions } = JSON.parse(publishedSchema()) as { definitions: Readonly<Record<string, Described>> };
  const bare = ['ResultDocument', 'Check', 'DiagnosisDocument', 'ErrorDocument', 'ResumeDocument'].flatMap((type) =>
    Object.entries(definitions[type]?.properties ?? { none: {} }).flatMap(([key, { description }]) =>
      description === undefined ? [`${type}.${key}`] : [],
    ),
  );
  expect(bare).toEqual([]);
});
