import { expect, test } from 'vitest';
import type { PosXmlFacts } from '../../../../src/model/facts.js';
import { startVirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { Progress } from '../../../../src/steps/dependencies.js';
import { BUSY_WAIT_MS } from '../../../../src/connection/terminal-client.js';
import { probeTarget } from '../../../../src/steps/probe/probe.js';
import type { ProbeOptions } from '../../../../src/steps/probe/options.js';
import { STUCK_MS } from '../../../support/time.js';

interface Looked {
  readonly terminal: VirtualTerminal;
  readonly posxml: PosXmlFacts | undefined;
  readonly notes: readonly string[];
  readonly asked: readonly (string | undefined)[];
}

async function look(
  settings: Partial<TerminalSettings>,
  options: Partial<ProbeOptions> & { readonly leaves?: number } = {},
): Promise<Looked> {
  const terminal = await startVirtualTerminal({ speed: 0, whileBusy: 'refuse-code', ...settings });
  const notes: string[] = [];
  const report = (progress: Progress): void => {
    if (progress.kind === 'note') notes.push(progress.text);
  };
  const stop = terminal.on((event) => {
    if (event.kind === 'request' && terminal.wire.length === options.leaves) terminal.settings.occupied = false;
  });
  const { host, posxmlPort } = terminal;
  const target = { host, family: 'ipv4', posxml: { host, port: posxmlPort, role: 'posxml' }, log: undefined } as const;
  const { posxml } = await probeTarget(target, { timeoutMs: 3000, allowPrivate: true, report, ...options });
  stop();
  const asked = terminal.wire.map(({ name }) => name);
  await terminal.close();
  return { terminal, posxml: posxml?.service?.kind === 'posxml' ? posxml.service.posxml : undefined, notes, asked };
}

test.concurrent.each([32779, 32775])(
  'a sale that goes on (%i) is waited for, for as long as one exchange may take, and never cancelled',
  async (busyCode) => {
    const startedAt = performance.now();
    const { posxml, notes, asked, terminal } = await look({ occupied: true, busyCode });
    expect(posxml).toMatchObject({ returnCode: busyCode });
    expect(posxml?.waitedMs).toBeGreaterThanOrEqual(BUSY_WAIT_MS);
    expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
    expect(notes).toEqual([expect.stringMatching(/is busy, probably with a payment\. Waiting up to 3 s\.$/)]);
    expect(new Set(asked)).toEqual(new Set(['GetTerminalStatusRequest', 'GetParametersRequest']));
    // Again after each wait, while there is time for one more: on a busy machine once.
    expect([2, 3]).toContain(asked.filter((name) => name === 'GetTerminalStatusRequest').length);
    expect(terminal.settings.occupied).toBe(true);
  },
);

test.concurrent('a sale that ends is none any more', async () => {
  const { posxml, notes } = await look({ occupied: true }, { leaves: 2 });
  expect(posxml).toMatchObject({ returnCode: undefined, status: { ReturnCode: 0 }, parameters: { ReturnCode: 0 } });
  expect(notes).toHaveLength(1);
});

test.concurrent('where there is no time for a second look, nobody is told to wait', async () => {
  const { posxml, notes } = await look({ occupied: true }, { timeoutMs: 1000 });
  expect([posxml?.returnCode, posxml?.waitedMs, notes]).toEqual([32779, undefined, []]);
});

test.concurrent('a terminal that is free is not waited for', async () => {
  const { posxml, notes, asked } = await look({});
  expect([posxml?.waitedMs, notes, asked.length]).toEqual([undefined, [], 2]);
});

test.concurrent('an abort ends the wait', async () => {
  const controller = new AbortController();
  const startedAt = performance.now();
  await look(
    { occupied: true },
    {
      timeoutMs: 60_000,
      signal: controller.signal,
      report: () => {
        controller.abort();
      },
    },
  );
  expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
});

test.concurrent('Enter asks the terminal now, and the wait says so', async () => {
  const startedAt = performance.now();
  const { notes, asked } = await look(
    { occupied: true },
    { timeoutMs: 60_000, leaves: 20, saysDone: () => AbortSignal.abort() },
  );
  expect(asked.filter((name) => name === 'GetTerminalStatusRequest').length).toBeGreaterThan(15);
  expect(performance.now() - startedAt).toBeLessThan(BUSY_WAIT_MS * 15);
  expect(notes).toEqual([expect.stringMatching(/Waiting up to 60 s\. .*Enter: check now\.$/)]);
});
