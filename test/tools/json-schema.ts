import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export const SCHEMA_FILE = path('docs/json-schema.json');

/**
 * The JSON Schema (draft-07) of what `--json` prints, and of the lines of `--jsonl`, from the types and docstrings of
 * src/contract. Each command is held to its own result.
 */
export function jsonSchema(): string {
  // All other types follow from those of the lines.
  const generator = createGenerator({
    path: path('src/contract/lines.ts'),
    tsconfig: path('tsconfig.json'),
    additionalProperties: false,
    skipTypeCheck: true,
  });
  const types = ['ResultDocument', 'TargetLine', 'WatchLine', 'SummaryLine', 'Results'];
  const all = Object.assign({}, ...types.map((type) => generator.createSchema(type).definitions ?? {})) as Readonly<
    Record<string, Definition>
  >;
  const { ResultDocument, ...others } = Object.fromEntries(
    Object.entries(all).filter(([name]) => name !== 'CommandResult'),
  );
  const schema = {
    title: 'What terminal prints with --json; TargetLine, WatchLine and SummaryLine: with --jsonl',
    $schema: 'http://json-schema.org/draft-07/schema#',
    $ref: '#/definitions/ResultDocument',
    definitions: {
      ResultDocument: eachCommand(ResultDocument ?? {}, Object.keys(all['Results']?.properties ?? {})),
      ...others,
    },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

interface Definition {
  readonly properties?: Readonly<Record<string, object>>;
}

/** A document whose `result` is that of its command, of `--help` or `--version`, or empty. */
function eachCommand(document: Definition, commands: readonly string[]): object {
  const result = { ...document.properties?.['result'], $ref: undefined, type: 'object' };
  const ownResult = (command: string): object => ({
    if: { type: 'object', properties: { command: { const: command } } },
    then: {
      type: 'object',
      properties: {
        result: {
          anyOf: [`Results/properties/${command}`, 'AboutResult', 'NoResult'].map((name) => ({
            $ref: `#/definitions/${name}`,
          })),
        },
      },
    },
  });
  return { ...document, properties: { ...document.properties, result }, allOf: commands.map(ownResult) };
}

/** The schema as it is in docs. */
export const publishedSchema = (): string => readFileSync(SCHEMA_FILE, 'utf8');

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(SCHEMA_FILE, jsonSchema());
