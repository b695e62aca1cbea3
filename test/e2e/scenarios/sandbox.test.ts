import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { SCENARIOS } from '../../../src/sandbox/scenarios/groups.js';
import { run, start } from '../../support/run.js';

interface Announced {
  readonly result: {
    readonly scenario: string;
    readonly terminals: readonly { readonly terminalId: string; readonly target: string }[];
  };
}

describe('terminal sandbox', () => {
  test.concurrent.each([
    ['swapped', ['ports.swapped']],
    ['router-page', ['service.http']],
    ['two-terminals', ['ports.two-terminals']],
    ['both-dropped', ['network.timeout']],
  ])('--scenario %s tells the outside ports, each terminal behind rules of its own', async (name, codes) => {
    const sandbox = start(['sandbox', '--scenario', name, '--terminals', '2', '--json']);
    await sandbox.shows(/"scenario":.*\n/);
    const { result } = JSON.parse(sandbox.stdout()) as Announced;
    expect([
      result.scenario,
      result.terminals.length,
      new Set(result.terminals.map(({ target }) => target)).size,
    ]).toEqual([name, 2, 2]);
    const probed = await run([
      'probe',
      ...result.terminals.map(({ target }) => target),
      '--allow-private',
      '--timeout',
      '5s',
      '--json',
    ]);
    expect(probed.document().diagnoses.map(({ code }) => code)).toEqual([...codes, ...codes]);
    sandbox.child.kill('SIGTERM');
    const [status] = (await once(sandbox.child, 'exit')) as [number | null];
    expect(status).toBe(143);
  });

  test.concurrent('--list tells every scenario, by what it is about', async () => {
    const listed = await run(['sandbox', '--list']);
    expect(listed.status).toBe(0);
    for (const { name, shows } of SCENARIOS) expect(listed.stdout).toContain(`${name.padEnd(24)}${shows}`);
    expect(listed.stdout).toMatch(/^Rules of the router$/m);
    const listing = await run(['sandbox', '--list', '--json']);
    expect(listing.document().result['scenarios']).toHaveLength(SCENARIOS.length);
  });

  test.concurrent.each(['', 'nobody', 'healthy\u001b[2J'])('there is no scenario %j', async (name) => {
    const ran = await run(['sandbox', '--scenario', name, '--json']);
    expect([ran.status, ran.document().error?.code]).toEqual([2, 'usage.invalid']);
  });
});
