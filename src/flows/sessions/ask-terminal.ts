import type { CommandContext } from '../../cli/command/context.js';
import { terminalClient } from '../../connection/terminal-client.js';
import { mayBeCharged, saleOf } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import { VERSIONS } from '../../posxml/versions.js';
import type { SessionWriter } from '../../session/session-writer.js';
import { lookOnce } from '../../steps/test-payment/settle.js';
import { doubtText } from '../../ui/payment.js';

/**
 * Asks the terminal once for a payment that a person has resolved manually, and keeps what it answers: that may settle it
 * without anybody's word. Gives the answer in words.
 */
export async function askTerminal(
  work: SessionWriter,
  payment: PaymentState,
  context: CommandContext,
  timeoutMs: number,
): Promise<string> {
  const { host, port, protocolVersion } = saleOf(payment);
  const client = terminalClient(
    { host, port },
    {
      timeoutMs,
      connectMs: timeoutMs,
      allowPrivate: work.state.allowPrivate,
      version: VERSIONS.find((version) => version === protocolVersion),
      trace: context.trace,
      signal: context.interrupt.signal,
    },
  );
  const { clock, report } = context;
  const state = await lookOnce(payment, { client, clock, report, record: (event) => work.recordPayment(event) });
  context.interrupt.signal.throwIfAborted();
  return said(state);
}

function said(state: PaymentState): string {
  if (state.stage === 'reconciled') return 'The terminal was asked: it shows the payment as charged and reversed.';
  if (!mayBeCharged(state)) return 'The terminal was asked: it shows that nothing was charged.';
  if (state.doubt !== undefined) return `The terminal was asked, and that settles nothing: ${doubtText(state.doubt)}.`;
  if (state.proof) return 'The terminal was asked: it shows the payment as charged and not reversed.';
  return 'The terminal was asked: it has no record of the payment.';
}
