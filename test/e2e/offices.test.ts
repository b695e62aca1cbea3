import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../src/sandbox/services/certificate.js';
import { proxyTo } from '../unit/cloud/support/servers.js';
import { cleanUp } from '../support/clean-up.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, cloudWith, credentialsOf, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const AUTHORITY = 'House Inspection';
const authority = makeCertificate([AUTHORITY], { authority: true });
const extra = join(temporaryFolder(), 'authority.pem');
writeFileSync(extra, authority.cert);

/** A cloud behind TLS, by a certificate of an authority that only NODE_EXTRA_CA_CERTS makes known. */
async function secureCloud(host: string) {
  // The practice credentials leave this machine for no name.
  const cloud = await cloudWith({ credentials: { clientId: 'clinic', clientSecret: 'another-word' } });
  const { port: inner } = new URL(cloud.url);
  const server = createTlsServer(
    makeCertificate([host], { issuer: { name: AUTHORITY, key: authority.key } }),
    (socket) => {
      tie(socket, connect(Number(inner), '127.0.0.1'));
    },
  );
  server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const instance = `https://${host === 'localhost' ? `localhost:${String(port)}` : host}/${new URL(cloud.url).pathname.slice(1)}`;
  // Departments are known by their URLs, which are those that the agent sees.
  for (const department of cloud.departments)
    Object.assign(department, { url: department.url.replace(cloud.url, instance) });
  return { instance, port, env: credentialsOf(cloud) };
}

function tie(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).on('close', () => other.destroy());
  other.on('error', () => one.destroy());
  one.pipe(other).pipe(one);
}

test.concurrent('a private authority is told by name, and NODE_EXTRA_CA_CERTS makes it known', async () => {
  const { instance, env } = await secureCloud('localhost');
  const without = await run(['doctor', '--instance', instance, '--json'], { env });
  expect([without.status, without.document().error?.code]).toEqual([6, 'cloud.untrusted']);
  expect(without.document().diagnoses[0]?.summary).toContain(`“${AUTHORITY}”`);
  expect(without.document().diagnoses[0]?.do).toContain('NODE_EXTRA_CA_CERTS');
  expect(without.stdout).not.toMatch(/REJECT_UNAUTHORIZED|insecure|disable/i);
  const withIt = await run(['doctor', '--instance', instance, '--json'], {
    env: { ...env, NODE_EXTRA_CA_CERTS: extra },
  });
  expect([withIt.status, withIt.stderr]).toEqual([0, '']);
  const terminal = await terminalWith();
  const onboarded = await run(['onboard', targetOf(terminal), ...answersFor(instance), ...AGREED, PRIVATE, '--json'], {
    env: { ...env, NODE_EXTRA_CA_CERTS: extra },
  });
  expect([onboarded.status, onboarded.document().error]).toEqual([0, null]);
});

test.concurrent.each(['HTTPS_PROXY', 'https_proxy'])('%s leads to the cloud, and never to a terminal', async (name) => {
  const { instance, port, env } = await secureCloud('cloud.invalid');
  const proxy = await proxyTo(port);
  const terminal = await terminalWith();
  const proxies = { [name]: proxy.url, HTTP_PROXY: proxy.url, ALL_PROXY: proxy.url, all_proxy: proxy.url };
  const probed = await run(['probe', targetOf(terminal), PRIVATE, '--json'], { env: proxies });
  expect([probed.status, proxy.asked]).toEqual([0, []]);
  const registered = await run(['register', targetOf(terminal), ...answersFor(instance), PRIVATE, '--yes', '--json'], {
    env: { ...env, ...proxies, NODE_EXTRA_CA_CERTS: extra },
  });
  expect([registered.status, registered.document().error]).toEqual([0, null]);
  expect(new Set(proxy.asked)).toEqual(new Set(['cloud.invalid:443']));
});
