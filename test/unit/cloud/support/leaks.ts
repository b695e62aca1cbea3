import { inspect } from 'node:util';
import { expect } from 'vitest';

/** Fails if any of the secrets shows anywhere in the value: its stack, its causes, its hidden properties. */
export function expectNoLeak(value: unknown, secrets: readonly string[]): void {
  const seen = [
    inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    ...chain(value),
  ].join('\n');
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      expect(seen.includes(form), `a secret shows in ${seen.slice(0, 400)}`).toBe(false);
    }
  }
  expect(/\b(Bearer|Basic) [A-Za-z0-9+/=_-]{8,}/.test(seen), 'an Authorization header shows').toBe(false);
}

function chain(value: unknown): readonly string[] {
  if (!(value instanceof Error)) return value === undefined ? [] : [JSON.stringify(value)];
  return [
    value.message,
    value.stack ?? '',
    JSON.stringify(value),
    JSON.stringify(Object.getOwnPropertyDescriptors(value)),
    ...chain(value.cause),
  ];
}
