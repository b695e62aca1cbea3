import type { Socket } from 'node:net';
import type { Events, TerminalEvent } from './events.js';
import type { TerminalSettings } from './settings.js';

const NOW_AND_THEN_MS = 450;

/** The log stream of 5551: a reader may connect and listen; whatever it sends is ignored. */
export class LogPort {
  readonly #settings: TerminalSettings;
  readonly #readers = new Set<Socket>();
  readonly #leave: () => void;

  constructor(settings: TerminalSettings, events: Events) {
    this.#settings = settings;
    this.#leave = events.on((event) => {
      this.#write(event);
    });
  }

  readonly enter = (socket: Socket): void => {
    const { logForm, terminalId } = this.#settings;
    if (logForm === 'closes-at-once') {
      socket.end();
      socket.once('finish', () => socket.destroy());
      return;
    }
    this.#readers.add(socket);
    socket.once('close', () => this.#readers.delete(socket));
    socket.once('end', () => socket.end());
    socket.resume();
    if (logForm === 'text-on-connect') socket.write(`* log of ${terminalId}\r\n`);
    if (logForm !== 'text-now-and-then') return;
    const timer = setInterval(() => socket.write('PHASE idle\r\n'), NOW_AND_THEN_MS);
    socket.once('close', () => {
      clearInterval(timer);
    });
  };

  close(): void {
    this.#leave();
  }

  #write(event: TerminalEvent): void {
    const { logForm } = this.#settings;
    if (logForm !== 'text' && logForm !== 'text-on-connect') return;
    const line = describe(event);
    if (line === undefined) return;
    for (const reader of this.#readers) {
      // A reader that does not read is let go, or the lines would pile up here.
      if (reader.writableLength > 64 * 1024) reader.destroy();
      else reader.write(`${line}\r\n`);
    }
  }
}

function describe(event: TerminalEvent): string | undefined {
  if (event.kind === 'phase') return `PHASE ${event.phase}`;
  return event.kind === 'request' ? `XML ${event.record.name ?? '?'} ${String(event.record.bytes)}` : undefined;
}
