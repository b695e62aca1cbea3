import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { describeEvent } from '../../../src/flows/sandbox/event-text.js';
import type { Router } from '../../../src/sandbox/nat-router.js';
import type { TerminalSettings } from '../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../src/sandbox/terminal/virtual-terminal.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { codesOf, probeOutside } from '../../e2e/scenarios/in-process.js';
import { ask, code, document, field, inPhase, open, SALE, vendorForm, waitFor } from './terminal/raw-client.js';
import { cleanUp } from '../../support/clean-up.js';
import { WINE } from '../../support/system.js';
import { CAN_DROP } from '../../../src/sandbox/services/dropped.js';

const STATUS = vendorForm(document('GetTerminalStatusRequest'));
const TIMEOUT_MS = 3000;

async function desk(
  settings: Partial<TerminalSettings> = {},
  scenario = 'healthy',
): Promise<{
  readonly router: Router;
  readonly terminal: VirtualTerminal;
  readonly look: () => Promise<readonly string[]>;
}> {
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0, ...settings } });
  cleanUp(() => world.close());
  const [[router], [terminal]] = [world.outside, world.terminals];
  if (!router || !terminal) throw new Error('there is no desk');
  return { router, terminal, look: async () => codesOf(await probeOutside(router, { timeoutMs: TIMEOUT_MS })) };
}

test.concurrent(
  'rules are swapped and put right while it runs, and led elsewhere, at the same outside ports',
  async () => {
    const { router, look } = await desk();
    const ports = [router.posxmlPort, router.logPort];
    const seen = [await look()];
    await router.swap();
    seen.push(await look());
    await router.swap();
    seen.push(await look());
    await router.forward({ posxml: 'router-page' });
    seen.push(await look());
    await router.forward({ posxml: 'nobody', log: 'nobody' });
    seen.push(await look());
    await router.forward({});
    seen.push(await look());
    expect(seen).toEqual([[], ['ports.swapped'], [], ['service.http'], ['network.refused'], []]);
    expect([router.posxmlPort, router.logPort]).toEqual(ports);
  },
);

test.concurrent(
  'what stands stays where it was led to; the swap that a scenario begins with is put right by another',
  async () => {
    const { router, look } = await desk({}, 'swapped');
    const raw = await open(router.logPort);
    await router.swap();
    expect([await look(), router.rules]).toEqual([[], { posxml: 'posxml', log: 'log' }]);
    expect(code(await raw.send(STATUS).reply())).toBe(0);
  },
);

test
  .skipIf(!CAN_DROP)
  .concurrent(
    'a pulled plug: what stands falls silent and is told nothing, new connections are dropped; then all goes on',
    async () => {
      const { router, terminal, look } = await desk();
      terminal.person.byHand = true;
      const [sale, idle] = [await open(router.posxmlPort), await open(router.posxmlPort)];
      sale.send(vendorForm(document('TransactionRequest', { ...SALE })));
      await inPhase(terminal, 'waiting-card');
      await router.unplug();
      expect([router.plugged, terminal.settings.bank]).toEqual([false, 'unreachable']);
      terminal.cancelButton();
      await inPhase(terminal, 'idle');
      idle.send(STATUS);
      const late = connect(router.posxmlPort, '127.0.0.1');
      cleanUp(() => {
        late.destroy();
      });
      const stands = once(late, 'connect');
      expect(await look()).toEqual(['network.timeout']);
      expect([sale.received, sale.ended, sale.closed, idle.received, idle.closed, late.connecting]).toEqual([
        '',
        false,
        false,
        '',
        false,
        true,
      ]);
      const asked = terminal.wire.length;
      await router.plugIn();
      expect([code(await sale.reply()), code(await idle.reply())]).toEqual([32782, 0]);
      expect([router.plugged, terminal.settings.bank, terminal.wire.length > asked]).toEqual([true, 'ok', true]);
      await stands;
      expect(await look()).toEqual([]);
    },
  );

