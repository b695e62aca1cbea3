import { expect, test } from 'vitest';
import { cloudWith, terminalWith } from '../../../support/sandbox.js';
import { playCall, targetAt } from './scripted-call.js';

const AFTER: readonly (readonly ['charge.consent' | 'receipt.printed', boolean])[] = [
  ['charge.consent', true],
  ['receipt.printed', true],
];

test.concurrent('what the clinic did not know is asked again before the terminal is registered', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const call = await playCall({
    terminal,
    cloud,
    target: targetAt(terminal),
    open: ['model', 'bank'],
    script: [
      ['identify.code', 'code'],
      ['model', 'desk3200'],
      ['bank', 'unknown'],
      ['step.failed', 'again'],
      ['model', 'desk3200'],
      ['bank', () => (cloud.records.length === 0 ? 'lhv' : '')],
      ...AFTER,
    ],
  });
  expect(call.outcome).toMatchObject({ exit: 0 });
  expect(cloud.records).toMatchObject([{ model: 'ingenico_desk3200', bank: 'lhv', status: 'active' }]);
  expect(call.session.answers).toMatchObject({ model: 'desk3200', bank: 'lhv' });
  const [first] = call.asked.filter(({ id }) => id === 'bank');
  expect(first).toMatchObject({ noDefault: true });
  expect(first?.kind === 'choice' && first.choices.map(({ value }) => value).slice(-2)).toEqual(['another', 'unknown']);
});

test.concurrent(
  'a model that the cloud does not have: the test payment is made, and the terminal registered later',
  async () => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    const call = await playCall({
      terminal,
      cloud,
      target: targetAt(terminal),
      open: ['model'],
      script: [['identify.code', 'code'], ['model', 'another'], ['step.failed', 'skip'], ...AFTER],
    });
    expect(call.outcome).toMatchObject({ exit: 8, error: { code: 'incomplete.stopped' } });
    expect(call.screen.join('\n')).toContain('The cloud does not know this model, so it is not registered yet.');
    expect([cloud.records, terminal.ledger.net(), call.session.answers.model]).toEqual([[], 0, undefined]);
  },
);
