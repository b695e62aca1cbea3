import { expect, test } from 'vitest';
import { AppError } from '../../../../src/contract/app-error.js';
import { readStoreAddress } from '../../../../src/session/team/store-address.js';

test.each([
  ['postgresql://db.example/terminal', { host: 'db.example', database: 'terminal' }],
  ['postgres://mari@db.example:6432/terminal', { host: 'db.example', port: 6432, user: 'mari', database: 'terminal' }],
  ['postgresql:///terminal', { host: undefined, database: 'terminal' }],
  ['postgresql://%2Fvar%2Frun%2Fpostgresql/terminal', { host: '/var/run/postgresql', database: 'terminal' }],
  ['postgresql:///terminal?host=/tmp&port=5433', { host: '/tmp', port: 5433, database: 'terminal' }],
  ['postgresql://[::1]:5433/t%20m', { host: '::1', port: 5433, database: 't m' }],
])('%s is an address', (text, address) => {
  expect(readStoreAddress(text)).toMatchObject(address);
});

test.each([
  'postgresql://mari:hunter2@db.example/terminal',
  'postgresql://:hunter2@db.example/terminal',
  'postgresql://db.example/terminal?password=hunter2',
  'postgresql://db.example/terminal?user=a&password=hunter2',
])('a password in %s is refused, and not repeated', (text) => {
  const error = failureOf(text);
  expect(error.fields).toMatchObject({ code: 'usage.invalid', exit: 2 });
  expect(JSON.stringify(error.fields)).toContain('PGPASSFILE');
  expect(JSON.stringify(error.fields)).not.toContain('hunter2');
});

test.each([
  '',
  'db.example/terminal',
  'https://db.example/terminal',
  'mysql://db.example/terminal',
  'postgresql://db.example',
  'postgresql://db.example/',
  'postgresql://db.example/a/b',
  'postgresql://db.example:99999/terminal',
  'postgresql://db.example/terminal?port=x',
  'postgresql://db.example/terminal?sslmode=disable',
  'postgresql://db.example/%zz',
])('%j is no address of a store', (text) => {
  expect(failureOf(text).fields).toMatchObject({ code: 'usage.invalid', exit: 2 });
});

function failureOf(text: string): AppError {
  try {
    readStoreAddress(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was taken');
}
