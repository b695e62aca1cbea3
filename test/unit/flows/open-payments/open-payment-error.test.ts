import { expect, test } from 'vitest';
import { describeOpenRecord } from '../../../../src/flows/open-payments/open-payment-error.js';
import { renderPayments } from '../../../../src/ui/payment.js';
import { themeFor } from '../../../../src/ui/theme.js';
import { stateIn } from '../../payment/support.js';

const screen = (stage: Parameters<typeof stateIn>[0]): string =>
  renderPayments([stateIn(stage)], themeFor(process.stdout, false), 300).join('\n');

test('what was charged is told with everything that the bank will ask for', () => {
  const { message } = describeOpenRecord(stateIn('reverse-refused'), '20260214-abcde', 'seb', undefined);
  expect(message).toBe(
    "The test payment TT-ABCDEFGHJKLMN of 0.01 EUR was charged, and its reversal is not confirmed (terminal SB000001, STAN 42, authorisation code 437327, charged at 2026-02-14 10:00:00 by the terminal's clock).",
  );
  expect(screen('reverse-refused')).toContain(
    "STAN 42 · authorisation code 437327 · charged at 2026-02-14 10:00:00 by the terminal's clock · card ending 1234",
  );
});

test('where nothing is known but that it was sent, it is told when', () => {
  const { message } = describeOpenRecord(stateIn('unknown'), '20260214-abcde', undefined, undefined);
  expect(message).toBe(
    'It is not known what happened to the test payment TT-ABCDEFGHJKLMN of 0.01 EUR (terminal SB000001, sent 1970-01-01 03:16:40 Estonian time).',
  );
  expect(screen('unknown')).toContain('sent 1970-01-01 03:16:40 Estonian time');
});

test('what was only intended is not told as not charged, and has no time', () => {
  expect(screen('intended')).toMatch(
    /A test payment of 0\.01 EUR was prepared\. Nothing shows that it was sent\. The next run checks that with the terminal\.\n\s*terminal SB000001 · id TT-ABCDEFGHJKLMN$/,
  );
});

test('a return is told with its own STAN and time', () => {
  expect(screen('reconciled')).toMatch(/reversal STAN 43 · reversed at 2026-02-14 10:\d\d:\d\d/);
});
