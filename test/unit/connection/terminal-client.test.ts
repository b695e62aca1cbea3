import { describe, expect, test } from 'vitest';
import { terminalClient } from '../../../src/connection/terminal-client.js';
import type { ClientOptions, TerminalClient } from '../../../src/connection/terminal-client.js';
import type { Endpoint } from '../../../src/model/endpoint.js';
import {
  documentOf,
  errorDocument,
  hostileServer,
  httpReply,
  terminalReply,
  terminalServer,
} from './hostile-server.js';

function clientOf(server: { readonly endpoint: Endpoint }, more: Partial<ClientOptions> = {}): TerminalClient {
  return terminalClient(server.endpoint, { timeoutMs: 5000, allowPrivate: true, ...more });
}

function versionsOf(requests: readonly string[]): string[] {
  return requests.map((request) => /PosXML version="([^"]*)"/.exec(request)?.[1] ?? '');
}

describe('versions', () => {
  test('are tried in order on 32770, and the one that worked is kept', async () => {
    const server = await terminalServer({ versions: ['6.0.2'] });
    const client = clientOf(server);
    expect(await client.ask('GetTerminalStatusRequest', {})).toMatchObject({ kind: 'answer', returnCode: 0 });
    expect(await client.ask('GetParametersRequest', {})).toMatchObject({
      kind: 'answer',
      body: { TerminalID: '12345678' },
    });
    expect(versionsOf(server.requests)).toEqual(['7.1.0', '7.2.0', '6.0.2', '6.0.2']);
    expect(client.version).toBe('6.0.2');
    expect(client.refusedVersions).toEqual(['7.1.0', '7.2.0']);
  });

  test('are all refused', async () => {
    const server = await terminalServer({ versions: [] });
    const client = clientOf(server);
    expect(await client.ask('GetTerminalStatusRequest', {})).toMatchObject({ kind: 'error', returnCode: 32770 });
    expect(client.version).toBeUndefined();
    expect(server.requests).toHaveLength(3);
  });

  test('are not tried on any other error, nor on silence', async () => {
    const busy = await hostileServer({
      onRequest: (socket) => {
        socket.end(httpReply(errorDocument(32779, 'busy')));
      },
    });
    expect(await clientOf(busy).ask('GetTerminalStatusRequest', {})).toMatchObject({
      kind: 'error',
      returnCode: 32779,
      reason: 'busy',
    });
    expect(busy.requests).toHaveLength(1);
    const silent = await hostileServer({});
    expect(await clientOf(silent, { timeoutMs: 1000 }).ask('GetTerminalStatusRequest', {})).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
    });
    expect(silent.requests).toHaveLength(1);
  });

  test('one that was learned stays, where a later message is not known, or in another version alone', async () => {
    const server = await hostileServer({
      onRequest: (socket, request) => {
        const isRefused =
          request.includes('CurrStatus') || (request.includes('LastTransaction') && !request.includes('"6.0.2"'));
        socket.end(isRefused ? httpReply(errorDocument(32770)) : terminalReply(request));
      },
    });
    const client = clientOf(server);
    await client.ask('GetTerminalStatusRequest', {});
    expect(await client.ask('TransactionCurrStatusRequest', {})).toMatchObject({ kind: 'error', returnCode: 32770 });
    for (let times = 0; times < 2; times += 1)
      await client.ask('GetLastTransactionDataRequest', { TransactionID: 'x', PrintReceipt: 2 });
    expect([client.version, client.refusedVersions]).toEqual(['7.1.0', []]);
    await client.command('DoBeepRequest', {});
    const tried = ['7.1.0', '7.2.0', '6.0.2'];
    expect(versionsOf(server.requests)).toEqual(['7.1.0', ...tried, ...tried, '6.0.2', '7.1.0']);
  });

  test('is learned anew by the question that it was learned by', async () => {
    let versions: readonly string[] = ['7.1.0'];
    const server = await hostileServer({
      onRequest: (socket, request) => {
        socket.end(terminalReply(request, { versions }));
      },
    });
    const client = clientOf(server);
    await client.ask('GetTerminalStatusRequest', {});
    versions = ['6.0.2'];
    await client.ask('GetTerminalStatusRequest', {});
    expect(client.version).toBe('6.0.2');
  });

  test('a command goes out once, in the version learned, and is never tried in another', async () => {
    const server = await hostileServer({
      onRequest: (socket, request) => {
        socket.end(
          request.includes('Beep') ? httpReply(errorDocument(32770)) : terminalReply(request, { versions: ['7.2.0'] }),
        );
      },
    });
    const client = clientOf(server);
    await expect(client.command('DoBeepRequest', {})).rejects.toThrow(RangeError);
    expect(server.accepted()).toBe(0);
    await client.ask('GetTerminalStatusRequest', {});
    expect(await client.command('DoBeepRequest', { Duration1: 10 })).toMatchObject({
      kind: 'error',
      returnCode: 32770,
    });
    expect(versionsOf(server.requests)).toEqual(['7.1.0', '7.2.0', '7.2.0']);
  });
});

