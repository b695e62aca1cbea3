import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Debian's package. */
export const CHROMIUM = '/usr/bin/chromium';

/** It dials nobody: no name resolves, no proxy is asked, and nothing of its own is fetched. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-pings',
  '--no-proxy-server',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--hide-scrollbars',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--remote-debugging-pipe',
];

const TIMEOUT_MS = 90_000;

type Params = Readonly<Record<string, unknown>>;

/** A browser with one page, driven over a pipe in its own protocol (CDP). */
export interface Browser {
  /** @throws Error what the browser says against it */
  send<T = Params>(method: string, params?: Params): Promise<T>;
  /** Goes to an address and waits until it is loaded; gives every address that was asked for meanwhile. */
  open(url: string): Promise<readonly string[]>;
  /** What an expression comes to in the page. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

export async function openBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'terminal-browser-'));
  // A process group of its own, for its helper processes outlive it for a moment and continue writing to the profile.
  const child = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const kill = (): void => {
    if (child.pid !== undefined) signalGroup(child.pid);
  };
  const timer = setTimeout(kill, TIMEOUT_MS);
  const pipe = connect(child.stdio[3] as Writable, child.stdio[4] as Readable, exited);
  const { targetInfos } = await pipe.send<{ targetInfos: readonly { targetId: string; type: string }[] }>(
    'Target.getTargets',
  );
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId;
  const { sessionId } = await pipe.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
  const send = <T = Params>(method: string, params: Params = {}): Promise<T> => pipe.send<T>(method, params, sessionId);
  await Promise.all([send('Page.enable'), send('Network.enable')]);
  return {
    send,
    open: async (url) => {
      const from = pipe.heard.length;
      const loaded = pipe.event('Page.loadEventFired');
      await send('Page.navigate', { url });
      await loaded;
      return pipe.heard
        .slice(from)
        .flatMap(({ method, params }) =>
          method === 'Network.requestWillBeSent' ? [(params as { request: { url: string } }).request.url] : [],
        );
    },
    evaluate: async <T>(expression: string) => {
      const { result, exceptionDetails } = await send<{ result: { value: T }; exceptionDetails?: unknown }>(
        'Runtime.evaluate',
        { expression, returnByValue: true },
      );
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    },
    close: async () => {
      clearTimeout(timer);
      kill();
      await exited;
      await removed(profile);
    },
  };
}

function signalGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended.
  }
}

/** The dying may still write a file while their folder is emptied; all of them have been killed, so that ends. */
async function removed(folder: string): Promise<void> {
  for (let left = 100; ; left -= 1) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (left === 0) throw error;
      await delay(50);
    }
  }
}

interface Pipe {
  readonly heard: readonly Message[];
  send<T>(method: string, params?: Params, sessionId?: string): Promise<T>;
  event(method: string): Promise<void>;
}

/** Messages are JSON, each followed by a zero byte. */
function connect(to: Writable, from: Readable, exited: Promise<void>): Pipe {
  const heard: Message[] = [];
  const waiting = new Map<number | string, (message: Message) => void>();
  let last = 0;
  let rest = '';
  from.setEncoding('utf8').on('data', (data: string) => {
    const parts = `${rest}${data}`.split('\0');
    rest = parts.pop() ?? '';
    for (const message of parts.map((part) => JSON.parse(part) as Message)) {
      heard.push(message);
      const key = message.id ?? message.method ?? '';
      waiting.get(key)?.(message);
      waiting.delete(key);
    }
  });
  to.on('error', () => undefined);
  const answer = (key: number | string): Promise<Message> =>
    Promise.race([
      new Promise<Message>((resolve) => {
        waiting.set(key, resolve);
      }),
      exited.then(() => {
        throw new Error('the browser has ended');
      }),
    ]);
  return {
    heard,
    send: async <T>(method: string, params: Params = {}, sessionId?: string) => {
      const id = (last += 1);
      to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      const { result, error } = await answer(id);
      if (error) throw new Error(`${method}: ${error.message}`);
      return result as T;
    },
    event: async (method) => {
      await answer(method);
    },
  };
}
