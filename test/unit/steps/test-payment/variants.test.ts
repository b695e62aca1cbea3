import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { TERMINAL_QUESTIONS } from '../../../../src/posxml/messages.js';
import type { TerminalQuestion } from '../../../../src/posxml/messages.js';
import { isPaymentOpen } from '../../../../src/payment/state.js';
import type { Act } from '../../../../src/sandbox/terminal/person.js';
import type { TerminalFault } from '../../../../src/sandbox/terminal/faults.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { healthyVariant } from '../../../../src/sandbox/terminal/variant.js';
import { seeded } from '../../../support/seeded.js';
import { howMany, someOf } from '../../../support/thorough.js';
import { lastOf, withBench } from '../harness/bench.js';
import type { Bench } from '../harness/bench.js';

/** Every value of everything that the posxml documents leave open. */
const VALUES: { readonly [K in keyof TerminalSettings]?: readonly TerminalSettings[K][] } = {
  versions: [['6.0.2'], ['7.1.0'], ['7.2.0'], ['7.2.0', '6.0.2']],
  whileBusy: ['serve-status', 'refuse-code', 'no-reply', 'queue', 'refuse-connection'],
  busyCode: [32779, 32775],
  queryFindsBy: ['id', 'stan', 'both'],
  brokenOffKept: [true, false],
  declinedQuery: ['not-found', 'as-declined', 'as-notification', 'as-printed'],
  reversedQuery: ['COMPLETED_REV', 'StanRev', 'both', 'not-found'],
  sentQuery: ['found', 'not-found'],
  replyName: ['own', 'TransactionResponse'],
  reversalFindsBy: ['id', 'stan', 'both'],
  alreadyReversedCode: [32775, 32778],
  duplicateId: ['accepted', 'refused', 'replayed'],
  completion: ['absent', 'COMPLETED'],
  declineForm: ['code', 'notification', 'printed', 'real'],
  failureForm: ['code', 'real'],
  chipData: ['present', 'absent'],
  terminalVersion: ['7', '7.1.0.14'],
  ownerAddressInParameters: ['cut', 'whole'],
  terminalId: ['ICT00210'],
  serialNumber: ['ICT220-01T1003F-12036CT00000001 IPP320-00000001'],
  refundEnabled: [true],
  cardData: ['masked', 'absent'],
  onDisconnect: ['commit', 'abort', 'auto-reverse'],
  xmlSessionMode: [true, false],
  contentLength: ['present', 'absent', 'too-long'],
  statusLine: ['HTTP/1.0 200 OK', 'http/1.0 200 ok', 'HTTP/1.0 200', 'HTTP/1.1 200 OK'],
  leadingBlankLine: [true],
  lineEnd: ['\n'],
  straySignal: ['ENQ', 'ACK', 'ENQ-on-connect'],
  documentPadding: [true],
  fieldPadding: [true],
  sendTime: ['2300', '1005'],
  sendingFails: [true],
  cancelReadOn: ['same', 'another', 'both', 'neither'],
  nextStan: [1, 999_998, 999_999],
  priorSales: [3],
  restMs: [20],
  encoding: ['ISO-8859-1', 'ISO-8859-4', 'ISO-8859-13', 'ISO-8859-15', 'windows-1257', 'KOI8-R'],
  encodingTold: ['head', 'nowhere', 'falsely'],
};

const NAMED = { ownerName: 'Šaško & Žanna <3', ownerAddress: 'Õ & < 7' };

const CASES: readonly (readonly [string, Partial<TerminalSettings>])[] = [
  ...Object.entries(VALUES).flatMap(([name, values]) =>
    values.map((value) => {
      // One that knows a sale by its id also takes it back by that.
      const byStan = name === 'reversalFindsBy' && value === 'stan' ? { queryFindsBy: 'stan' as const } : {};
      return [`${name} ${JSON.stringify(value)}`, { ...byStan, [name]: value }] as const;
    }),
  ),
  ['a name written as it is', { ...NAMED, escaping: 'none', receiptForm: 'control-blocks' }],
  ['a name in bytes that are called otherwise', { ...NAMED, encoding: 'windows-1257', encodingTold: 'falsely' }],
];

const lost = (request: 'TransactionRequest' | 'ReverseTransactionRequest'): TerminalFault => ({
  kind: 'lose-reply',
  ending: 'reset',
  request,
  occurrence: 1,
});

/** Each kind of trouble with another part of the settings. */
const settingsFor = (trouble: string): typeof CASES => someOf(`settings, ${trouble}`, CASES, 10);

describe.concurrent('a terminal whose setting is', () => {
  test.each(settingsFor('none'))('%s: sells and returns; the record proves it', (_name, settings) =>
    withBench({ settings }, async (bench) => {
      const end = lastOf(await bench.test());
      expect(end).toMatchObject({ stage: 'reconciled', reversalProof: { source: 'record' } });
      expect(
        bench.terminal.ledger.entries.filter(({ transactionId }) => transactionId === end?.sale?.transactionId),
      ).toHaveLength(2);
    }),
  );

  test.each(settingsFor('declined'))('%s: a declined card, then another', (_name, settings) =>
    withBench({ settings, acts: ['decline'], answers: { 'charge.again': [true] } }, async (bench) => {
      expect((await bench.test()).payments.map(({ stage }) => stage)).toEqual(['declined', 'reconciled']);
    }),
  );

  test.each(settingsFor('sale lost'))('%s: a sale’s reply is lost', (_name, settings) =>
    withBench({ settings: { ...settings, faults: [lost('TransactionRequest')] } }, async (bench) => {
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'reconciled' });
    }),
  );

  test.each(settingsFor('reversal lost'))('%s: a reversal’s reply is lost', (_name, settings) =>
    withBench({ settings: { ...settings, faults: [lost('ReverseTransactionRequest')] } }, async (bench) => {
      expect(lastOf(await bench.test())).toMatchObject({ stage: 'reconciled' });
      expect(bench.story.filter((type) => type === 'reversal.sending').length).toBeLessThanOrEqual(3);
    }),
  );
});

