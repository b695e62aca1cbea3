import type { LocalDateTime } from '../../posxml/fields.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { Client } from './client.js';
import { localTime, simulatedPause, waitUntil } from './clock.js';
import { inLanguage } from './display-text.js';
import { DailySending } from './daily-sending.js';
import type { Events, TerminalPhase } from './events.js';
import { TerminalMemory } from './memory.js';
import type { Ledger } from './ledger.js';
import { Operation, OperationRefusal } from './operation.js';
import type { OperationInterrupt } from './operation.js';
import type { Person } from './person.js';
import { CardReader } from './reader.js';
import type { TerminalSettings } from './settings.js';

interface EngineParts {
  readonly settings: TerminalSettings;
  readonly events: Events;
  readonly ledger: Ledger;
  readonly person: Person;
  /** Undoes what the terminal owes, before it is idle. */
  readonly autoReverse: (engine: Engine, operation: Operation) => Promise<void>;
}

/** The terminal without its network: memory, phase, display, and the one operation that occupies it. */
export class Engine {
  readonly settings: TerminalSettings;
  readonly events: Events;
  readonly person: Person;
  readonly memory: TerminalMemory;
  readonly reader = new CardReader();
  phase: TerminalPhase = 'idle';
  lines: readonly string[] = [];
  /** Called when the power fails by the setting `restartIn`. */
  onPowerFailure: () => void = () => undefined;
  /** Called when an operation begins and when the last one has ended. */
  onBusy: (busy: boolean) => void = () => undefined;
  readonly #autoReverse: EngineParts['autoReverse'];
  readonly #sending: DailySending;
  #operation: Operation | undefined;

  constructor(parts: EngineParts) {
    this.settings = parts.settings;
    this.events = parts.events;
    this.person = parts.person;
    this.#autoReverse = parts.autoReverse;
    this.memory = new TerminalMemory(parts.ledger, parts.settings, this.now);
    this.#sending = new DailySending(this.memory, this.now);
    this.showIdle();
  }

  get busy(): boolean {
    return this.#operation !== undefined || this.settings.occupied || this.phase === 'off';
  }

  get now(): LocalDateTime {
    return localTime(this.settings.timeZone, this.settings.clockOffsetMs);
  }

  /**
   * Runs the one operation; the terminal is busy from this very call until it has ended.
   * @throws Refusal while another runs
   */
  async run<T>(client: Client | undefined, perform: (operation: Operation) => Promise<T>): Promise<T> {
    if (this.#operation) throw new OperationRefusal(RETURN_CODE.NOT_NOW, 'another operation is running');
    const operation = new Operation();
    const release = client?.onGone(() => {
      operation.raise('disconnect');
    });
    this.#operation = operation;
    this.onBusy(true);
    try {
      return await perform(operation);
    } finally {
      release?.();
      this.#operation = undefined;
      if (this.phase !== 'off') this.#becomeIdle();
    }
  }

  /** 0 or the ReturnCode of a cancel that comes too late, or finds nothing to cancel. */
  cancel(): number {
    if (this.#operation)
      return this.#operation.attempt('cancel') ? RETURN_CODE.SUCCEEDED : this.settings.lateCancelCode;
    if (!this.settings.occupied) return this.settings.idleCancelCode;
    this.settings.occupied = false;
    return RETURN_CODE.SUCCEEDED;
  }

  /** What its clock does by itself, at the latest when the next thing is asked of it. */
  keepTime(): void {
    if (!this.busy) this.#sending.look(this.settings, this.now);
  }

  pressRedKey(): void {
    this.#operation?.attempt('red-key');
  }

  removeCard(): void {
    this.reader.remove();
    this.#operation?.attempt('card-out');
  }

  enter(phase: TerminalPhase): void {
    this.phase = phase;
    this.events.emit({ kind: 'phase', phase });
    if (this.settings.restartIn !== phase) return;
    this.settings.restartIn = undefined;
    this.onPowerFailure();
  }

  show(lines: readonly string[]): void {
    this.lines = [0, 1, 2, 3].map((index) => lines[index] ?? '');
    this.events.emit({ kind: 'display', lines: this.lines });
  }

  showIdle(): void {
    this.show([this.settings.ownerName, inLanguage('idle', this.settings.displayLanguage)]);
  }

  /** Spends the time that a phase takes, and longer while it is stuck in it. */
  async dwell(
    operation: Operation,
    phase: Exclude<TerminalPhase, 'idle'>,
    accepts: readonly OperationInterrupt[],
  ): Promise<void> {
    await operation.wait((signal) => this.spend(phase, signal), accepts);
  }

  async spend(phase: Exclude<TerminalPhase, 'idle'>, signal?: AbortSignal): Promise<void> {
    await simulatedPause(this.settings.delays[phase] * this.settings.speed, signal);
    await waitUntil(() => !this.settings.stuckIn.includes(phase), signal);
  }

  /** Whatever runs is over; what is left of it is in the memory. */
  powerOff(): void {
    this.phase = 'off';
    this.events.emit({ kind: 'phase', phase: 'off' });
    this.show([]);
    this.#operation?.raise('power');
  }

  powerOn(): void {
    this.#becomeIdle();
  }

  #becomeIdle(): void {
    if (this.memory.owed) {
      void this.run(undefined, (operation) => this.#autoReverse(this, operation));
      return;
    }
    this.enter('idle');
    this.showIdle();
    this.onBusy(false);
  }
}
