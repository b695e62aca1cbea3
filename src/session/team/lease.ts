import { hostname } from 'node:os';
import type { Holding } from '../locked-error.js';
import type { LockSubject } from '../store.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';

/** How long a holder may be unheard of before its lease is free. Seconds. More than a sale and a return take together. */
export const LEASE_S = 900;
/** After so much silence a lease may be taken over by consent, where the store knows of no money that is under way. */
export const SILENT_S = 60;
/** The same while money may be under way: the longest card time (5 minutes), the terminal's own 120 s, and a margin. */
export const MONEY_SILENT_S = 480;
/** Between two signs of life. Milliseconds. */
export const RENEW_MS = 20_000;

/** What is held, as the store names it. */
export interface Lease {
  readonly what: string;
  /** Of one taking of one lock: what was asked before and comes late must not let go of what was taken since. */
  readonly holder: string;
  readonly session: string;
  /** Rises with each holder; undefined until the store has granted it. */
  readonly epoch: number | undefined;
}

/** An address of this very computer is another terminal on each of them. */
const LOOPBACK = /^(?:127\.|\[?::1\]?:|localhost:)/i;

export function leaseName(subject: LockSubject): string {
  switch (subject.kind) {
    case 'address':
      return `address:${LOOPBACK.test(subject.address) ? `${hostname()}/` : ''}${subject.address}`;
    case 'terminal':
      return `terminal:${subject.terminalId}`;
    case 'session':
      return `session:${subject.id}`;
  }
}

export function holdingOf(row: Readonly<Record<string, unknown>>): Holding {
  const text = (name: string): string => textIn(row, name);
  const [, kind = '', name = ''] = /^(\w+):(?:.*\/)?(.*)$/.exec(text('what')) ?? [];
  return {
    called: kind === 'address' ? name : `${kind} ${name}`,
    agent: text('agent'),
    machine: text('machine'),
    since: instant(text('since')),
    session: text('session_id'),
  };
}

function instant(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}

/** What other computers have written, safe to show. */
export function textIn(row: Readonly<Record<string, unknown>>, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? safeExcerpt(value, 100) : '';
}
