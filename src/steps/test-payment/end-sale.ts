import type { CommandMeanwhile } from '../../connection/terminal-client.js';
import { isTerminalQuestion } from '../../posxml/messages.js';
import type { TerminalQuestion } from '../../posxml/messages.js';
import { QUESTION_WORDS } from '../../model/terminal-questions.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { PaymentDeps } from './settle.js';

/** A terminal that reads a cancel answers it immediately; one that keeps it for later must not have it then. Milliseconds. */
const CANCEL_ANSWER_MS = 3000;
/** After this a cancel that was taken has ended the sale. Milliseconds. */
const CANCEL_WORKS_MS = 5000;

const STOPPING =
  'Cancelling the payment on the terminal and waiting for its answer. Ctrl-C again stops immediately: the outcome is then unknown, and the exit status is 10.';

const NOT_TAKEN =
  'The terminal did not accept the cancel. Ask the clinic to press the red key. Otherwise the payment ends when the card time is over.';

/** Ends a sale of ours that waits, and hears what its terminal says meanwhile. */
interface SaleEnd extends CommandMeanwhile {
  /** The sale has ended: nothing is sent any more. Resolves when nothing is under way. */
  done(): Promise<void>;
}

/**
 * Whether a terminal reads a cancel on the connection whose reply is awaited, on another, on both or on neither is not
 * known. The other is tried first, since it always has an answer of its own; then that of the sale, where the two replies
 * are told apart by their names. A wish to stop ends the sale, and so does a question of the terminal's own, which is
 * answered where it was asked.
 * @param inFlight whether our own sale waits: else a cancel would meet another's
 */
export function endOfSale(deps: PaymentDeps, inFlight: () => boolean): SaleEnd {
  const ended = new AbortController();
  const asked = new Set<TerminalQuestion>();
  let running: Promise<void> = Promise.resolve();
  let cancelHere: (() => void) | undefined;
  let [recorded, saidHere] = [false, false];

  const record = (question?: TerminalQuestion): void => {
    if (recorded) return;
    deps.record({ type: 'cancel.sending', at: deps.clock.now(), ...(question !== undefined && { asked: question }) });
    recorded = true;
  };

  const here = (question?: TerminalQuestion): boolean => {
    if (saidHere || !cancelHere || !inFlight()) return false;
    record(question);
    saidHere = true;
    cancelHere();
    return true;
  };

  const onStop = (): void => {
    if (inFlight()) running = cancel().catch(() => undefined);
  };

  const cancel = async (): Promise<void> => {
    deps.report({ kind: 'note', text: STOPPING });
    if (!saidHere && (await cancelElsewhere(deps, inFlight, record))) return;
    here();
    await deps.clock.sleep(CANCEL_WORKS_MS, ended.signal);
    if (inFlight() && !ended.signal.aborted) deps.report({ kind: 'note', text: NOT_TAKEN });
  };

  const answer = (question: TerminalQuestion): void => {
    if (!asked.has(question))
      deps.report({ kind: 'note', text: `The terminal asks the till ${QUESTION_WORDS[question]}. ${ENDED}` });
    asked.add(question);
    here(question);
  };

  deps.stop.addEventListener('abort', onStop, { once: true });
  return {
    begun(cancelOnIt) {
      cancelHere = cancelOnIt;
    },
    heard(message) {
      if (isTerminalQuestion(message)) {
        quietly(() => {
          answer(message.name);
        });
        return true;
      }
      // What an Error is about it does not say: with a cancel on its way it is no word on the sale.
      if (!saidHere || (message.name !== 'CancelAllOperationsResponse' && message.name !== 'Error')) return false;
      const { ReturnCode: returnCode } = message.body;
      quietly(() => deps.record({ type: 'cancel.ended', at: deps.clock.now(), returnCode }));
      return true;
    },
    done() {
      deps.stop.removeEventListener('abort', onStop);
      ended.abort();
      return running;
    },
  };
}

const ENDED = 'There is no answer to that here. Cancelling the payment, then checking what happened.';

/** Where the journal cannot be written nothing is sent; the sale's reply is awaited all the same. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The sale's own events meet the same disk, and tell it.
  }
}

/** While this connects the sale may end: then nothing is sent. True where the terminal has taken it. */
async function cancelElsewhere(deps: PaymentDeps, inFlight: () => boolean, record: () => void): Promise<boolean> {
  const beforeSend = (): void => {
    if (!inFlight()) throw new Error('the sale has ended');
    record();
  };
  const options = { alongside: true, beforeSend, timeoutMs: CANCEL_ANSWER_MS };
  const answer = await deps.client.command('CancelAllOperationsRequest', {}, options);
  if (answer.kind === 'failed' && answer.sent === 'nothing') return false;
  const returnCode = answer.kind === 'answer' || answer.kind === 'error' ? answer.returnCode : undefined;
  deps.record({ type: 'cancel.ended', at: deps.clock.now(), returnCode });
  return answer.kind === 'answer' && returnCode === RETURN_CODE.SUCCEEDED;
}
