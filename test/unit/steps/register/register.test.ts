import { describe, expect, test } from 'vitest';
import type { SandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import { recordTest } from '../../../../src/steps/register/record-test.js';
import { registerTerminal } from '../../../../src/steps/register/register.js';
import type { Question, RegisterInput, RegisterResult } from '../../../../src/steps/register/types.js';
import { judgeFacts } from '../../../../src/diagnosis/judge-facts.js';
import { cloudOf, failureOf, sandboxFor } from '../../cloud/support/servers.js';

const INPUT: RegisterInput = {
  target: { host: '192.0.2.7', posxmlPort: 4445, logPort: 5551 },
  name: 'Reception',
  model: 'ipp320',
  bank: 'seb',
  departmentId: '1',
  identity: { terminalId: '10012345', serialNumber: 'SN1' },
  protocolVersion: '7.1.0',
  dryRun: false,
  consent: false,
};

/** The instance, or what is in it, is unlike the contract. */
const OTHERWISE = { otherwise: true };

const never = (question: Question): Promise<boolean> =>
  Promise.reject(new Error(`an unexpected question: ${question.text}`));

function register(
  sandbox: SandboxCloud,
  input: Partial<RegisterInput> = {},
  confirm: (question: Question) => Promise<boolean> = never,
): Promise<RegisterResult> {
  return registerTerminal({ ...INPUT, ...input }, { cloud: cloudOf(sandbox.url).cloud, confirm });
}

const writes = (sandbox: SandboxCloud) =>
  sandbox.requests
    .filter(({ method, resource }) => method !== 'GET' && resource !== 'token')
    .map(({ method }) => method);
const checksOf = (result: RegisterResult) => result.checks.map(({ id, status }) => `${id} ${status}`);

/** A record that is just as INPUT wants it. */
function putOwn(sandbox: SandboxCloud, fields: Parameters<SandboxCloud['put']>[0] = {}) {
  return sandbox.put({
    name: 'Reception',
    model: 'ingenico_ipp320',
    bank: 'seb',
    host: '192.0.2.7',
    posxml_port: 4445,
    log_port: 5551,
    terminal_id: '10012345',
    serial_number: 'SN1',
    protocol_version: '7.1.0',
    ...fields,
  });
}

describe('when the cloud does not do it', () => {
  test.each([
    [{ kind: 'unauthorized', resource: 'token' }, 'unauthorized', ['cloud.auth fail', 'cloud.register skip']],
    [
      { kind: 'unauthorized', resource: 'department', times: 2 },
      'unauthorized',
      ['cloud.auth fail', 'cloud.register skip'],
    ],
    [{ kind: 'forbidden', resource: 'department' }, 'permission', ['cloud.auth pass', 'cloud.register fail']],
    [
      { kind: 'unavailable', resource: 'token', times: 3 },
      'unavailable',
      ['cloud.auth unknown', 'cloud.register skip'],
    ],
    [
      { kind: 'rate-limited', retryAfter: 999, resource: 'terminals' },
      'rate-limited',
      ['cloud.auth pass', 'cloud.register fail'],
    ],
    [
      { kind: 'field-error', fields: { host: ['No.'] }, method: 'POST', resource: 'terminals' },
      'rejected',
      ['cloud.auth pass', 'cloud.register fail'],
    ],
    [
      { kind: 'html', status: 200, resource: 'terminals', times: 3 },
      'unavailable',
      ['cloud.auth pass', 'cloud.register fail'],
    ],
  ] as const)('the failure says so: %o', async (fault, kind, checks) => {
    const sandbox = await sandboxFor({ faults: [fault] });
    const result = await register(sandbox);
    expect(result.outcome).toBe('failed');
    expect(result.cloud).toMatchObject({ instance: sandbox.url, failure: { kind } });
    expect(checksOf(result)).toEqual(checks);
    expect(sandbox.records).toEqual([]);
  });

  test('the failure names the department that it does not have', async () => {
    const result = await register(await sandboxFor(), { departmentId: '77' });
    expect(result).toMatchObject({
      outcome: 'failed',
      detail: 'the cloud has no department 77',
      cloud: { failure: { kind: 'rejected', fields: { department: ['the cloud has no department 77'] } } },
    });
  });

  test('the reason of the caller that gave up is thrown', async () => {
    const sandbox = await sandboxFor();
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(
      registerTerminal(INPUT, { cloud: cloudOf(sandbox.url).cloud, confirm: never, signal }),
    ).rejects.toThrow('Ctrl-C');
    expect(sandbox.requests).toEqual([]);
  });
});

describe('a terminal that the cloud does not know', () => {
  test('is created pending, and its department read back', async () => {
    const sandbox = await sandboxFor();
    const result = await register(sandbox);
    expect(result).toMatchObject({
      outcome: 'registered',
      action: 'created',
      department: { id: '1', name: 'Kesklinna loomakliinik' },
      record: { status: 'pending', model: 'ipp320' },
      cloud: { failure: undefined },
    });
    expect(result.changes).toContainEqual({ field: 'terminalId', from: null, to: '10012345' });
    expect(checksOf(result)).toEqual(['cloud.auth pass', 'cloud.register pass']);
    expect(sandbox.records).toMatchObject([
      { status: 'pending', terminal_id: '10012345', host: '192.0.2.7', last_test_at: null },
    ]);
  });

  test('is created once, however often it is registered', async () => {
    const sandbox = await sandboxFor();
    await register(sandbox);
    expect(await register(sandbox)).toMatchObject({ outcome: 'registered', action: 'unchanged', changes: [] });
    expect(sandbox.records).toHaveLength(1);
    expect(writes(sandbox)).toEqual(['POST']);
  });

  test('is created once by several at once', async () => {
    const sandbox = await sandboxFor();
    const results = await Promise.all([register(sandbox), register(sandbox), register(sandbox), register(sandbox)]);
    expect(sandbox.records).toHaveLength(1);
    expect(results.map((result) => result.outcome)).toEqual(['registered', 'registered', 'registered', 'registered']);
    expect(results.filter((result) => 'action' in result && result.action === 'created')).toHaveLength(1);
  });

  test('is created once when the reply is lost', async () => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'lost-reply', method: 'POST', resource: 'terminals' }] });
    expect(await register(sandbox)).toMatchObject({ outcome: 'registered' });
    await register(sandbox);
    expect(sandbox.records).toHaveLength(1);
    expect(writes(sandbox)).toEqual(['POST']);
  });

  test('is a conflict when someone else registers it otherwise meanwhile', async () => {
    const sandbox = await sandboxFor();
    const other = register(sandbox, {
      name: 'Back room',
      identity: { terminalId: '20000000', serialNumber: undefined },
    });
    const results = await Promise.all([register(sandbox), other]);
    expect(sandbox.records).toHaveLength(1);
    expect(results.map((result) => result.outcome).sort()).toEqual(['conflict', 'registered']);
    expect(results.find((result) => result.outcome === 'conflict')).toMatchObject({
      reason: 'changed',
      cloud: { failure: { kind: 'conflict', status: 409 } },
    });
  });

  test('takes over a record that was made before the terminal was seen', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { terminal_id: '', serial_number: null });
    expect(await register(sandbox)).toMatchObject({ action: 'updated' });
    expect(sandbox.records).toMatchObject([{ terminal_id: '10012345', serial_number: 'SN1' }]);
  });
});

