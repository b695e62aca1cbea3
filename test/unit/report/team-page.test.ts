import { expect, test } from 'vitest';
import type { TeamCall } from '../../../src/contract/team-result.js';
import { teamOverview } from '../../../src/report/team-overview.js';
import { teamPage } from '../../../src/report/team-page.js';

const PERIOD = { from: Date.parse('2026-11-20T10:00:00Z'), until: Date.parse('2026-11-29T10:00:00Z') };

function call(session: string, own: Partial<TeamCall> = {}): TeamCall {
  return {
    session,
    agent: 'Mari',
    clinic: 'Kesklinna Loomakliinik',
    desk: 'Front desk',
    terminalId: 'JT000001',
    host: '84.50.12.34',
    posxmlPort: 4445,
    stage: 'done',
    openMoney: false,
    openedAt: '2026-11-25T08:00:00.000Z',
    changedAt: '2026-11-25T08:06:00.000Z',
    bank: 'seb',
    codes: [],
    ends: 1,
    ...own,
  };
}

const CALLS = [
  call('s1'),
  call('s2', { agent: 'Jaan', changedAt: '2026-11-25T08:20:00.000Z', codes: ['ports.swapped'] }),
  call('s3', { ends: 2, codes: ['ports.swapped', 'network.refused'], bank: 'lhv' }),
  call('s4', { agent: null, stage: 'failed', codes: ['network.refused', 'ports.swapped'], bank: null }),
  // Begun before, and not to be counted; its money is open all the same.
  call('s5', { openedAt: '2026-10-01T08:00:00.000Z', stage: 'money-open', openMoney: true, clinic: '<b>Vet & co</b>' }),
];

test('calls are counted by what came of them, and by day, finding, agent and bank', () => {
  expect(teamOverview(CALLS, [], PERIOD)).toMatchObject({
    calls: 4,
    done: 3,
    doneAtFirstCall: 2,
    medianMinutes: 6,
    open: [{ session: 's5', target: '84.50.12.34:4445' }],
    findings: [
      { code: 'ports.swapped', calls: 3 },
      { code: 'network.refused', calls: 2 },
    ],
    agents: [
      { agent: 'Jaan', calls: 1 },
      { agent: 'Mari', calls: 2 },
      { agent: null, calls: 1, done: 0 },
    ],
    banks: [
      { bank: 'lhv', calls: 1, doneAtFirstCall: 0 },
      { bank: 'seb', calls: 2, doneAtFirstCall: 2 },
      { bank: null, calls: 1 },
    ],
  });
});

test('every day of the period has a place, in the days of Estonia', () => {
  const late = call('s6', { openedAt: '2026-11-24T22:30:00.000Z' });
  const { days } = teamOverview([late], [], PERIOD);
  expect(days).toHaveLength(10);
  expect(days[0]).toEqual({ day: '2026-11-20', calls: 0, done: 0, doneAtFirstCall: 0 });
  expect(days.filter(({ calls }) => calls > 0)).toMatchObject([{ day: '2026-11-25', calls: 1 }]);
});

test('the page tells each number beside its bar, loads nothing, and shows names as text', () => {
  const page = teamPage(teamOverview(CALLS, [], PERIOD));
  expect(page).toContain('&lt;b&gt;Vet &amp; co&lt;/b&gt;');
  expect(page).toContain('aria-label="ports.swapped: 3; network.refused: 2"');
  expect(page).toContain('2 of 2');
  expect(page).toContain('default-src &#39;none&#39;');
  expect(page).not.toMatch(/<script|<img|<link|https?:\/\//);
});

test('a team without a call has a page, too', () => {
  const page = teamPage(teamOverview([], [], PERIOD));
  expect(page).toContain('No money is open.');
  expect(page).not.toContain('NaN');
});
