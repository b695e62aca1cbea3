import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Exchange } from '../../../src/sandbox/cloud/types.js';
import { cleanUp } from '../clean-up.js';
import { temporaryFolder } from '../program.js';
import { STUCK_MS } from '../time.js';

/** Debian's own: those of another Python know nothing of its packages. */
const PYTHON = '/usr/bin/python3';
const NGINX = '/usr/sbin/nginx';

/** What is not installed here; undefined where all of it is. */
export function missingForRealCloud(): string | undefined {
  const imports = spawnSync(PYTHON, ['-c', 'import django, rest_framework, oauth2_provider, gunicorn']);
  return imports.status === 0 && existsSync(NGINX)
    ? undefined
    : 'python3-django, python3-djangorestframework, python3-django-oauth-toolkit, gunicorn, nginx';
}

interface Control {
  readonly state?: {
    /** Seconds from a POST to its record; nginx waits for one. */
    readonly commits_after_s?: number;
    readonly may_use_terminals?: boolean;
    readonly closed_departments?: readonly number[];
  };
  /** Records as people have made them. */
  readonly put?: readonly object[];
  readonly expire_tokens?: true;
  /** No records, and none of the exchanges so far. */
  readonly empty?: true;
}

interface Told {
  readonly records: readonly Readonly<Record<string, unknown>>[];
  readonly exchanges: readonly Exchange[];
}

interface RealCloud {
  /** The instance's URL. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly control: (wanted?: Control) => Promise<Told>;
  /** As a deployment does: until {@link RealCloud.deployed} nginx answers 502. */
  readonly undeploy: () => Promise<void>;
  readonly deployed: () => Promise<void>;
}

const CLIENT = { clientId: 'agent', clientSecret: 's3cr3t/+ %:x' };

const configuration = (folder: string): string => `
daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/tmp;`).join(' ')}
  server {
    listen unix:${folder}/nginx.sock;
    location /clinic/ {
      proxy_pass http://unix:${folder}/gunicorn.sock:;
      proxy_set_header Host $http_host;
      proxy_read_timeout 1s;
    }
  }
}`;

/** Django REST framework and django-oauth-toolkit behind gunicorn behind nginx, on a port of loopback. */
export async function startRealCloud(): Promise<RealCloud> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(folder, 'nginx.conf'), configuration(folder));
  const here = fileURLToPath(new URL('.', import.meta.url));
  const env = { CLOUD_FOLDER: folder, CLOUD_CLIENT_ID: CLIENT.clientId, CLOUD_CLIENT_SECRET: CLIENT.clientSecret };
  const sockets = { gunicorn: join(folder, 'gunicorn.sock'), nginx: join(folder, 'nginx.sock') };
  const start = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, {
      cwd: here,
      env: { ...env, PATH: '/usr/bin:/bin', PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    cleanUp(() => child.kill('SIGKILL'));
    return child;
  };
  const bind = ['--bind', `unix:${sockets.gunicorn}`, '--log-level', 'error', '--graceful-timeout', '1'];
  const startGunicorn = (): ChildProcess =>
    start(PYTHON, ['-m', 'gunicorn', '--workers', '1', '--threads', '4', ...bind, 'cloud:application']);
  let gunicorn = startGunicorn();
  start(NGINX, ['-e', join(folder, 'nginx.log'), '-c', join(folder, 'nginx.conf')]);
  const control = (wanted: Control = {}): Promise<Told> => ask(sockets.gunicorn, wanted);
  await Promise.all([untilAnswered(() => control()), untilAnswered(() => reached(sockets.nginx))]);
  return {
    ...CLIENT,
    url: `http://127.0.0.1:${String(await portTo(sockets.nginx))}/clinic`,
    control,
    undeploy: async () => {
      const ended = once(gunicorn, 'exit');
      gunicorn.kill('SIGTERM');
      await ended;
    },
    deployed: async () => {
      gunicorn = startGunicorn();
      await untilAnswered(() => control());
    },
  };
}

/** nginx takes no port 0: what comes to one is led to its socket. */
async function portTo(path: string): Promise<number> {
  const server = createServer((outside) => {
    const inside = connect(path);
    outside.pipe(inside).pipe(outside);
    outside.on('error', () => inside.destroy()).on('close', () => inside.destroy());
    inside.on('error', () => outside.destroy()).on('close', () => outside.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function reached(path: string): Promise<void> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

function ask(socketPath: string, wanted: Control): Promise<Told> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: '/control/', method: 'POST', headers: { host: 'control' } }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      reply.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (reply.statusCode === 200) resolve(JSON.parse(text) as Told);
        else reject(new Error(`the control answered ${String(reply.statusCode)}: ${text.slice(0, 500)}`));
      });
    });
    asked.on('error', reject).end(JSON.stringify(wanted));
  });
}

/** It is there once it answers; the programs say nothing of it. */
async function untilAnswered(look: () => Promise<unknown>): Promise<void> {
  const end = Date.now() + STUCK_MS;
  for (;;) {
    try {
      await look();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