describe('a terminal that the cloud knows', () => {
  test('is changed in what differs, and in nothing else', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { status: 'active', last_test_outcome: 'returned' });
    const asked: Question[] = [];
    const change = { name: ' Desk 2 ', target: { ...INPUT.target, logPort: undefined }, protocolVersion: undefined };
    expect(await register(sandbox, change, () => Promise.resolve(false))).toMatchObject({ reason: 'refused' });
    expect(writes(sandbox)).toEqual([]);
    expect(await register(sandbox, change, (question) => Promise.resolve(asked.push(question) > 0))).toMatchObject({
      action: 'updated',
      changes: [{ field: 'name', from: 'Reception', to: 'Desk 2' }],
    });
    expect(asked).toMatchObject([
      { kind: 'update', text: expect.stringContaining('Name: Reception -> Desk 2') as string },
    ]);
    expect(sandbox.requests.find(({ method }) => method === 'PATCH')?.body).toBe('{"name":"Desk 2"}');
    expect(sandbox.records).toMatchObject([{ name: 'Desk 2', status: 'active', log_port: 5551 }]);
  });

  test.each([
    [
      'another host',
      { target: { ...INPUT.target, host: '192.0.2.8' } },
      /192\.0\.2\.7:4445,5551.*moved to 192\.0\.2\.8/,
    ],
    ['another port', { target: { ...INPUT.target, posxmlPort: 14_445 } }, /moved to 192\.0\.2\.7:14445/],
  ])('has moved to %s: asks first, and is pending again', async (_name, change, text) => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { status: 'active', last_test_outcome: 'returned' });
    const asked: Question[] = [];
    const answer = (yes: boolean) => (question: Question) => Promise.resolve(asked.push(question) > 0 && yes);
    expect(await register(sandbox, change, answer(false))).toMatchObject({
      outcome: 'conflict',
      reason: 'refused',
      cloud: { failure: { kind: 'conflict' } },
    });
    expect(writes(sandbox)).toEqual([]);
    expect(await register(sandbox, change, answer(true))).toMatchObject({
      action: 'moved',
      record: { status: 'pending' },
    });
    expect(asked.map(({ kind }) => kind)).toEqual(['move', 'move']);
    expect(asked[0]?.text).toMatch(text);
    expect(sandbox.records).toHaveLength(1);
  });

  test('shows every field that a move would change', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { host: '192.0.2.8', bank: 'lhv', name: 'Till' });
    const asked: string[] = [];
    await register(sandbox, {}, ({ text }) => Promise.resolve(asked.push(text) < 0));
    expect(asked.join()).toMatch(
      /To be changed: Name: Till -> Reception; Bank: lhv -> seb; IP address: 192\.0\.2\.8 -> 192\.0\.2\.7\. Has it moved/,
    );
  });

  test('is not called moved when only its department changes, and is pending again', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { status: 'active', last_test_outcome: 'returned' });
    expect(
      await register(sandbox, { departmentId: '2' }, ({ kind }) => Promise.resolve(kind === 'update')),
    ).toMatchObject({
      action: 'updated',
      record: { status: 'pending', departmentId: '2' },
    });
  });

  test('is found in other letters, here and elsewhere', async () => {
    const identity = { terminalId: 'AB000001', serialNumber: 'SN1' };
    const here = await sandboxFor({}, OTHERWISE);
    putOwn(here, { terminal_id: ' ab000001 ' });
    expect(await register(here, { identity })).toMatchObject({ action: 'unchanged' });
    const elsewhere = await sandboxFor({}, OTHERWISE);
    putOwn(elsewhere, { terminal_id: 'ab000001', host: '192.0.2.99' });
    expect(await register(elsewhere, { identity, consent: true })).toMatchObject({ action: 'moved' });
    expect(elsewhere.records).toHaveLength(1);
  });

  test('is asked about when its status is none that is known', async () => {
    const sandbox = await sandboxFor({}, OTHERWISE);
    sandbox.put({ ...putOwn(sandbox), status: 'archived' as never });
    const own = sandbox.records[0];
    if (own) Object.assign(own, { terminal_id: 'GONE', posxml_port: 1, log_port: null });
    expect(await register(sandbox, {}, () => Promise.resolve(false))).toMatchObject({ reason: 'refused' });
    expect(await register(sandbox, {}, ({ text }) => Promise.resolve(text.includes('“archived”')))).toMatchObject({
      action: 'enabled',
    });
  });

  test('is asked about in words when it has no status and no name', async () => {
    const sandbox = await sandboxFor({}, OTHERWISE);
    putOwn(sandbox, { status: null as unknown as 'pending', name: '' });
    const asked: string[] = [];
    await register(sandbox, {}, ({ text }) => Promise.resolve(asked.push(text) < 0));
    expect(asked.join()).toMatch(/\(registration 1, without a name, .*no status\) has no status in the cloud\./);
  });

  test('what was left empty by hand is filled in without a question', async () => {
    const sandbox = await sandboxFor({}, OTHERWISE);
    const own = putOwn(sandbox);
    Object.assign(own, { model: null, bank: null, name: null, department: null, log_port: null });
    expect(await register(sandbox)).toMatchObject({
      action: 'updated',
      record: { model: 'ipp320', name: 'Reception' },
    });
  });

  test('moves without a question when consent was given', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { host: '192.0.2.99' });
    expect(await register(sandbox, { consent: true })).toMatchObject({ action: 'moved' });
  });

  test('is not moved when the record changed while the question stood', async () => {
    const sandbox = await sandboxFor();
    const { id } = putOwn(sandbox, { host: '192.0.2.99' });
    const confirm = async () => {
      await cloudOf(sandbox.url).cloud.updateTerminal(String(id), { host: '192.0.2.50' });
      return true;
    };
    expect(await register(sandbox, {}, confirm)).toMatchObject({ outcome: 'conflict', reason: 'changed' });
    expect(sandbox.records).toMatchObject([{ host: '192.0.2.50' }]);
  });

  test('is enabled only after asking, if someone disabled it', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { status: 'disabled' });
    expect(await register(sandbox, {}, () => Promise.resolve(false))).toMatchObject({
      outcome: 'conflict',
      reason: 'refused',
    });
    expect(await register(sandbox, {}, ({ kind }) => Promise.resolve(kind === 'enable'))).toMatchObject({
      action: 'enabled',
      record: { status: 'pending' },
    });
  });

  test('is a conflict when it is there more than once', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox);
    putOwn(sandbox, { host: '192.0.2.8' });
    const result = await register(sandbox, { consent: true });
    expect(result).toMatchObject({
      outcome: 'conflict',
      reason: 'several',
      detail: expect.stringMatching(/registration 1.*registration 2/) as string,
    });
    expect(checksOf(result)).toEqual(['cloud.auth pass', 'cloud.register fail']);
    expect(writes(sandbox)).toEqual([]);
  });

  test('is told of in whole sentences, however many records there are, and however long their texts', async () => {
    const sandbox = await sandboxFor({}, OTHERWISE);
    for (let at = 1; at <= 9; at += 1)
      putOwn(sandbox, { host: `${'h'.repeat(240)}${String(at)}`, name: 'n'.repeat(100) });
    const result = await register(sandbox);
    const { error } = judgeFacts({ at: 0, cloud: result.cloud }, 'en');
    expect(error?.message).toMatch(/; and 6 more\. Nothing was changed, .* then run the command again\.”\.$/);
  });
});

