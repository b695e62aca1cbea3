import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../src/contract/exit.js';
import { explainCode } from '../../src/diagnosis/advice.js';
import { CODES } from '../../src/diagnosis/codes.js';
import { publishedSchema } from './json-schema.js';

/** A line for each thing that a script can rely on. */
export const SURFACE_FILE = fileURLToPath(new URL('../unit/contract/surface.txt', import.meta.url));

/** What was promised. */
export const promised = (): readonly string[] =>
  existsSync(SURFACE_FILE)
    ? readFileSync(SURFACE_FILE, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

/** What there is now: commands, arguments, flags and their values; exit statuses and codes; the keys of all documents and their types. */
export function surface(): readonly string[] {
  return [...new Set([...commandLines(), ...codeLines(), ...keyLines()])].sort();
}

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly args?: Readonly<Record<string, object>>;
        readonly flags?: Readonly<Record<string, Flag>>;
        readonly hidden?: boolean;
      }
    >
  >;
}

interface Flag {
  readonly type: string;
  readonly options?: readonly string[];
  readonly env?: string;
}

function commandLines(): readonly string[] {
  const { commands } = JSON.parse(
    readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8'),
  ) as Manifest;
  return Object.entries(commands)
    .filter(([, { hidden }]) => hidden !== true)
    .flatMap(([id, { args = {}, flags = {} }]) => {
      const name = id.replaceAll(':', ' ');
      const ofFlag = ([flag, { type, options = [], env = '' }]: [string, Flag]): readonly string[] => [
        `flag ${name} --${flag}: ${type}, ${env}`,
        ...options.map((value) => `value ${name} --${flag} ${value}`),
      ];
      return [
        `command ${name}`,
        ...Object.keys(args).map((arg) => `argument ${name} ${arg}`),
        ...Object.entries(flags).flatMap(ofFlag),
      ];
    });
}

function codeLines(): readonly string[] {
  const codes = CODES.flatMap((code) => explainCode(code, 'en') ?? []).map(
    ({ code, kind, severity, exit }) => `code ${code}: ${severity ?? kind}, exit ${String(exit)}`,
  );
  return [...codes, ...Object.entries(EXIT).map(([name, status]) => `exit ${String(status)}: ${name}`)];
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

function keyLines(): readonly string[] {
  const { definitions } = JSON.parse(publishedSchema()) as { readonly definitions: Readonly<Record<string, Schema>> };
  return Object.entries(definitions).flatMap(([name, schema]) => linesOf(name, schema));
}

/** Enums may grow, so that each value has a line of its own. */
function linesOf(path: string, schema: Schema): readonly string[] {
  const { properties = {}, required = [], anyOf = [], items, enum: values = [] } = schema;
  return [
    ...values.map((value) => `value ${path} ${String(value)}`),
    ...Object.entries(properties).flatMap(([key, inner]) => [
      `key ${path}.${key}${required.includes(key) ? '' : '?'}: ${typeOf(inner)}`,
      ...linesOf(`${path}.${key}`, inner),
    ]),
    ...anyOf.flatMap((inner) => linesOf(path, inner)),
    ...(items ? linesOf(`${path}[]`, items) : []),
  ];
}

function typeOf({ type, $ref, anyOf, items, const: only }: Schema): string {
  if ($ref !== undefined) return $ref.replace('#/definitions/', '');
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  if (only !== undefined) return JSON.stringify(only);
  if (type === 'array' && items) return `${typeOf(items)}[]`;
  return typeof type === 'string' ? type : (type ?? ['anything']).join(' or ');
}

/** Adds what is new. What is gone is taken out by hand, by a person who raises SCHEMA_VERSION or says why not. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(SURFACE_FILE, `${[...new Set([...promised(), ...surface()])].sort().join('\n')}\n`);
}
