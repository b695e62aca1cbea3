import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';

/** Where a team's PostgreSQL is. Who asks, and how the way there is kept safe, the environment of libpq says. */
export interface StoreAddress {
  /** A name, an address, or the folder of a local socket; undefined where the environment names it. */
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string;
  readonly user: string | undefined;
}

const EXAMPLE = 'Write it like postgresql://host/database.';

/** Reads `postgresql://host/database`. What was typed is not repeated: it may hold a password. @throws AppError usage.invalid */
export function readStoreAddress(text: string): StoreAddress {
  const url = urlIn(text.trim());
  if (url.password !== '' || url.searchParams.has('password')) throw passwordRefused();
  const others = [...url.searchParams.keys()].filter((name) => name !== 'host' && name !== 'port');
  if (others.length > 0)
    throw notValid('only host and port may stand behind its question mark', [
      'Set the rest in the environment, as for psql: PGSSLMODE, PGSSLROOTCERT, PGUSER, PGPASSFILE.',
    ]);
  const database = decoded(url.pathname.slice(1));
  if (database === '' || database.includes('/')) throw notValid('it names no database', [EXAMPLE]);
  const host = decoded(url.searchParams.get('host') ?? url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const port = Number(url.searchParams.get('port') ?? url.port);
  if (!Number.isInteger(port) || port > 65_535) throw notValid('its port is not a number from 1 to 65535', [EXAMPLE]);
  return {
    host: host === '' ? undefined : host,
    port: port === 0 ? undefined : port,
    database,
    user: url.username === '' ? undefined : decoded(url.username),
  };
}

function urlIn(text: string): URL {
  const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/is.exec(text) ?? [];
  const url = `postgresql://${rest ?? ''}`;
  if (rest === undefined || !URL.canParse(url))
    throw notValid('it is not the address of a PostgreSQL database', [EXAMPLE]);
  return new URL(url);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notValid('it has a % that stands for nothing', [EXAMPLE]);
  }
}

function notValid(why: string, actions: readonly string[]): AppError {
  return usageError('usage.invalid', `The address of the store is not valid: ${why}.`, actions);
}

function passwordRefused(): AppError {
  return usageError('usage.invalid', 'The address of the store holds a password, which is not safe there.', [
    'Remove the password from the address.',
    'Put it into a file that PGPASSFILE names (usually ~/.pgpass, readable by you alone), or set PGPASSWORD.',
    'If you typed it on the command line, delete it from your shell history.',
  ]);
}