describe('an address that belongs to another terminal', () => {
  test('is overwritten with consent only, and what the other left is cleared', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, {
      terminal_id: '99999999',
      serial_number: 'OLD',
      status: 'active',
      last_test_outcome: 'returned',
      last_test_at: '2026-01-01T00:00:00Z',
    });
    expect(await register(sandbox, {}, () => Promise.resolve(false))).toMatchObject({
      outcome: 'conflict',
      reason: 'refused',
      records: [{ terminalId: '99999999' }],
    });
    expect(writes(sandbox)).toEqual([]);
    expect(
      await register(sandbox, { identity: { terminalId: '10012345', serialNumber: undefined } }, ({ kind }) =>
        Promise.resolve(kind === 'replace'),
      ),
    ).toMatchObject({ action: 'replaced' });
    expect(sandbox.records).toMatchObject([
      { terminal_id: '10012345', serial_number: null, status: 'pending', last_test_outcome: null, last_test_at: null },
    ]);
  });

  test.each([
    ['its log port is ours', { posxml_port: 14_445, log_port: 5551 }],
    ['its log port is our posxml port', { posxml_port: 14_445, log_port: 4445 }],
    ['its posxml port is our log port', { posxml_port: 5551, log_port: null }],
  ])('is a conflict that no consent solves when %s', async (_name, ports) => {
    const sandbox = await sandboxFor();
    sandbox.put({ host: '192.0.2.7', terminal_id: '99999999', ...ports });
    expect(await register(sandbox, { consent: true })).toMatchObject({ outcome: 'conflict', reason: 'occupied' });
    expect(writes(sandbox)).toEqual([]);
  });

  test('is a conflict when our terminal is registered elsewhere besides', async () => {
    const sandbox = await sandboxFor();
    putOwn(sandbox, { terminal_id: '99999999' });
    putOwn(sandbox, { host: '192.0.2.8' });
    expect(await register(sandbox, { consent: true })).toMatchObject({ outcome: 'conflict', reason: 'occupied' });
    expect(writes(sandbox)).toEqual([]);
  });

  test('is none of our business at other ports', async () => {
    const sandbox = await sandboxFor();
    sandbox.put({ host: '192.0.2.7', posxml_port: 4446, log_port: 5552, terminal_id: '99999999' });
    expect(await register(sandbox)).toMatchObject({ action: 'created' });
  });
});

