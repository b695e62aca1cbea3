import type { FieldShape, Fields } from './fields.js';
import { writeDateTime } from './datetime.js';
import { MESSAGES } from './messages.js';
import type { Message } from './messages.js';
import { escapeXml } from './characters.js';
import { spelledIn } from './spellings.js';
import { isVersion } from './versions.js';

/**
 * Writes a message as one PosXML document.
 * @throws RangeError when a value does not fit its field: a defect of the caller, found before anything is sent.
 */
export function encodeMessage(message: Message & { readonly version: string }): string {
  const { name, version } = message;
  if (!isVersion(version)) throw new RangeError('this is no version that an envelope can carry');
  const body = writeFields(MESSAGES[name], message.body, version);
  return `<?xml version="1.0" encoding="UTF-8" ?><PosXML version="${version}"><${name}>${body}</${name}></PosXML>`;
}

function writeFields(fields: Fields, body: object, version: string): string {
  const values = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw new RangeError(`the message has no field ${unknown}`);
  let out = '';
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) continue;
    const tag = spelledIn(version, name);
    const content =
      field.type === 'group' ? writeFields(field.fields, value as object, version) : writeValue(name, field, value);
    out += `<${tag}>${content}</${tag}>`;
  }
  return out;
}

function writeValue(name: string, field: Exclude<FieldShape, { type: 'group' }>, value: unknown): string {
  switch (field.type) {
    case 'number':
      return writeInteger(name, value, 0, 10 ** field.max - 1);
    case 'amount':
      return writeInteger(name, value, -(10 ** 12 - 1), 10 ** 12 - 1);
    case 'datetime':
      return writeDateTime(value as string);
    case 'block':
      return escapeXml(value as string);
    case 'text': {
      const chars = Array.from(value as string).length;
      if (chars > field.max)
        throw new RangeError(`${name} is ${String(chars)} characters, the most is ${String(field.max)}`);
      return escapeXml(value as string);
    }
  }
}

function writeInteger(name: string, value: unknown, min: number, max: number): string {
  if (!Number.isSafeInteger(value) || (value as number) < min || (value as number) > max) {
    throw new RangeError(`${name} must be an integer from ${String(min)} to ${String(max)}, not ${String(value)}`);
  }
  return String(value);
}
