import { expect, test } from 'vitest';
import type { SessionEvent, SessionTarget } from '../../../src/session/events.js';
import { isOfAnotherSandbox, isPractice } from '../../../src/session/queries.js';
import { replayEvents } from '../../../src/session/reduce.js';
import type { SessionState } from '../../../src/session/reduce.js';
import { opened, TARGET } from './support-events.js';

function stateOf(target: SessionTarget, ...events: readonly SessionEvent[]): SessionState {
  return replayEvents(
    [{ ...opened(), target }, ...events].map((event, index) => ({
      n: index + 1,
      at: '2026-02-14T10:00:00.000Z',
      event,
    })),
  );
}

const named = (terminalId: string): SessionEvent => ({
  type: 'terminal.identified',
  terminalId,
  ownerName: undefined,
  version: undefined,
});
const at = (instance: string): SessionEvent => ({ type: 'answered', answers: { instance } });
const CLINIC = { host: '84.50.12.34', posxmlPort: 4445, logPort: 5551 };

test('practice in two windows is known by its terminal, or by its cloud where no terminal answered', () => {
  expect(isPractice(stateOf(TARGET, named('SB000001')))).toBe(true);
  expect(isPractice(stateOf(TARGET, at('http://127.0.0.1:40001/sandbox')))).toBe(true);
  expect(isPractice(stateOf(TARGET, named('JT000001'), at('http://127.0.0.1:40001/clinic')))).toBe(false);
  expect(isPractice(stateOf(CLINIC, named('SB000001'), at('https://cloud.example/sandbox')))).toBe(false);
});

test('the terminal of one sandbox is not that of another, though both have the same name', () => {
  const state = stateOf(TARGET, named('SB000001'));
  expect(isOfAnotherSandbox(state, TARGET)).toBe(false);
  expect(isOfAnotherSandbox(state, { ...TARGET, posxmlPort: 40_002 })).toBe(true);
  // A clinic's terminal may have moved to another address.
  expect(isOfAnotherSandbox(stateOf(CLINIC, named('SB000001')), TARGET)).toBe(false);
});
