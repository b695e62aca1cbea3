import { expect, test } from 'vitest';
import { foundInSessions } from '../../../../src/flows/sandbox/found-in-sessions.js';
import type { Outside } from '../../../../src/sandbox/rules.js';
import type { SessionEvent } from '../../../../src/session/events.js';
import { FolderStore } from '../../../../src/session/folder-store.js';
import { SessionWriter } from '../../../../src/session/session-writer.js';
import { folder, paid } from '../../session/support.js';
import { opened, TARGET } from '../../session/support-events.js';

const DESK = { host: TARGET.host, posxmlPort: TARGET.posxmlPort, logPort: TARGET.logPort };

function found(code: string, events: readonly SessionEvent[], desk: Outside = DESK, since = 0): number | undefined {
  const store = new FolderStore(folder());
  const work = SessionWriter.begin(store.create('20260101-aaaaa'), opened('20260101-aaaaa'));
  events.forEach((event) => {
    work.record(event);
  });
  work.close();
  return foundInSessions(code, [desk], since, store);
}

const ended = (...codes: readonly string[]): SessionEvent => ({
  type: 'step.ended',
  step: 'probe',
  exitCode: 5,
  summary: '',
  codes,
});

test('what a step has found is found, at this desk and since then alone', () => {
  const events = [ended('ports.swapped')];
  expect(found('ports.swapped', events)).toBeTypeOf('number');
  expect(found('network.refused', events)).toBeUndefined();
  expect(found('ports.swapped', events, { ...DESK, posxmlPort: 1, logPort: 2 })).toBeUndefined();
  expect(found('ports.swapped', events, DESK, Date.now() + 60_000)).toBeUndefined();
});

test('a payment that was declined is found, though the step ended well with another one', () => {
  const declined = [paid('sale.intended'), paid('sale.sending'), paid('sale.replied refused'), paid('looked failed')];
  expect(found('payment.declined', declined)).toBeTypeOf('number');
  expect(found('payment.declined', declined.slice(0, 2))).toBeUndefined();
});

test('a clinic that sees no code has found the terminal of another one', () => {
  expect(found('terminal.other-clinic', [ended('terminal.not-identified')])).toBeTypeOf('number');
});
