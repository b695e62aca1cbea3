import { buildReport } from '../../../src/report/build.js';
import type { Report } from '../../../src/contract/report.js';
import { describeOpenRecord } from '../../../src/flows/open-payments/open-payment-error.js';
import { statusOf } from '../../../src/session/status.js';
import type { StepName } from '../../../src/contract/step-name.js';
import type { Entry, SessionEvent } from '../../../src/session/events.js';
import { openPayment, replayEvents } from '../../../src/session/reduce.js';
import { paymentWarning } from '../../../src/ui/payment.js';
import { EVENTS } from '../payment/support.js';
import type { EventName } from '../payment/support.js';

type Told = readonly [seconds: number, event: SessionEvent];

/** 10:00 in Estonia. */
const BEGUN = Date.parse('2026-02-13T08:00:00.000Z');
const DAY = 24 * 3600;

export const opened = (fields: Partial<Extract<SessionEvent, { type: 'session.opened' }>> = {}): SessionEvent => ({
  type: 'session.opened',
  id: '20260213-bcdfg',
  command: 'onboard',
  target: { host: '203.0.113.34', posxmlPort: 14_445, logPort: 15_551 },
  sandbox: false,
  program: '0.1.0',
  ...fields,
});

export const ended = (step: StepName, summary: string, exitCode = 0, ...codes: readonly string[]): SessionEvent => ({
  type: 'step.ended',
  step,
  exitCode,
  summary,
  codes,
});

export const paid = (name: EventName): SessionEvent => ({ type: 'payment', event: EVENTS[name] });

export function reportOf(story: readonly Told[]): Report {
  const entries = story.map(([seconds, event], index): Entry => ({
    n: index + 1,
    at: new Date(BEGUN + seconds * 1000).toISOString(),
    event,
  }));
  const state = replayEvents(entries);
  const open = openPayment(state);
  return buildReport({
    entries,
    state,
    status: statusOf(state),
    open: open ? describeOpenRecord(open, state.id, state.answers.bank, undefined) : null,
    notes: state.payments.map(paymentWarning),
  });
}

const ANSWERED: SessionEvent = {
  type: 'answered',
  answers: {
    instance: 'https://cloud.example/kliinik',
    department: '1',
    name: 'Vastuvõtt',
    model: 'desk3200',
    bank: 'seb',
  },
};
const IDENTIFIED: SessionEvent = {
  type: 'terminal.identified',
  terminalId: 'SB000001',
  ownerName: 'Näidiskliinik OÜ',
  version: '7.1.0',
};
const REGISTERED: SessionEvent = {
  type: 'terminal.registered',
  instance: 'https://cloud.example/kliinik',
  recordId: '17',
  action: 'created',
};
const OPEN_PORTS = ended('check', 'open: 14445 and 15551');
const REFUSED = ended(
  'check',
  '203.0.113.34:14445 and 203.0.113.34:15551 refuse the connection.',
  3,
  'network.refused',
);
const SWAPPED = ended(
  'probe',
  'Of 203.0.113.34:14445 and 203.0.113.34:15551, the second answers PosXML and the first does not: the two rules are swapped.',
  5,
  'ports.swapped',
);
const DECLINED = ended(
  'test',
  'The test payment of 0.01 EUR was declined; it answered 32778: the transaction failed or was declined; its words: "Card declined transaction. System error! (909).".',
  9,
  'payment.declined',
);

