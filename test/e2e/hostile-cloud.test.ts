import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { both, expectContract } from './cells.js';
import { cleanUp } from '../support/clean-up.js';
import { run } from '../support/run.js';
import { answersFor, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';

const ENV = { TERMINAL_CLIENT_ID: 'agent', TERMINAL_CLIENT_SECRET: 'not-a-word' };

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A cloud of its own kind; it gives tokens as others do. */
async function cloudThat(respond: Respond): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.endsWith('/oauth2/token/'))
      tell(response, { access_token: 'token', token_type: 'Bearer', expires_in: 3600 });
    else respond(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/clinic`;
}

function tell(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

test.concurrent('a cloud that answers with the record of another clinic has registered nothing', async () => {
  const theirs = {
    id: 666,
    name: 'Front desk',
    department: null,
    model: 'ingenico_desk3200',
    bank: 'seb',
    host: '198.51.100.66',
    posxml_port: 4445,
    log_port: 5551,
    terminal_id: 'OTHER001',
    status: 'active',
  };
  const instance = await cloudThat((request, response) => {
    if (request.method === 'POST') tell(response, theirs, 201);
    else if (request.url?.includes('department')) tell(response, { id: 1, url: 'x', name: 'Kesklinn' });
    else tell(response, { next: null, results: [] });
  });
  const { text, document } = await both(
    ['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(instance)],
    { env: ENV },
  );
  expect(document).toMatchObject({
    exitCode: 6,
    error: {
      code: 'cloud.unreadable',
      message: expect.stringContaining('its host is not the one that was sent') as string,
    },
    result: { outcome: 'failed', terminal: null },
  });
  expect(document.checks.find(({ id }) => id === 'cloud.register')).toMatchObject({ status: 'unknown' });
  expect(text.stdout).not.toMatch(/^Registered/m);
  expect(`${text.stdout}${text.stderr}`).not.toContain('666');
});

test.concurrent.each([
  ['the flag', ['--timeout', '2s'], {}],
  ['the environment', [], { TERMINAL_TIMEOUT: '2s' }],
])('a cloud that drips is given up at --timeout, by %s', async (_what, flags, env) => {
  const instance = await cloudThat((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 100);
    response.on('close', () => {
      clearInterval(timer);
    });
  });
  const ended = await run(
    ['register', targetOf(await terminalWith()), PRIVATE, ...answersFor(instance), ...flags, '--json'],
    { env: { ...ENV, ...env } },
  );
  // Else it would be the operation's 30 s.
  expect(expectContract(ended).error?.message).toMatch(/none within 2\d{3} ms/);
});
