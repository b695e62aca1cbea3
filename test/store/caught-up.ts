import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { run } from '../support/run.js';
import type { Team } from '../support/team.js';

type Agent = ReturnType<Team['agent']>;

/** The next command of each computer sends what is missing. */
export async function expectCaughtUp(team: Team, ...agents: readonly Agent[]): Promise<void> {
  for (const agent of [...agents, ...agents]) expect((await run(['sessions', 'list'], agent)).status).toBe(0);
  await expectSame(team, agents);
  for (const agent of agents)
    expect((await run(['store', 'status', '--json'], agent)).document().result['unpushed']).toEqual([]);
}

/** Every journal of the agents is in the store, byte for byte, and nothing else is. */
async function expectSame(team: Team, agents: readonly Agent[]): Promise<void> {
  const rows = await team.query('select session_id as id, line from terminal.entry order by session_id, n');
  const there = new Map<string, string>();
  for (const { id, line } of rows) there.set(String(id), `${there.get(String(id)) ?? ''}${String(line)}\n`);
  const seen = new Set<string>();
  for (const { home } of agents)
    for (const name of readdirSync(join(home, 'sessions')).filter((one) => one.endsWith('.jsonl'))) {
      const id = name.replace('.jsonl', '');
      seen.add(id);
      expect(there.get(id), id).toBe(readFileSync(join(home, 'sessions', name), 'utf8'));
    }
  expect([...seen].sort()).toEqual([...there.keys()].sort());
}
