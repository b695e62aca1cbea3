import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SessionEvent } from '../../../src/session/events.js';
import { EVENTS } from '../payment/support.js';
import type { EventName } from '../payment/support.js';
import { removeFolder } from '../../support/system.js';
import { opened } from './support-events.js';

/** A folder of its own that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'terminal-session-'));
  onTestFinished(() => {
    removeFolder(path);
  });
  return path;
}

export const paid = (name: EventName): SessionEvent => ({ type: 'payment', event: EVENTS[name] });

/** A session with words of three alphabets, and a sale that was lost. */
export const STORY: readonly SessionEvent[] = [
  opened(),
  { type: 'answered', answers: { name: 'Õie vastuvõtt – приём “1”', bank: 'seb' } },
  { type: 'terminal.identified', terminalId: 'SB000001', ownerName: 'Näidiskliinik OÜ', version: '7.1.0' },
  paid('sale.intended'),
  paid('sale.sending'),
  paid('sale.lost'),
  { type: 'step.ended', step: 'test', exitCode: 10, summary: 'not known', codes: ['payment.unknown'] },
];
