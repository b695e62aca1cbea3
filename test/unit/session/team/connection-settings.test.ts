import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectionSettings } from '../../../../src/session/team/connection-settings.js';
import { readStoreAddress } from '../../../../src/session/team/store-address.js';
import { temporaryFolder } from '../../../support/program.js';

const settings = (url: string, env: Readonly<Record<string, string>> = {}): ReturnType<typeof connectionSettings> =>
  connectionSettings(readStoreAddress(url), env);

test('what the address does not say, the environment of libpq says', () => {
  const env = { PGUSER: 'mari', PGPORT: '6432', PGHOST: '127.0.0.1' };
  expect(settings('postgresql:///terminal', env)).toMatchObject({
    host: '127.0.0.1',
    port: 6432,
    user: 'mari',
    database: 'terminal',
  });
  expect(settings('postgresql://jaan@localhost:1/terminal', env)).toMatchObject({
    host: 'localhost',
    port: 1,
    user: 'jaan',
  });
});

test.each(['postgresql://localhost/t', 'postgresql://127.0.0.1/t', 'postgresql://[::1]/t', 'postgresql://%2Ftmp/t'])(
  '%s stays on this machine, and needs no TLS unless it is asked for',
  (url) => {
    expect(settings(url).ssl).toBe(false);
    expect(settings(url, { PGSSLMODE: 'verify-full' }).ssl).toMatchObject({ rejectUnauthorized: true });
  },
);

test.each(['', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'])(
  'another machine is reached with a certificate that is checked, with PGSSLMODE=%s',
  (mode) => {
    const { ssl } = settings('postgresql://db.example/t', { PGSSLMODE: mode });
    expect(ssl).toMatchObject({ rejectUnauthorized: true, host: 'db.example' });
  },
);

test('no TLS to another machine is refused', () => {
  for (const host of ['db.example', '10.0.0.5', '127.example', 'localhost.example'])
    expect(() => settings(`postgresql://${host}/t`, { PGSSLMODE: 'disable' }), host).toThrow(/PGSSLMODE/);
});

test("the CA is the one that PGSSLROOTCERT names, else the usual file, else the system's", () => {
  const home = temporaryFolder();
  const file = join(home, 'ca.crt');
  writeFileSync(file, 'a certificate');
  expect(settings('postgresql://db.example/t', { PGSSLROOTCERT: file }).ssl).toMatchObject({ ca: 'a certificate' });
  expect(settings('postgresql://db.example/t', { PGSSLROOTCERT: 'system' }).ssl).not.toHaveProperty('ca');
  expect(settings('postgresql://db.example/t', { HOME: home }).ssl).not.toHaveProperty('ca');
  expect(() => settings('postgresql://db.example/t', { PGSSLROOTCERT: join(home, 'none') })).toThrow(/PGSSLROOTCERT/);
});

test.each(['0', '70000', 'x'])('PGPORT %s is refused', (port) => {
  expect(() => settings('postgresql://localhost/t', { PGPORT: port })).toThrow(/PGPORT/);
});
