import { expect, test } from 'vitest';
import { codesOf, keepCause } from '../../../src/cloud/sanitized-cause.js';
import { createSecrets } from '../../../src/cloud/secrets.js';
import { expectNoLeak } from './support/leaks.js';

const SECRET = 'top secret/+=';

function redactor() {
  const secrets = createSecrets();
  secrets.add(SECRET);
  return secrets.redact;
}

test('a cause keeps what an error says of itself, and neither secrets nor what hung on it', () => {
  const inner = Object.assign(new Error(`connect with ${SECRET} and ${encodeURIComponent(SECRET)}`), {
    code: 'ECONNRESET',
    headers: { authorization: SECRET },
    input: SECRET,
  });
  const kept = keepCause(
    Object.assign(new TypeError('outer', { cause: inner }), { code: 'UND_ERR_SOCKET' }),
    redactor(),
  );
  expect(kept).toMatchObject({ name: 'TypeError', message: 'outer', cause: { message: 'connect with *** and ***' } });
  expect(codesOf(kept)).toEqual(['UND_ERR_SOCKET', 'ECONNRESET']);
  expectNoLeak(kept, [SECRET]);
});

test('a cause of several attempts is the first, and a circle of causes has an end', () => {
  const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  expect(codesOf(keepCause(new AggregateError([refused]), redactor()))).toEqual(['ECONNREFUSED']);
  const circle = Object.assign(new Error('circle'), { code: 'E' });
  circle.cause = circle;
  expect(codesOf(keepCause(circle, redactor())).length).toBeLessThan(10);
});

test.each([undefined, null, 'text', 7])('a cause that is %s keeps nothing', (value) => {
  expect(keepCause(value, redactor())).toBeUndefined();
});
