import { expect, test } from 'vitest';
import {
  resumeHeader,
  sessionLines,
  sessionResult,
  sessionRow,
} from '../../../../src/flows/sessions/session-result.js';
import { replayEvents } from '../../../../src/session/reduce.js';
import { themeFor } from '../../../../src/ui/theme.js';
import { opened } from '../../session/support-events.js';

const CARD = '4111111111111111';
/** What a file that was made elsewhere may hold in any of its texts. */
const HOSTILE = `x\u001b[2J\u009b2J\u202e${CARD}\r\n✔ test: charged and reversed`;

const state = replayEvents(
  [
    { ...opened(), agent: HOSTILE },
    { type: 'answered', answers: { name: HOSTILE, bank: HOSTILE } },
    { type: 'terminal.identified', terminalId: HOSTILE, ownerName: HOSTILE, version: '7.1.0' },
    { type: 'terminal.registered', instance: HOSTILE, recordId: HOSTILE, action: HOSTILE, departmentName: HOSTILE },
    { type: 'cause.asked', code: 'network.refused', cause: HOSTILE },
    { type: 'noted', note: { text: HOSTILE, ticket: HOSTILE } },
    { type: 'step.ended', step: 'check', exitCode: 3, summary: HOSTILE, codes: [HOSTILE] },
    { type: 'session.ended', who: HOSTILE, why: HOSTILE },
  ].map((event, index) => ({
    n: index + 1,
    at: '2026-02-14T08:00:00.000Z',
    event: event as ReturnType<typeof opened>,
  })),
);
const theme = themeFor({ isTTY: false }, false);

test('what a record from elsewhere tells is shown without card numbers, control characters and lines of its own', () => {
  const shown = [
    ...sessionLines(state, theme, Infinity),
    ...resumeHeader(state, theme, Infinity),
    ...Object.values({ ...sessionRow(state) }),
  ];
  expect(shown.join(' ')).toContain('x\\x1b[2J');
  expect(shown.filter((line) => line.includes(CARD) || /\p{Cc}|\u202e|^\s*✔ test/u.test(line))).toEqual([]);
});

test('it is told to scripts without card numbers, and else as it is', () => {
  const told = sessionResult(state);
  expect(JSON.stringify(told)).not.toContain(CARD);
  // What is not seen is left out where it could stand in a number.
  expect(told.ownerName).toBe(HOSTILE.replace(`\u202e${CARD}`, '[card number]'));
});
