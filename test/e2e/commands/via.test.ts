import { describe, expect, test } from 'vitest';
import { hostileServer, terminalServer } from '../../unit/connection/hostile-server.js';
import { httpProxy, socksProxy, socksRefusal } from '../../unit/connection/proxies.js';
import { run } from '../../support/run.js';
import type { Run } from '../../support/run.js';
import { closedPort } from '../../support/closed-port.js';

const codes = (ran: Run): readonly string[] =>
  ran
    .document()
    .diagnoses.map(({ code }) => code)
    .filter((code) => code !== 'terminal.clock');
const pair = (port: number): string => `127.0.0.1:${String(port)}`;
const look = (command: string, target: string, via: string, ...more: readonly string[]): Promise<Run> =>
  run([command, target, '--via', via, '--allow-private', ...more]);

describe.each(['check', 'probe'])('%s --via', (command) => {
  test.concurrent('reached from there only: exit 0, and both are told', async () => {
    const terminal = await terminalServer();
    const proxy = await socksProxy(() => terminal.port);
    const target = pair(await closedPort());
    const ran = await look(command, target, proxy.route.name, '--json');
    expect([ran.status, codes(ran)]).toEqual([0, ['network.vantages-differ']]);
    const service = command === 'probe' ? 'posxml' : null;
    expect(ran.document().result).toMatchObject({
      targets: [
        {
          target,
          posxml: { open: true, service },
          controls: { cloudReaches: true },
          vantages: {
            direct: { posxml: { open: false, reason: 'refused', service: null } },
            via: { proxy: proxy.route.name, trouble: null, posxml: { open: true, reason: null, service }, log: null },
          },
        },
      ],
    });
  });

  test.concurrent('reached from here only: exit 3', async () => {
    const terminal = await terminalServer();
    const proxy = await httpProxy(() => ({ reply: 'HTTP/1.1 504 Gateway Timeout\r\n\r\n', end: true }));
    const ran = await look(command, pair(terminal.port), proxy.route.name, '--json');
    expect([ran.status, codes(ran), ran.document().error?.code]).toEqual([
      3,
      ['network.cloud-blocked'],
      'network.cloud-blocked',
    ]);
    expect(ran.document().result).toMatchObject({
      targets: [
        { vantages: { direct: { posxml: { open: true } }, via: { posxml: { open: false, reason: 'timeout' } } } },
      ],
    });
  });

  test.concurrent('the proxy is gone: exit 3, and it is not the terminal’s', async () => {
    const terminal = await terminalServer();
    const via = `socks5://${pair(await closedPort())}`;
    const ran = await look(command, pair(terminal.port), via, '--json');
    expect([ran.status, codes(ran)]).toEqual([3, ['network.via-failed']]);
    expect(ran.document().diagnoses[0]?.summary).toContain(via);
  });

  test.concurrent('a person sees both places', async () => {
    const terminal = await terminalServer();
    const proxy = await socksProxy(() => terminal.port);
    const ran = await look(command, pair(await closedPort()), proxy.route.name);
    expect(ran.status).toBe(0);
    expect(ran.stdout).toMatch(/from here +\d+ refused/);
    expect(ran.stdout).toMatch(
      new RegExp(`from ${proxy.route.name}  \\d+ ${command === 'probe' ? 'answers PosXML' : 'open'}`),
    );
  });

  test.concurrent.each([
    'socks5://agent:hush@HOST',
    'http://hush@HOST',
    'socks4://HOST',
    'HOST',
    'socks5://127.1:80',
    '',
  ])('%s is refused before anything is dialled', async (written) => {
    const server = await hostileServer({});
    const ran = await look(command, pair(server.port), written.replace('HOST', pair(server.port)), '--json');
    expect([ran.status, ran.document().error?.code]).toEqual([2, 'usage.invalid']);
    expect(ran.stdout + ran.stderr).not.toContain('hush');
    expect(server.accepted()).toBe(0);
  });
});

test.concurrent('--via can be given in the environment, and holds for every terminal of a file', async () => {
  const proxy = await socksProxy(() => socksRefusal(5));
  const ports = [await closedPort(), await closedPort()];
  const ran = await run(['check', '--file', '-', '--allow-private', '--json'], {
    env: { TERMINAL_VIA: proxy.route.name },
    stdin: ports.map(pair).join('\n'),
  });
  expect([ran.status, codes(ran)]).toEqual([3, ['network.refused', 'network.refused']]);
  expect([...proxy.asked].sort()).toEqual(ports.map(pair).sort());
});
