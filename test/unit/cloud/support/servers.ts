import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { createCloud } from '../../../../src/cloud/client.js';
import type { Cloud, CloudOptions } from '../../../../src/cloud/client.js';
import { CloudFailure } from '../../../../src/cloud/errors.js';
import { readInstance } from '../../../../src/cloud/instance.js';
import type { Instance } from '../../../../src/cloud/instance.js';
import type { CloudTrace } from '../../../../src/cloud/trace.js';
import { startSandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import type { SandboxCloud, SandboxCloudOptions } from '../../../../src/sandbox/cloud/server.js';
import { expectContract } from './contract.js';
import type { Certificate } from './certificate.js';
import { cleanUp } from '../../../support/clean-up.js';

export const TOKEN = 'a-very-secret-access-token';
export const SECRET = 'the-client-secret/+=';

/** A sandbox whose every exchange is held to the contract when the test ends. */
export async function sandboxFor(
  options: SandboxCloudOptions = {},
  check: { readonly wrongRequests?: boolean; readonly otherwise?: boolean } = {},
): Promise<SandboxCloud> {
  const sandbox = await startSandboxCloud(options);
  cleanUp(async () => {
    await sandbox.close();
    expectContract(sandbox, check);
  });
  return sandbox;
}

export function instanceOf(url: string): Instance {
  const reading = readInstance(url);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.instance;
}

interface Traced {
  readonly cloud: Cloud;
  readonly trace: CloudTrace[];
}

export function cloudOf(url: string, options: Partial<CloudOptions> = {}): Traced {
  const trace: CloudTrace[] = [];
  const credentials = url.endsWith('/sandbox')
    ? { clientId: 'sandbox', clientSecret: 'sandbox' }
    : { clientId: 'agent', clientSecret: SECRET };
  const cloud = createCloud({
    instance: instanceOf(url),
    credentials,
    deadlineMs: 10_000,
    pace: 0.02,
    trace: (event) => trace.push(event),
    ...options,
  });
  return { cloud, trace };
}

/** The failure that a promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<CloudFailure> {
  const error: unknown = await promise.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (error instanceof CloudFailure) return error;
  throw error;
}

/** An instance that gives tokens and answers everything else as it is told. */
export async function rogue(
  answer: RequestListener,
  certificate?: Certificate,
): Promise<{ readonly url: string; readonly port: number; readonly seen: string[] }> {
  const seen: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume();
    if (request.url?.endsWith('/oauth2/token/'))
      json(response, { access_token: TOKEN, token_type: 'Bearer', expires_in: 36_000 });
    else answer(request, response);
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  const port = await listen(server);
  return { url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/clinic`, port, seen };
}

export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

interface Proxy {
  readonly url: string;
  readonly host: string;
  /** What was asked for, by CONNECT or plainly. */
  readonly asked: string[];
  readonly authorizations: (string | undefined)[];
}

/** A proxy that leads every tunnel to one port of this machine, whatever host was asked for. */
export async function proxyTo(port: number, refuseWith?: number): Promise<Proxy> {
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(500).end();
  });
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    asked.push(request.url ?? '');
    authorizations.push(request.headers['proxy-authorization']);
    client.on('error', () => client.destroy());
    if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    cleanUp(() => {
      upstream.destroy();
      client.destroy();
    });
  });
  const own = await listen(server);
  return { url: `http://127.0.0.1:${own}`, host: `127.0.0.1:${own}`, asked, authorizations };
}

export async function listen(server: Server | NetServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
  return (server.address() as AddressInfo).port;
}
