import { expect, test } from 'vitest';
import type { Target } from '../../../../../src/model/endpoint.js';
import type { Prompter, TextQuestion } from '../../../../../src/steps/dependencies.js';
import { askForLogPorts } from '../../../../../src/flows/onboard/form/log-port-question.js';

const host = '84.50.12.34';
const TARGET: Target = { host, family: 'ipv4', posxml: { host, port: 14445, role: 'posxml' }, log: undefined };

async function asked(
  answer: string,
): Promise<{ readonly targets: readonly Target[]; readonly question: TextQuestion }> {
  let question: TextQuestion | undefined;
  const talk = {
    text: (one: TextQuestion) => {
      question = one;
      return Promise.resolve(answer);
    },
  } as unknown as Prompter;
  const targets = await askForLogPorts([TARGET], talk);
  return { targets, question: question as TextQuestion };
}

test('a port is taken as the log port, and none leaves it out', async () => {
  expect((await asked(' 15551 ')).targets[0]?.log).toEqual({ host, port: 15551, role: 'log' });
  expect((await asked('')).targets).toEqual([TARGET]);
});

test.each([
  ['14445', 'posxml port'],
  ['70000', '65535'],
  ['see', '65535'],
])('%s is no answer', async (answer, reason) => {
  const { question } = await asked('');
  expect(question.check?.(answer)).toContain(reason);
  expect(question.check?.('15551')).toBeUndefined();
});