test.concurrent.each([
  ['before the bank is asked', 'pin', ['NOT made (the terminal cannot reach its bank)'], 1],
  [
    'while the bank is asked',
    'host',
    ['NOT made (the terminal cannot reach its bank)', 'reversed the payment that got no answer; nothing was charged'],
    2,
  ],
] as const)(
  'a plug pulled %s: what became of the payment is told as it is seen there',
  async (_, phase, ends, stans) => {
    const { router, terminal } = await desk({ stuckIn: [phase] });
    const told: string[] = [];
    terminal.on((event) => {
      if (event.kind === 'ended') told.push(describeEvent(event) ?? '');
    });
    const sale = await open(router.posxmlPort);
    sale.send(vendorForm(document('TransactionRequest', { ...SALE })));
    await inPhase(terminal, phase);
    await router.unplug();
    terminal.settings.stuckIn = [];
    await waitFor(() => told.length > 0, 'the sale to end');
    await router.plugIn();
    expect(code(await sale.reply())).toBe(32772);
    await inPhase(terminal, 'idle');
    expect(told).toEqual(ends.map((end) => expect.stringContaining(end) as string));
    expect(terminal.ledger.entries).toEqual([]);
    expect(field(await ask(terminal, 'GetTerminalStatusRequest'), 'NextSTAN')).toBe(
      String(terminal.settings.nextStan + stans),
    );
  },
);

test.concurrent(
  'pulled and put back many times at once, it stands as it was told last; closed while it is out, nothing is left',
  async () => {
    const { router, look } = await desk();
    await Promise.all([
      router.unplug(),
      router.plugIn(),
      router.unplug(),
      router.swap(),
      router.plugIn(),
      router.swap(),
    ]);
    expect(await look()).toEqual([]);
    const held = await open(router.posxmlPort);
    await router.unplug();
    await router.close();
    await waitFor(() => held.closed, 'the held connection to be closed');
    await expect(open(router.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  },
);

test.concurrent('the router refuses where the terminal does: while it is off, and while it is paid at', async () => {
  const { router, terminal, look } = await desk({ whileBusy: 'refuse-connection' });
  let powerOn: () => void = () => undefined;
  const off = terminal.restart(
    new Promise<void>((resolve) => {
      powerOn = resolve;
    }),
  );
  await waitFor(() => !terminal.open.posxml && !terminal.open.log, 'the ports to be shut');
  expect(await look()).toEqual(['network.refused']);
  powerOn();
  await off;
  terminal.person.byHand = true;
  const sale = await open(router.posxmlPort);
  sale.send(vendorForm(document('TransactionRequest', { ...SALE })));
  await inPhase(terminal, 'waiting-card');
  await expect(open(router.posxmlPort)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  terminal.insertCard();
  expect(code(await sale.reply())).toBe(0);
  // A client that has the reply connects immediately.
  const next = await open(router.posxmlPort);
  expect(code(await next.send(STATUS).reply())).toBe(0);
});

test.skipIf(WINE).concurrent('a half-closed client still gets its reply, a reset gets through both ways', async () => {
  const { router, terminal } = await desk();
  const half = await open(router.posxmlPort);
  half.socket.end(STATUS);
  expect(code(await half.reply())).toBe(0);
  terminal.settings.faults = [{ kind: 'reset-on-connect' }];
  const struck = await open(router.posxmlPort);
  await waitFor(() => struck.closed, 'the reset');
  expect(struck.errno).toBe('ECONNRESET');
  terminal.settings.faults = [];
  terminal.settings.onDisconnect = 'abort';
  terminal.person.byHand = true;
  const sale = await open(router.posxmlPort);
  sale.send(vendorForm(document('TransactionRequest', { ...SALE })));
  await inPhase(terminal, 'waiting-card');
  sale.socket.resetAndDestroy();
  await inPhase(terminal, 'idle');
  expect(terminal.ledger.entries).toEqual([]);
});
