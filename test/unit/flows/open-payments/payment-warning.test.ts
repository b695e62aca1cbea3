import { describe, expect, test } from 'vitest';
import type { PaymentState } from '../../../../src/payment/state.js';
import { paymentWarning } from '../../../../src/ui/payment.js';
import { after, stateIn } from '../../payment/support.js';

const confirmed = (doubt?: PaymentState['doubt']): PaymentState => ({
  ...after(stateIn('reversed'), 'reversal.confirmed'),
  doubt,
});

describe('a payment that came to a good end', () => {
  test('is warned of where the batch speaks against the reversal: what was seen, and what to do', () => {
    const warning = paymentWarning(confirmed('return-not-in-batch'));
    expect(warning).toMatch(/reversal of 0\.01 EUR.*its unsent batch shows the payment but no reversal/);
    expect(warning).toMatch(/daily report \(STAN 42 and 43\).*call the bank/);
  });

  test('is warned of where nothing but the reply says so', () => {
    expect(paymentWarning(confirmed())).toMatch(/nothing else confirms it\. Check the terminal's daily report/);
  });

  test('is not warned of where the record shows it', () => {
    expect(paymentWarning(stateIn('reconciled'))).toBeUndefined();
  });

  test.each(['declined', 'absent', 'aborted', 'resolved', 'escalated', 'unknown'] as const)(
    'is told in other words where it is %s',
    (stage) => {
      expect(paymentWarning(stateIn(stage))).toBeUndefined();
    },
  );
});
