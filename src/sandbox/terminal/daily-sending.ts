import type { LocalDateTime } from '../../posxml/fields.js';
import type { TerminalMemory } from './memory.js';
import type { TerminalSettings } from './settings.js';

/** The batch leaves once a day, by the terminal's own clock. Looked at when something is asked: nothing else tells. */
export class DailySending {
  readonly #memory: TerminalMemory;
  #seenAt: LocalDateTime;

  constructor(memory: TerminalMemory, now: LocalDateTime) {
    this.#memory = memory;
    this.#seenAt = now;
  }

  /** Sends where the time has come since the last look; a sending that fails leaves everything as it is. */
  look({ sendTime, sendingFails }: TerminalSettings, now: LocalDateTime): void {
    const before = this.#seenAt;
    this.#seenAt = now;
    if (sendTime === undefined || sendingFails) return;
    const clock = `T${sendTime.slice(0, 2)}:${sendTime.slice(2)}:00`;
    const times = [before, now].map((day) => day.slice(0, 'YYYY-MM-DD'.length) + clock);
    if (times.some((time) => before < time && time <= now)) this.#memory.sendBatch(now);
  }
}
