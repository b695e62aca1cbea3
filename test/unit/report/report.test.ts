import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { settledInWords } from '../../../src/payment/payment-end.js';
import { renderReport } from '../../../src/report/render.js';
import type { SessionEvent } from '../../../src/session/events.js';
import { STYLE, STYLE_HASH } from '../../../src/report/style.js';
import { CONTROL } from '../../e2e/cells.js';
import { ATTACKED, ended, HOSTILE, MENDED, OPEN, opened, paid, reportOf } from './stories.js';

test('what failed and later passed was found and fixed, with its times; what was seen twice in a row is told once', () => {
  const { problems, steps, status, headline, remarks } = reportOf(MENDED);
  expect(
    problems.map(({ codes, times, foundAt, lastSeenAt, fixedAt }) => [
      codes[0],
      times,
      foundAt.slice(5, 19),
      lastSeenAt.slice(5, 19),
      fixedAt?.slice(5, 19),
    ]),
  ).toEqual([
    ['network.refused', 2, '02-13T08:00:06', '02-13T08:01:35', '02-13T08:07:10'],
    ['ports.swapped', 1, '02-13T08:07:15', '02-13T08:07:15', '02-14T08:15:03'],
    ['payment.declined', 1, '02-14T08:15:57', '02-14T08:15:57', '02-14T08:17:32'],
  ]);
  expect(steps.map(({ step, result, times }) => [step, result, times])).toEqual([
    ['check', 'passed', 4],
    ['probe', 'passed', 2],
    ['register', 'passed', 1],
    ['test', 'passed', 2],
  ]);
  expect([status, headline]).toEqual([
    'done',
    'The payment terminal works. The test payment was made and reversed. Nothing is owed.',
  ]);
  expect(remarks).toMatchObject([
    { code: 'terminal.exposed', say: expect.stringMatching(/juhise e-kirjaga/) as string },
  ]);
});

test('what stopped nothing and was gone at the next look was found and fixed, too; what is still there is noticed', () => {
  const look = (...codes: readonly string[]): readonly [number, ReturnType<typeof ended>][] => [
    [codes.length * 10 + 1, ended('check', 'open: 4445', 0, ...codes)],
    [codes.length * 10 + 2, ended('probe', 'SB000001', 0, ...codes)],
  ];
  const { problems, remarks } = reportOf([
    [0, opened()],
    ...look('ports.log-closed', 'terminal.clock'),
    ...look('terminal.clock').map(([at, event]) => [at + 60, event] as const),
  ]);
  expect(problems).toMatchObject([
    {
      step: 'check',
      codes: ['ports.log-closed'],
      times: 1,
      foundAt: '2026-02-13T08:00:21.000Z',
      lastSeenAt: '2026-02-13T08:00:22.000Z',
      fixedAt: '2026-02-13T08:01:12.000Z',
    },
  ]);
  expect(remarks.map(({ code }) => code)).toEqual(['terminal.clock']);
});

test('a return that the reply alone tells is not told as confirmed', () => {
  const told = (last: 'looked reversed' | 'reversal.confirmed'): ReturnType<typeof reportOf> =>
    reportOf([
      [0, opened({ command: 'test' })],
      [1, paid('sale.intended')],
      [1, paid('sale.sending')],
      [2, paid('sale.replied approved')],
      [3, paid('reversal.intended')],
      [3, paid('reversal.sending')],
      [4, paid('reversal.replied reversed')],
      [5, paid(last)],
      [6, ended('test', 'charged and reversed')],
      [6, { type: 'session.closed', exitCode: 0 }],
    ]);
  const [seen, said] = [told('looked reversed'), told('reversal.confirmed')];
  expect([seen.payments[0]?.proof, said.payments[0]?.proof]).toEqual(['record', 'reply']);
  expect(renderReport(seen, 'md')).toMatch(/Reversal confirmed/);
  expect(renderReport(said, 'md')).toMatch(/Reversal reported by the terminal/);
  expect(renderReport(said, 'md')).not.toMatch(/Reversal confirmed|Nothing is owed/);
  expect([said.headline, said.payments[0]?.sentence].join()).toMatch(
    /nothing else confirms it.*nothing else confirms it/,
  );
});

