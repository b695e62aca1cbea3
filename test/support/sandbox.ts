import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { startSandboxCloud } from '../../src/sandbox/cloud/server.js';
import type { SandboxCloud } from '../../src/sandbox/cloud/server.js';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { cleanUp } from './clean-up.js';
import type { Environment } from './program.js';

/** Fast people and a fast bank. */
const QUICK: Partial<TerminalSettings> = { speed: 0, terminalId: 'JT000001' };

export async function terminalWith(settings: Partial<TerminalSettings> = {}): Promise<VirtualTerminal> {
  const terminal = await startVirtualTerminal({ ...QUICK, ...settings });
  cleanUp(() => terminal.close());
  return terminal;
}

export async function cloudWith(options: Parameters<typeof startSandboxCloud>[0] = {}): Promise<SandboxCloud> {
  const cloud = await startSandboxCloud({ id: 'clinic', ...options });
  cleanUp(() => cloud.close());
  return cloud;
}

export function targetOf(terminal: VirtualTerminal): string {
  return `${terminal.host}:${String(terminal.posxmlPort)},${String(terminal.logPort)}`;
}

export function credentialsOf(cloud: SandboxCloud): Environment {
  return { TERMINAL_CLIENT_ID: cloud.clientId, TERMINAL_CLIENT_SECRET: cloud.clientSecret };
}

/** What `register` and `onboard` have to know beside the target. */
export function answersFor(instance: string, name = 'Front desk'): readonly string[] {
  return ['--instance', instance, '--department', '1', '--name', name, '--model', 'desk3200', '--bank', 'seb'];
}

/** Consent to the charge, given beforehand; nobody stands at the terminal to read a code. */
export const AGREED = ['--yes', '--skip-identify', '--card-timeout', '5s'] as const;
export const PRIVATE = '--allow-private';

/** A port on loopback that does the given thing to each connection. */
export async function portThat(welcome: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    welcome(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const NEVER_ACCEPTS = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

/** A port on loopback where a connection neither stands nor fails: its listener has a full queue and accepts none. */
export async function blackhole(): Promise<number> {
  const child = spawn(process.execPath, ['-e', NEVER_ACCEPTS], { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanUp(() => child.kill('SIGKILL'));
  const [told] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(told.toString());
  for (let guest = 0; guest < 4; guest += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    cleanUp(() => socket.destroy());
  }
  return port;
}
