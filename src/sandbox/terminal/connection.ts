import type { Socket } from 'node:net';
import { ConnectedClient } from './client.js';
import { simulatedPause } from './clock.js';
import { encodeMessage } from '../../posxml/encode.js';
import type { TerminalQuestion } from '../../posxml/messages.js';
import type { Dispatcher, Received } from './dispatch.js';
import { deliverReply } from './faults.js';
import type { Delivery, FaultCounter } from './faults.js';
import { questionBytes, replyBytes } from './http-reply.js';
import { BadRequest, RequestReader } from './http-request.js';
import type { HttpRequest } from './http-request.js';
import type { TerminalSettings } from './settings.js';

/** After its last reply a connection is given this long to be closed by the client. Milliseconds. */
const LINGER_MS = 2000;

/** A client that asks and asks and never reads is let go. */
const MAX_UNREAD_BYTES = 64 * 1024;

const SIGNAL = { ENQ: Uint8Array.of(0x05), ACK: Uint8Array.of(0x06) } as const;

interface ConnectionParts {
  readonly settings: TerminalSettings;
  readonly dispatcher: Dispatcher;
  readonly faults: FaultCounter;
  /** Resolves when the port stands as it should after the last operation. */
  readonly settled: () => Promise<void>;
}

/** One client's connection to the PosXML port. */
export class Connection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #client = new ConnectedClient((question, version) => this.#ask(question, version));
  readonly #reader: RequestReader;
  #ended = false;
  #wake: () => void = () => undefined;
  /** Set while a question of the terminal's own waits for its response. */
  #asked: { readonly response: string; readonly answered: () => void } | undefined;
  /** Came while the terminal was at work, and is served afterwards. */
  #held: Received | undefined;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#reader = new RequestReader(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
    if (parts.settings.straySignal === 'ENQ-on-connect') socket.write(SIGNAL.ENQ);
    socket.on('data', (chunk) => {
      this.#receive(chunk);
    });
    socket.on('end', () => {
      this.#leave();
    });
    socket.on('close', () => {
      this.#leave();
    });
  }

  /** Serves until the client or the terminal's mode ends it. Never rejects. */
  async serve(): Promise<void> {
    try {
      while (await this.#serveOne());
    } catch (cause) {
      // No terminal answers what is no request.
      if (!(cause instanceof BadRequest)) process.emitWarning(cause instanceof Error ? cause : String(cause));
    }
    this.#socket.end();
    const linger = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.once('close', () => {
      clearTimeout(linger);
    });
    if (this.#ended) this.#socket.destroySoon();
  }

  /** Whether the connection can be used again. */
  async #serveOne(): Promise<boolean> {
    const received = this.#held ?? (await this.#nextReceived());
    this.#held = undefined;
    if (!received) return false;
    const { settings, dispatcher, faults } = this.#parts;
    const striking = faults.onRequest(settings.faults, received.record.name);
    if (striking.some((fault) => fault.kind === 'never-answer')) return this.#stayUntilGone();
    const { document, after } = await this.#readingOn(dispatcher.answer(received, this.#client));
    await this.#parts.settled();
    if (document === undefined) return false;
    const reply = Buffer.concat([document, ...after].map((each) => replyBytes(each, settings)));
    return this.#deliver(deliverReply(reply, striking));
  }

  async #nextReceived(): Promise<Received | undefined> {
    const request = await this.#nextRequest();
    return request && this.#parts.dispatcher.receive(request.document, request.form);
  }

  /** While the terminal is at work: a cancel, where it is read here, and the response to a question of its own. */
  async #readingOn(
    answering: Promise<string | undefined>,
  ): Promise<{ readonly document: string | undefined; readonly after: readonly string[] }> {
    const after: string[] = [];
    const work = { done: false };
    const answered = answering.finally(() => {
      work.done = true;
      this.#wake();
    });
    while (!work.done) {
      const request = this.#readsOn() ? this.#reader.next(false) : undefined;
      if (request) after.push(...(await this.#hear(request)));
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    this.#asked = undefined;
    return { document: await answered, after };
  }

  #readsOn(): boolean {
    const { cancelReadOn } = this.#parts.settings;
    return !this.#held && (this.#asked !== undefined || cancelReadOn === 'same' || cancelReadOn === 'both');
  }

  /** Gives what is to be sent after the reply that is awaited. */
  async #hear(request: HttpRequest): Promise<readonly string[]> {
    const { dispatcher, settings } = this.#parts;
    const received = dispatcher.receive(request.document, request.form);
    const { name } = received.record;
    if (this.#asked && name === this.#asked.response) this.#asked.answered();
    else if (name !== 'CancelAllOperationsRequest') this.#held = received;
    else {
      const reply = await dispatcher.answer(received, this.#client, true);
      if (reply === undefined) return [];
      if (settings.cancelReplied === 'last') return [reply];
      await this.#write(replyBytes(reply, settings));
    }
    return [];
  }

  async #ask(question: TerminalQuestion, version: string): Promise<void> {
    const { settings } = this.#parts;
    await this.#write(
      questionBytes(encodeMessage({ name: question, version, body: {} }), settings, settings.questionForm),
    );
    await new Promise<void>((answered) => {
      this.#asked = { response: question.replace(/Request$/, 'Response'), answered };
      this.#wake();
    });
    this.#asked = undefined;
  }

  async #deliver({ bytes, afterMs, ending }: Delivery): Promise<boolean> {
    if (afterMs > 0) await simulatedPause(afterMs);
    await this.#write(bytes);
    switch (ending) {
      case 'reset':
        // What was written has to leave before the RST overtakes it.
        await simulatedPause(bytes.length > 0 ? 20 : 0);
        this.#socket.resetAndDestroy();
        return false;
      case 'silence':
        return this.#stayUntilGone();
      case 'close':
        return false;
      case undefined:
        return !this.#parts.settings.xmlSessionMode && this.#socket.writableLength < MAX_UNREAD_BYTES;
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    const { drip, straySignal } = this.#parts.settings;
    if (straySignal === 'ENQ' || straySignal === 'ACK') this.#socket.write(SIGNAL[straySignal]);
    const step = Math.max(1, drip?.bytes ?? bytes.length);
    for (let at = 0; at < bytes.length && this.#socket.writable; at += step) {
      if (at > 0 && drip) await simulatedPause(drip.everyMs);
      this.#socket.write(bytes.subarray(at, at + step));
    }
  }

  /** Undefined when the client has gone, sent no request in time, or sent something else. */
  async #nextRequest(): Promise<HttpRequest | undefined> {
    const deadline = setTimeout(() => this.#socket.destroy(), this.#parts.settings.idleMs);
    try {
      for (;;) {
        const request = this.#reader.next(this.#ended);
        if (request ?? this.#ended) return request;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  async #stayUntilGone(): Promise<false> {
    await new Promise<void>((resolve) => {
      this.#client.onGone(resolve);
    });
    return false;
  }

  #receive(chunk: Buffer): void {
    try {
      this.#reader.feed(chunk);
    } catch {
      this.#socket.destroy();
    }
    this.#wake();
  }

  /** A half-closed connection may still read its reply, so it is answered; but the client counts as gone. */
  #leave(): void {
    this.#ended = true;
    this.#client.leave();
    this.#wake();
  }
}
