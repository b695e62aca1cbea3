import { expect, test } from 'vitest';
import { isSelected, readSince } from '../../../../src/flows/sessions/select-sessions.js';
import type { SessionSearch } from '../../../../src/session/store.js';
import { sessionRow } from '../../../../src/flows/sessions/session-result.js';
import { concernsTerminal, isPractice } from '../../../../src/session/queries.js';
import { replayEvents } from '../../../../src/session/reduce.js';
import type { SessionState } from '../../../../src/session/reduce.js';
import type { SessionEvent } from '../../../../src/session/events.js';
import { renderSessions } from '../../../../src/ui/sessions-table.js';
import { themeFor } from '../../../../src/ui/theme.js';
import { SALE } from '../../payment/support.js';

const AT = '2026-02-14T08:00:00.000Z';
const ALL: SessionSearch = { open: false, agent: undefined, since: undefined, practice: false, words: [] };

function session(events: readonly SessionEvent[] = [], host = '84.50.12.34', agent = 'mari'): SessionState {
  const opened: SessionEvent = {
    type: 'session.opened',
    id: '20260214-bcdfg',
    command: 'onboard',
    target: { host, posxmlPort: 4445, logPort: 5551 },
    sandbox: false,
    program: '0',
    agent,
  };
  return replayEvents([opened, ...events].map((event, index) => ({ n: index + 1, at: AT, event })));
}

const NAMED: SessionEvent = { type: 'answered', answers: { name: 'Front desk' } };
const DONE: SessionEvent = { type: 'session.closed', exitCode: 0 };
const ENDED: SessionEvent = { type: 'session.ended', who: 'mari', why: 'another provider' };
const seen = (terminalId: string): SessionEvent => ({
  type: 'terminal.identified',
  terminalId,
  ownerName: 'Kesklinna Loomakliinik',
  version: '7.1.0',
});

test.each<[string, SessionState, Partial<SessionSearch>, boolean]>([
  ['an open one, of the open ones', session(), { open: true }, true],
  ['one that is done, of the open ones', session([DONE]), { open: true }, false],
  ['one that was closed, of the open ones', session([ENDED]), { open: true }, false],
  ['mine', session(), { agent: 'mari' }, true],
  ["another's, of mine", session([], '84.50.12.34', 'jaan'), { agent: 'mari' }, false],
  ['an older one, since then', session(), { since: Date.parse(AT) + 1 }, false],
  ['a later one, since then', session(), { since: Date.parse(AT) }, true],
  ['by words in any case', session([NAMED, seen('00012345')]), { words: ['FRONT', 'loomakliinik', '84.50'] }, true],
  ['by a word that is not in it', session([NAMED]), { words: ['front', 'lab'] }, false],
  ['by a note', session([{ type: 'noted', note: { ticket: 'SUP-12' } }]), { words: ['sup-12'] }, true],
  ["practice with a sandbox's terminal in another window", session([seen('SB000001')], '127.0.0.1'), {}, false],
  ['practice where it is asked for', session([seen('SB000001')], '127.0.0.1'), { practice: true }, true],
  ["a real terminal with a sandbox's name", session([seen('SB000001')]), {}, true],
])('%s is listed, or not', (_what, state, filter, listed) => {
  expect(isSelected(state, { ...ALL, ...filter })).toBe(listed);
});

test('a time is read back from days, hours and weeks', () => {
  expect(readSince('7d', 7 * 24 * 60 * 60_000)).toBe(0);
  expect(readSince('2w', 0)).toBe(-14 * 24 * 60 * 60_000);
  expect(() => readSince('7 days', 0)).toThrow('--since "7 days" is not valid');
});

test("a sandbox's money belongs to that sandbox: another one's terminal of the same name has none of it", () => {
  const host = '127.0.0.1';
  const sale = { ...SALE, terminalId: 'SB000001', host, port: 4445 };
  const state = session(
    [
      seen('SB000001'),
      {
        type: 'payment',
        event: {
          type: 'sale.intended',
          at: 1,
          sale,
          baseline: { nextStan: 1, fileNumber: 1, transactionsCount: 0 },
        },
      },
      { type: 'payment', event: { type: 'sale.sending', at: 2 } },
    ],
    host,
  );
  expect(isPractice(state)).toBe(true);
  expect(concernsTerminal(state, { host, posxmlPort: 4446, logPort: undefined }, 'SB000001')).toBe(false);
  expect(concernsTerminal(state, { host, posxmlPort: 4445, logPort: undefined }, 'SB000001')).toBe(true);
  expect(concernsTerminal(state, { host: '84.50.12.34', posxmlPort: 9, logPort: undefined }, 'SB000001')).toBe(true);
});

test('one row a call, cut to the window; the id stays whole', () => {
  const rows = [session([NAMED, seen('00012345')]), session([NAMED, ENDED])].map(sessionRow);
  const theme = themeFor({ isTTY: false }, false);
  expect(
    renderSessions(rows, theme, Number.POSITIVE_INFINITY).map((line) => line.replaceAll(/\s{2,}/g, ' | ')),
  ).toEqual([
    'STATE | SESSION | CLINIC | DESK | ADDRESS | LAST | WHO | WHY',
    expect.stringMatching(
      /^not finished \| 20260214-bcdfg \| Kesklinna Loomakliinik \| Front desk \| 84\.50\.12\.34:4445,5551 \| .* \| mari \| next: connect to the terminal$/,
    ),
    expect.stringMatching(/^closed \| 20260214-bcdfg \| Front desk \| .* \| mari \| another provider$/),
  ]);
  for (const width of [40, 80, 100])
    for (const line of renderSessions(rows, theme, width)) expect(line.length).toBeLessThanOrEqual(width);
  expect(renderSessions(rows, theme, 40)[1]).toContain('20260214-bcdfg');
});