describe('an instance whose terminals can only be read', () => {
  const OURS = { id: 4, title: 'Desk', ip_address: '192.0.2.7', port: '4445', tid: '10012345' };
  test.each([
    ['by address and port', { id: 4, ip: '192.0.2.7', p: 4445 }],
    ['by address with its port', { id: 4, settings: { address: '192.0.2.7:4445' } }],
    ['by terminal id alone', { id: 4, number: ' 10012345' }],
    ['by all of it', OURS],
  ])('is verified where the terminal was entered: %s', async (_name, entry) => {
    const sandbox = await sandboxFor(
      {
        deployment: 'read-only',
        enteredByHand: [{ id: 10012345, ip: '192.0.2.8' }, entry],
      },
      OTHERWISE,
    );
    expect(await register(sandbox)).toMatchObject({ outcome: 'entered-by-hand', entry: '4' });
    expect(writes(sandbox)).toEqual([]);
  });

  test.each([
    ['nothing', {}, /not there yet/],
    ['another port', { ...OURS, port: 4446 }, /has port 4446/],
    ['another address', { ...OURS, ip_address: '192.0.2.70' }, /has address 192\.0\.2\.70/],
    ['another terminal', { ...OURS, tid: '99999999' }, /has terminal ID 99999999/],
  ])('tells what is to be entered where it has %s', async (_name, entry, why) => {
    const sandbox = await sandboxFor({ deployment: 'read-only', enteredByHand: [entry] }, OTHERWISE);
    const result = await register(sandbox);
    expect(result).toMatchObject({ outcome: 'failed', cloud: { failure: { kind: 'enter-by-hand' } } });
    expect(result.cloud.failure?.detail).toMatch(why);
    expect(result.changes).toContainEqual({ field: 'host', from: null, to: '192.0.2.7' });
  });

  test('is looked at until it is there, where somebody is', async () => {
    const sandbox = await sandboxFor({ deployment: 'read-only' }, OTHERWISE);
    const result = await registerTerminal(INPUT, {
      cloud: cloudOf(sandbox.url).cloud,
      confirm: never,
      waitForEntry: async (fields, look) => {
        expect(fields).toContainEqual({ field: 'terminalId', from: null, to: '10012345' });
        expect(await look()).toEqual({ kind: 'missing' });
        sandbox.enteredByHand.push(OURS);
        return look();
      },
    });
    expect(result).toMatchObject({ outcome: 'entered-by-hand' });
  });

  test('is told from one that has no terminals at all', async () => {
    expect(await register(await sandboxFor({ deployment: 'none' }, OTHERWISE))).toMatchObject({
      outcome: 'failed',
      cloud: { failure: { kind: 'no-terminals' } },
    });
  });
});

