import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { terminalClient } from '../../../../src/connection/terminal-client.js';
import type { CommandOptions, TerminalClient } from '../../../../src/connection/terminal-client.js';
import type { Trace } from '../../../../src/connection/trace.js';
import type { Target } from '../../../../src/model/endpoint.js';
import type { Facts } from '../../../../src/model/facts.js';
import type { PaymentEvent } from '../../../../src/payment/events.js';
import type { PaymentState } from '../../../../src/payment/state.js';
import type { Version } from '../../../../src/posxml/versions.js';
import { startVirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { Act } from '../../../../src/sandbox/terminal/person.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { Journal, readJournal } from '../../../../src/session/journal.js';
import { unsettledPayment } from '../../../../src/session/reduce.js';
import { SessionWriter } from '../../../../src/session/session-writer.js';
import type { Progress } from '../../../../src/steps/dependencies.js';
import { probeTarget } from '../../../../src/steps/probe/probe.js';
import { posxmlOf, reversalWait } from '../../../../src/steps/test-payment/readiness.js';
import { settlePayment } from '../../../../src/steps/test-payment/settle.js';
import { testTransaction } from '../../../../src/steps/test-payment/test-payment.js';
import type { TestDeps, TestInput, TestReport } from '../../../../src/steps/test-payment/test-payment.js';
import { waitFor } from '../../sandbox/terminal/raw-client.js';
import { removeFolder } from '../../../support/system.js';
import { CancelWitness } from './cancel-witness.js';
import { Clinic } from './clinic.js';
import type { Answers } from './clinic.js';
import { BenchClock, SCALE } from './clock.js';
import { expectLaw } from './payment-invariants.js';
import { Rewriter } from './rewriter.js';
import type { Rewrite } from './rewriter.js';

export interface BenchOptions {
  readonly settings?: Partial<TerminalSettings>;
  readonly acts?: readonly Act[];
  readonly answers?: Answers;
  readonly interactive?: boolean;
  /** What the terminal says is changed on the way. */
  readonly rewrite?: Rewrite;
  /** For one exchange; real milliseconds. */
  readonly timeoutMs?: number;
  /** Whether what is asked next will meet a silence; undefined stands for a whole probe. Nothing else costs its time-out. */
  readonly silenceMs?: (request: string | undefined) => number | undefined;
  /** For one exchange that needs a card; real milliseconds, more than any terminal here waits for one. */
  readonly hurriedMs?: number;
  /** Between two looks, of the bench's time. Milliseconds. */
  readonly lookEveryMs?: number;
  /** Hears of every exchange. */
  readonly trace?: Trace;
}

/** For one exchange, on a busy machine; real milliseconds, since sockets know no other. */
const TIMEOUT_MS = 60_000;
/** For a card, which no terminal here waits for longer than 2.4 s, on a busy machine. Real milliseconds. */
const HURRIED_MS = 10_000;
/** For a cancel, which is answered immediately or not at all; real milliseconds. */
const ASIDE_MS = 700;
/** Between two looks, of the bench's time: long, since every look costs real exchanges. */
const LOOK_EVERY_MS = 12_000;

/** A virtual terminal with a person, a session on disk, and the program's own steps over real sockets. */
export class Bench {
  readonly terminal: VirtualTerminal;
  /** Where the program dials. */
  readonly port: number;
  readonly clock = new BenchClock();
  readonly stop = new AbortController();
  readonly clinic: Clinic;
  readonly progress: Progress[] = [];
  readonly cancels = new CancelWitness();
  /** Called with every event before and after it is on disk; what it throws is what the disk, or death, throws. */
  onRecord: (event: PaymentEvent, when: 'before' | 'after') => void = () => undefined;
  /** See `PaymentDeps`; undefined where nobody can say so. */
  saysDone: (() => AbortSignal) | undefined;
  /** Called with every note of progress. */
  onProgress: (progress: Progress) => void = () => undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'terminal-bench-'));
  readonly #timeoutMs: number;
  readonly #hurriedMs: number;
  readonly #silenceMs: NonNullable<BenchOptions['silenceMs']>;
  readonly #lookEveryMs: number;
  readonly #trace: Trace | undefined;
  #work: SessionWriter;

  constructor(terminal: VirtualTerminal, port: number, options: BenchOptions) {
    this.terminal = terminal;
    this.port = port;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.#hurriedMs = options.hurriedMs ?? HURRIED_MS;
    this.#silenceMs = options.silenceMs ?? (() => undefined);
    this.#lookEveryMs = options.lookEveryMs ?? LOOK_EVERY_MS;
    this.#trace = options.trace;
    this.clinic = new Clinic(terminal, options.answers ?? {}, options.interactive ?? true);
    const own = terminal.settings.clockOffsetMs;
    Object.defineProperty(terminal.settings, 'clockOffsetMs', {
      get: () => own + this.clock.now() - Date.now(),
      set: () => undefined,
    });
    const target = { host: terminal.host, posxmlPort: port, logPort: undefined };
    this.#work = SessionWriter.begin(Journal.create(this.path), {
      type: 'session.opened',
      id: 'bench',
      command: 'test',
      target,
      sandbox: false,
      program: '0',
    });
  }

  get path(): string {
    return join(this.#folder, 'bench.jsonl');
  }

  get work(): SessionWriter {
    return this.#work;
  }

  /** The types of the payment events on disk. */
  get story(): readonly string[] {
    return readJournal(this.path).entries.flatMap(({ event }) => (event.type === 'payment' ? [event.event.type] : []));
  }

  get target(): Target {
    const { host } = this.terminal;
    return { host, family: 'ipv4', posxml: { host, port: this.port, role: 'posxml' }, log: undefined };
  }

  /** As after a crash: nothing but the journal is left. */
  reopen(): SessionWriter {
    this.#work.close();
    this.#work = SessionWriter.resume(Journal.open(this.path));
    return this.#work;
  }

  client(version: string | undefined): TerminalClient {
    const client = terminalClient(
      { host: this.terminal.host, port: this.port },
      {
        timeoutMs: this.#timeoutMs,
        // One that serves one client must have seen the last connection go, on a busy machine, too.
        gapMs: this.terminal.settings.oneClient ? 250 : 3,
        allowPrivate: true,
        version: version as Version | undefined,
        trace: this.#trace,
      },
    );
    return hurried(this.cancels.watch(client), this.#hurriedMs, this.#silenceMs);
  }

  deps(client: TerminalClient): TestDeps {
    return {
      client,
      clock: this.clock,
      talk: this.clinic,
      report: (progress) => {
        this.progress.push(progress);
        this.onProgress(progress);
      },
      record: (event) => this.record(event),
      stop: this.stop.signal,
      lookEveryMs: this.#lookEveryMs,
      saysDone: this.saysDone,
      random: (bytes) => randomBytes(bytes),
      settleFormer: async () => {
        const open = unsettledPayment(this.#work.state);
        if (!open) return [];
        const end = await settlePayment(open, { ...this.deps(client), reversalWaitS: 60 });
        return unsettledPayment(this.#work.state) ? [end] : [];
      },
    };
  }

  record(event: PaymentEvent): PaymentState {
    this.onRecord(event, 'before');
    const state = this.#work.recordPayment(event);
    this.onRecord(event, 'after');
    return state;
  }

  probe(): Promise<Facts> {
    const timeoutMs = this.#silenceMs(undefined) ?? this.#timeoutMs;
    return probeTarget(this.target, { timeoutMs, allowPrivate: true, trace: this.#trace });
  }

  /** Probe and test, as the program does it. */
  async test(input: Partial<TestInput> = {}): Promise<TestReport> {
    const facts = await this.probe();
    const usual = {
      target: this.target,
      facts,
      amount: 1,
      cardTimeoutS: 60,
      expectedTerminalId: undefined,
      skipIdentify: true,
      language: 'et',
    } as const;
    return testTransaction({ ...usual, ...input }, this.deps(this.client(posxmlOf(facts)?.version)));
  }

  /** A later run of the program finds the record open. */
  async resume(): Promise<PaymentState | undefined> {
    const open = unsettledPayment(this.reopen().state);
    if (!open) return this.#work.state.payments.at(-1);
    const facts = await this.probe();
    return settlePayment(open, {
      ...this.deps(this.client(posxmlOf(facts)?.version)),
      reversalWaitS: reversalWait(60, facts),
    });
  }

  /** When the terminal has come to rest, the law is checked against what it booked. */
  async expectLaw(): Promise<void> {
    const resting = (): boolean =>
      this.terminal.phase === 'idle' ||
      this.terminal.settings.stuckIn.length > 0 ||
      this.terminal.settings.bank !== 'ok';
    await waitFor(resting, 'the terminal to come to rest');
    expectLaw(this.terminal, this.#work.state, readJournal(this.path).entries);
    expect(this.cancels.inFlight, 'a cancel with no sale of ours in flight').not.toContain(false);
  }

  async close(): Promise<void> {
    this.#work.close();
    await this.terminal.close();
    removeFolder(this.#folder);
  }
}

/** Runs a test on a bench of its own, then holds it to the law. */
export async function withBench(options: BenchOptions, run: (bench: Bench) => Promise<void>): Promise<void> {
  // A card that the test itself inserts must not come too late on a busy machine.
  const timeoutScale = options.acts?.includes('manual') ? 40 / SCALE : 1 / SCALE;
  const terminal = await startVirtualTerminal({ speed: 0, timeoutScale, ...options.settings });
  terminal.person.will(...(options.acts ?? []));
  const rewriter = options.rewrite && (await Rewriter.start(terminal.posxmlPort, options.rewrite));
  const bench = new Bench(terminal, rewriter?.port ?? terminal.posxmlPort, options);
  try {
    await run(bench);
    await bench.expectLaw();
  } finally {
    await bench.close();
    await rewriter?.close();
  }
}

/** Waits for a card no longer than any terminal of the bench does; a reply that never comes costs no minutes. */
function hurried(
  client: TerminalClient,
  hurriedMs: number,
  silenceMs: (request: string) => number | undefined,
): TerminalClient {
  return {
    endpoint: client.endpoint,
    get version() {
      return client.version;
    },
    get refusedVersions() {
      return client.refusedVersions;
    },
    ask: (name, body, options) => {
      const timeoutMs = silenceMs(name);
      return client.ask(name, body, timeoutMs === undefined ? options : { ...options, timeoutMs });
    },
    command: (name, body, options = {}) =>
      client.command(name, body, { ...options, timeoutMs: silenceMs(name) ?? hurriedTime(options, hurriedMs) }),
  };
}

/** What is asked beside a sale needs no card. */
function hurriedTime({ alongside, timeoutMs }: CommandOptions, hurriedMs: number): number | undefined {
  return timeoutMs === undefined ? undefined : alongside ? Math.min(timeoutMs, ASIDE_MS) : hurriedMs;
}

export const lastOf = (report: TestReport): PaymentState | undefined => report.payments.at(-1);
