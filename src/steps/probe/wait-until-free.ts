import type { ServiceAnswer } from '../../connection/answer.js';
import { formatPair } from '../../model/endpoint.js';
import { BUSY_WAIT_MS } from '../../connection/terminal-client.js';
import type { TerminalClient } from '../../connection/terminal-client.js';
import { sleepAtLeast } from '../../connection/net/pause.js';
import { BUSY_CODES, RETURN_CODE } from '../../posxml/return-codes.js';
import type { ProbeOptions } from './options.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

type StatusAnswer = ServiceAnswer<'GetTerminalStatusRequest'>;

/**
 * Asks for the status, and again while somebody else's sale is running, for as long as one exchange may take. Only
 * looks: a sale that is not ours is never cancelled. `waitedMs` is 0 where the first answer was no refusal.
 */
export async function askUntilFree(
  client: TerminalClient,
  options: ProbeOptions,
): Promise<{ readonly status: StatusAnswer; readonly waitedMs: number }> {
  const { timeoutMs, signal, report } = options;
  const ask = (): Promise<StatusAnswer> => client.ask('GetTerminalStatusRequest', {});
  const startedAt = monotonicMs();
  const waited = (): number => monotonicMs() - startedAt;
  let status = await ask();
  if (!isBusy(status) || waited() + BUSY_WAIT_MS > timeoutMs) return { status, waitedMs: 0 };
  report?.({
    kind: 'note',
    text: `${formatPair(client.endpoint)} is busy, probably with a payment. Waiting up to ${String(Math.round(timeoutMs / 1000))} s.`,
  });
  while (isBusy(status) && waited() + BUSY_WAIT_MS <= timeoutMs && signal?.aborted !== true) {
    await sleepAtLeast(BUSY_WAIT_MS, signal);
    status = await ask();
  }
  return { status, waitedMs: Math.round(waited()) };
}

function isBusy(answer: StatusAnswer): boolean {
  return (
    (answer.kind === 'error' || answer.kind === 'answer') &&
    BUSY_CODES.includes(answer.returnCode ?? RETURN_CODE.SUCCEEDED)
  );
}
