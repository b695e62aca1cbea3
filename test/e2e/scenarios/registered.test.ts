import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import type { World } from '../../../src/sandbox/sandbox.js';
import { expectContract } from '../cells.js';
import { cleanUp } from '../../support/clean-up.js';
import { CTRL_C, ENTER, openPty } from '../../support/pty.js';
import { run } from '../../support/run.js';
import type { Run } from '../../support/run.js';
import { answersFor, credentialsOf, PRIVATE } from '../../support/sandbox.js';

async function play(
  scenario: string,
): Promise<{ readonly world: World; readonly register: (...flags: readonly string[]) => Promise<Run> }> {
  const world = await startSandbox({ terminals: 1, scenario, settings: { speed: 0 } });
  cleanUp(() => world.close());
  const [outside] = world.outside;
  if (!outside) throw new Error('there is no terminal');
  const target = `${outside.host}:${String(outside.posxmlPort)},${String(outside.logPort)}`;
  const args = [
    'register',
    target,
    PRIVATE,
    ...answersFor(world.cloud.url, 'Practice desk').with(-1, 'swedbank'),
    '--language',
    'en',
    '--json',
  ];
  return { world, register: (...flags) => run([...args, ...flags], { env: credentialsOf(world.cloud) }) };
}

const codesOf = (ran: Run): readonly string[] => expectContract(ran).diagnoses.map(({ code }) => code);

describe.concurrent('terminal register', () => {
  test('already-registered: the other desk is named, and nothing is overwritten', async () => {
    const { world, register } = await play('already-registered');
    const document = expectContract(await register());
    expect([document.exitCode, document.error?.code, document.diagnoses.map(({ code }) => code)]).toEqual([
      7,
      'cloud.conflict',
      ['cloud.conflict'],
    ]);
    expect(document.error?.message).toMatch(
      /registered for terminal NB000001 \(registration 1, “Back desk”, department 1, active\)/,
    );
    expect(document.diagnoses[0]).toMatchObject({
      ask: expect.stringMatching(/^Which desk/) as unknown,
      say: expect.stringContaining('by email') as unknown,
    });
    expect(document.result).toMatchObject({ conflict: { reason: 'refused', records: ['1'] } });
    expect(world.cloud.records).toMatchObject([{ terminal_id: 'NB000001', name: 'Back desk', status: 'active' }]);
  });

  test('already-registered: two records name each other’s desk, however they are named', async () => {
    const { world, register } = await play('already-registered');
    const [first] = world.cloud.records;
    world.cloud.put({ ...first, terminal_id: 'NB000002', name: '\u001b[2JSide desk' });
    const document = expectContract(await register('--yes'));
    expect([document.exitCode, document.error?.code]).toEqual([7, 'cloud.conflict']);
    expect(document.error?.message).toMatch(/NB000001 at .*“Back desk”.*NB000002 at .*“\\x1b\[2JSide desk”/);
  });

  test('moved: told whether it is agreed to or not', async () => {
    const { world, register } = await play('moved');
    const refused = await register();
    expect([codesOf(refused), refused.status]).toEqual([['cloud.conflict', 'address.changed'], 7]);
    const preview = await register('--dry-run');
    expect([codesOf(preview), preview.status]).toEqual([['address.changed'], 0]);
    const moved = await register('--yes');
    expect([codesOf(moved), moved.status]).toEqual([['address.changed'], 0]);
    const [outside] = world.outside;
    const [before, now] = ['127.0.0.2', '127.0.0.1'].map((host) => `${host}:${String(outside?.posxmlPort)}`);
    expect(moved.document().diagnoses[0]).toMatchObject({
      because: ['cloud.register'],
      target: now,
      summary: `The clinic's address is not fixed: terminal SB000001 was registered at ${String(before)} (“Practice desk”) and is now at ${String(now)}.`,
    });
    expect(world.cloud.records).toMatchObject([{ host: '127.0.0.1', status: 'pending' }]);
  });

  test('a public address in the cloud beside an inside one here is no change of address', async () => {
    const { world, register } = await play('moved');
    const [record] = world.cloud.records;
    Object.assign(record ?? {}, { host: '84.50.12.34' });
    const preview = await register('--dry-run');
    expect([codesOf(preview), preview.document().result['action']]).toEqual([[], 'would-move']);
  });

  test('registered-before: quietly the same', async () => {
    const { world, register } = await play('registered-before');
    const before = structuredClone(world.cloud.records);
    const ran = await register();
    expect([codesOf(ran), ran.status, ran.document().result['action']]).toEqual([[], 0, 'unchanged']);
    expect(world.cloud.records).toEqual(before);
    expect(world.cloud.requests.filter(({ method, resource }) => method !== 'GET' && resource !== 'token')).toEqual([]);
  });
});

test.concurrent(
  'a practice with a cloud that can only be read waits until the terminal was entered, and goes on',
  async () => {
    const window = openPty([
      'onboard',
      '--sandbox',
      '--scenario',
      'cloud-read-only',
      '--skip-identify',
      '--language',
      'en',
    ]);
    await window.waitFor(/Settings › Integrations, exactly as shown:[\s\S]*Practice desk[\s\S]*Enter: check now/);
    window.type(ENTER);
    await window.waitFor(/Entered by hand, verified/);
    window.type(CTRL_C);
    await window.ended;
  },
);

describe.concurrent('terminal onboard --sandbox, in a pipe', () => {
  test.for([
    ['already-registered', 7, ['cloud.conflict']],
    ['moved', 0, ['address.changed']],
    ['registered-before', 0, []],
    ['cloud-read-only', 8, ['cloud.enter-by-hand']],
    ['cloud-without-terminals', 6, ['cloud.no-terminals']],
  ] as const)('--scenario %s ends with %i', async ([scenario, status, codes]) => {
    const ran = await run(['onboard', '--sandbox', '--scenario', scenario, '--json']);
    expect([codesOf(ran), ran.status]).toEqual([codes, status]);
    expect(ran.document().result['payment'] === null).toBe(status !== 0);
  });
});
