import { expect, test } from 'vitest';
import { resolveOnce } from '../../../../src/connection/net/resolver.js';

test('a name is asked for once, also where two ask at a time', async () => {
  let asked = 0;
  const resolve = resolveOnce((host) => Promise.resolve([`${host} ${String((asked += 1))}`]));
  expect(await Promise.all([resolve('a.ee'), resolve('a.ee'), resolve('b.ee')])).toEqual([
    ['a.ee 1'],
    ['a.ee 1'],
    ['b.ee 2'],
  ]);
  expect(await resolve('a.ee')).toEqual(['a.ee 1']);
});

test('a name that led nowhere is asked for again', async () => {
  const answers = [Promise.reject(new Error('ENOTFOUND')), Promise.resolve([]), Promise.resolve(['84.50.12.34'])];
  const resolve = resolveOnce(() => answers.shift() ?? Promise.resolve([]));
  await expect(resolve('a.ee')).rejects.toThrow('ENOTFOUND');
  expect(await resolve('a.ee')).toEqual([]);
  expect(await resolve('a.ee')).toEqual(['84.50.12.34']);
  expect(await resolve('a.ee')).toEqual(['84.50.12.34']);
});
