import { expect, test } from 'vitest';
import { healthyVariant } from '../../../src/sandbox/terminal/variant.js';
import { startVirtualTerminal } from '../../../src/sandbox/terminal/virtual-terminal.js';
import { eachOf } from '../../support/each-of.js';
import { seeded } from '../../support/seeded.js';
import { codesOf, probeOutside } from './in-process.js';
import { note } from '../../support/notes.js';
import { howMany } from '../../support/thorough.js';

const VARIANTS = howMany(1000, 200);
const AT_A_TIME = 16;
/** Nothing on loopback is later than this; it only bounds how long a log is listened to before it is asked. */
const QUIET_MS = 100;

test(`no false alarm: ${String(VARIANTS)} healthy terminals, each another reading of the protocol`, async () => {
  const { seed } = seeded('healthy terminals');
  const startedAt = performance.now();
  const alarms: string[] = [];
  const unread: number[] = [];
  const untold: number[] = [];
  const seeds = Array.from({ length: VARIANTS }, (_, index) => Math.abs(seed % 1_000_000) + index);
  await eachOf(seeds, AT_A_TIME, async (variant) => {
    const settings = healthyVariant(variant);
    const terminal = await startVirtualTerminal({ ...settings, speed: 0 });
    const facts = await probeOutside(terminal, { quietMs: QUIET_MS, timeoutMs: 60_000 });
    await terminal.close();
    const bare = settings.escaping === 'none' && /[&<]/.test(settings.ownerName);
    const codes = codesOf(facts).filter((code) => !bare || code !== 'posxml.forgiven');
    if (codes.length > 0) alarms.push(`${String(variant)}: ${codes.join(' ')}`);
    const posxml = facts.posxml?.service?.kind === 'posxml' ? facts.posxml.service.posxml : undefined;
    if (posxml?.status?.NextSTAN === undefined || posxml.parameters?.TerminalOwnerName !== settings.ownerName)
      unread.push(variant);
    if (bare !== (posxml?.forgiven !== undefined)) untold.push(variant);
  });
  note(
    `${String(VARIANTS)} healthy terminals from ${String(seeds[0])} on: ${String(alarms.length)} false alarms, ${String(Math.round(performance.now() - startedAt))} ms`,
  );
  expect(alarms).toEqual([]);
  expect(unread).toEqual([]);
  expect(untold).toEqual([]);
});