describe('what may not be asked', () => {
  test('a query that would print, a command as a question, a question as a command', async () => {
    const server = await terminalServer();
    const client = clientOf(server, { version: '7.1.0' });
    await expect(client.ask('GetLastTransactionDataRequest', { TransactionID: 'x' })).rejects.toThrow(/PrintReceipt/);
    await expect(client.ask('GetLastTransactionDataRequest', { TransactionID: 'x', PrintReceipt: 1 })).rejects.toThrow(
      /PrintReceipt/,
    );
    await expect(client.ask('TransactionRequest' as 'GetParametersRequest', {})).rejects.toThrow(RangeError);
    await expect(client.command('GetParametersRequest' as 'DoBeepRequest', {})).rejects.toThrow(RangeError);
    await expect(client.command('TransactionRequest', { Amount: 0.5 })).rejects.toThrow(RangeError);
    expect(server.accepted()).toBe(0);
  });
});

describe('answers', () => {
  test('a reply to another question is not an answer', async () => {
    const server = await hostileServer({
      onRequest: (socket) => {
        socket.end(httpReply(documentOf({ name: 'GetParametersResponse', version: '7.1.0', body: { ReturnCode: 0 } })));
      },
    });
    expect(await clientOf(server).ask('GetTerminalStatusRequest', {})).toMatchObject({
      kind: 'unexpected',
      name: 'GetParametersResponse',
    });
  });

  test('an answer without a ReturnCode has none', async () => {
    const server = await hostileServer({
      onRequest: (socket) => {
        socket.end(httpReply(documentOf({ name: 'GetTerminalStatusResponse', version: '7.1.0', body: {} })));
      },
    });
    expect(await clientOf(server).ask('GetTerminalStatusRequest', {})).toMatchObject({
      kind: 'answer',
      returnCode: undefined,
    });
  });

  test('a reversal may be answered by a plain TransactionResponse', async () => {
    const server = await hostileServer({
      onRequest: (socket) => {
        socket.end(httpReply(documentOf({ name: 'TransactionResponse', version: '7.1.0', body: { ReturnCode: 0 } })));
      },
    });
    const answer = await clientOf(server, { version: '7.1.0' }).command('ReverseTransactionRequest', {
      TransactionID: 'x',
      CurrencyName: 'EUR',
    });
    expect(answer).toMatchObject({ kind: 'answer', name: 'TransactionResponse', returnCode: 0 });
  });
});

