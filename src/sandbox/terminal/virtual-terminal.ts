import { once } from 'node:events';
import type { Socket } from 'node:net';
import { simulatedPause } from './clock.js';
import { Connection } from './connection.js';
import { DEFAULT_SETTINGS } from './defaults.js';
import { Dispatcher } from './dispatch.js';
import { Door } from './toggleable-port.js';
import { autoReverse } from './auto-reversal.js';
import { Engine } from './engine.js';
import { Events } from './events.js';
import type { Listener, TerminalPhase, PrintedReceipt } from './events.js';
import { FaultCounter } from './faults.js';
import { Ledger } from './ledger.js';
import { LogPort } from './log-port.js';
import { authorizationFor } from './memory.js';
import { OTHER_CARD, Person, TEST_CARD } from './person.js';
import type { Act, Card } from './person.js';
import type { TerminalSettings } from './settings.js';
import type { WireRecord } from './wire.js';

/** A PosXML terminal on two real ports, with a person in front of it. */
export interface VirtualTerminal {
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number;
  /** Which of its ports take connections now; the others refuse. */
  readonly open: { readonly posxml: boolean; readonly log: boolean };
  /** May be changed while it runs, but for what is marked as read at the start. */
  readonly settings: TerminalSettings;
  /** What the bank will see. */
  readonly ledger: Ledger;
  /** Every request received, in order. */
  readonly wire: readonly WireRecord[];
  readonly printed: readonly PrintedReceipt[];
  /** Four lines. */
  readonly display: readonly string[];
  readonly phase: TerminalPhase;
  readonly person: Person;
  /** Returns how to stop listening. */
  on(listener: Listener): () => void;
  /** The red key. */
  cancelButton(): void;
  /** A card put in by hand; `act` says how it is used, else the person's own act does. */
  insertCard(card?: Card, act?: Act): void;
  /** Whether a card is in the reader, or was left in it. */
  readonly holdsCard: boolean;
  removeCard(): void;
  /** A power cycle: connections die, the memory stays. It is off until `power` resolves; without it, as long as the settings say. */
  restart(power?: Promise<unknown>): Promise<void>;
  /** The bank's batch upload: the rows leave, FileNumber grows. */
  sendBatch(): void;
  close(): Promise<void>;
}

/** Rejects where a port that was asked for is taken. */
export async function startVirtualTerminal(settings: Partial<TerminalSettings> = {}): Promise<VirtualTerminal> {
  const terminal = new Terminal({ ...structuredClone(DEFAULT_SETTINGS), ...settings });
  await terminal.start();
  return terminal;
}

/** Printed receipts that are remembered. */
const KEPT_RECEIPTS = 1000;

class Terminal implements VirtualTerminal {
  readonly settings: TerminalSettings;
  readonly person = new Person();
  readonly ledger: Ledger;
  readonly printed: PrintedReceipt[] = [];
  readonly #events = new Events();
  readonly #engine: Engine;
  readonly #dispatcher: Dispatcher;
  readonly #faults = new FaultCounter();
  readonly #posxml: Door;
  readonly #log: Door;
  readonly #logPort: LogPort;
  readonly #connections = new Set<Socket>();
  /** Connections that each port took since the start. */
  #taken = { posxml: 0, log: 0 };
  readonly #closed = new AbortController();

