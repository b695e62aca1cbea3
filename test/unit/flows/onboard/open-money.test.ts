import { expect, test } from 'vitest';
import { AppError } from '../../../../src/contract/app-error.js';
import { openPayment } from '../../../../src/session/reduce.js';
import { cloudWith, terminalWith } from '../../../support/sandbox.js';
import { BenchClock, SCALE } from '../../steps/harness/clock.js';
import { playCall, targetAt } from './scripted-call.js';

const MISSING = new AppError({
  code: 'credentials.missing',
  category: 'credentials',
  exit: 4,
  message: 'There are no credentials.',
  actions: [],
});
const nowhere = (): Promise<never> => Promise.reject(MISSING);

test.concurrent('open money is settled where the cloud has no credentials: only the terminal is needed', async () => {
  const [terminal, cloud] = [await terminalWith({ timeoutScale: 1 / SCALE }), await cloudWith()];
  terminal.person.will('pay', 'no-card');
  const [target, clock] = [targetAt(terminal), new BenchClock()];
  const left = await playCall({
    terminal,
    cloud,
    target,
    clock,
    script: [
      ['identify.code', 'code'],
      ['charge.consent', true],
      ['reversal.late', false],
      ['step.failed', 'stop'],
    ],
  });
  expect(left.outcome.exit).toBe(10);
  const { store, session: previous } = left;
  const resumed = { terminal, cloud, target, store, previous, clock, credentials: nowhere };
  terminal.person.will('no-card', 'pay');
  const open = await playCall({
    ...resumed,
    script: [
      ['reversal.late', false],
      ['step.failed', 'stop'],
    ],
  });
  expect(open.outcome).toMatchObject({ exit: 10, error: { code: 'money.open-record' } });
  const settled = await playCall({ ...resumed, script: [] });
  expect(openPayment(settled.session)).toBeUndefined();
  expect(settled.outcome).toMatchObject({
    exit: 4,
    error: { code: 'credentials.missing' },
    resume: { id: previous.id },
  });
});

test.concurrent('without open money, missing credentials are told before anything is dialled', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const before = terminal.wire.length;
  const call = playCall({ terminal, cloud, target: targetAt(terminal), script: [], credentials: nowhere });
  await expect(call).rejects.toThrow('no session');
  expect(terminal.wire.length).toBe(before);
});

test.concurrent('a stop while money is out ends with what is said to the clinic', async () => {
  const [terminal, cloud, stop] = [
    await terminalWith({ timeoutScale: 1 / SCALE }),
    await cloudWith(),
    new AbortController(),
  ];
  terminal.person.will('pay', 'no-card');
  const { outcome, screen } = await playCall({
    terminal,
    cloud,
    target: targetAt(terminal),
    clock: new BenchClock(),
    stop,
    script: [
      ['identify.code', 'code'],
      ['charge.consent', true],
      [
        'reversal.late',
        () => {
          stop.abort(new Error('Ctrl-C'));
          return false;
        },
      ],
    ],
  });
  expect(outcome.exit).toBe(10);
  expect([...screen, ...outcome.text].join('\n')).toMatch(/We will find out what happened to the payment/);
});
