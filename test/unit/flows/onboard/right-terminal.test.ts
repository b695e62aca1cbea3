import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { SandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { FolderStore } from '../../../../src/session/folder-store.js';
import { StoreError } from '../../../../src/session/store-error.js';
import type { IrrevocableAct } from '../../../../src/session/store.js';
import { isSameClinicName } from '../../../../src/text/same-clinic-name.js';
import { cloudWith, terminalWith } from '../../../support/sandbox.js';
import { playCall, targetAt } from './scripted-call.js';
import type { Played, Script } from './scripted-call.js';

const STRANGER = { terminalId: 'XX000009', ownerName: 'Teine Kliinik OÜ' };
const REGISTERED: Script = [['identify.code', 'code']];
const PAID: Script = [
  ['charge.consent', true],
  ['receipt.printed', true],
];

test.concurrent('names that differ are shown together and asked about; with a no, nothing is written', async () => {
  const [terminal, cloud] = [await terminalWith(STRANGER), await cloudWith()];
  const { outcome, asked } = await playCall({
    terminal,
    cloud,
    target: targetAt(terminal),
    script: [...REGISTERED, ['clinic.same', false], ['step.failed', 'stop']],
  });
  const [, names, failed] = asked;
  expect(names?.preamble).toEqual([
    "The terminal's merchant is Teine Kliinik OÜ. Department 1 is Kesklinna loomakliinik.",
    'Say: “Is Teine Kliinik OÜ the company name on the receipts of your payment terminal?”',
  ]);
  expect(names).toMatchObject({ default: false });
  expect(failed).toMatchObject({
    choices: [
      { value: 'desk' },
      { value: 'address' },
      { value: 'again' },
      { value: 'next' },
      { value: 'note' },
      { value: 'stop' },
    ],
  });
  expect(outcome).toMatchObject({ exit: 5, error: { code: 'terminal.other-clinic' } });
  expect(cloud.records).toEqual([]);
});

test.concurrent('names that differ are agreed to once: the next call only tells them', async () => {
  const [terminal, cloud] = [await terminalWith(STRANGER), await cloudWith()];
  const target = targetAt(terminal);
  const first = await playCall({
    terminal,
    cloud,
    target,
    script: [...REGISTERED, ['clinic.same', true], ...PAID],
  });
  expect(first.outcome.exit).toBe(0);
  const { store } = first;
  const second = await playCall({ terminal, cloud, target, store, script: [...REGISTERED, ...PAID] });
  expect(second.screen.join('\n')).toMatch(/merchant is Teine Kliinik OÜ\. Department 1 is Kesklinna/);
});

interface Elsewhere extends Played {
  readonly wrong: VirtualTerminal;
  readonly right: VirtualTerminal;
  readonly cloud: SandboxCloud;
}

/** The clinic agreed to another terminal's address in an earlier run, which registered that one and stopped before the test. */
async function registeredElsewhere(): Promise<Elsewhere> {
  const [wrong, right, cloud] = [
    await terminalWith(),
    await terminalWith({ terminalId: 'JT000002' }),
    await cloudWith(),
  ];
  const played = await playCall({
    terminal: wrong,
    cloud,
    target: targetAt(wrong),
    script: [...REGISTERED, ['charge.consent', false], ['step.failed', 'stop']],
  });
  return { ...played, wrong, right, cloud };
}

test.concurrent(
  'a record of a terminal that turns out to be another one is disabled, and the right one registered',
  async () => {
    const { wrong, right, cloud, session, store } = await registeredElsewhere();
    const again = await playCall({
      terminal: right,
      cloud,
      target: targetAt(wrong),
      store,
      previous: session,
      script: [
        ['identify.code', 'no'],
        ['register.undo', true],
        ['step.failed', 'address'],
        ['target', `127.0.0.1:${String(right.posxmlPort)},${String(right.logPort)}`],
        ['identify.code', 'code'],
        ...PAID,
      ],
    });
    expect(again.asked[1]).toMatchObject({
      message: 'Disable record 1?',
      preamble: [
        'Record 1 (“Front desk”) in the cloud is of terminal JT000001, which is not the one in front of the clinic.',
      ],
    });
    expect(cloud.records).toMatchObject([
      { terminal_id: 'JT000001', status: 'disabled' },
      { terminal_id: 'JT000002', status: 'active' },
    ]);
    expect(again.outcome.exit).toBe(0);
  },
);

/** Its store goes away after the first time that something was told to the cloud. */
class Lonely extends FolderStore {
  #told = 0;

  override confirm(act?: IrrevocableAct): Promise<void> {
    if (act?.kind === 'cloud') this.#told += 1;
    return this.#told > 1 ? Promise.reject(new StoreError('store.unavailable', 'the store is away')) : super.confirm();
  }
}

test.concurrent('a record is not disabled either where the team does not know of it', async () => {
  const { wrong, right, cloud, session, store } = await registeredElsewhere();
  const again = await playCall({
    terminal: right,
    cloud,
    target: targetAt(wrong),
    store: new Lonely(dirname(store.folder)),
    previous: session,
    script: [
      ['identify.code', 'no'],
      ['register.undo', true],
      ['step.failed', 'stop'],
    ],
  });
  expect(again.screen.join('\n')).toContain('It could not be disabled: the store is away.');
  expect(cloud.records).toMatchObject([{ status: 'pending' }]);
});

test.each([
  ['Kesklinna Loomakliinik OÜ', 'Kesklinna loomakliinik', true],
  ['OSAÜHING "Koer & Kass"', 'Koer ja kass / Koer & Kass', true],
  ['Loomakliinik OÜ', 'Kesklinna loomakliinik', false],
  ['Teine Kliinik OÜ', 'Kesklinna loomakliinik', false],
  ['OÜ', 'AS', false],
  ['ООО Ветклиника Друг', 'Ветклиника Друг', true],
])('%s and %s: the same clinic? %s', (one, other, same) => {
  expect([isSameClinicName(one, other), isSameClinicName(other, one)]).toEqual([same, same]);
});
