import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { PROGRAM, scrubbed } from '../journeys/program.js';
import type { Environment } from '../journeys/program.js';
import { expectNothingLeaked } from '../tools/card-scan.js';
import { validateDocument } from '../tools/validate.js';
import type { PrintedDocument } from '../tools/validate.js';

/**
 * A network of its own, with nothing in it but loopback and no way out: addresses that are public elsewhere can be
 * dialled here, and nobody but the test's own peers is there.
 */
export interface Namespace {
  readonly name: string;
  /** Runs the program in it, to its end. */
  readonly run: (args: readonly string[], env?: Environment) => Promise<Ran>;
  /** Starts a peer on every address of it; gives what connections it accepted so far, as `address port`. */
  readonly peer: (kind: 'silent' | 'terminal' | 'yes' | 'socks' | 'refused', ...ports: readonly number[]) => Promise<() => readonly string[]>;
}

export interface Ran {
  readonly status: number | null;
  readonly document: PrintedDocument;
  readonly stderr: string;
}

/** Why there can be no namespace here; undefined if there can. */
export const NO_NAMESPACE: string | undefined = whyNot();

function whyNot(): string | undefined {
  const name = nameOf();
  try {
    ip('netns', 'add', name);
    ip('netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up');
    ip('netns', 'del', name);
    return undefined;
  } catch (cause) {
    const reason = `no network namespace can be made here (${String(cause).split('\n')[0] ?? ''})`;
    process.stderr.write(`skipped: ${reason}\n`);
    return reason;
  }
}

/** Makes a namespace in which these addresses, or blocks of them, are its own. */
export function namespace(...addresses: readonly string[]): Namespace {
  const name = nameOf();
  const inside = ['netns', 'exec', name] as const;
  ip('netns', 'add', name);
  onTestFinished(() => { ip('netns', 'del', name); });
  ip(...inside, 'ip', 'link', 'set', 'lo', 'up');
  for (const address of addresses) ip(...inside, 'ip', 'route', 'add', 'local', address, 'dev', 'lo');
  return {
    name,
    run: (args, env) => run([...inside, process.execPath, PROGRAM, ...args, '--json'], env),
    peer: (kind, ...ports) => peer([...inside, process.execPath, '--import', 'tsx', fileURLToPath(new URL('peer.js', import.meta.url)), kind, ...ports.map(String)]),
  };
}

/** As {@link namespace}, and whatever is dialled beside its own addresses is dropped without a word. */
export function droppingNamespace(...addresses: readonly string[]): Namespace & { readonly router: string } {
  const made = namespace(...addresses);
  const hole = nameOf();
  ip('netns', 'add', hole);
  onTestFinished(() => { ip('netns', 'del', hole); });
  ip('link', 'add', 'out', 'netns', made.name, 'type', 'veth', 'peer', 'name', 'in', 'netns', hole);
  for (const [name, device, address] of [[made.name, 'out', '10.200.0.1/30'], [hole, 'in', '10.200.0.2/30']] as const) {
    ip('netns', 'exec', name, 'ip', 'address', 'add', address, 'dev', device);
    ip('netns', 'exec', name, 'ip', 'link', 'set', device, 'up');
  }
  // The other end does not forward, so what is not its own ends there.
  ip('netns', 'exec', made.name, 'ip', 'route', 'add', 'default', 'via', '10.200.0.2');
  return { ...made, router: hole };
}

function nameOf(): string {
  return `terminal-test-${randomBytes(4).toString('hex')}`;
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

function run(args: readonly string[], env: Environment = {}): Promise<Ran> {
  const home = mkdtempSync(join(tmpdir(), 'terminal-namespace-'));
  // The guard of the journeys lets nothing out but loopback; here there is no way out at all.
  const child = spawn('ip', args, { env: scrubbed(home, { ...env, NODE_OPTIONS: undefined }), stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const timer = setTimeout(() => { child.kill('SIGKILL'); }, 25_000);
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

function peer(args: readonly string[]): Promise<() => readonly string[]> {
  const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => { child.kill('SIGKILL'); });
  let told = '';
  const accepted = (): readonly string[] => told.split('\n').filter((line) => /^[\d.]+ \d+$/.test(line));
  return new Promise((resolve, reject) => {
    child.on('exit', () => { reject(new Error('the peer ended')); });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('ready\n')) resolve(accepted);
    });
  });
}
