import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export const SCHEMA_FILE = path('docs/json-schema.json');

/** The JSON Schema (draft-07) of what `--json` prints, from the types and docstrings of src/contract/document.ts. */
export function jsonSchema(): string {
  const generator = createGenerator({
    path: path('src/contract/document.ts'),
    tsconfig: path('tsconfig.json'),
    type: 'ResultDocument',
    additionalProperties: false,
    skipTypeCheck: true,
  });
  const schema = { title: 'What terminal prints with --json', ...generator.createSchema('ResultDocument') };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The schema as it is in docs. */
export const publishedSchema = (): string => readFileSync(SCHEMA_FILE, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCHEMA_FILE, jsonSchema());
