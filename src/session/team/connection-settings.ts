import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { usageError } from '../../contract/app-error.js';
import type { StoreAddress } from './store-address.js';

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** libpq's own order; whichever is there has the server's socket. */
const SOCKET_FOLDERS = ['/var/run/postgresql', '/run/postgresql', '/tmp'];

/** Modes of `PGSSLMODE` by which a connection may be open to the one who listens on the way. */
const UNSAFE = ['disable'];

/**
 * What the driver is told. It reads PGPASSWORD and PGPASSFILE itself; the rest of libpq's environment is read here, so
 * that no connection but to this machine is made without a certificate that was checked.
 * @throws AppError usage.invalid
 */
export function connectionSettings(address: StoreAddress, env: Environment): ClientConfig {
  const host =
    address.host ?? given(env, 'PGHOST') ?? SOCKET_FOLDERS.find((folder) => existsSync(folder)) ?? 'localhost';
  return {
    host,
    port: address.port ?? portIn(env),
    database: address.database,
    user: address.user ?? given(env, 'PGUSER') ?? userInfo().username,
    ssl: isOnThisMachine(host) && !asksForTls(env) ? false : verifiedTls(host, env),
  };
}

function isOnThisMachine(host: string): boolean {
  return host.startsWith('/') || LOOPBACK.test(host);
}

function asksForTls(env: Environment): boolean {
  return ['require', 'verify-ca', 'verify-full'].includes(given(env, 'PGSSLMODE') ?? '');
}

/** Whatever mode libpq would be content with: the name in the certificate is checked, too. */
function verifiedTls(host: string, env: Environment): Exclude<ClientConfig['ssl'], undefined> {
  if (UNSAFE.includes(given(env, 'PGSSLMODE') ?? ''))
    throw usageError(
      'usage.invalid',
      `The store at ${host} is reached through a network, and PGSSLMODE is “disable”.`,
      ['Set PGSSLMODE to verify-full, or unset it.'],
    );
  const home = given(env, 'HOME') ?? given(env, 'APPDATA');
  const folder =
    home === undefined ? undefined : join(home, process.platform === 'win32' ? 'postgresql' : '.postgresql');
  const file = (variable: string, name: string): string | undefined => {
    const named = given(env, variable);
    if (named !== undefined) return readNamed(variable, named);
    const usual = folder === undefined ? undefined : join(folder, name);
    return usual !== undefined && existsSync(usual) ? readFileSync(usual, 'utf8') : undefined;
  };
  const ca = given(env, 'PGSSLROOTCERT') === 'system' ? undefined : file('PGSSLROOTCERT', 'root.crt');
  const cert = file('PGSSLCERT', 'postgresql.crt');
  const key = file('PGSSLKEY', 'postgresql.key');
  return {
    rejectUnauthorized: true,
    // What the certificate has to name; the driver tells a name, and no address.
    host,
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && key !== undefined && { cert, key }),
  };
}

function readNamed(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw usageError('usage.invalid', `The file that ${variable} names cannot be read (${code}).`, [
      `Correct ${variable}.`,
    ]);
  }
}

function portIn(env: Environment): number {
  const port = Number(given(env, 'PGPORT') ?? 5432);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw usageError('usage.invalid', 'PGPORT is not a port number.', ['Set it to a number from 1 to 65535.']);
}

/** A variable that is set to nothing says nothing. */
function given(env: Environment, name: string): string | undefined {
  const value = env[name] ?? '';
  return value === '' ? undefined : value;
}