describe('turns', () => {
  test('requests to a terminal that serves one connection at a time go one after another', async () => {
    let serving = false;
    const server = await hostileServer({
      onConnect: (socket) => {
        if (serving) socket.resetAndDestroy();
        serving = true;
      },
      onRequest: (socket, request) => {
        setImmediate(() => {
          serving = false;
          socket.end(terminalReply(request));
        });
      },
    });
    const client = clientOf(server);
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.ask('GetParametersRequest', {})));
    expect(answers.map((answer) => answer.kind)).toEqual(Array(5).fill('answer'));
    expect(server.requests).toHaveLength(5);
  });

  test('a cancel goes alongside; whatever else waits, and gives up on its signal', async () => {
    const server = await hostileServer({
      onRequest: (socket, request) => {
        if (request.includes('CancelAll'))
          socket.end(
            httpReply(documentOf({ name: 'CancelAllOperationsResponse', version: '7.1.0', body: { ReturnCode: 0 } })),
          );
      },
    });
    const client = clientOf(server, { version: '7.1.0', timeoutMs: 60_000 });
    const sale = new AbortController();
    const selling = client.command(
      'TransactionRequest',
      { Amount: 1, CurrencyName: 'EUR', TransactionID: 'a' },
      { signal: sale.signal },
    );
    await expect.poll(() => server.requests.length).toBe(1);
    const waiter = new AbortController();
    const waiting = client.ask('GetTerminalStatusRequest', {}, { signal: waiter.signal });
    expect(await client.command('CancelAllOperationsRequest', {}, { alongside: true })).toMatchObject({
      kind: 'answer',
      returnCode: 0,
    });
    waiter.abort();
    expect(await waiting).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'cancelled' } });
    expect(server.requests).toHaveLength(2);
    sale.abort();
    expect(await selling).toMatchObject({ kind: 'failed', sent: 'maybe', failure: { reason: 'cancelled' } });
  });

  test('a read-only request is asked once more when the terminal was not ready again; a command is not', async () => {
    const server = await hostileServer({
      onRequest: (socket, request, number) => {
        if (number === 1 || number === 3) socket.end(terminalReply(request));
        else socket.resetAndDestroy();
      },
    });
    const client = clientOf(server);
    await client.ask('GetTerminalStatusRequest', {});
    const startedAt = performance.now();
    expect(await client.ask('GetParametersRequest', {})).toMatchObject({ kind: 'answer' });
    expect(performance.now() - startedAt).toBeGreaterThan(1000);
    expect(await client.command('DoBeepRequest', {})).toMatchObject({
      kind: 'failed',
      sent: 'maybe',
      failure: { reason: 'reset' },
    });
    expect(server.requests).toHaveLength(4);
  });

  test('the first failure of all is believed at once', async () => {
    const server = await hostileServer({
      onRequest: (socket) => {
        socket.end();
      },
    });
    expect(await clientOf(server).ask('GetTerminalStatusRequest', {})).toMatchObject({
      kind: 'failed',
      failure: { reason: 'closed' },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('the gap is kept', async () => {
    const server = await terminalServer();
    const client = clientOf(server, { gapMs: 300 });
    await client.ask('GetTerminalStatusRequest', {});
    const startedAt = performance.now();
    await client.ask('GetTerminalStatusRequest', {});
    expect(performance.now() - startedAt).toBeGreaterThan(250);
  });
});

test('an inside address is not dialled unless allowed', async () => {
  const server = await terminalServer();
  const refused = await clientOf(server, { allowPrivate: false }).ask('GetTerminalStatusRequest', {});
  expect(refused).toMatchObject({ kind: 'failed', sent: 'nothing', failure: { reason: 'resolve' } });
  expect(server.accepted()).toBe(0);
});

test('the trace shows both directions, without card data', async () => {
  const server = await hostileServer({
    onRequest: (socket) => {
      const body = {
        ReturnCode: 0,
        Reason: 'card 4111 1111 1111 1111',
        CardData: { Pan: '4111111111111111', CardID: 'secretid' },
      };
      socket.end(httpReply(documentOf({ name: 'GetLastTransactionDataResponse', version: '7.1.0', body })));
    },
  });
  const lines: string[] = [];
  const client = clientOf(server, {
    trace: (direction, text, ms) => {
      lines.push(`${direction} ${String(ms >= 0)} ${text}`);
    },
  });
  await client.ask('GetLastTransactionDataRequest', { TransactionID: 'x', PrintReceipt: 2 });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^out true .*GetLastTransactionDataRequest/);
  expect(lines[1]).toMatch(/^in true .*GetLastTransactionDataResponse/);
  expect(lines.join()).not.toMatch(/4111|secretid/);
});
