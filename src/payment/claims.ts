import { bearsApproval, differsFromSale, isFailed, isForeign, saysFailure } from './identity-checks.js';
import { unnamedRows } from './batch-rows.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import type { PaymentState, Stage } from './state.js';
import type { BatchEntry, Claim, Doubt, TerminalSnapshot, Sale, SaleProof, TransactionView } from './types.js';

/**
 * What the reply to our sale claims without proving it. A reply on our own connection that names no other sale speaks
 * of ours; and one by another terminal tells that the request has reached that one, of which no look at ours can speak.
 * @param refusedPlainly the code says in so many words that nothing was made
 */
export function claimInSaleReply(view: TransactionView, sale: Sale, refusedPlainly: boolean): Claim | undefined {
  const approved = bearsApproval(view);
  if (isElsewhere(view.terminalId, sale))
    return approved || !refusedPlainly ? claimOf('sale', ownWords(view, sale)) : undefined;
  if (!approved) return undefined;
  const ours = view.transactionId === sale.transactionId || !isForeign(view, sale);
  return ours ? claimOf('sale', view) : undefined;
}

/** Another terminal says that it took a payment back: no payment of ours was there to be reversed. */
export function claimInReversalReply(view: TransactionView, sale: Sale): Claim | undefined {
  const refused = saysFailure(view) || (view.returnCode ?? RETURN_CODE.SUCCEEDED) !== RETURN_CODE.SUCCEEDED;
  return isElsewhere(view.terminalId, sale) && !refused ? claimOf('reversal', view) : undefined;
}

/** What a look claims under our id, at whichever terminal it was made. */
export function claimsInLook(look: TerminalSnapshot, sale: Sale): readonly Claim[] {
  const { query, batch } = look;
  const view = query.kind === 'found' && query.view.transactionId === sale.transactionId ? query.view : undefined;
  const terminalId = view?.terminalId ?? look.terminalId;
  const recorded = view && (bearsApproval(view) || (isElsewhere(terminalId, sale) && !isFailed(view)));
  const named =
    batch.kind === 'read'
      ? batch.entries.filter((row) => row.transactionId === sale.transactionId && MOVED.includes(row.kind))
      : [];
  // A sale that says nobody's id, of our amount and since the baseline, may be one more of ours.
  const rows = [...named, ...unnamedRows(look, sale).filter(({ kind, stan }) => kind === 'sale' && stan !== undefined)];
  return [
    ...(recorded ? [claimOf('sale', { ...view, terminalId })] : []),
    ...rows.map((row) => claimOf('sale', { ...NO_MARKS, terminalId: look.terminalId, stan: stanOf(row) })),
  ];
}

/** A row that the bank declined, and one in parentheses, moved nothing. */
const MOVED: readonly BatchEntry['kind'][] = ['sale', 'reversal'];

/** An approval that a record shows under the id of a sale. */
export function claimInRecord(view: TransactionView, sale: Sale): Claim | undefined {
  return view.transactionId === sale.transactionId && bearsApproval(view) ? claimOf('sale', view) : undefined;
}

/** The STAN of a reversal's row is not the sale's. */
function stanOf({ kind, stan }: BatchEntry): number | undefined {
  return kind === 'sale' ? stan : undefined;
}

const NO_MARKS: SaleProof = {
  stan: undefined,
  authorizationNo: undefined,
  dateTime: undefined,
  cardLastFour: undefined,
};

function claimOf(
  of: Claim['of'],
  { terminalId, stan, authorizationNo, dateTime, cardLastFour }: SaleProof & Pick<Claim, 'terminalId'>,
): Claim {
  return { of, terminalId, stan, authorizationNo, dateTime, cardLastFour };
}

/** The marks of a record under another id are those of another payment. */
function ownWords(view: TransactionView, sale: Sale): SaleProof & Pick<Claim, 'terminalId'> {
  return differsFromSale(view.transactionId, sale.transactionId) ? { ...NO_MARKS, terminalId: view.terminalId } : view;
}

function isElsewhere(terminalId: string | undefined, sale: Sale): boolean {
  return differsFromSale(terminalId, sale.terminalId);
}

/** Each claim once; what one leaves out another of the same may tell. */
export function withClaims(known: readonly Claim[], more: readonly Claim[]): readonly Claim[] {
  return more.reduce((all, claim) => {
    const at = all.findIndex((one) => isSame(one, claim));
    return at < 0 ? [...all, claim] : all.map((one, index) => (index === at ? filled(one, claim) : one));
  }, known);
}

function isSame(one: Claim, other: Claim): boolean {
  return (
    one.of === other.of &&
    one.terminalId === other.terminalId &&
    !contradicts(one.stan, other.stan) &&
    !contradicts(one.authorizationNo, other.authorizationNo)
  );
}

function contradicts<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function filled(one: Claim, other: Claim): Claim {
  return claimOf(one.of, {
    terminalId: one.terminalId,
    stan: one.stan ?? other.stan,
    authorizationNo: one.authorizationNo ?? other.authorizationNo,
    dateTime: one.dateTime ?? other.dateTime,
    cardLastFour: one.cardLastFour ?? other.cardLastFour,
  });
}

/** What other terminals claim, but for a charge that ours has proven to be its own, under the same STAN and authorisation. */
export function claimsElsewhere({ sale, claims, proof }: PaymentState): readonly Claim[] {
  if (!sale) return [];
  const isProven = ({ of, stan, authorizationNo }: Claim): boolean =>
    of === 'sale' &&
    stan !== undefined &&
    stan === proof?.stan &&
    authorizationNo !== undefined &&
    authorizationNo === proof.authorizationNo;
  return claims.filter((claim) => isElsewhere(claim.terminalId, sale) && !isProven(claim));
}

/** Our terminal has once shown a sale of ours under another STAN since the baseline: what it forgets stays charged. */
export function hasSecondClaim({ sale, claims, proof }: PaymentState): boolean {
  if (!sale) return false;
  const ours = claims.filter(({ of, terminalId }) => of === 'sale' && !isElsewhere(terminalId, sale));
  const stans = [proof, ...ours].map((one) => one?.stan).filter((stan) => stan !== undefined);
  return new Set(stans).size > 1;
}

/**
 * The law on claims: as long as one is not accounted for, nothing is "not charged", and what another terminal claims
 * no proof at ours brings to an end. The payment stays open then, with what it would have been.
 */
export function isUnsettledByClaim(before: Stage, after: PaymentState): PaymentState {
  if (after.stage === before) return after;
  const elsewhere = claimsElsewhere(after).length > 0;
  const denied = after.claims.length > 0 && (after.stage === 'absent' || after.stage === 'declined');
  const returned = elsewhere && after.stage === 'reconciled';
  if (!denied && !returned) return after;
  const doubt: Doubt = elsewhere ? 'answered-elsewhere' : 'contradiction';
  const contradictions = after.contradictions + (denied && !elsewhere ? 1 : 0);
  return {
    ...after,
    stage: openStage(before, returned),
    absentLooks: 0,
    contradictions,
    doubt,
    completionBlockedBy: after.stage,
  };
}

/** Where it waits for a person to settle it. */
function openStage(before: Stage, returned: boolean): Stage {
  if (before === 'escalated') return before;
  if (returned) return 'reversed';
  return before === 'sending' ? 'unknown' : before;
}
