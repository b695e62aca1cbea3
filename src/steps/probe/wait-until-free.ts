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
 * Asks for the status, and again while another's sale is running, for as long as one exchange may take. Only
 * looks: a sale that is not ours is never cancelled. `waitedMs` is 0 where the first answer was no refusal.
 */
export async function askUntilFree(
  client: TerminalClient,
  options: ProbeOptions,
): Promise<{ readonly status: StatusAnswer; readonly waitedMs: number }> {
  const { timeoutMs, signal, report, saysDone } = options;
  const ask = (): Promise<StatusAnswer> => client.ask('GetTerminalStatusRequest', {});
  const startedAt = monotonicMs();
  const waited = (): number => monotonicMs() - startedAt;
  let status = await ask();
  if (!isBusy(status) || waited() + BUSY_WAIT_MS > timeoutMs) return { status, waitedMs: 0 };
  report?.({
    kind: 'note',
    text: busyNote(client.endpoint, timeoutMs, saysDone !== undefined),
  });
  while (isBusy(status) && waited() + BUSY_WAIT_MS <= timeoutMs && signal?.aborted !== true) {
    const ends = [signal, saysDone?.()].filter((one) => one !== undefined);
    await sleepAtLeast(BUSY_WAIT_MS, AbortSignal.any(ends));
    status = await ask();
  }
  return { status, waitedMs: Math.round(waited()) };
}

function busyNote(endpoint: TerminalClient['endpoint'], timeoutMs: number, canLook: boolean): string {
  const waiting = `Waiting up to ${String(Math.round(timeoutMs / 1000))} s.`;
  const busy = `${formatPair(endpoint)} is busy, probably with a payment. ${waiting}`;
  return canLook ? `${busy} Ask the clinic to finish that payment. Enter: check now.` : busy;
}

function isBusy(answer: StatusAnswer): boolean {
  return (
    (answer.kind === 'error' || answer.kind === 'answer') &&
    BUSY_CODES.includes(answer.returnCode ?? RETURN_CODE.SUCCEEDED)
  );
}
