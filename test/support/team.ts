import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { temporaryFolder } from './program.js';
import type { Environment } from './program.js';
import { run } from './run.js';

/** Why no test of a store can run here; undefined if they can. */
export const whyNoPostgres = process.env['TEST_POSTGRES'] === undefined ? 'no PostgreSQL for this machine' : undefined;

export interface Team {
  readonly url: string;
  /** As its owner, beside the program. */
  query(text: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** An agent with a computer of their own. */
  agent(name: string, env?: Environment): { readonly home: string; readonly env: Environment };
}

/** A database of its own on the server of the tests. */
export async function emptyDatabase(port = Number(process.env['TEST_POSTGRES'])): Promise<Team> {
  const name = `team_${randomBytes(6).toString('hex')}`;
  const admin = await connected(port, 'postgres');
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = `postgresql://127.0.0.1:${String(port)}/${name}`;
  return {
    url,
    // Not kept: a server takes so many, and files of tests have more teams.
    query: async (text, values = []) => {
      const client = await connected(port, name);
      try {
        return (await client.query<Record<string, unknown>>(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    agent: (agent, env = {}) => ({
      home: temporaryFolder(),
      env: { TERMINAL_STORE: url, TERMINAL_AGENT: agent, PGUSER: 'postgres', ...env },
    }),
  };
}

/** One that is set up. */
export async function teamStore(port?: number): Promise<Team> {
  const team = await emptyDatabase(port);
  const made = await run(['store', 'init'], team.agent('owner'));
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  return team;
}

async function connected(port: number, database: string): Promise<Client> {
  const client = new Client({ host: '127.0.0.1', port, database, user: 'postgres', ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
