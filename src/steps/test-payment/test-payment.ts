import { identityOf } from '../../connection/identity.js';
import type { Target } from '../../model/endpoint.js';
import { AppError } from '../../contract/app-error.js';
import type { Check, CheckId } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import { toDocument } from '../../diagnosis/advice.js';
import { diagnoseFacts } from '../../diagnosis/diagnose.js';
import type { Facts, PaymentEnd, SendingFacts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import { isPaymentOpen } from '../../payment/state.js';
import type { PaymentState } from '../../payment/state.js';
import { RANDOM_BYTES, transactionIdFrom } from '../../payment/transaction-id.js';
import type { Sale } from '../../payment/types.js';
import { cardOut } from './card-out.js';
import { identifyTerminal } from './identify-terminal.js';
import { formatEuros } from '../../text/euros.js';
import { inQuotes } from '../../text/quoted.js';
import { paymentChecks, paymentFacts, testCheck } from './payment-checks.js';
import { namedTerminal, ownCardTime, posxmlOf, reversalWait, spokenLanguage, takeBaseline } from './readiness.js';
import { sendSale } from './sell.js';
import { settlePayment } from './settle.js';
import type { PaymentDeps } from './settle.js';

export interface TestInput {
  readonly target: Target;
  /** The terminal as it was just probed. */
  readonly facts: Facts;
  /** Integer cents. */
  readonly amount: number;
  readonly cardTimeoutS: number;
  /** The terminal id that must answer; without it the one that answers is taken, once the clinic has confirmed it. */
  readonly expectedTerminalId: string | undefined;
  readonly skipIdentify: boolean;
  /** The check `test.identify` of this run, where it was made before something was written to the cloud. */
  readonly identified?: Check | undefined;
  readonly language: Language;
  /** Undefined where the model is not known. */
  readonly hasPrinter?: boolean | undefined;
}

export interface TestDeps extends Omit<PaymentDeps, 'reversalWaitS'> {
  /** Settles what former runs left open on this terminal; gives those that stay open. */
  readonly settleFormer: (terminalId: string, facts: Facts) => Promise<readonly PaymentState[]>;
  readonly random: (bytes: number) => Uint8Array;
}

export interface TestReport {
  readonly facts: Facts;
  readonly checks: readonly Check[];
  /** The sales of this run, the latest last. */
  readonly payments: readonly PaymentState[];
  readonly end: PaymentEnd | 'not-started';
}

const CURRENCY = 'EUR';
/** How often a card is offered another try before the step ends. */
const MAX_SALES = 5;

/**
 * The test transaction: is it the right terminal, in a fit state and in front of the clinic? Then one sale, its
 * reversal and the proof of both. Touches nothing at a terminal that is not the expected one.
 */
export async function testTransaction(input: TestInput, deps: TestDeps): Promise<TestReport> {
  const facts = withExpected(input.facts, input.expectedTerminalId);
  const before = input.identified ? [input.identified] : [];
  if (facts.posxml?.service?.kind !== 'posxml' || isWrongTerminal(facts)) return stopped(facts, before);
  // What keeps it from telling its name says more than that it has told none.
  if (identityOf(posxmlOf(facts)?.parameters).terminalId === undefined && isUnfit(facts)) return stopped(facts, before);
  const { terminalId, ownerName } = namedTerminal(facts);
  const former = await deps.settleFormer(terminalId, facts);
  const stillOpen = former.at(-1);
  if (stillOpen) return ended(facts, before, [stillOpen]);
  if (isUnfit(facts)) return stopped(facts, before);
  if (isCardForgotten(facts)) await cardOut(input.language, deps);
  const identified = input.identified ?? (await identifyTerminal(input, deps));
  if (identified.status === 'fail') return stopped(facts, [identified]);
  await agree(input, deps, terminalId, ownerName);
  let sending: Facts['sending'];
  const sawSending = (seen: SendingFacts): void => {
    sending = { ...sending, ...seen };
  };
  const payments = await sellUntilMade(input, { ...deps, sawSending }, facts, terminalId);
  const receipt = input.hasPrinter === false ? {} : await askForReceipt(payments, deps);
  const told = { ...receipt, ...(sending && { sending }) };
  return ended({ ...facts, ...told }, [identified], payments);
}

/** Whether it printed, only a person there can tell; asked once nothing is owed any more. No answer is none. */
async function askForReceipt(
  payments: readonly PaymentState[],
  { talk, stop }: TestDeps,
): Promise<Pick<Facts, 'reported'>> {
  const charged = payments.some(({ proof }) => proof !== undefined);
  if (!charged || payments.some(isPaymentOpen) || !talk.interactive || stop.aborted) return {};
  const question = {
    kind: 'confirm',
    id: 'receipt.printed',
    message: 'Did the terminal print a receipt?',
    default: true,
    needsPerson: 'optional',
  } as const;
  const printed = await talk.confirm(question).catch(() => undefined);
  return printed === undefined ? {} : { reported: { receipt: printed ? 'printed' : 'none' } };
}

function withExpected(facts: Facts, terminalId: string | undefined): Facts {
  return terminalId === undefined ? facts : { ...facts, expected: { ...facts.expected, terminalId } };
}

/** The one finding that has to be known before even a former payment is touched. */
function isWrongTerminal(facts: Facts): boolean {
  return diagnoseFacts(facts).some(({ row }) => row.code === 'terminal.other-clinic');
}

function isUnfit(facts: Facts): boolean {
  return diagnoseFacts(facts).some(({ row }) => row.severity === 'error');
}

function isCardForgotten(facts: Facts): boolean {
  return diagnoseFacts(facts).some(({ row }) => row.code === 'terminal.card-in-reader');
}

function stopped(facts: Facts, checks: readonly Check[]): TestReport {
  const ids: readonly CheckId[] = ['test.identify', 'test.sale', 'test.reversal', 'test.reconcile'];
  const skipped = ids
    .filter((id) => !checks.some((check) => check.id === id))
    .map((id) => testCheck(id, 'skip', facts.posxml?.pair));
  return { facts, checks: [...checks, ...skipped], payments: [], end: 'not-started' };
}

function ended(facts: Facts, checks: readonly Check[], payments: readonly PaymentState[]): TestReport {
  const last = payments.at(-1);
  if (!last) return stopped(facts, checks);
  const payment = paymentFacts(last);
  return { facts: { ...facts, payment }, checks: [...checks, ...paymentChecks(last)], payments, end: payment.end };
}

async function agree(
  input: TestInput,
  deps: TestDeps,
  terminalId: string,
  ownerName: string | undefined,
): Promise<void> {
  const agreed = await deps.talk.confirm({
    kind: 'confirm',
    id: 'charge.consent',
    message: `Does the clinic agree to a test payment of ${formatEuros(input.amount)} EUR on terminal ${terminalId}${ownerName === undefined ? '' : ` (${ownerName})`}, reversed immediately?`,
    preamble: [
      'The clinic needs one bank card: the same card pays and is reversed. Keep it ready until the end.',
      'No card at hand? Answer no and test another day.',
    ],
    // A charge to a person's card: never by Enter alone.
    default: false,
    isOneKey: true,
    flag: '--yes',
  });
  if (agreed) return;
  deps.report({ kind: 'moment', id: 'charge.refused' });
  throw new AppError({
    code: 'payment.no-consent',
    category: 'payment',
    exit: EXIT.notCharged,
    message: 'The clinic did not agree to the test payment. Nothing was sent and nothing is owed.',
    actions: ['Run the test again when the clinic agrees and has a card ready.'],
    retryable: true,
  });
}

type SaleDeps = TestDeps & Pick<Parameters<typeof takeBaseline>[1], 'sawSending'>;

async function sellUntilMade(
  input: TestInput,
  deps: SaleDeps,
  facts: Facts,
  terminalId: string,
): Promise<readonly PaymentState[]> {
  const ends: PaymentState[] = [];
  while (ends.length < MAX_SALES) {
    deps.stop.throwIfAborted();
    const end = await sellOnce(input, deps, facts, terminalId).catch((error: unknown) => {
      // Of a sale before it there is something to tell.
      if (ends.length > 0 && error instanceof AppError && error.fields.code === 'payment.no-consent') return undefined;
      throw error;
    });
    if (!end) break;
    ends.push(end);
    if (hasNotLeft(end) && ends.filter(hasNotLeft).length === 1 && !deps.stop.aborted) {
      deps.report({ kind: 'note', text: 'This machine stood still, and nothing was sent. It is tried once more.' });
      continue;
    }
    if (!(await wantsAnother(end, input.language, deps))) break;
  }
  return ends;
}

/** It was noted as about to be sent, and is known not to have been. */
function hasNotLeft({ stage, sentAt }: PaymentState): boolean {
  return stage === 'aborted' && sentAt !== undefined;
}

async function sellOnce(input: TestInput, deps: SaleDeps, facts: Facts, terminalId: string): Promise<PaymentState> {
  const sale: Sale = {
    transactionId: transactionIdFrom(deps.random(RANDOM_BYTES)),
    amount: input.amount,
    currency: CURRENCY,
    terminalId,
    cardTimeoutS: input.cardTimeoutS,
    terminalWaitS: ownCardTime(facts),
    host: input.target.host,
    port: input.target.posxml?.port ?? 0,
    protocolVersion: posxmlOf(facts)?.version ?? '',
  };
  deps.report({ kind: 'begin', task: 'test.sale' });
  const baseline = await takeBaseline(sale, { ...deps, cardOut: () => cardOut(input.language, deps) });
  const paymentDeps: PaymentDeps = { ...deps, reversalWaitS: reversalWait(input.cardTimeoutS, facts) };
  const sent = await sendSale(sale, baseline, { language: spokenLanguage(facts, input.language) }, paymentDeps);
  // The same card is asked for in a moment: the clinic must not put it away.
  if (sent.stage === 'approved') deps.report({ kind: 'moment', id: 'reversal.soon' });
  const end = await settlePayment(sent, paymentDeps);
  reportEnd(end, deps);
  return end;
}

async function wantsAnother(end: PaymentState, language: Language, deps: TestDeps): Promise<boolean> {
  if (isPaymentOpen(end) || end.stage === 'reconciled' || deps.stop.aborted || !deps.talk.interactive) return false;
  const reason = end.refusal?.reason;
  const [found] = diagnoseFacts({ at: 0, payment: paymentFacts(end) });
  const say = found && toDocument(found, language).say;
  // What is wrong with the terminal, or behind it, no other card puts right.
  const isTerminal = found?.row.code.startsWith('terminal.') === true;
  return deps.talk.confirm({
    kind: 'confirm',
    id: 'charge.again',
    message: isTerminal ? 'Try the payment again? (Only if that has been fixed.)' : 'Try the payment again?',
    preamble: [
      ...(reason === undefined ? [] : [`The terminal said: ${reason}`]),
      ...(say === undefined || say === null ? [] : [`Say: ${inQuotes(say, language)}`]),
      isTerminal
        ? 'Nothing was charged. The card is not the cause: another one would not help.'
        : 'Nothing was charged. You can use another card.',
    ],
    default: !isTerminal,
  });
}

export function reportEnd(end: PaymentState, deps: Pick<PaymentDeps, 'report'>): void {
  for (const { id, status, evidence } of paymentChecks(end)) {
    if (status === 'skip') continue;
    const detail = Object.entries(evidence)
      .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', ');
    deps.report({ kind: 'end', task: id, outcome: status, detail });
  }
}
