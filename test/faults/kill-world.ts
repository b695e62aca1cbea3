import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PaymentEvent } from '../../src/payment/events.js';
import { startSandboxCloud } from '../../src/sandbox/cloud/server.js';
import type { SandboxCloud } from '../../src/sandbox/cloud/server.js';
import { startVirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import type { Act } from '../../src/sandbox/terminal/person.js';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../src/sandbox/terminal/virtual-terminal.js';
import { readJournal } from '../../src/session/journal.js';
import { openPayment } from '../../src/session/reduce.js';
import type { SessionState } from '../../src/session/reduce.js';
import { FolderStore } from '../../src/session/folder-store.js';
import type { Entry } from '../../src/session/events.js';
import { scrubbed } from '../support/program.js';
import { start } from '../support/run.js';
import type { Run, Running } from '../support/run.js';
import { answersFor, credentialsOf, PRIVATE, targetOf } from '../support/sandbox.js';
import { waitFor } from '../unit/sandbox/terminal/raw-client.js';
import { nameOf, readSteps } from './kill-steps.js';
import type { Death, Step } from './kill-steps.js';

/** How the program is called: `resume`, `show` and `resolve` name a session. */
export type Way = 'test' | 'onboard' | 'resume' | 'show' | 'resolve';

export interface WorldOptions {
  readonly settings?: Partial<TerminalSettings>;
  readonly acts?: readonly Act[];
}

/** One call of the program that came to its end. */
export interface Told {
  readonly way: Way;
  /** The session that it was to show, or to continue with. */
  readonly session: string | undefined;
  readonly json: boolean;
  readonly run: Run;
  /** What others saw it do. */
  readonly steps: readonly Step[];
}

/** Seconds that pass in one: waiting for the end of a sale that was never sent takes minutes. */
const PACE = 25;
/** Ten real seconds for an exchange, however busy the machine is. */
const AGREED = ['--yes', '--skip-identify', '--card-timeout', '5s', '--timeout', '250s'];
const PRELOAD = fileURLToPath(new URL('kill-preload.cjs', import.meta.url));
const COMPILED = mkdtempSync(join(tmpdir(), 'terminal-kill-compiled-'));

/** A terminal, a cloud and a store that outlive the program. */
export class KillWorld {
  readonly terminal: VirtualTerminal;
  readonly cloud: SandboxCloud;
  /** What was wrong at the very moment when it happened. */
  readonly seen: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'terminal-kill-'));
  readonly #origin = Date.now();
  #runs = 0;
  #way: Way | undefined;

  private constructor(terminal: VirtualTerminal, cloud: SandboxCloud) {
    this.terminal = terminal;
    this.cloud = cloud;
    const ahead = (): number => (Date.now() - this.#origin) * (PACE - 1);
    Object.defineProperty(terminal.settings, 'clockOffsetMs', { get: ahead, set: () => undefined });
    terminal.on((event) => {
      if (event.kind !== 'request') return;
      try {
        this.#watch(event.record.name, event.record.body as { TransactionID?: string } | undefined);
      } catch (cause) {
        // Thrown, it would be a warning: the terminal continues, no matter who listens.
        this.seen.push(String(cause));
      }
    });
  }

  static async open({ settings = {}, acts = [] }: WorldOptions): Promise<KillWorld> {
    const terminal = await startVirtualTerminal({
      speed: 0,
      timeoutScale: 1 / PACE,
      terminalId: 'JT000001',
      ...structuredClone(settings),
    });
    terminal.person.will(...acts);
    return new KillWorld(terminal, await startSandboxCloud());
  }

  /** TERMINAL_HOME; not there before the program makes it. */
  get home(): string {
    return join(this.#folder, 'home');
  }

  get sessions(): readonly SessionState[] {
    return new FolderStore(this.home).list().flatMap((session) => {
      if ('error' in session) throw session.error;
      return 'state' in session ? [session.state] : [];
    });
  }

  /** Those whose money may be out. */
  get open(): readonly SessionState[] {
    return this.sessions.filter((session) => openPayment(session) !== undefined);
  }

  /** The file of a session's journal. */
  journalOf(id: string): string {
    return join(this.home, 'sessions', `${id}.jsonl`);
  }

  /** The cloud takes the terminal for one that works. */
  get isActive(): boolean {
    return this.cloud.records.some(({ status }) => status === 'active');
  }

  entriesOf(id: string): readonly Entry[] {
    return readJournal(this.journalOf(id)).entries;
  }

  start(
    way: Way,
    options: {
      readonly session?: string | undefined;
      readonly json?: boolean;
      readonly death?: Death | undefined;
      /** Nothing of the store can be opened for writing. */ readonly readOnly?: boolean;
    } = {},
  ): { readonly running: Running; readonly told: Promise<Told> } {
    this.#runs += 1;
    this.#way = way;
    const log = join(this.#folder, `steps-${String(this.#runs)}`);
    const { session, json = false, death, readOnly = false } = options;
    const { NODE_OPTIONS } = scrubbed(this.home);
    const env = {
      ...credentialsOf(this.cloud),
      DIALLED: join(this.#folder, 'dialled'),
      NODE_OPTIONS: `${NODE_OPTIONS ?? ''} --require=${PRELOAD}`,
      NODE_COMPILE_CACHE: COMPILED,
      KILL_LOG: log,
      KILL_AT: death && nameOf(death),
      KILL_READ_ONLY: readOnly ? 'yes' : undefined,
      KILL_PORTS: JSON.stringify({ [this.terminal.posxmlPort]: 'posxml', [this.terminal.logPort]: 'log' }),
      KILL_CLOCK: `${String(this.#origin)},${String(PACE)}`,
    };
    const running = start([...this.#words(way, session), ...(json ? ['--json'] : [])], { home: this.home, env });
    return { running, told: running.ended.then((run) => ({ way, session, json, run, steps: readSteps(log) })) };
  }

  run(way: Way, options: Parameters<KillWorld['start']>[1] = {}): Promise<Told> {
    return this.start(way, options).told;
  }

  /** What the terminal had begun continues without the program. */
  async rest(): Promise<void> {
    await waitFor(() => this.terminal.phase === 'idle', 'the terminal to come to rest');
  }

  async close(): Promise<void> {
    await Promise.all([this.terminal.close(), this.cloud.close()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #words(way: Way, session = ''): readonly string[] {
    switch (way) {
      case 'test':
        return ['test', targetOf(this.terminal), PRIVATE, ...AGREED];
      case 'onboard':
        return ['onboard', targetOf(this.terminal), PRIVATE, ...answersFor(this.cloud.url), ...AGREED];
      case 'resume':
        return ['onboard', '--resume', session, PRIVATE, ...answersFor(this.cloud.url), ...AGREED];
      case 'show':
        return ['sessions', 'show', session];
      case 'resolve':
        return ['sessions', 'resolve', session, '--how', 'void', '--evidence', 'slip 17', '--yes'];
    }
  }

  /** At the moment when money is asked for, all that must be on disk is there, and nothing else is open. */
  #watch(
    name: string | undefined,
    body: { readonly TransactionID?: string; readonly TransactionSTAN?: number } | undefined,
  ): void {
    if (name !== 'TransactionRequest' && name !== 'ReverseTransactionRequest') return;
    const [session, ...more] = this.open;
    const payment = session && openPayment(session);
    if (!session || more.length > 0) this.seen.push(`${String(this.open.length)} records were open at a ${name}`);
    const said = session && lastExchange(this.entriesOf(session.id));
    const kind = name === 'TransactionRequest' ? 'sale' : 'reversal';
    // What a busy machine's terminal reads late is lost by then: the deadlines run at the pace of this clock.
    if (said !== `${kind}.sending` && said !== `${kind}.lost`)
      this.seen.push(`a ${name} came while the journal said ${payment?.stage ?? 'nothing'}`);
    if (body?.TransactionID !== undefined && body.TransactionID !== payment?.sale?.transactionId)
      this.seen.push(`a ${name} of ${body.TransactionID} is not what the journal tells of`);
    if (payment?.sale?.terminalId !== this.terminal.settings.terminalId)
      this.seen.push(`a ${name} went to a terminal that was not confirmed`);
    const registers = this.#way === 'onboard' || this.#way === 'resume';
    if (registers && name === 'TransactionRequest' && this.isActive)
      this.seen.push('the registration was active at a sale');
  }
}

/** What the journal tells last of a request for money. */
function lastExchange(entries: readonly Entry[]): PaymentEvent['type'] | undefined {
  return entries
    .flatMap(({ event }) => (event.type === 'payment' ? [event.event.type] : []))
    .findLast((type) => /^(sale|reversal)\.(sending|aborted|replied|lost)$/.test(type));
}

/** The compiled program is kept between the runs of a file, since most of a short run is its start. */
export function forgetCompiled(): void {
  rmSync(COMPILED, { recursive: true, force: true });
}
