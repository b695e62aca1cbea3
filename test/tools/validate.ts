import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { ResultDocument } from '../../src/contract/document.js';
import { publishedSchema } from './json-schema.js';

let compiled: ValidateFunction<ResultDocument> | undefined;

/**
 * Holds a document to docs/json-schema.json and returns it typed; takes the text that a command printed, or its value.
 * @throws Error that names every place where it does not fit.
 */
export function validateDocument(json: unknown): ResultDocument {
  const document: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  compiled ??= new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile<ResultDocument>(JSON.parse(publishedSchema()) as object);
  if (compiled(document)) return document;
  const faults = (compiled.errors ?? []).map(({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`);
  throw new Error(`the document does not fit docs/json-schema.json:\n${faults.join('\n')}`);
}
