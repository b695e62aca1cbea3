import { bearsApproval, isCompleted } from '../../payment/identity-checks.js';
import type { Query, Sale } from '../../payment/types.js';
import { queryById } from './query-terminal.js';
import type { TerminalClient } from '../../connection/terminal-client.js';
import type { Clock, ReportProgress } from '../dependencies.js';

/** A terminal that serves a second connection answers immediately; one that does not must not be kept waiting for. Milliseconds. */
const ANSWER_MS = 3000;
/** What is on record has been answered, or will be in a moment. Milliseconds. */
const GRACE_MS = 2000;

interface LookDeps {
  readonly client: TerminalClient;
  readonly clock: Clock;
  readonly report: ReportProgress;
  /** See `PaymentDeps`. */
  readonly saysDone?: (() => AbortSignal) | undefined;
}

interface LookMeanwhile {
  /** Fires where the reply need not be waited for: the terminal has told the outcome. */
  readonly told: AbortSignal;
  /** The reply came, or is given up. */
  readonly stop: () => void;
}

/**
 * While the reply to a sale or a return is awaited, the agent may say that the clinic is done: then the terminal is asked,
 * on another connection, for its record of it. Only reads; a reply is given up only where the record has the outcome,
 * which is then looked at as after any lost reply.
 */
export function lookMeanwhile(
  of: 'sale' | 'reversal',
  sale: Pick<Sale, 'transactionId'>,
  deps: LookDeps,
): LookMeanwhile {
  const [told, ended] = [new AbortController(), new AbortController()];
  const listen = async (saysDone: NonNullable<LookDeps['saysDone']>): Promise<void> => {
    while (!ended.signal.aborted) {
      await fired(AbortSignal.any([saysDone(), ended.signal]));
      if (ended.signal.aborted as boolean) return;
      const record = await queryById(deps.client, sale.transactionId, {
        alongside: true,
        timeoutMs: ANSWER_MS,
        signal: ended.signal,
      });
      if (ended.signal.aborted as boolean) return;
      const isDone = hasOutcome(of, record);
      deps.report({ kind: 'note', text: isDone ? ON_RECORD : NOT_YET[record.kind] });
      if (!isDone) continue;
      await deps.clock.sleep(GRACE_MS, ended.signal);
      told.abort();
      return;
    }
  };
  if (deps.saysDone) void listen(deps.saysDone).catch(() => undefined);
  return {
    told: told.signal,
    stop: () => {
      ended.abort();
    },
  };
}

const ON_RECORD = 'The terminal has it on record. Not waiting for its answer any longer.';
const NOT_YET: Readonly<Record<Query['kind'], string>> = {
  found: 'The terminal is not done yet. Waiting for its answer.',
  none: 'The terminal has no record of it yet. Waiting for its answer.',
  busy: 'The terminal is still busy with it. Waiting for its answer.',
  unsupported: 'The terminal does not tell while it is at work. Waiting for its answer.',
  unreachable: 'The terminal answers no second question while it is at work. Waiting for its answer.',
};

function hasOutcome(of: 'sale' | 'reversal', record: Query): boolean {
  if (record.kind !== 'found') return false;
  const { view } = record;
  // A return that failed leaves a STAN as well.
  return of === 'sale' ? isCompleted(view) && bearsApproval(view) : view.completion === 'COMPLETED_REV';
}

async function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
