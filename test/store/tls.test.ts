import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namespace, NO_NAMESPACE } from '../netns/namespace.js';
import { both } from '../e2e/cells.js';
import { cleanUp } from '../support/clean-up.js';
import { oneMoreServer } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';
import { temporaryFolder } from '../support/program.js';
import type { Environment } from '../support/program.js';
import { emptyDatabase, whyNoPostgres } from '../support/team.js';

const noTls = spawnSync('openssl', ['version']).status === 0 ? undefined : 'no openssl';
const there = test.skipIf(whyNoPostgres !== undefined || noTls !== undefined);

interface Certificates {
  /** The file of who signed. */
  readonly ca: string;
  readonly 'server.crt': string;
  readonly 'server.key': string;
}

/** A certificate for these names, signed by a CA of its own. */
function certificates(names: string): Certificates {
  const folder = temporaryFolder();
  const make = (name: string, ...more: readonly string[]): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-keyout', `${name}.key`];
    const made = ['-x509', '-days', '2', '-out', `${name}.crt`, '-subj', `/CN=${name}`];
    execFileSync('openssl', ['req', ...made, ...key, ...more], { cwd: folder, stdio: 'pipe' });
  };
  make('ca');
  make('server', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', `subjectAltName=${names}`);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { ca: join(folder, 'ca.crt'), 'server.crt': read('server.crt'), 'server.key': read('server.key') };
}

async function tlsServer(names: string, network?: string): Promise<Certificates & Pick<PostgresServer, 'port'>> {
  const made = certificates(names);
  const { ca, ...files } = made;
  const server = await oneMoreServer({
    settings: { ssl: 'on' },
    files: { ...files, ...(network !== undefined && { 'pg_hba.conf': 'hostssl all all all trust\n' }) },
    ...(network !== undefined && { network }),
  });
  cleanUp(() => server.stop());
  return { ...made, ca, port: server.port };
}

there.concurrent('a store on this machine is reached by TLS where that is asked for, and is then checked', async () => {
  const { port, ca } = await tlsServer('DNS:localhost');
  const team = await emptyDatabase(port);
  const status = async (host: string, env: Environment): Promise<unknown> => {
    const url = team.url.replace('127.0.0.1', host);
    const { document } = await both(
      ['store', 'init'],
      team.agent('mari', { TERMINAL_STORE: url, PGSSLMODE: 'verify-full', ...env }),
    );
    return document.exitCode === 0 ? 'reached' : `${document.error?.code ?? ''}: ${document.error?.cause ?? ''}`;
  };
  expect(await status('localhost', { PGSSLROOTCERT: ca })).toBe('reached');
  expect(await status('localhost', { PGSSLROOTCERT: certificates('DNS:localhost').ca })).toMatch(
    /^store\.unavailable: .*(certificate|signature)/,
  );
  expect(await status('localhost', {})).toMatch(/^store\.unavailable: .*certificate/);
  // Its name is checked whatever the mode: less than that protects against nobody who is on the way.
  for (const PGSSLMODE of ['verify-full', 'verify-ca', 'require'])
    expect(await status('127.0.0.1', { PGSSLROOTCERT: ca, PGSSLMODE })).toMatch(/^store\.unavailable: .*127\.0\.0\.1/);
});

there.concurrent('a server without TLS is none, where TLS is asked for', async () => {
  const team = await emptyDatabase();
  const { document } = await both(['store', 'status'], team.agent('mari', { PGSSLMODE: 'require' }));
  expect(document).toMatchObject({ exitCode: 8, error: { code: 'store.unavailable' } });
  expect(document.error?.cause).toContain('does not support SSL');
});

const DB = '84.50.12.40';

test
  .skipIf(whyNoPostgres !== undefined || noTls !== undefined || NO_NAMESPACE !== undefined)
  .concurrent('a store on another machine is reached by TLS that is checked, and not without', async () => {
    const net = namespace(DB);
    const { port, ca } = await tlsServer(`IP:${DB}`, net.name);
    const open = await oneMoreServer({ network: net.name, files: { 'pg_hba.conf': 'host all all all trust\n' } });
    cleanUp(() => open.stop());
    const init = async (at: number, env: Environment): Promise<unknown> => {
      const url = `postgresql://${DB}:${String(at)}/postgres`;
      const { status, document } = await net.run(['store', 'init'], {
        TERMINAL_STORE: url,
        PGUSER: 'postgres',
        ...env,
      });
      return status === 0
        ? 'reached'
        : `${String(status)} ${document.error?.code ?? ''}: ${document.error?.cause ?? ''}`;
    };
    expect(await init(port, { PGSSLROOTCERT: ca })).toBe('reached');
    expect(await init(port, {})).toMatch(/^8 store\.unavailable: .*certificate/);
    for (const PGSSLMODE of [undefined, 'prefer'])
      expect(await init(open.port, { PGSSLROOTCERT: ca, PGSSLMODE })).toMatch(/^8 store\.unavailable: .*SSL/);
    expect(await init(open.port, { PGSSLMODE: 'disable' })).toMatch(/^2 usage\.invalid/);
  });
