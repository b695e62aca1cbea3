import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { INPUT } from './support/input.js';
import { cloudOf, failureOf, json, rogue } from './support/servers.js';

const OURS = {
  id: 7,
  name: 'Reception',
  department: 'https://cloud.example/clinic/api/0.1/department/1/',
  model: 'ingenico_desk3200',
  bank: 'seb',
  host: INPUT.host,
  posxml_port: 4445,
  log_port: 5551,
  terminal_id: INPUT.terminalId,
  status: 'pending',
};

/** A cloud that answers a write with one record, and holds another; without that, none. */
const answering =
  (written: unknown, held?: object): RequestListener =>
  (request, response) => {
    if (request.method !== 'GET') json(response, written, request.method === 'POST' ? 201 : 200);
    else if (request.url?.includes('?')) json(response, { next: null, results: held ? [held] : [] });
    else json(response, held);
  };

describe('an answer that is about something else than was sent', () => {
  test.each([
    ['another address', { host: '192.0.2.99' }, 'host'],
    ['another port', { posxml_port: 4446 }, 'posxml_port'],
    ['another log port', { log_port: null }, 'log_port'],
    ['another terminal', { terminal_id: '99999999' }, 'terminal_id'],
    ["another clinic's department", { department: 'https://cloud.example/other/api/0.1/department/2/' }, 'department'],
  ])('%s: nothing is told as created, and the POST is not sent again', async (_what, change, field) => {
    const server = await rogue(answering({ ...OURS, ...change }));
    const failure = await failureOf(cloudOf(server.url, { deadlineMs: 4000 }).cloud.createTerminal(INPUT));
    expect(failure).toMatchObject({ kind: 'unreadable', maybeDone: true });
    expect(failure.detail).toMatch(new RegExp(`its ${field} is not the one that was sent.*is not registered`));
    expect(
      server.seen.filter((request) => request.startsWith('POST') && request.includes('paymentterminal')),
    ).toHaveLength(1);
  });

  test('what the cloud holds counts more than what it answered', async () => {
    const { url } = await rogue(answering({ ...OURS, id: 8, host: '192.0.2.99' }, OURS));
    expect(await cloudOf(url).cloud.createTerminal(INPUT)).toMatchObject({ id: '7', host: INPUT.host });
  });

  test('letter case, and a department that cannot be read, are no difference', async () => {
    const { url } = await rogue(answering({ ...OURS, department: 'somewhere' }));
    expect(await cloudOf(url).cloud.createTerminal(INPUT)).toMatchObject({ id: '7' });
  });

  test('a status that the cloud keeps is not told as set', async () => {
    const { url } = await rogue(answering(OURS, OURS));
    const failure = await failureOf(cloudOf(url).cloud.updateTerminal('7', { status: 'active' }));
    expect(failure.detail).toMatch(/its status is not the one that was sent.*is unchanged/);
  });

  test('a status that was set all the same is', async () => {
    const { url } = await rogue(answering(OURS, { ...OURS, status: 'active' }));
    expect(await cloudOf(url).cloud.updateTerminal('7', { status: 'active' })).toMatchObject({ status: 'active' });
  });
});

describe('departments', () => {
  const list =
    (...results: readonly unknown[]): RequestListener =>
    (_request, response) => {
      json(response, { next: null, results });
    };

  test('one that cannot be read is counted, and the others are there', async () => {
    const { url } = await rogue(
      list({ id: 1, name: 'Kesklinn' }, { id: '../2', name: 'x' }, { name: 'no id' }, { id: 3, name: 'Pirita' }),
    );
    expect(await cloudOf(url).cloud.departments()).toEqual({
      departments: [
        { id: '1', name: 'Kesklinn' },
        { id: '3', name: 'Pirita' },
      ],
      unreadable: 2,
    });
  });

  test('a card number in a name is masked', async () => {
    const { url } = await rogue(list({ id: 1, name: 'Desk 4111 1111 1111 1111' }));
    expect((await cloudOf(url).cloud.departments()).departments[0]?.name).toBe('Desk [card number]');
  });
});