  constructor(settings: TerminalSettings) {
    this.settings = settings;
    this.ledger = new Ledger(
      (entry) => {
        this.#events.emit({ kind: 'ledger', entry });
      },
      (declined) => {
        this.#events.emit({ kind: 'declined', declined });
      },
    );
    this.#engine = new Engine({
      settings,
      events: this.#events,
      ledger: this.ledger,
      person: this.person,
      autoReverse,
    });
    this.#dispatcher = new Dispatcher(this.#engine);
    this.#logPort = new LogPort(settings, this.#events);
    const changed = (): void => {
      this.#events.emit({ kind: 'ports' });
    };
    this.#posxml = new Door(
      settings.host,
      (socket) => {
        this.#welcome(socket);
      },
      changed,
    );
    this.#log = new Door(
      settings.host,
      (socket) => {
        this.#taken.log += 1;
        if (this.#taken.log === settings.logConnections) this.#log.shut();
        this.#logPort.enter(socket);
      },
      changed,
    );
    this.#engine.onPowerFailure = () => void this.restart();
    this.#engine.onBusy = (busy) => {
      this.#refuseOthers(busy);
    };
    this.#events.on((event) => {
      if (event.kind !== 'printed') return;
      this.printed.push(event.receipt);
      if (this.printed.length > KEPT_RECEIPTS) this.printed.shift();
    });
    bookPriorSales(this.#engine);
  }

  get host(): string {
    return this.settings.host;
  }

  get posxmlPort(): number {
    return this.#posxml.port;
  }

  get logPort(): number {
    return this.#log.port;
  }

  get open(): VirtualTerminal['open'] {
    return { posxml: this.#posxml.isOpen, log: this.#log.isOpen };
  }

  get wire(): readonly WireRecord[] {
    return this.#dispatcher.wire.records;
  }

  get display(): readonly string[] {
    return this.#engine.lines;
  }

  get phase(): TerminalPhase {
    return this.#engine.phase;
  }

  async start(): Promise<void> {
    await this.#posxml.start(this.settings.posxmlPort, this.settings.fewFiles);
    try {
      await this.#log.start(this.settings.logPort, this.settings.fewFiles);
    } catch (cause) {
      await this.#posxml.close();
      throw cause;
    }
    await this.#setDoors();
  }

  on(listener: Listener): () => void {
    return this.#events.on(listener);
  }

  cancelButton(): void {
    this.#engine.pressRedKey();
  }

  get holdsCard(): boolean {
    return this.#engine.reader.holdsCard || this.settings.cardStatus === 1;
  }

  insertCard(card: Card = TEST_CARD, act?: Act): void {
    this.#engine.reader.insert(card, act);
  }

  removeCard(): void {
    // A card that was only claimed is gone, too.
    if (this.settings.cardStatus === 1) this.settings.cardStatus = undefined;
    this.#engine.removeCard();
  }

  async restart(power?: Promise<unknown>): Promise<void> {
    if (this.#isClosed() || this.phase === 'off') return;
    this.#engine.powerOff();
    for (const door of [this.#posxml, this.#log]) {
      door.shut();
      door.resetAll();
    }
    const { delays, speed } = this.settings;
    const { signal } = this.#closed;
    const off = power ? Promise.race([power, once(signal, 'abort')]) : simulatedPause(delays.off * speed, signal);
    await off.catch(() => undefined);
    await this.#setDoors();
    if (!this.#isClosed()) this.#engine.powerOn();
  }

  sendBatch(): void {
    this.#engine.memory.sendBatch(this.#engine.now);
    this.#events.emit({ kind: 'batch-sent', fileNumber: this.#engine.memory.fileNumber });
  }

  async close(): Promise<void> {
    if (this.#isClosed()) return;
    this.#closed.abort();
    this.#engine.powerOff();
    this.#logPort.close();
    await Promise.all([this.#posxml.close(), this.#log.close()]);
  }

  #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async #setDoors(): Promise<void> {
    if (this.#isClosed()) return;
    this.#taken = { posxml: 0, log: 0 };
    if (this.settings.posxmlForm === 'closed') this.#posxml.shut();
    else this.#posxml.open();
    if (this.settings.logForm === 'closed' || this.settings.logging === 'off') this.#log.shut();
    else this.#log.open();
    await Promise.all([this.#posxml.settled, this.#log.settled]);
  }

  #refuseOthers(busy: boolean): void {
    if (this.#isClosed() || this.settings.posxmlForm === 'closed') return;
    if (!busy) this.#posxml.open();
    else if (this.settings.whileBusy === 'refuse-connection') this.#posxml.shut();
  }

  #welcome(socket: Socket): void {
    this.#taken.posxml += 1;
    if (this.#taken.posxml === this.settings.posxmlConnections) this.#posxml.shut();
    const refusing = this.#engine.busy && this.settings.whileBusy === 'refuse-connection';
    if (refusing || this.#faults.onConnect(this.settings.faults)) {
      socket.resetAndDestroy();
      return;
    }
    if (this.settings.oneClient && this.#connections.size > 0) {
      socket.once('data', () => socket.destroy());
      return;
    }
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
    const parts = { settings: this.settings, dispatcher: this.#dispatcher, faults: this.#faults };
    void new Connection(socket, { ...parts, settled: async () => this.#posxml.settled }).serve();
  }
}

/** Sales of the shop's own till, made before anyone looked. */
function bookPriorSales({ settings, memory, now }: Engine): void {
  for (let sale = 1; sale <= settings.priorSales; sale += 1) {
    const stan = memory.takeStan();
    memory.book({
      kind: 'sale',
      transactionId: `TILL${String(sale).padStart(6, '0')}`,
      stan,
      amount: 1000 + sale * 50,
      currency: settings.currency,
      at: now,
      card: OTHER_CARD,
      approved: true,
      authorizationNo: authorizationFor(stan),
      hostAnswer: '000',
      batch: memory.fileNumber,
    });
  }
}
