import { expect, test } from 'vitest';
import { askForAddress } from '../../../../../src/flows/onboard/recovery/correct-address.js';
import type { Target } from '../../../../../src/model/endpoint.js';
import { parseTargets } from '../../../../../src/targets/parse-targets.js';
import { BACK } from '../../../../../src/steps/dependencies.js';
import type { Progress, Prompter, TextQuestion } from '../../../../../src/steps/dependencies.js';
import { clinicSentence } from '../../../../../src/ui/sentences.js';

const [CURRENT] = parseTargets(['84.50.12.34:14445,15551'], { allowPrivate: false }).targets as [Target];

/** Answers in this order, and keeps the first question and what is told. */
async function asked(
  say: string | null,
  ...answers: readonly string[]
): Promise<{
  readonly question: TextQuestion;
  readonly target: Target | undefined;
  readonly told: readonly Progress[];
}> {
  const questions: TextQuestion[] = [];
  const told: Progress[] = [];
  const none = (): Promise<never> => Promise.reject(new Error('not expected'));
  const talk: Prompter = {
    interactive: true,
    confirm: none,
    choose: none,
    text: (one) => {
      questions.push(one);
      return Promise.resolve(answers[questions.length - 1] ?? '');
    },
  };
  const report = (progress: Progress): void => void told.push(progress);
  const target = await askForAddress(CURRENT, talk, report, { language: 'et', allowPrivate: false, say });
  const [question] = questions;
  if (!question) throw new Error('nothing was asked');
  return { question, target, told };
}

test('what was found wrong with the address is what to say; else the question of the beginning', async () => {
  expect((await asked('Seda nime ei ole.', '84.50.12.35')).question.preamble).toEqual(['Say: Seda nime ei ole.']);
  expect((await asked(null, '84.50.12.35')).question.preamble).toEqual([`Say: ${clinicSentence('target', 'et')}`]);
});

test('one terminal is an answer, and to go back is none', async () => {
  const { target, question } = await asked(null, 'it is 84.50.12.35:14445,15551');
  expect(target).toMatchObject({ host: '84.50.12.35', posxml: { port: 14445 }, log: { port: 15551 } });
  expect(question.check?.('84.50.12.35 84.50.12.36')).toContain('more than one terminal');
  expect(question.check?.('84.50.12.35:14445 something else and 15551')).toContain('Not used: 15551.');
  expect(question.check?.('here')).toContain('no address');
  expect((await asked(null, BACK)).target).toBeUndefined();
});

test('the log port is asked for where only one port was said, and what is left out is told', async () => {
  const { target, told } = await asked(null, '84.50.12.35:14445, gateway 84.50.12.1', '15551');
  expect(target).toMatchObject({ posxml: { port: 14445 }, log: { port: 15551 } });
  expect(told).toEqual([{ kind: 'note', text: 'Left out: 84.50.12.1 (it is called a gateway).' }]);
  expect((await asked(null, '84.50.12.35:14445')).target).toMatchObject({ posxml: { port: 14445 } });
});

test('an address without ports has the ports of the former one, and says so', async () => {
  const { target, told } = await asked(null, '84.50.12.35');
  expect(target).toMatchObject({
    host: '84.50.12.35',
    posxml: { host: '84.50.12.35', port: 14445 },
    log: { host: '84.50.12.35', port: 15551 },
  });
  expect(told).toEqual([{ kind: 'note', text: 'Understood: 84.50.12.35, posxml port 14445, log port 15551.' }]);
});
