import { expect, test } from 'vitest';
import { closedPort } from '../../../support/closed-port.js';
import { cloudWith, terminalWith } from '../../../support/sandbox.js';
import { playCall, targetAt } from './scripted-call.js';
import type { Played } from './scripted-call.js';

/** What was printed between two questions. */
function printedBefore({ screen }: Played, nth: number): readonly string[] {
  const at = screen.flatMap((line, index) => (line.startsWith('› ') ? [index] : []));
  return screen.slice(nth === 0 ? 0 : (at[nth - 1] ?? 0) + 1, at[nth]);
}

test.concurrent(
  'a finding that stands brings its next cause with a question of its own, until the list ends',
  async () => {
    const [terminal, cloud] = [await terminalWith(), await cloudWith()];
    const target = targetAt(terminal);
    const port = await closedPort();
    const closed = { ...target, posxml: { host: target.host, port, role: 'posxml' as const }, log: undefined };
    const call = await playCall({
      terminal,
      cloud,
      target: closed,
      script: [
        ['step.failed', 'again'],
        ['step.failed', 'next'],
        ['step.failed', 'unknown'],
        ['step.failed', 'next'],
        ['step.failed', 'next'],
        ['step.failed', 'again'],
        ['step.failed', 'stop'],
      ],
    });
    expect(call.session.asked.map(({ cause }) => cause.slice(0, 20))).toEqual([
      ...new Set(call.session.asked.map(({ cause }) => cause.slice(0, 20))),
    ]);
    expect(call.session.asked).toHaveLength(6);
    const blocks = [0, 1, 2, 3, 4, 5, 6].map((nth) => printedBefore(call, nth));
    for (const block of blocks) expect(block.length, block.join('\n')).toBeLessThanOrEqual(10);
    expect(blocks[1]?.join('\n')).toMatch(
      /Still so: network\.refused\. Next likely \(2 of 6\)[\s\S]*Say: “Please call your bank's/,
    );
    expect(blocks[6]?.join('\n')).toMatch(
      /All 6 likely causes were asked about[\s\S]*terminal\s+letter[\s\S]*Say: “I will send you an email/,
    );
    expect(call.asked.map(({ message }) => message)).toEqual([
      'What next?',
      ...Array.from({ length: 5 }, () => 'Did that help?'),
      'What next?',
    ]);
    expect(call.asked.at(-1)).toMatchObject({ default: 'letter' });
    expect(call.session.asked.map(({ answer }) => answer)).toEqual(['no', 'no', 'unknown', 'no', 'no', 'no']);
    // No two screens say the same.
    expect(new Set(blocks.map((block) => block.filter((line) => !/ms\)/.test(line)).join('\n'))).size).toBe(
      blocks.length,
    );
  },
);

test.concurrent(
  'two terminals behind one address: the one behind the posxml port beeps before which one did is asked',
  async () => {
    const [terminal, other, cloud] = [
      await terminalWith(),
      await terminalWith({ terminalId: 'JT000002' }),
      await cloudWith(),
    ];
    const target = targetAt(terminal);
    const log = { host: other.host, port: other.posxmlPort, role: 'log' as const };
    const beeps = (): number => terminal.wire.filter(({ name }) => name === 'DoBeepRequest').length;
    const heard: number[] = [];
    const call = await playCall({
      terminal,
      cloud,
      target: { ...target, log },
      script: [
        ['step.failed', () => (heard.push(beeps()) > 0 ? 'beep' : '')],
        ['step.failed', () => (heard.push(beeps()) > 0 ? 'stop' : '')],
      ],
    });
    expect(call.outcome.diagnoses[0]?.code).toBe('ports.two-terminals');
    expect(heard).toEqual([1, 2]);
    expect(call.screen.join('\n')).toMatch(/has beeped just now[\s\S]*Say: “/);
  },
);

test.concurrent('an address that was corrected has causes of its own, from the first on', async () => {
  const [terminal, cloud] = [await terminalWith(), await cloudWith()];
  const target = targetAt(terminal);
  const [port, other] = [await closedPort(), await closedPort()];
  const call = await playCall({
    terminal,
    cloud,
    target: { ...target, posxml: { host: target.host, port, role: 'posxml' }, log: undefined },
    script: [
      ['step.failed', 'next'],
      ['step.failed', 'address'],
      ['target', `${target.host}:${String(other)}`],
      ['log-port', ''],
      ['step.failed', 'stop'],
    ],
  });
  expect(call.session.asked.map(({ answer }) => answer)).toEqual(['no', 'unknown', undefined]);
  expect(call.session.asked[2]?.cause).toBe(call.session.asked[0]?.cause);
  expect(call.session.target.posxmlPort).toBe(other);
  expect(printedBefore(call, 4).join('\n')).not.toContain('Still so');
});
