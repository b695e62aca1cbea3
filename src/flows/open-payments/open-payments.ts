import type { Target } from '../../model/endpoint.js';
import type { Language } from '../../contract/language.js';
import { EXIT } from '../../contract/exit.js';
import { mayBeCharged } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import { unsettledPayment } from '../../session/reduce.js';
import type { SessionState } from '../../session/reduce.js';
import { concernsTerminal, mayHideMoneyOf } from '../../session/queries.js';
import type { SessionStore } from '../../session/store.js';
import { renderPayments } from '../../ui/payment.js';
import { clinicSentence } from '../../ui/sentences.js';
import { wrapText } from '../../ui/wrap.js';
import type { CommandContext } from '../../cli/command/context.js';
import type { UnfinishedWork } from '../../cli/command/run-scope.js';
import { describeOpenRecord, isUnkept } from './open-payment-error.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { resumeOfId } from '../../cli/output/resume.js';

/** A record that has not ended, and the session that holds it. */
export interface OpenPayment {
  readonly session: string;
  readonly bank: string | undefined;
  readonly payment: PaymentState;
}

/** Of what {@link unsettledAt} gives, every record whose money may be out. @throws StoreError */
export function openPaymentsAt(...where: Parameters<typeof unsettledAt>): readonly OpenPayment[] {
  return unsettledAt(...where).filter(({ payment }) => mayBeCharged(payment));
}

/**
 * Every record of a terminal that has not ended, in whichever session: by its address, and by its id where that is known.
 * @param own the session that is worked on, as it is by now, once there is one
 * @throws StoreError for a journal that cannot be relied on and may hide one
 */
export function unsettledAt(
  target: Target,
  terminalId: string | undefined,
  store: SessionStore,
  own: SessionState | undefined,
): readonly OpenPayment[] {
  const place = { host: target.host, posxmlPort: target.posxml?.port, logPort: target.log?.port };
  // Nobody else works on a sandbox's terminals, and they are gone with it.
  if (own?.sandbox === true) return unsettledIn(own);
  const others = (): readonly OpenPayment[] =>
    store.list().flatMap((session): readonly OpenPayment[] => {
      if (session.id === own?.id || 'copyOf' in session) return [];
      if ('error' in session) {
        if (mayHideMoneyOf(session.error, place, terminalId)) throw session.error;
        return [];
      }
      const { state } = session;
      return !state.sandbox && concernsTerminal(state, place, terminalId) ? unsettledIn(state) : [];
    });
  return own ? withOwn(unsettledIn(own), others) : others();
}

/** What this run knows of its own payment counts, whatever has become of the store meanwhile. */
function withOwn(own: readonly OpenPayment[], others: () => readonly OpenPayment[]): readonly OpenPayment[] {
  try {
    return [...others(), ...own];
  } catch (error) {
    if (own.some(({ payment }) => mayBeCharged(payment))) return own;
    throw error;
  }
}

function unsettledIn(state: SessionState): readonly OpenPayment[] {
  const payment = unsettledPayment(state);
  return payment ? [{ session: state.id, bank: state.answers.bank, payment }] : [];
}

/** Whatever a run comes to: the payments that are open then come first. @param openThen what is open when the run ends @param language of the clinic */
export function openPaymentsFirst(
  openThen: () => readonly OpenPayment[],
  context: CommandContext,
  language: Language,
): UnfinishedWork {
  return { openPayments: (outcome) => withOpenPayments(openThen(), outcome, context, language) };
}

/** An error that no finding shows is kept, as a warning. */
function withOpenPayments(
  open: readonly OpenPayment[],
  outcome: Outcome,
  { out, width, settings }: CommandContext,
  language: Language,
): Outcome {
  const last = open.at(-1);
  if (!last || outcome.exit === EXIT.money) return outcome;
  const { error, diagnoses } = outcome;
  const untold = error === null || diagnoses.some(({ code }) => code === error.code) ? [] : [error.message];
  return {
    ...outcome,
    warnings: [...outcome.warnings, ...untold],
    exit: EXIT.money,
    error: describeOpenRecord(last.payment, last.session, last.bank, settings.get('bank-lines')),
    resume: isUnkept(last.payment) ? null : resumeOfId(last.session),
    text: [
      ...outcome.text,
      ...renderPayments(
        open.map(({ payment }) => payment),
        out,
        width,
      ),
      ...wrapText(`Say: ${clinicSentence('hangup.money', language)}`, width),
    ],
  };
}