test('a payment is told as on a receipt, with four digits of its card, and its turns are in the timeline', () => {
  const { payments, timeline } = reportOf(MENDED);
  expect(payments).toMatchObject([
    {
      outcome: 'not-charged',
      sentence:
        'Nothing was charged. Nothing is owed. The terminal said: Card declined transaction. System error! (909).',
      chargedAt: null,
      cardLastFour: null,
    },
    {
      outcome: 'returned',
      amount: 1,
      stan: 42,
      stanRev: 43,
      authorizationNo: '437327',
      cardLastFour: '1234',
      chargedAt: '2026-02-14T08:17:05.000Z',
      returnedAt: '2026-02-14T08:17:29.000Z',
    },
  ]);
  expect(timeline.filter(({ step }) => step === 'test').map(({ text }) => text)).toEqual([
    'Test payment not made, nothing charged',
    'Test payment charged',
    'Test payment reversed',
  ]);
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());
});

test('open money comes first, in words, in every form', () => {
  const report = reportOf(OPEN);
  expect(report).toMatchObject({
    status: 'money-open',
    openMoney: { contact: "SEB's support for merchants" },
    payments: [{ outcome: 'open', returnedAt: null }],
    problems: [{ fixedAt: null, say: expect.stringContaining('0,01 euro') as string }],
  });
  const [markdown, page] = [renderReport(report, 'md'), renderReport(report, 'html')];
  expect(markdown.split('\n')[2]).toMatch(
    /^> \*\*MONEY IS OPEN\.\*\* The test payment TT-ABCDEFGHJKLMN of 0\.01 EUR was charged, and its reversal is not confirmed \(terminal SB000001, STAN 42, authorisation code 437327.*\)\. The terminal could not be reached\.$/,
  );
  expect(page.indexOf('<h2>Money is open</h2>')).toBeLessThan(page.indexOf('<dl'));
  for (const text of [markdown, page]) expect(text).not.toMatch(/nothing is owed/i);
});

test('what is left, stopped or played is told as that', () => {
  const left = reportOf([
    [0, opened({ sandbox: true })],
    [1, ended('check', 'open: 1 and 2')],
    [2, ended('probe', 'The port is silent.', 5, 'service.silent')],
  ]);
  expect(left).toMatchObject({
    status: 'unfinished',
    practice: true,
    headline: 'Terminal: The port is silent.',
    openMoney: null,
    registration: null,
  });
  expect(left.steps.map(({ result }) => result)).toEqual(['passed', 'failed', 'not-reached', 'not-reached']);
  expect(renderReport(left, 'html')).toContain('Practice: a virtual terminal.');
  const stopped = reportOf([
    [0, opened({ command: 'test' })],
    [1, ended('test', 'Stopped with Ctrl-C.', 130)],
  ]);
  expect(stopped).toMatchObject({
    problems: [],
    steps: [{ step: 'test', result: 'stopped' }],
    headline: 'The onboarding was stopped before its end.',
  });
  const killed = reportOf(OPEN.slice(0, 8));
  expect(killed).toMatchObject({
    status: 'unfinished',
    openMoney: null,
    payments: [
      {
        outcome: 'open',
        sentence:
          'A test payment of 0.01 EUR was prepared. Nothing shows that it was sent, and the terminal has not been asked yet.',
      },
    ],
  });
  const byHand = reportOf([
    ...OPEN.slice(0, -1),
    [300, paid('resolved')],
    [300, ended('test', 'resolved manually (void); a test is not made yet', 8)],
  ]);
  expect(byHand).toMatchObject({
    status: 'unfinished',
    openMoney: null,
    payments: [
      {
        outcome: 'settled-by-hand',
        sentence: 'The test payment of 0.01 EUR was resolved manually (void by Mari: slip 17).',
      },
    ],
  });
});

const UNKNOWN = (summary: string): ReturnType<typeof ended> => ended('test', summary, 10, 'payment.unknown');

test('trouble with money is one problem, however often it was met, and gone when it was settled; a hand is named in words', () => {
  const story = [
    ...OPEN.slice(0, -2),
    [240, UNKNOWN('It is not known.')],
    [250, ended('check', 'open')],
    [260, UNKNOWN('It is still not known.')],
    [300, paid('resolved')],
    [300, ended('test', 'resolved manually', 8)],
    [900, ended('test', 'charged and reversed')],
  ] as const;
  expect(reportOf(story).problems).toMatchObject([
    { codes: ['payment.unknown'], times: 2, foundAt: '2026-02-13T08:04:00.000Z', fixedAt: '2026-02-13T08:05:00.000Z' },
  ]);
  expect(settledInWords('not-charged by Mari: bank, Mr Tamm')).toBe('never charged, noted by Mari: bank, Mr Tamm');
});