/** Two things wrong, fixed, hung up, resumed the next day; a card declined, then all well. */
export const MENDED: readonly Told[] = [
  [0, opened()],
  [1, ANSWERED],
  [6, REFUSED],
  [95, REFUSED],
  [430, OPEN_PORTS],
  [435, SWAPPED],
  [440, { type: 'session.closed', exitCode: 5 }],
  [DAY + 900, ANSWERED],
  [DAY + 901, OPEN_PORTS],
  [DAY + 903, IDENTIFIED],
  [DAY + 903, ended('probe', 'SB000001, Näidiskliinik OÜ', 0, 'terminal.exposed')],
  [DAY + 905, REGISTERED],
  [DAY + 905, ended('register', 'Registered for Kesklinna loomakliinik (department 1), record 17.')],
  [DAY + 930, paid('sale.intended')],
  [DAY + 930, paid('sale.sending')],
  [DAY + 952, paid('sale.replied refused')],
  [DAY + 954, paid('looked failed')],
  [DAY + 957, DECLINED],
  [DAY + 1010, paid('sale.intended anew')],
  [DAY + 1010, paid('sale.sending')],
  ...returned(DAY + 1025, 'TT-PQRSTUVWXYZ23'),
  [DAY + 1052, ended('test', 'charged and reversed')],
  [DAY + 1052, { type: 'session.closed', exitCode: 0 }],
];

/** A payment that was charged, and of which nothing more is known. */
export const OPEN: readonly Told[] = [
  [0, opened()],
  [1, ANSWERED],
  [2, OPEN_PORTS],
  [4, IDENTIFIED],
  [4, ended('probe', 'SB000001, Näidiskliinik OÜ')],
  [6, REGISTERED],
  [6, ended('register', 'Registered for Kesklinna loomakliinik (department 1), record 17.')],
  [20, paid('sale.intended')],
  [20, paid('sale.sending')],
  [33, paid('sale.replied approved')],
  [35, paid('reversal.intended')],
  [35, paid('reversal.sending')],
  [60, paid('reversal.lost')],
  [240, paid('escalated')],
  [240, ended('test', 'The test payment was charged and is not proven returned.', 10, 'payment.not-returned')],
  [241, { type: 'session.closed', exitCode: 10 }],
];

/** What a terminal, a clinic or an agent may have said, to act on the one who reads it. */
export const HOSTILE =
  '<script>alert(1)</script> "><img src=x onerror=alert(1)> | `rm` [a](javascript:alert(1)) ![i](http://evil.example/p.png) www.evil.example *b* _c_ \u001b[31m\u202e\n# h\n4111 1111 1111 1111';

export const ATTACKED: readonly Told[] = [
  [0, opened({ target: { host: 'x.example', posxmlPort: 4445, logPort: undefined } })],
  [
    1,
    {
      type: 'answered',
      answers: {
        name: HOSTILE,
        model: HOSTILE,
        bank: '__proto__',
        department: HOSTILE,
        instance: 'https://cloud.example/x',
      },
    },
  ],
  [2, { type: 'terminal.identified', terminalId: '"><b>1', ownerName: HOSTILE, version: '</style><script>' }],
  [3, ended('check', HOSTILE, 3, '<script>')],
  [4, ended('check', 'open: 4445', 0, 'network.refused', '<i>', 'constructor')],
  [5, { type: 'terminal.registered', instance: 'https://cloud.example/x', recordId: HOSTILE, action: 'constructor' }],
  [6, ended('register', HOSTILE, 6, 'cloud.rejected')],
  [9, { type: 'session.closed', exitCode: 6 }],
];

function returned(at: number, transactionId: string): readonly Told[] {
  const { view } = EVENTS['sale.replied approved'];
  const { view: back } = EVENTS['reversal.replied reversed'];
  const { look } = EVENTS['looked reversed'];
  const event = (seconds: number, payment: Extract<SessionEvent, { type: 'payment' }>['event']): Told => [
    at + seconds,
    { type: 'payment', event: payment },
  ];
  return [
    event(0, { ...EVENTS['sale.replied approved'], view: { ...view, transactionId } }),
    event(2, EVENTS['reversal.intended']),
    event(2, EVENTS['reversal.sending']),
    event(20, { ...EVENTS['reversal.replied reversed'], view: { ...back, transactionId } }),
    event(24, {
      ...EVENTS['looked reversed'],
      look: { ...look, query: { kind: 'found', view: { ...back, transactionId } } },
    }),
  ];
}
