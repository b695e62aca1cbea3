import { expect, test } from 'vitest';
import { EXIT_MEANINGS } from '../../../src/contract/exit.js';
import { explainAnything } from '../../../src/diagnosis/explain.js';
import { TERMS } from '../../../src/diagnosis/terms.js';
import { KNOWN_RETURN_CODES } from '../../../src/posxml/return-codes.js';

const meaningOf = (typed: string): string => {
  const explained = explainAnything(typed, 'en');
  return explained.kind === 'found' ? `${explained.explanation.kind}: ${explained.explanation.meaning}` : 'unknown';
};

test('every return code and every exit status is explained', () => {
  for (const code of KNOWN_RETURN_CODES.filter((code) => code > 1))
    expect(meaningOf(String(code))).toMatch(/^return-code: /);
  for (const [status, words] of EXIT_MEANINGS) {
    expect(meaningOf(String(status))).toContain(words);
    expect(meaningOf(`exit ${String(status)}`)).toMatch(/^exit-status: /);
  }
  // Both, where a number is both.
  expect(meaningOf('1')).toMatch(/a bug in terminal\. As a return code of the terminal: a card is in the reader\./);
  expect(meaningOf('32777')).toBe('unknown');
});

test('a return code leads on to what tells more, and has its question and its sentence', () => {
  expect(explainAnything('32776', 'et')).toMatchObject({
    explanation: {
      code: '32776',
      do: ['See: terminal explain payment.no-card'],
      say: expect.stringMatching(/^Kaarti/) as string,
    },
  });
});

test('every word is found however it is written, and no word is there twice', () => {
  const names = TERMS.flatMap((term) => term.names.map((name) => name.toLowerCase()));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(meaningOf(name.toUpperCase().replaceAll(' ', '-'))).toMatch(/^term: /);
});

test('a slip names what may be meant, and no command that charges a card', () => {
  expect(explainAnything('stam', 'en')).toMatchObject({
    kind: 'unknown',
    nearest: expect.arrayContaining(['STAN']) as string[],
  });
  expect(explainAnything('ports.swaped', 'en')).toMatchObject({ nearest: ['ports.swapped'] });
  expect(explainAnything('reversel', 'en')).toMatchObject({
    nearest: expect.arrayContaining(['reversal']) as string[],
  });
});
