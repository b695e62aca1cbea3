import type { RequestName } from '../../posxml/messages.js';

export type Ending = 'reset' | 'close' | 'silence';

interface Moment {
  /** Which request it strikes; undefined for any. */
  readonly request?: RequestName;
  /** 1 is the first that it could strike; undefined for each of them. */
  readonly occurrence?: number;
  /** Strikes each so-manieth only. */
  readonly every?: number;
}

/**
 * Something that goes wrong on the way:
 * - `reset-on-connect`: RST right after the connection stands; its occurrences are connections
 * - `never-answer`: the request is read, nothing is done and nothing answered
 * - `lose-reply`: everything is done, nothing of the reply arrives
 * - `cut-reply`: everything is done, the reply ends after so many bytes of it, the HTTP head counted
 * - `garble-reply`: everything is done, the reply is no XML
 * - `delay-reply`: everything is done, the reply comes later
 */
export type TerminalFault =
  | ({ readonly kind: 'reset-on-connect' } & Omit<Moment, 'request'>)
  | ({ readonly kind: 'never-answer' } & Moment)
  | ({ readonly kind: 'lose-reply'; readonly ending: Ending } & Moment)
  | ({ readonly kind: 'cut-reply'; readonly bytes: number; readonly ending: Ending } & Moment)
  | ({ readonly kind: 'garble-reply' } & Moment)
  | ({ readonly kind: 'delay-reply'; readonly ms: number } & Moment);

/** A reply as it leaves: so many bytes after so many milliseconds, and how the connection then ends. */
export interface Delivery {
  readonly bytes: Buffer;
  readonly afterMs: number;
  /** Undefined: as the terminal's mode has it. */
  readonly ending: Ending | undefined;
}

type Effect = (delivery: Delivery) => Delivery;

const loseReply =
  (ending: Ending): Effect =>
  (delivery) => ({ ...delivery, bytes: Buffer.alloc(0), ending });
const cutReply =
  (bytes: number, ending: Ending): Effect =>
  (delivery) => ({ ...delivery, bytes: delivery.bytes.subarray(0, bytes), ending });
const garbleReply = (): Effect => (delivery) => ({
  ...delivery,
  bytes: Buffer.from(delivery.bytes.toString('latin1').replaceAll('<', '\u0001'), 'latin1'),
});
const delayReply =
  (ms: number): Effect =>
  (delivery) => ({ ...delivery, afterMs: delivery.afterMs + ms });

function effectOf(fault: TerminalFault): Effect | undefined {
  switch (fault.kind) {
    case 'lose-reply':
      return loseReply(fault.ending);
    case 'cut-reply':
      return cutReply(fault.bytes, fault.ending);
    case 'garble-reply':
      return garbleReply();
    case 'delay-reply':
      return delayReply(fault.ms);
    case 'reset-on-connect':
    case 'never-answer':
      return undefined;
  }
}

/** Counts, for each fault, what it could have struck since it was set. */
export class FaultCounter {
  readonly #seen = new WeakMap<TerminalFault, number>();

  /** Those that strike this new connection. */
  onConnect(faults: readonly TerminalFault[]): boolean {
    return faults.filter((fault) => fault.kind === 'reset-on-connect' && this.#strikes(fault)).length > 0;
  }

  /** Those that strike this request; to be called once for each. */
  onRequest(faults: readonly TerminalFault[], name: string | undefined): readonly TerminalFault[] {
    return faults.filter((fault) => {
      if (fault.kind === 'reset-on-connect') return false;
      return (fault.request === undefined || fault.request === name) && this.#strikes(fault);
    });
  }

  #strikes(fault: TerminalFault): boolean {
    const count = (this.#seen.get(fault) ?? 0) + 1;
    this.#seen.set(fault, count);
    return (fault.occurrence === undefined || fault.occurrence === count) && count % (fault.every ?? 1) === 0;
  }
}

export function deliverReply(reply: Buffer, faults: readonly TerminalFault[]): Delivery {
  const effects = faults.map(effectOf).filter((effect) => effect !== undefined);
  return effects.reduce<Delivery>((delivery, effect) => effect(delivery), {
    bytes: reply,
    afterMs: 0,
    ending: undefined,
  });
}
