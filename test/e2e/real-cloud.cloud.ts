import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { missingForRealCloud, startRealCloud } from '../support/real-cloud/start.js';
import { run } from '../support/run.js';
import { AGREED, answersFor, PRIVATE, targetOf, terminalWith } from '../support/sandbox.js';
import { CONTRACT_FILE, expectContract as expectDocumented } from '../unit/cloud/support/contract.js';
import { INPUT } from '../unit/cloud/support/input.js';
import { cloudOf } from '../unit/cloud/support/servers.js';
import { expectContract } from './cells.js';

const missing = missingForRealCloud();
if (missing !== undefined) process.stderr.write(`Skipped, since it is not installed: ${missing}.\n`);

type RealCloud = Awaited<ReturnType<typeof startRealCloud>>;
type Terminal = Awaited<ReturnType<typeof terminalWith>>;

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
}
interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

describe.skipIf(missing !== undefined)('Django REST framework, django-oauth-toolkit, gunicorn and nginx', () => {
  let cloud: RealCloud;
  let terminal: Terminal;

  beforeAll(async () => {
    cloud = await startRealCloud();
    terminal = await terminalWith({ terminalId: 'JT00000A' });
  });

  beforeEach(async () => {
    await cloud.control({
      empty: true,
      state: { commits_after_s: 0, may_use_terminals: true, closed_departments: [] },
    });
  });

  /** The terminal's record, as a person has made it. */
  const own = (fields: object = {}): object => ({
    ...{ name: 'Front desk', model: 'ingenico_desk3200', bank: 'seb', protocol_version: '7.1.0' },
    ...{ host: terminal.host, posxml_port: terminal.posxmlPort, log_port: terminal.logPort, terminal_id: 'JT00000A' },
    ...fields,
  });

  const env = (): Record<string, string> => ({
    TERMINAL_CLIENT_ID: cloud.clientId,
    TERMINAL_CLIENT_SECRET: cloud.clientSecret,
  });

  /** Registers by command, and tells what is there then and how many records were asked for. */
  async function register(more: readonly string[] = [], answers = answersFor(cloud.url)) {
    const args = ['register', targetOf(terminal), PRIVATE, ...answers, ...more, '--json'];
    const document = expectContract(await run(args, { env: env() }));
    const { records, exchanges } = await cloud.control();
    const posts = exchanges.filter(({ method, path }) => method === 'POST' && path.endsWith('/paymentterminal/'));
    return { document, records, posts: posts.length, exchanges };
  }

  const inDepartment = (id: string): readonly string[] =>
    answersFor(cloud.url).map((word, at, words) => (words[at - 1] === '--department' ? id : word));

  describe('and docs/cloud-api.yaml', () => {
    const contract = parse(readFileSync(CONTRACT_FILE, 'utf8')) as Contract;

    const token = async (): Promise<string> => {
      const basic = [cloud.clientId, cloud.clientSecret].map(encodeURIComponent).join(':');
      const reply = await fetch(`${cloud.url}/oauth2/token/`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'restapi' }),
      });
      return ((await reply.json()) as { access_token: string }).access_token;
    };
    const ask = async (path: string, method = 'GET'): Promise<Response> =>
      fetch(`${cloud.url}${path}`, { method, headers: { authorization: `Bearer ${await token()}` } });

    test('have the same paths, with the same methods', async () => {
      const [record] = (await cloud.control({ put: [own()] })).records;
      for (const [template, operations] of Object.entries(contract.paths)) {
        const id = template.includes('department') ? '1' : String(record?.['id']);
        const reply = await ask(template.replace('{id}', id), 'DELETE');
        const allowed = (reply.headers.get('allow') ?? '').toLowerCase().split(/, ?/);
        const documented = Object.keys(operations).filter((name) => name !== 'parameters');
        expect([template, allowed.filter((name) => !['head', 'options'].includes(name)).sort()]).toEqual([
          template,
          documented.sort(),
        ]);
      }
    });

    test('have the same fields, and filters that filter', async () => {
      await cloud.control({
        put: [own(), own({ host: '192.0.2.9', posxml_port: 1, terminal_id: 'B', status: 'active', department_id: 2 })],
      });
      const list = async (query: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
        ((await (await ask(`/api/0.1/paymentterminal/?${query}`)).json()) as { results: [] }).results;
      const [first] = await list('');
      expect(Object.keys(first ?? {}).sort()).toEqual(
        Object.keys(contract.components.schemas['PaymentTerminal']?.properties ?? {}).sort(),
      );
      const future = encodeURIComponent('2100-01-01T00:00:00Z');
      for (const query of ['host=192.0.2.9', 'posxml_port=1', 'terminal_id=B', 'status=active', 'department=2'])
        expect([query, await list(query)]).toMatchObject([query, [{ terminal_id: 'B' }]]);
      for (const query of [
        `created__gt=${future}`,
        `created__gte=${future}`,
        `modified__gt=${future}`,
        `modified__gte=${future}`,
      ])
        expect([query, await list(query)]).toEqual([query, []]);
      expect(await list(`created__lt=${future}&modified__lte=${future}&page=2&page_size=1`)).toHaveLength(1);
    });

    test('agree on all that is said when a terminal is onboarded', async () => {
      const args = ['onboard', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), ...AGREED, '--json'];
      expect(expectContract(await run(args, { env: env() }))).toMatchObject({ exitCode: 0 });
      const { records, exchanges } = await cloud.control();
      expect(records).toMatchObject([{ status: 'active', last_test_outcome: 'returned', terminal_id: 'JT00000A' }]);
      expect(exchanges.map(({ method }) => method)).toContain('PATCH');
      expectDocumented({ requests: exchanges });
    });

    test('agree on what is refused', async () => {
      await cloud.control({ put: [own()] });
      await ask('/api/0.1/department/9/');
      await fetch(`${cloud.url}/api/0.1/department/1/`);
      await fetch(`${cloud.url}/oauth2/token/`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from('agent:wrong').toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'restapi' }),
      });
      const post = async (fields: object): Promise<number> => {
        const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
        const department = `${cloud.url}/api/0.1/department/1/`;
        const body = JSON.stringify({ ...own(), department, ...fields });
        return (await fetch(`${cloud.url}/api/0.1/paymentterminal/`, { method: 'POST', headers, body })).status;
      };
      expect([await post({}), await post({ posxml_port: 'x' }), await post({ department: 'x' })]).toEqual([
        409, 400, 400,
      ]);
      const { exchanges } = await cloud.control();
      expect(exchanges.map(({ status }) => status).filter((status) => status >= 400)).toEqual([
        404, 401, 401, 409, 400, 400,
      ]);
      expectDocumented({ requests: exchanges }, { wrongRequests: true });
    });
  });

  test('a terminal is registered once, however often', async () => {
    expect(await register()).toMatchObject({ document: { exitCode: 0, result: { action: 'created' } }, posts: 1 });
    const again = await register();
    expect(again).toMatchObject({ document: { exitCode: 0, result: { action: 'unchanged' } }, posts: 1 });
    expect(again.records).toMatchObject([{ status: 'pending', name: 'Front desk', department_id: 1 }]);
  });

  test('a terminal that moved is moved with consent only', async () => {
    await cloud.control({ put: [own({ host: '192.0.2.9' })] });
    const asked = await register();
    expect(asked).toMatchObject({ document: { exitCode: 7, error: { code: 'cloud.conflict' } }, posts: 0 });
    expect(asked.records).toMatchObject([{ host: '192.0.2.9' }]);
    const moved = await register(['--yes']);
    expect(moved).toMatchObject({ document: { exitCode: 0, result: { action: 'moved' } }, posts: 0 });
    expect(moved.records).toMatchObject([{ host: terminal.host, status: 'pending' }]);
  });

  test('an address with a port of another terminal is never written over', async () => {
    await cloud.control({ put: [own({ terminal_id: 'OTHER', posxml_port: 1 })] });
    const occupied = await register(['--yes']);
    expect(occupied).toMatchObject({ document: { exitCode: 7, error: { code: 'cloud.conflict' } }, posts: 0 });
    expect(occupied.records).toMatchObject([{ terminal_id: 'OTHER', posxml_port: 1 }]);
  });

  test('a terminal of another department is asked about', async () => {
    await cloud.control({ put: [own()] });
    expect(await register([], inDepartment('2'))).toMatchObject({
      document: { exitCode: 7, error: { message: expect.stringContaining('Department: 1 -> 2') as string } },
      records: [{ department_id: 1 }],
    });
    const given = await register(['--yes'], inDepartment('2'));
    expect(given).toMatchObject({ document: { exitCode: 0, result: { action: 'updated' } }, posts: 0 });
    expect(given.records).toMatchObject([{ department_id: 2 }]);
  });

  test('a terminal id in other letters is the same one', async () => {
    await cloud.control({ put: [own({ terminal_id: 'jt00000a' })] });
    expect(await register()).toMatchObject({ document: { exitCode: 0 }, posts: 0, records: [{ name: 'Front desk' }] });
  });

  test('a record that people left half empty is filled in', async () => {
    const bare = { name: null, model: null, bank: null, log_port: null, protocol_version: null, status: null };
    await cloud.control({ put: [own({ ...bare, department_id: null })] });
    expect(await register()).toMatchObject({ document: { exitCode: 7 }, posts: 0 });
    expect(await register(['--yes'])).toMatchObject({
      document: { exitCode: 0 },
      posts: 0,
      records: [{ name: 'Front desk', bank: 'seb', department_id: 1, status: 'pending' }],
    });
  });

  test('a department that can only be read is a missing permission', async () => {
    await cloud.control({ state: { closed_departments: [2] } });
    expect(await register([], inDepartment('2'))).toMatchObject({
      document: {
        exitCode: 4,
        error: { code: 'cloud.permission', message: expect.stringContaining('only be read') as string },
      },
      records: [],
    });
  });

  test('a department that there is not is refused by its number', async () => {
    expect(await register([], inDepartment('77'))).toMatchObject({
      document: {
        exitCode: 6,
        error: { code: 'cloud.rejected', message: expect.stringContaining('no department 77') as string },
      },
      records: [],
    });
  });

  test('credentials without the permission hear which one is missing', async () => {
    await cloud.control({ state: { may_use_terminals: false } });
    const { document, posts } = await register();
    expect(document).toMatchObject({ exitCode: 4, error: { code: 'cloud.permission' } });
    expect(document.error?.message).toMatch(
      /“Settings: Integration settings” is missing; the credentials have Settings: Departments/,
    );
    expect(posts).toBe(0);
  });

  test('a token that has run out is renewed, once', async () => {
    const { cloud: client, trace } = connect();
    await client.authenticate();
    await cloud.control({ expire_tokens: true });
    await expect(client.createTerminal({ ...INPUT, terminalId: 'T1' })).resolves.toMatchObject({ terminalId: 'T1' });
    expect(trace.filter(({ kind }) => kind === 'token')).toMatchObject([{ renewed: false }, { renewed: true }]);
    expect((await cloud.control()).records).toHaveLength(1);
  });

  test('a record that is committed after nginx has answered 504 is found, and made once', async () => {
    await cloud.control({ state: { commits_after_s: 3 } });
    const late = await register();
    expect(late).toMatchObject({
      document: { exitCode: 0, result: { action: 'created' } },
      records: [{ terminal_id: 'JT00000A' }],
    });
    expect(late.posts).toBe(1);
  });

  test('a deployment is waited out where there is patience, and told where there is none', async () => {
    const { cloud: client, trace } = connect({ patient: true, deadlineMs: 60_000, pace: 0.3 });
    await cloud.undeploy();
    const patient = client.departments();
    await expect.poll(() => trace).toContainEqual(expect.objectContaining({ kind: 'reply', status: 502 }));
    const args = ['register', targetOf(terminal), PRIVATE, ...answersFor(cloud.url), '--json'];
    expect(expectContract(await run(args, { env: env() }))).toMatchObject({
      exitCode: 6,
      error: { code: 'cloud.unavailable', message: expect.stringContaining('502 Bad Gateway') as string },
    });
    await cloud.deployed();
    expect((await patient).departments).toHaveLength(3);
    expect(await register()).toMatchObject({ document: { exitCode: 0 }, posts: 1 });
  });

  function connect(options: Parameters<typeof cloudOf>[1] = {}): ReturnType<typeof cloudOf> {
    const { clientId, clientSecret } = cloud;
    return cloudOf(cloud.url, { credentials: { clientId, clientSecret }, ...options });
  }
});
