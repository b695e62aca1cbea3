import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listen } from '../support/listen.js';
import type { Enter } from '../../src/sandbox/services/service.js';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { cleanUp } from '../support/clean-up.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import type { Run } from '../support/run.js';
import { note } from '../support/notes.js';
import { someOf } from '../support/thorough.js';
import { FLOOD_DOCUMENTS, FLOODS, LONG, SHORT } from './floods.js';
import { STUCK_MS } from '../support/time.js';

/** Of the whole process. A bare program that finds a healthy terminal has 80 on Node 20, and 90 on Node 24. */
const MOST_MB = 150;
/** Of a process that does nothing but read a reply. It has 50 to begin with, and up to 115 where a busy machine collects late. */
const MOST_TO_READ_MB = 150;
const TIMEOUT_MS = 1000;
/** For what does answer, on a busy machine. */
const PATIENT_MS = 20_000;
const DOCUMENTED = [0, 3, 5];
/** Terminals that are looked at at the same time, which is as many as the program does by default. */
const AT_A_TIME = 16;

const WORST_TO_READ = [
  '<?xml again and again',
  'a processing instruction without end',
  'a long attribute',
  'attributes',
  'attributes of the envelope',
  'line ends',
  'lines in a block',
  'character references',
];

const RAW = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;
const PRELOADED = ['../support/guard.cjs', 'peak.js']
  .map((file) => `--import=${new URL(file, import.meta.url).href}`)
  .join(' ');

function peakOf(file: string, name: string): number {
  const mb = Math.round(Number(readFileSync(file, 'utf8')) / 1024);
  note(`${String(mb)} MB: ${name}`);
  return mb;
}

/** Says it unasked. */
const atOnce =
  (enter: Enter): Enter =>
  (socket) => {
    enter(socket);
    socket.emit('data', Buffer.from('?'));
    socket.resume();
  };

async function portThat(enter: Enter): Promise<number> {
  const listening = await listen('127.0.0.1', enter);
  cleanUp(() => listening.close());
  return listening.port;
}

interface Probed extends Run {
  readonly mb: number;
  readonly ms: number;
}

async function probe(
  name: string,
  targets: readonly (readonly [number, number])[],
  timeoutMs = TIMEOUT_MS,
): Promise<Probed> {
  const home = temporaryFolder();
  const peak = join(home, 'peak');
  const args = [
    'probe',
    ...targets.map(([posxml, log]) => `127.0.0.1:${String(posxml)},${String(log)}`),
    '--allow-private',
    '--json',
    '--timeout',
    `${String(timeoutMs)}ms`,
  ];
  const startedAt = performance.now();
  const ran = await run(args, { home, env: { NODE_OPTIONS: PRELOADED, PEAK: peak } });
  return { ...ran, ms: performance.now() - startedAt, mb: peakOf(peak, name) };
}

// What the kernel counts of a process is read in Linux's form of it.
describe.skipIf(process.platform !== 'linux')(
  'whatever answers, the program stays small, ends in time and says what it saw',
  () => {
    // Not beside the others: this process plays all of them, and the floods leave it no time to answer.
    test('a healthy terminal', async () => {
      const terminal = await startVirtualTerminal({});
      cleanUp(() => terminal.close());
      const { status, mb } = await probe('a healthy terminal', [[terminal.posxmlPort, terminal.logPort]], PATIENT_MS);
      expect(status).toBe(0);
      expect(mb).toBeLessThan(MOST_MB);
    });

    test.concurrent.for(someOf('floods', Object.entries(FLOODS), 12))('%s, on both ports', async ([name, flood]) => {
      const probed = await probe(name, [[await portThat(flood(LONG)), await portThat(atOnce(flood(SHORT)))]]);
      expect(probed.mb).toBeLessThan(MOST_MB);
      expect(probed.ms).toBeLessThan(STUCK_MS);
      const document = probed.document();
      expect(DOCUMENTED).toContain(document.exitCode);
      expect(probed.status).toBe(document.exitCode);
      expect(probed.stdout.trimEnd() + probed.stderr.replaceAll('\n', '')).not.toMatch(RAW);
    });

    test.concurrent.for(['one field again and again', 'elements that drip'])(
      '%s, on many at the same time',
      async (name) => {
        const flood = FLOODS[name] as (most: number) => Enter;
        const targets = await Promise.all(
          Array.from(
            { length: AT_A_TIME },
            async () => [await portThat(flood(LONG)), await portThat(atOnce(flood(SHORT)))] as const,
          ),
        );
        const { mb, status } = await probe(`${name}, of many`, targets);
        expect(mb).toBeLessThan(MOST_MB);
        // 3: on a busy machine a port may answer too late.
        expect([3, 5]).toContain(status);
      },
    );

    // What a probe asks has short answers; a batch may be long, and is read the same way.
    test.for(someOf('floods that are read', WORST_TO_READ, 3))('%s, as long as a batch may be', (name) => {
      const folder = temporaryFolder();
      const [reply, peak] = [join(folder, 'reply'), join(folder, 'peak')];
      writeFileSync(reply, `HTTP/1.0 200 OK\r\n\r\n${FLOOD_DOCUMENTS[name]?.(LONG) ?? ''}`);
      execFileSync(
        process.execPath,
        ['--import', 'tsx', fileURLToPath(new URL('read-reply.js', import.meta.url)), reply],
        { env: { NODE_OPTIONS: PRELOADED, PEAK: peak }, timeout: 240_000 },
      );
      expect(peakOf(peak, `${name}, read`)).toBeLessThan(MOST_TO_READ_MB);
    });
  },
);
