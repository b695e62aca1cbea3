import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp } from '../support/clean-up.js';
import { PROGRAM, scrubbed } from '../support/program.js';
import type { Environment } from '../support/program.js';
import { expectNothingLeaked } from '../support/card-scan.js';
import { addRouter, makeNetwork, whyNoNetwork } from '../support/network.js';
import type { Network } from '../support/network.js';
import { RUN_MS } from '../support/time.js';
import { validateDocument } from '../support/validate.js';
import type { PrintedDocument } from '../support/validate.js';
import { startPeer } from './start-peer.js';
import type { Peer } from './start-peer.js';

/**
 * A network of its own, with nothing in it but loopback and no way out: addresses that are public elsewhere can be
 * dialled here, and nobody but the test's own peers is there.
 */
export interface Namespace {
  readonly name: string;
  /** Runs the program in it, to its end. */
  readonly run: (args: readonly string[], env?: Environment) => Promise<Ran>;
  /** Starts a peer on every address of it; gives what connections it accepted so far, as `address port`. */
  readonly peer: (kind: Parameters<typeof startPeer>[1], ...ports: readonly number[]) => Promise<Peer['accepted']>;
}

export interface Ran {
  readonly status: number | null;
  readonly document: PrintedDocument;
  readonly stderr: string;
}

/** Why there can be no namespace here; undefined if there can. */
export const NO_NAMESPACE: string | undefined = whyNoNetwork();

/** Makes a namespace in which these addresses, or blocks of them, are its own. */
export function namespace(...addresses: readonly string[]): Namespace {
  return inside(toTheEnd(makeNetwork(...addresses)));
}

/** As {@link namespace}, and whatever is dialled beside its own addresses is dropped without a word. */
export function droppingNamespace(...addresses: readonly string[]): Namespace & { readonly router: string } {
  const network = toTheEnd(makeNetwork(...addresses));
  return { ...inside(network), router: toTheEnd(addRouter(network)).name };
}

function toTheEnd<T extends { close(): void }>(made: T): T {
  cleanUp(() => {
    made.close();
  });
  return made;
}

function inside({ name }: Network): Namespace {
  const within = ['netns', 'exec', name] as const;
  return {
    name,
    run: (args, env) => run([...within, process.execPath, PROGRAM, ...args, '--json'], env),
    peer: async (kind, ...ports) => toTheEnd(await startPeer(name, kind, ports)).accepted,
  };
}

function run(args: readonly string[], env: Environment = {}): Promise<Ran> {
  const home = mkdtempSync(join(tmpdir(), 'terminal-namespace-'));
  // The guard of the end-to-end tests lets nothing out but loopback; here there is no way out at all.
  const child = spawn('ip', args, {
    env: scrubbed(home, { ...env, NODE_OPTIONS: undefined }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
  }, RUN_MS);
  return new Promise((resolve, reject) => {
    child.on('close', (status) => {
      clearTimeout(timer);
      try {
        expectNothingLeaked({ streams: { stdout, stderr }, home, env });
        resolve({ status, stderr, document: validateDocument(stdout) });
      } catch (cause) {
        reject(new Error(`${String(status)}: ${stdout}\n${stderr}`, { cause }));
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });
  });
}
