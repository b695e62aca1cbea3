import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { SandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import type { Exchange } from '../../../../src/sandbox/cloud/types.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: unknown }>>;
}
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

export const CONTRACT_FILE = new URL('../../../../docs/cloud-api.yaml', import.meta.url);
const contract = parse(readFileSync(CONTRACT_FILE, 'utf8')) as Document;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

/** What is wrong with a value by the schema at this place of docs/cloud-api.yaml. */
function errorsOf(pointer: readonly string[], value: unknown): readonly string[] {
  const $ref = `contract#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
  );
}

interface Found {
  readonly template: string;
  readonly method: string;
  readonly operation: Operation;
}

function operationOf(exchange: Exchange): Found | undefined {
  const path = exchange.path.replace(/^\/(sandbox|clinic)(?=\/)/, '');
  const method = exchange.method.toLowerCase();
  for (const [template, item] of Object.entries(contract.paths)) {
    const shape = new RegExp(`^${template.replaceAll('.', '\\.').replaceAll('{id}', '[1-9]\\d*')}$`);
    const operation = item[method];
    if (shape.test(path) && operation) return { template, method, operation };
  }
  return undefined;
}

function requestErrors(exchange: Exchange): readonly string[] {
  const found = operationOf(exchange);
  if (!found) return [`no operation for ${exchange.method} ${exchange.path}`];
  const { template, method, operation } = found;
  const errors: string[] = [];
  for (const [name, value] of new URLSearchParams(exchange.query)) {
    const index = (operation.parameters ?? []).findIndex(
      (parameter) => parameter.in === 'query' && parameter.name === name,
    );
    if (index < 0) errors.push(`no parameter ${name}`);
    else errors.push(...queryErrors([template, method, String(index)], value));
  }
  const content = operation.requestBody?.content;
  if (!content) return exchange.body === '' ? errors : [...errors, 'a body where none belongs'];
  if (!(exchange.contentType in content)) return [...errors, `no content type ${exchange.contentType}`];
  const pointer = ['paths', template, method, 'requestBody', 'content', exchange.contentType, 'schema'];
  return [...errors, ...errorsOf(pointer, bodyOf(exchange))];
}

/** A query is text; where the schema wants a number, the text must be one. */
function queryErrors([template = '', method = '', index = '']: readonly string[], value: string): readonly string[] {
  const pointer = ['paths', template, method, 'parameters', index, 'schema'];
  const asText = errorsOf(pointer, value);
  return asText.length === 0 || (/^\d+$/.test(value) && errorsOf(pointer, Number(value)).length === 0) ? [] : asText;
}

function bodyOf(exchange: Exchange): unknown {
  if (exchange.contentType === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(exchange.body));
  try {
    return JSON.parse(exchange.body ?? '');
  } catch {
    return undefined;
  }
}

function responseErrors(exchange: Exchange): readonly string[] {
  const found = operationOf(exchange);
  if (!found)
    return exchange.status === 404 || exchange.status === 405 ? [] : [`${exchange.status} where there is no operation`];
  const { template, method, operation } = found;
  const response = operation.responses[String(exchange.status)];
  if (!response) return [`${exchange.method} ${template} has no status ${exchange.status}`];
  const place = response.$ref
    ? response.$ref.slice(2).split('/')
    : ['paths', template, method, 'responses', String(exchange.status)];
  const missing =
    exchange.status === 429 && !/^\d+$/.test(exchange.answer.headers?.['retry-after'] ?? '')
      ? ['429 without Retry-After']
      : [];
  return [...missing, ...errorsOf([...place, 'content', 'application/json', 'schema'], exchange.answer.json)];
}

/**
 * Holds every request and answer to the contract. What a fault shaped is no answer of the contract.
 * `otherwise`: the instance, or what people entered in it, is unlike the contract.
 * `wrongRequests`: the test sent wrong ones on purpose, and each must have been refused.
 */
export function expectContract(
  sandbox: Pick<SandboxCloud, 'requests'>,
  { wrongRequests = false, otherwise = false } = {},
): void {
  for (const exchange of sandbox.requests) {
    const label = `${exchange.method} ${exchange.path}?${exchange.query} → ${exchange.status}`;
    const wrong = requestErrors(exchange);
    if (!wrongRequests || exchange.status < 400) expect(wrong, label).toEqual([]);
    if (!otherwise && (exchange.fault === undefined || exchange.fault === 'lost-reply'))
      expect(responseErrors(exchange), label).toEqual([]);
  }
}
