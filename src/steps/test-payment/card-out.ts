import { AppError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import type { Language } from '../../contract/language.js';
import { TABLE } from '../../diagnosis/table.js';
import { inQuotes } from '../../text/quoted.js';
import type { PaymentDeps } from './settle.js';

/** A forgotten card must not be the one that pays: asks until the terminal itself tells that it is out. @throws AppError payment.no-consent */
export async function cardOut(language: Language, deps: Pick<PaymentDeps, 'talk' | 'client' | 'stop'>): Promise<void> {
  let seen = 'A card is in the reader.';
  do {
    const out = await deps.talk.confirm({
      kind: 'confirm',
      id: 'card.out',
      message: 'Has the card been removed, and is nobody paying?',
      preamble: [seen, `Say: ${inQuotes(sentence(language), language)}`],
      default: false,
      flag: '--yes',
    });
    if (out && !(await isCardIn(deps))) return;
    if (!out || !deps.talk.interactive) throw notBegun();
    seen = 'The terminal still reports a card in its reader.';
  } while (!deps.stop.aborted);
  deps.stop.throwIfAborted();
}

/** A terminal that does not answer now is looked at again before the sale. */
async function isCardIn({ client, stop }: Pick<PaymentDeps, 'client' | 'stop'>): Promise<boolean> {
  const status = await client.ask('GetTerminalStatusRequest', {}, { signal: stop });
  return status.kind === 'answer' && status.body.CardStatus === CARD_IN;
}

const CARD_IN = 1;

function sentence(language: Language): string {
  return TABLE.find(({ code }) => code === 'terminal.card-in-reader')?.texts().say?.[language] ?? '';
}

function notBegun(): AppError {
  return new AppError({
    code: 'payment.no-consent',
    category: 'payment',
    exit: EXIT.notCharged,
    message: 'A card is in the reader of the terminal, so no payment was started. Nothing is owed.',
    actions: ['Run the test again when the card is removed.'],
    retryable: true,
  });
}
