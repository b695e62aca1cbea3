import { identityOf } from '../../connection/identity.js';
import { AppError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import type { Facts, PosXmlFacts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import type { Baseline, TerminalSnapshot, Sale } from '../../payment/types.js';
import { waitOutSending } from './daily-sending.js';
import { lookAtTerminal } from './query-terminal.js';
import type { PaymentDeps } from './settle.js';

/** What the posxml port told, if PosXML answered there. */
export function posxmlOf(facts: Facts): PosXmlFacts | undefined {
  return facts.posxml?.service?.kind === 'posxml' ? facts.posxml.service.posxml : undefined;
}

/** Money requests go only to a terminal that has named itself. @throws AppError terminal.unnamed */
export function namedTerminal(facts: Facts): { readonly terminalId: string; readonly ownerName: string | undefined } {
  const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
  if (terminalId !== undefined) return { terminalId, ownerName };
  throw new AppError({
    code: 'terminal.unnamed',
    category: 'terminal',
    exit: EXIT.notATerminal,
    message: 'The terminal does not report its terminal ID (TID), so no payment was sent.',
    why: 'Without it, it would later not be clear which terminal was charged.',
    actions: ['Ask the bank to set the terminal ID (TID), then run the test again.'],
    contact: "the bank's support for merchants",
  });
}

/** A terminal that was just served may need a moment. */
const BASELINE_LOOKS = 3;

interface BaselineDeps extends Pick<
  PaymentDeps,
  'client' | 'clock' | 'lookEveryMs' | 'report' | 'stop' | 'talk' | 'saysDone'
> {
  readonly sawSending: Parameters<typeof waitOutSending>[1]['sawSending'];
  /** Has the card taken out that is in the reader. @throws AppError where it stays there */
  readonly cardOut: () => Promise<void>;
}

/** The counters right before the sale, and not right before the daily sending. A terminal that changed since it was looked at gets none. @throws AppError terminal.changed, the reason of `stop` */
export async function takeBaseline(sale: Sale, deps: BaselineDeps, waited = false): Promise<Baseline> {
  let look = await firstLook(sale, deps);
  for (let looks = 1; looks < BASELINE_LOOKS && !isAnswered(look); looks += 1) {
    await deps.clock.sleep(deps.lookEveryMs, deps.stop);
    deps.stop.throwIfAborted();
    look = await firstLook(sale, deps);
  }
  deps.stop.throwIfAborted();
  if (look.reach !== 'answered' || look.terminalId !== sale.terminalId || look.reversalActive === true) {
    throw changed(look);
  }
  if (look.cardInReader === true) {
    await deps.cardOut();
    return takeBaseline(sale, deps, waited);
  }
  const sendingDeps = { ...deps, look: () => firstLook(sale, deps) };
  if (!waited && (await waitOutSending(look, sendingDeps))) return takeBaseline(sale, deps, true);
  return baselineOf(look);
}

/** What has changed since the terminal was identified, and what the clinic can do about it. */
function changed({ reach, terminalId }: TerminalSnapshot): AppError {
  const about = { code: 'terminal.changed', category: 'terminal', exit: EXIT.notATerminal, retryable: true } as const;
  if (reach === 'answered')
    return new AppError({
      ...about,
      message: 'The terminal has changed since it was identified, so no payment was sent.',
      why: `It now answers as ${terminalId ?? 'a terminal without an ID'}.`,
      actions: ['Run `terminal probe`, then the test again.'],
    });
  return new AppError({
    ...about,
    message: `The terminal ${reach === 'busy' ? 'is busy now' : 'no longer answers'}, so no payment was sent.`,
    actions: [
      reach === 'busy'
        ? 'Try again when the clinic says that nobody is paying.'
        : 'Ask whether the terminal is on and its network cable is plugged in, then try again.',
    ],
  });
}

/** Every counter that a refusal, or an absence, is held against later. */
function baselineOf({ nextStan, transactionsCount, notFinishedCount, time, batch }: TerminalSnapshot): Baseline {
  const file = batch.kind === 'read' ? batch : undefined;
  return {
    nextStan,
    fileNumber: file?.fileNumber,
    transactionsCount,
    time,
    notFinishedCount,
    pendingCount: file?.pendingCount,
    fileCount: file?.count,
    fileTotal: file?.total,
  };
}

function firstLook(
  { transactionId, amount }: Sale,
  { client, stop }: Pick<PaymentDeps, 'client' | 'stop'>,
): Promise<TerminalSnapshot> {
  return lookAtTerminal(
    client,
    {
      transactionId,
      amount,
      stan: undefined,
      baseline: { nextStan: undefined, fileNumber: undefined, transactionsCount: undefined },
    },
    { signal: stop },
  );
}

/** Everything that absence may have to be proven against later. */
function isAnswered(look: TerminalSnapshot): boolean {
  return look.reach === 'answered' && look.terminalId !== undefined && look.batch.kind !== 'unreachable';
}

/** The longest wait for a terminal at a reversal. Seconds. */
const MAX_REVERSAL_WAIT_S = 300;

/** The card's time at a reversal, which has no time-out field: the terminal's own setting, else the sale's. Seconds. */
export function reversalWait(cardTimeoutS: number, facts: Facts): number {
  return Math.min(Math.max(ownCardTime(facts), cardTimeoutS), MAX_REVERSAL_WAIT_S);
}

/** The terminal's own setting of the card's time, as far as it is believed. Seconds. */
export function ownCardTime(facts: Facts): number {
  return Math.min(posxmlOf(facts)?.parameters?.WaitCardTimeout ?? 0, MAX_REVERSAL_WAIT_S);
}

/** The language in the terminal's own spelling, only where it lists it; else it keeps its own. */
export function spokenLanguage(facts: Facts, language: Language): string | undefined {
  const listed = posxmlOf(facts)?.parameters?.SupportedLanguages ?? '';
  return listed.split(/[^A-Za-z]+/).find((word) => word.toLowerCase() === language);
}