describe('a dry run', () => {
  test.each<[string, (sandbox: SandboxCloud) => unknown, string, string]>([
    ['creates', () => undefined, 'planned', 'would-create'],
    ['updates', (sandbox) => putOwn(sandbox, { name: 'Old' }), 'planned', 'would-update'],
    ['moves', (sandbox) => putOwn(sandbox, { host: '192.0.2.99' }), 'planned', 'would-move'],
    ['replaces', (sandbox) => putOwn(sandbox, { terminal_id: '99999999' }), 'planned', 'would-replace'],
    ['enables', (sandbox) => putOwn(sandbox, { status: 'disabled' }), 'planned', 'would-enable'],
    ['leaves', putOwn, 'registered', 'unchanged'],
  ])('tells that it %s, asks nobody and writes nothing', async (_name, put, outcome, action) => {
    const sandbox = await sandboxFor();
    put(sandbox);
    const before = JSON.stringify(sandbox.records);
    const result = await register(sandbox, { dryRun: true });
    expect(result).toMatchObject({ outcome, action });
    expect(result.changes.length > 0).toBe(outcome === 'planned');
    expect(writes(sandbox)).toEqual([]);
    expect(JSON.stringify(sandbox.records)).toBe(before);
  });
});

describe('recordTest', () => {
  const at = new Date('2026-02-06T10:00:00Z');
  const record = async (
    status: 'pending' | 'active' | 'disabled',
    test: Omit<Parameters<typeof recordTest>[2], 'at' | 'reference'>,
  ) => {
    const sandbox = await sandboxFor();
    const { id } = putOwn(sandbox, { status, last_test_outcome: 'returned' });
    await recordTest(
      cloudOf(sandbox.url).cloud,
      { id: String(id), terminalId: '10012345', status },
      { ...test, at, reference: 'T1/000123' },
    );
    return sandbox.records[0];
  };

  test.each([
    ['pending', { outcome: 'returned', passed: true }, 'active'],
    ['pending', { outcome: 'returned', passed: false }, 'pending'],
    ['pending', { outcome: 'not-returned', passed: true }, 'pending'],
    ['pending', { outcome: 'declined', passed: false }, 'pending'],
    ['active', { outcome: 'open', passed: false }, 'pending'],
    ['active', { outcome: 'unknown', passed: false }, 'pending'],
    ['active', { outcome: 'returned', passed: true }, 'active'],
    ['disabled', { outcome: 'open', passed: false }, 'disabled'],
    ['disabled', { outcome: 'declined', passed: false }, 'disabled'],
  ] as const)('makes a record active only if the test passed: %s, %o → %s', async (before, test, after) => {
    expect(await record(before, test)).toMatchObject({
      status: after,
      last_test_at: '2026-02-06T10:00:00.000Z',
      last_test_outcome: test.outcome.replace('-', '_'),
      last_test_reference: 'T1/000123',
    });
  });

  test('writes nothing into a record that belongs to another terminal by now', async () => {
    const sandbox = await sandboxFor();
    const { id } = putOwn(sandbox, { terminal_id: '99999999' });
    const { cloud } = cloudOf(sandbox.url);
    const failure = await failureOf(
      recordTest(
        cloud,
        { id: String(id), terminalId: '10012345', status: 'pending' },
        { outcome: 'returned', passed: true, at, reference: null },
      ),
    );
    expect(failure.kind).toBe('changed');
    expect(writes(sandbox)).toEqual([]);
  });

  test.each(['disabled', 'archived'])(
    'tells that a terminal whose record is %s was tested, and not that it works',
    async (status) => {
      const sandbox = await sandboxFor({}, { otherwise: true });
      const { id } = putOwn(sandbox, { status: status as 'disabled' });
      const seen = { id: String(id), terminalId: '10012345', status };
      const { cloud } = cloudOf(sandbox.url);
      const passed = recordTest(cloud, seen, { outcome: 'returned', passed: true, at, reference: 'T1' });
      expect(await failureOf(passed)).toMatchObject({
        kind: 'changed',
        detail: expect.stringContaining(status) as string,
      });
      expect(sandbox.records).toMatchObject([{ status, last_test_outcome: 'returned', last_test_reference: 'T1' }]);
    },
  );

  test.each(['disabled', 'removed'] as const)('begins no test of a record that was %s meanwhile', async (how) => {
    const sandbox = await sandboxFor({ faults: [{ kind: 'taken-away', how, resource: 'department' }] });
    const { id } = putOwn(sandbox, { status: 'pending' });
    const { cloud } = cloudOf(sandbox.url);
    await cloud.department('1');
    const seen = { id: String(id), terminalId: '10012345', status: 'pending' };
    const open = recordTest(cloud, seen, { outcome: 'open', passed: false, at, reference: null });
    expect((await failureOf(open)).kind).toBe('changed');
    expect(writes(sandbox)).toEqual([]);
  });
});
