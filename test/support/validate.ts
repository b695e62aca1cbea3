import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { Json } from '../../src/contract/json.js';
import type { ResultDocument } from '../../src/contract/document.js';
import { publishedSchema } from '../tools/json-schema.js';

/** A document as it was printed; what its result holds is the caller's to know. */
export type PrintedDocument = Omit<ResultDocument, 'result'> & { readonly result: { readonly [key: string]: Json } };

type Line = 'TargetLine' | 'WatchLine' | 'SummaryLine';

const compiled = new Map<string, ValidateFunction>();

/**
 * Holds a document to docs/json-schema.json and returns it typed; takes the text that a command printed, or its value.
 * @throws Error that names every place where it does not fit.
 */
export function validateDocument(json: unknown): PrintedDocument {
  return held(json, 'ResultDocument') as PrintedDocument;
}

/** The same for a line of `--jsonl`. */
export function validateLine(json: string, type: Line): unknown {
  return held(json, type);
}

function held(json: unknown, type: string): unknown {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  const validate = compiled.get(type) ?? compile(type);
  if (validate(value)) return value;
  const faults = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
  );
  throw new Error(`the document does not fit docs/json-schema.json:\n${faults.join('\n')}`);
}

function compile(type: string): ValidateFunction {
  const schema = { ...(JSON.parse(publishedSchema()) as object), $ref: `#/definitions/${type}` };
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  compiled.set(type, validate);
  return validate;
}
