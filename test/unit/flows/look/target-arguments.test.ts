import { expect, test } from 'vitest';
import { judgeFacts } from '../../../../src/diagnosis/judge-facts.js';
import { givenTargets, onlyTarget, writtenTargets } from '../../../../src/flows/look/target-arguments.js';
import type { Written } from '../../../../src/flows/look/target-arguments.js';
import { AppError } from '../../../../src/contract/app-error.js';

const read = (words: readonly string[], role?: string): readonly Written[] =>
  writtenTargets({ words, role, allowPrivate: false }).written;

// Here and not as a run of the program: a name would be looked up, and a look-up leaves the machine.
test('a host name is accepted with a warning that the guide asks for a fixed address', () => {
  const [written, ...others] = read(['clinic.example:4445']);
  expect(others).toEqual([]);
  expect(written).toMatchObject({
    target: { host: 'clinic.example', family: 'name' },
    problem: { code: 'address.hostname' },
  });
  const found = judgeFacts({ at: 0, address: { input: 'clinic.example', problem: written?.problem } }, 'en', 'probe');
  expect(found).toMatchObject({ exit: 0, error: null, diagnoses: [{ code: 'address.hostname', severity: 'warning' }] });
});

test('two terminals are one too many for a command that works on one', () => {
  const written = read(['84.50.12.34', '84.50.12.35']);
  expect(() => onlyTarget(written, 'en')).toThrow(AppError);
  expect(onlyTarget(written.slice(0, 1), 'en')).toMatchObject({ host: '84.50.12.34' });
});

test('a wrong address among right ones is what is told', () => {
  const written = read(['84.50.12.34', '84.111.222.333']);
  expect(() => onlyTarget(written, 'en')).toThrow(/333/);
});

test.each([
  ['IP: 84.50.12.34, port forward 4445 4445 192.168.1.50, 5551 5551 192.168.1.50', /^84\.50\.12\.34/, /given twice/],
  ['IP 84.50.12.34, port forward 4445 192.168.1.50, 5551 192.168.1.50', /^84\.50\.12\.34:4445$/, /5551 may be one of/],
])('%s: what is wrong names its address, in a sentence that is whole', (text, input, reason) => {
  const [written, ...others] = read([text]);
  expect(others).toEqual([]);
  expect(written).toMatchObject({
    target: undefined,
    problem: {
      input: expect.stringMatching(input) as unknown,
      reason: expect.stringMatching(reason) as unknown,
    },
  });
  expect(written?.problem?.reason).not.toMatch(/…/);
});

test('nothing at all is told as missing', () => {
  expect(() => read([])).toThrow(
    expect.objectContaining({
      fields: expect.objectContaining({ code: 'usage.missing', exit: 2 }) as unknown,
    }) as Error,
  );
});

test('targets that take minutes to read are refused before they are read', () => {
  const words = ['port 4445 '.repeat(6000)];
  const flags = { 'allow-private': true };
  expect(() => givenTargets(words, flags)).toThrow('none was read');
  expect(() => writtenTargets({ words, role: undefined, allowPrivate: true })).toThrow('none was read');
});