test('a card that was declined, and another one at once, is a problem that was fixed', () => {
  const withinOneStep = MENDED.filter(
    ([, event]) => !(event.type === 'step.ended' && event.codes[0] === 'payment.declined'),
  );
  expect(reportOf(withinOneStep).problems.at(-1)).toMatchObject({
    step: 'test',
    codes: ['payment.declined'],
    summary: expect.stringContaining('909') as string,
    foundAt: '2026-02-14T08:15:54.000Z',
    fixedAt: '2026-02-14T08:17:32.000Z',
  });
});

test('what this session registered stays registered by it, for the clinic that the cloud names; addresses are written as they are', () => {
  const registered = (action: string): SessionEvent => ({
    type: 'terminal.registered',
    instance: 'http://127.0.0.1:5000/sandbox',
    recordId: '17',
    action,
    departmentName: 'Kesklinna loomakliinik',
  });
  const report = reportOf([
    [0, opened({ target: { host: '127.0.0.1', posxmlPort: 4445, logPort: 5551 } })],
    [1, { type: 'terminal.identified', terminalId: 'SB000001', ownerName: 'Näidiskliinik OÜ', version: '7.1.0' }],
    [2, registered('created')],
    [9, registered('unchanged')],
  ]);
  expect(report).toMatchObject({
    practice: true,
    terminal: { clinic: 'Kesklinna loomakliinik' },
    registration: { action: 'created', at: '2026-02-13T08:00:02.000Z', department: 'Kesklinna loomakliinik' },
  });
  const markdown = renderReport(report, 'md');
  expect(markdown).toContain('| Cloud instance | `http://127.0.0.1:5000/sandbox` |');
  expect(renderReport(report, 'html')).toContain('<title>Payment terminal: report, Kesklinna loomakliinik,');
  expect(reportOf(MENDED).practice).toBe(false);
});

test('a session of which nothing but its beginning is known, and times that are none', () => {
  const bare = reportOf([[0, opened({ target: { host: '2001:db8::1', posxmlPort: undefined, logPort: 5551 } })]]);
  expect(renderReport(bare, 'md')).toContain('| Public IP address | 2001:db8::1, port 5551 |');
  expect(renderReport(bare, 'html')).not.toMatch(/<svg|undefined|null|NaN|\[object/);
});

/** All that a page is made of. */
const TAGS = new Set(
  'doctype html head meta title style body main h1 h2 p section ul li dl dt dd table thead tbody tr th td span strong code q div svg desc text line polyline circle path rect footer'.split(
    ' ',
  ),
);

/** A character that Markdown would act on, and no backslash before it. */
const ACTIVE = /(?<!\\)(?:\\\\)*(?:[`<>[\]]|:\/\/|\bwww\.)/i;

test('whatever a terminal, a clinic or an agent said stays text', () => {
  const report = reportOf(ATTACKED);
  const page = renderReport(report, 'html');
  const tags = page.replace(/<style>[^]*?<\/style>/, '').match(/<[a-z!/][^>]*>/gi) ?? [];
  expect(tags.map((tag) => /[a-z]\w*/i.exec(tag)?.[0] ?? tag).filter((name) => !TAGS.has(name))).toEqual([]);
  expect(tags.filter((tag) => /\s(on\w+|src|href|style)=/i.test(tag))).toEqual([]);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
  const quoted = renderReport(report, 'md')
    .split('\n')
    .filter((line) => line.includes('alert(1)'));
  expect(quoted.length).toBeGreaterThan(5);
  expect(quoted.filter((line) => ACTIVE.test(line))).toEqual([]);
  for (const row of quoted.filter((line) => line.startsWith('|')))
    expect(row.match(/(?<!\\)\|/g)?.length).toBe(row.startsWith('| Cloud | failed') ? 5 : 3);
  expect(ACTIVE.test(HOSTILE), 'the pattern finds what is not escaped').toBe(true);
  for (const format of ['md', 'html', 'json'] as const) {
    const text = renderReport(report, format);
    expect(text).not.toMatch(CONTROL);
    expect(text).not.toMatch(/\u202e|4111/);
    expect(text).toContain('[card number]'.replaceAll(/[[\]]/g, format === 'md' ? '\\$&' : '$&'));
  }
});

test('the page needs nothing and allows nothing but its own style', () => {
  const page = renderReport(reportOf(MENDED), 'html');
  expect(STYLE_HASH).toBe(`sha256-${createHash('sha256').update(STYLE).digest('base64')}`);
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;${STYLE_HASH}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;">`,
  );
  expect(page).toContain(`<style>${STYLE}</style>`);
  expect(page).not.toMatch(/https?:\/\/(?!cloud\.example)|url\(|@import|<link|<script|<img/);
  expect(STYLE).not.toContain('<');
});