describe.concurrent('a terminal that serves one client, and may not have seen the last one go', () => {
  test.each<[string, readonly TerminalFault[]]>([
    ['is left in time', []],
    ['loses a sale’s reply', [lost('TransactionRequest')]],
    ['loses a reversal’s reply', [lost('ReverseTransactionRequest')]],
  ])('%s: what was dropped is known, never sent twice', (_what, faults) =>
    withBench({ settings: { oneClient: true, faults } }, async (bench) => {
      expect(['reconciled', 'absent']).toContain(lastOf(await bench.test())?.stage);
    }),
  );
});

describe.concurrent('a card pulled out too early, whose charge the terminal undoes by itself', () => {
  test.each([
    ['is returned, as the record shows', false, { stage: 'reconciled' }],
    [
      'is not called declined where its rows have left with the batch',
      true,
      { stage: 'escalated', doubt: 'batch-sent' },
    ],
  ] as const)('the end is judged by the batch: %s', (_what, batchLeaves, end) =>
    withBench({ settings: { pullEarlyLeaves: 'auto-reversal' }, acts: ['pull-early'] }, async (bench) => {
      bench.onRecord = ({ type }, when) => {
        if (batchLeaves && type === 'sale.replied' && when === 'after') bench.terminal.sendBatch();
      };
      expect(lastOf(await bench.test())).toMatchObject(end);
      expect(bench.terminal.ledger.entries.map(({ kind }) => kind)).toEqual(['sale', 'reversal']);
    }),
  );
});

/** What else happens, at random: a person, a network, a bank. */
function misfortune(random: ReturnType<typeof seeded>): {
  readonly acts: readonly Act[];
  readonly faults: readonly TerminalFault[];
  readonly asksClient: TerminalQuestion | undefined;
  readonly strike: (bench: Bench) => void;
} {
  const acts: readonly Act[] = Array.from({ length: 3 }, () =>
    random.pick<Act>([
      'pay',
      'pay',
      'pay',
      'decline',
      'no-card',
      'red-key',
      'wrong-pin-then-pay',
      'wrong-card',
      'pull-early',
    ]),
  );
  const request = random.pick([
    'TransactionRequest',
    'ReverseTransactionRequest',
    'GetLastTransactionDataRequest',
    'TransactionCurrStatusRequest',
    'GetTerminalStatusRequest',
  ] as const);
  const occurrence = 1 + random.int(3);
  const faults = random.pick<readonly TerminalFault[]>([
    [],
    [{ kind: 'lose-reply', ending: random.pick(['reset', 'close']), request, occurrence }],
    [{ kind: 'cut-reply', bytes: random.int(900), ending: random.pick(['reset', 'close']), request, occurrence }],
    [{ kind: 'garble-reply', request, occurrence }],
    [{ kind: 'reset-on-connect', occurrence: 1 + random.int(20) }],
  ]);
  const asksClient = random.pick([undefined, undefined, undefined, ...TERMINAL_QUESTIONS]);
  const at = random.pick(['sale.sending', 'sale.replied', 'looked', 'reversal.intended', 'reversal.replied'] as const);
  const what = random.pick(['nothing', 'nothing', 'batch', 'restart', 'till', 'stop'] as const);
  const strike = (bench: Bench): void => {
    let struck = false;
    bench.onRecord = (event, when) => {
      if (struck || event.type !== at || when === 'before') return;
      struck = true;
      if (what === 'batch') bench.terminal.sendBatch();
      if (what === 'restart') void bench.terminal.restart(sleep(20));
      if (what === 'till') bench.terminal.settings.reversalActive = 1;
      if (what === 'stop')
        setImmediate(() => {
          bench.stop.abort(new Error('Ctrl-C'));
        });
    };
  };
  return { acts, faults, asksClient, strike };
}

describe.concurrent('whatever the terminal is and whatever happens', () => {
  const random = seeded('steps/test-variants');

  test.each(Array.from({ length: howMany(60, 20) }, (_, index) => [random.seed + index, misfortune(random)] as const))(
    'the law holds: variant %i',
    (seed, { acts, faults, asksClient, strike }) =>
      withBench(
        {
          settings: { ...healthyVariant(seed), speed: 0, timeoutScale: 0.001, faults, asksClient },
          acts,
          interactive: false,
        },
        async (bench) => {
          strike(bench);
          const end = await bench.test().then(lastOf, () => bench.work.state.payments.at(-1));
          if (!end || !isPaymentOpen(end)) return;
          // A later run, with everything well again, comes to an end that is no less true.
          bench.onRecord = () => undefined;
          bench.terminal.settings.reversalActive = undefined;
          await bench.resume();
        },
      ),
  );
});
