/** One text of the program, replaced by another. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  /** Is in the file exactly once, however it is broken into lines. */
  readonly find: string;
  readonly by: string;
}

/** Where a text is, whatever white space a formatter has put between its words. */
export function placeOf(find: string): RegExp {
  const words = find.trim().split(/\s+/);
  return new RegExp(words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('\\s+'));
}

const in_ =
  (file: string) =>
  (name: string, find: string, by: string): Mutant => ({ name, file: `src/${file}`, find, by });
const machine = in_('payment/machine.ts');
const judge = in_('payment/verify-reply.ts');
const marks = in_('payment/identity-checks.ts');
const look = in_('payment/verify-record.ts');
const rows = in_('payment/batch-rows.ts');
const after = in_('payment/apply-record-check.ts');
const absence = in_('payment/absence.ts');
const counters = in_('payment/counters.ts');
const denial = in_('payment/after-denial.ts');
const elapsed = in_('payment/elapsed.ts');
const agreement = in_('payment/agreement.ts');
const claims = in_('payment/claims.ts');
const next = in_('payment/next-action.ts');
const state = in_('payment/state.ts');
const unsent = in_('payment/never-sent.ts');
const writer = in_('session/session-writer.ts');
const client = in_('connection/terminal-client.ts');
const steps = in_('steps/test-payment/query-terminal.ts');

/** Each takes away one thing that the money hangs on. */
export const MUTANTS: readonly Mutant[] = [
  machine(
    'a sale may be sent twice',
    "      return stage === 'intended';\n    case 'sale.aborted'",
    "      return stage === 'intended' || stage === 'unknown';\n    case 'sale.aborted'",
  ),
  machine('a new sale while one is open', 'return !isPaymentOpen(state) && event', 'return event'),
  machine(
    'a cancel without an operation',
    "return stage === 'sending' && !state.cancelSent;",
    "return (stage === 'sending' || stage === 'unknown') && !state.cancelSent;",
  ),
  machine('a second cancel', "return stage === 'sending' && !state.cancelSent;", "return stage === 'sending';"),
  machine(
    'a reversal of what is not proven',
    "return stage === 'approved' && state.provenUnreversed;",
    "return stage === 'approved' || stage === 'unknown';",
  ),
  machine(
    'a lost reversal reply is a refusal',
    "return { ...state, stage: 'reverse-unknown' };",
    "return { ...state, stage: 'reverse-refused', reversalRefusal: 32778 };",
  ),
  machine(
    'a lost sale reply is a refusal',
    "return { ...state, stage: 'unknown', seenAt: momentOfReply(state, event.at) };\n    case 'sale.replied'",
    "return { ...state, stage: 'refused', refusal: { returnCode: 32778, reason: undefined } };\n    case 'sale.replied'",
  ),
  machine(
    'an unclear sale reply is a refusal',
    "    case 'unclear':\n      return {\n        ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))),\n        stage: 'unknown',",
    "    case 'unclear':\n      return { ...state, stage: 'refused', refusal: { returnCode: 32778, reason: undefined },",
  ),
  machine(
    'an unclear sale reply is an approval',
    "    case 'unclear':\n      return {\n        ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))),\n        stage: 'unknown',",
    "    case 'unclear':\n      return { ...state, stage: 'approved', provenUnreversed: true,",
  ),
  machine(
    'a reversal is confirmed against contradictions',
    "return stage === 'reversed' && state.contradictions === 0 && !hasSecondClaim(state);",
    "return stage === 'reversed' || stage === 'reverse-unknown';",
  ),
  judge(
    'a stale reply of another sale',
    "if (isForeign(view, sale) || view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: bearsApproval",
    "if (view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: bearsApproval",
  ),
  judge(
    'a refusal that bears an approval',
    "{ kind: bearsApproval(view) ? 'unclear' : 'refused' }",
    "{ kind: 'refused' }",
  ),
  judge(
    'ReturnCode 0 is a reversal',
    'const accepted = isReversed(view) && isAcceptedByHost(view)',
    'const accepted = isAcceptedByHost(view)',
  ),
  judge(
    "another sale's reversal",
    "if (isForeign(view, sale) || view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || saysFailure(view)) return { kind: 'refused', returnCode",
    "if (view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || saysFailure(view)) return { kind: 'refused', returnCode",
  ),
  judge(
    'a technical error is a plain refusal',
    '  RETURN_CODE.CURRENCY,\n];',
    '  RETURN_CODE.CURRENCY,\n  RETURN_CODE.TECHNICAL_ERROR,\n  RETURN_CODE.COMMUNICATION_PROBLEM,\n];',
  ),
  marks(
    'the TID does not matter',
    'view.transactionId === sale.transactionId && view.terminalId === sale.terminalId && view.amount',
    'view.transactionId === sale.transactionId && view.amount',
  ),
  marks(
    'the amount does not matter',
    '&& view.terminalId === sale.terminalId && view.amount === sale.amount',
    '&& view.terminalId === sale.terminalId',
  ),
  marks('the id does not matter', 'view.transactionId === sale.transactionId && view.terminalId', 'view.terminalId'),
  marks(
    'a blank AuthorizationNo',
    'view.authorizationNo !== undefined && hasIdentity(view, sale)',
    'hasIdentity(view, sale)',
  ),
  marks('NOTIFICATION is no failure', "if (view.completion === 'NOTIFICATION') return true;\n", ''),
  marks(
    'NOTIFICATION is completed',
    "return (view.completion ?? 'COMPLETED') === 'COMPLETED' && isAcceptedByHost(view);",
    'return isAcceptedByHost(view);',
  ),
  marks(
    'the host answer does not matter',
    "return (view.hostAnswer ?? '000') === '000';",
    "return (view.hostAnswer ?? '000') !== '';",
  ),
  look(
    'another terminal is looked at',
    "if (differsFromSale(look.terminalId, sale.terminalId) || differsFromSale(named, sale.terminalId)) return unproven('wrong-terminal');\n",
    '',
  ),
  look('ReversalActive is skipped', "  if (look.reversalActive === true) return unproven('reversal-running');\n", ''),
  look(
    'half a batch tells of absence',
    "  if (!isComplete(look)) return unproven('unclear-record');\n  // A row in parentheses",
    '  // A row in parentheses',
  ),
  look(
    'a row without an id is of no interest',
    "  if (unnamedRows(look, sale, rows).some(({ kind }) => kind === 'sale'))\n    return unproven(known.stan === undefined ? 'unclear-record' : 'more-than-one');\n",
    '',
  ),
  rows(
    'a batch that did not come shows no return',
    "return look.batch.kind === 'unreachable' || unnamedRows",
    'return unnamedRows',
  ),
  look(
    'a reversal that failed is a return',
    "  if (said === 'by-stan' && countOf(rows, 'failed-reversal') > 0) return 'none';\n",
    '',
  ),
  denial('32781 once', 'stage: absentLooks >= 2 ? end : state.stage', 'stage: absentLooks >= 1 ? end : state.stage'),
  denial(
    'absence before the sale must have ended',
    "return saleHasEnded(state, look, now)\n    ? countAbsence(state, 'absent')",
    "return now.at >= 0\n    ? countAbsence(state, 'absent')",
  ),
  denial(
    'a failed record after a lost reply ends it at once',
    'if (ended || (state.refusal && !state.cancelSent))',
    'if (ended || !state.cancelSent)',
  ),
  absence(
    'a refusal is believed whatever left with the batch',
    "return batchDoubt(look, baseline) === 'batch-sent' ? 'batch-sent' : traces(look, baseline, sale, own);",
    'return traces(look, baseline, sale, own);',
  ),
  after(
    'what the batch has counted is forgotten when it leaves',
    "const countedInBatch = state.countedInBatch || doubt === 'return-not-in-batch';",
    'const countedInBatch = false;',
  ),
  after(
    'a second reversal although the rows have left',
    "  if (rowsAreGone) return unproven(known, 'batch-sent');\n",
    '',
  ),
  after(
    'what a record only hints at is a return that nobody sent',
    '(state.reversalRefusal !== undefined || state.reversals === 0)',
    'state.reversalRefusal !== undefined',
  ),
  denial(
    'absence with a doubt',
    '  if (doubt) return doubted(state, doubt);\n  return saleHasEnded',
    '  return saleHasEnded',
  ),
  after(
    'a charge is forgotten with the record',
    'return state.proof !== undefined || state.reversals > 0;',
    'return false;',
  ),
  after(
    'a second reversal while the first may run',
    "  if (!reversalHasEnded({ ...known, agreedSince: agreed }, look, now))\n    return { ...unproven(known, 'reversal-running'), agreedSince: agreed };\n",
    '',
  ),
  after(
    'a second reversal against the proof of the first',
    '  if (state.reversalProof) return contradict(known);\n',
    '',
  ),
  after(
    'a second reversal after an unmarked success',
    "  if (state.unmarkedSuccess && !finding.inBatch) return unproven(known, 'contradiction');\n",
    '',
  ),
  after(
    'a doubtful look leaves the sale reversible',
    'const provenUnreversed = state.provenUnreversed && state.reversals === 0 && HARMLESS.includes(doubt);',
    'const provenUnreversed = state.provenUnreversed;',
  ),
  denial(
    'a refusal is believed at once',
    "stage: isProven ? 'declined' : state.stage, agreedSince",
    "stage: 'declined', agreedSince",
  ),
  counters(
    'the FileNumber does not matter',
    "return look.batch.fileNumber === baseline.fileNumber ? undefined : 'batch-sent';",
    'return undefined;',
  ),
  absence(
    'a ReversalActive that is not told does not matter to absence',
    "  if (look.reversalActive === undefined) return 'counters-unknown';\n",
    '',
  ),
  counters(
    'a card in the reader does not matter',
    'return look.cardInReader === true || look.query.kind',
    'return look.query.kind',
  ),
  counters(
    'the STANs do not matter',
    "return accounted === true ? undefined : 'stan-unaccounted';",
    'return undefined;',
  ),
  elapsed('a clock that was set vetoes nothing', 'return own >= ms && !vetoed;', 'return own >= ms;'),
  machine(
    "another terminal's approval is forgotten",
    'return { ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))), stage',
    'return { ...state, stage',
  ),
  machine(
    "another terminal's reversal is forgotten",
    'return { ...claiming(state, claimInReversalReply(view, saleOf(state))), stage',
    'return { ...state, stage',
  ),
  after(
    'what a look shows of another terminal is forgotten',
    'const claims = withClaims(before.claims, claimsInLook(look, sale));',
    'const claims = before.claims;',
  ),
  after(
    'a second sale beside the proven one is forgotten',
    'const claims = withClaims(before.claims, claimsInLook(look, sale));',
    "const claims = finding.kind === 'approved' ? before.claims : withClaims(before.claims, claimsInLook(look, sale));",
  ),
  claims(
    'two sales of which neither is proven to be ours count as one',
    'return new Set(stans).size > 1;',
    'return proof?.stan !== undefined && new Set(stans).size > 1;',
  ),
  claims(
    'a claim does not hold a payment open',
    'const denied = after.claims.length > 0 && (',
    'const denied = after.claims.length > 99 && (',
  ),
  claims(
    "another terminal's charge is settled by the reversal of ours",
    'const returned = elsewhere && after.stage',
    'const returned = !elsewhere && after.stage',
  ),
  claims(
    'an approval without an ID is nobody’s',
    'const ours = view.transactionId === sale.transactionId || !isForeign(view, sale);',
    'const ours = view.transactionId === sale.transactionId;',
  ),
  next(
    'another terminal is waited for',
    'run.looks >= LOOKS_AT_A_STRANGER && claimsElsewhere(state).length > 0',
    'run.looks >= LOOKS_AT_A_STRANGER && claimsElsewhere(state).length > 99',
  ),
  next(
    'reverse without a look',
    'if (state.provenUnreversed && run.looks > 0) return reverseOrEscalate',
    'if (state.provenUnreversed) return reverseOrEscalate',
  ),
  next(
    'the reply is confirmed against the record',
    "  if (state.contradictions === 0 && state.doubt !== 'reversal-running') return",
    "  if (state.doubt !== 'wrong-terminal') return",
  ),
  next(
    'an open sale is left alone',
    "if (run.looks === 0) return { do: 'look' };\n  // What another",
    "if (run.looks === 0 && run.reversals > 9) return { do: 'look' };\n  // What another",
  ),
  next(
    'a reversal without end',
    'const spent = notNow ? waitedOut : run.reversals >= MAX_REVERSALS;',
    'const spent = false;',
  ),
  state(
    'unknown is final',
    "'aborted', 'declined', 'absent', 'reconciled', 'resolved']);",
    "'aborted', 'declined', 'absent', 'reconciled', 'resolved', 'reverse-refused']);",
  ),
  state(
    'a sale has no margin',
    'return Math.max(cardTimeoutS, terminalWaitS) * 1000 + HOST_MARGIN_MS;',
    'return Math.max(cardTimeoutS, terminalWaitS) * 1000;',
  ),
  steps(
    'a record under a STAN is no answer',
    "const query: Query = ours && asked.kind === 'none' ? { kind: 'found', view: ours, by: 'stan' } : asked;",
    'const query: Query = asked;',
  ),
  agreement('the terminal may be at work while it agrees', '  if (unrestOf(look)) return undefined;\n', ''),
  agreement(
    'a STAN taken in between does not matter',
    'return before && before.nextStan === look.nextStan ? before',
    'return before ? before',
  ),
  counters(
    'the other counters do not matter',
    "return unexplained ? 'counters-moved' : undefined;",
    'return undefined;',
  ),
  counters(
    'the sum of the batch does not matter',
    'return total !== baseline.fileTotal + (others?.total ?? 0);',
    'return false;',
  ),
  denial(
    'a failed record is believed while the terminal is at work',
    'ended ? undefined : restDoubt(look);',
    'undefined;',
  ),
  denial(
    'a failed record is believed while nothing is known of what the terminal does',
    "look.cardInReader === undefined ? 'counters-unknown' : unrestOf(look)",
    'unrestOf(look)',
  ),
  denial(
    'a cancel never loses its race',
    'if (ended || (state.refusal && !state.cancelSent))',
    'if (ended || state.refusal)',
  ),
  look('two sales under one id are one', "  if (sales > 1 || returns > 1) return 'more-than-one';\n", ''),
  look('the record is believed against the batch', "  return 'return-not-in-batch';\n}", '  return said;\n}'),
  marks(
    'a tip does not matter',
    'return differsFromSale(view.amount, sale.amount) || view.additionalAmount !== undefined;',
    'return differsFromSale(view.amount, sale.amount);',
  ),
  marks(
    'NOTIFICATION undoes a charge that has its number',
    '  if (view.authorizationNo !== undefined || view.stanRev !== undefined) return false;\n',
    '',
  ),
  after(
    "the reversal's own STAN does not matter",
    "  if (differ(state.reversalProof?.stanRev, finding.proof.stanRev)) return unproven(state, 'more-than-one');\n",
    '',
  ),
  after(
    'the amount that the reversal told does not matter',
    "  if (state.amountSaid !== undefined) return unproven(state, 'amount-differs');\n",
    '',
  ),
  elapsed('a wall clock proves a period between two runs', '  if (then.up?.boot !== now.up.boot) return now;\n', ''),
  next(
    'a STAN is used although the id is known',
    'state.proof?.stan !== undefined && !state.knownById;',
    'state.proof?.stan !== undefined;',
  ),
  next(
    'what was only intended is believed unasked',
    "if (run.looks > 0 && state.doubt === undefined) return { do: 'abort-sale' };",
    "return { do: 'abort-sale' };",
  ),
  next(
    'a question that was not answered is taken for a no',
    'if (run.looks > 0 && state.doubt === undefined) return',
    'if (run.looks > 0) return',
  ),
  unsent('what the terminal shows was never sent', '  if (tellsOfSale(finding, look, sale)) return undefined;\n', ''),
  unsent('what it counts beside its rows was never sent', "  if (doubt === 'counters-moved') return undefined;\n", ''),
  unsent(
    'a terminal at work knows nothing of it',
    "const restless = doubt === 'busy' || doubt === 'reversal-running';",
    'const restless = false;',
  ),
  unsent('a row under its id does not matter', '  if (claimsInLook(look, sale).length > 0) return true;\n', ''),
  after(
    'what was sent nobody knows when has had its time',
    'sentAt: now.at, period: { sent: now, from: now } };',
    'sentAt: now.at };',
  ),
  writer(
    'what the terminal has told goes with the disk',
    'unkept(isTold(event) && unsettledPayment(next) ? next : this.#state, cause);',
    'unkept(this.#state, cause);',
  ),
  writer('what is not kept is settled', 'isTold(event) && unsettledPayment(next) ? next', 'isTold(event) ? next'),
  writer(
    'a step that was not taken counts',
    'unkept(isTold(event) && unsettledPayment(next) ? next : this.#state, cause);',
    'unkept(next, cause);',
  ),
  client(
    'any question unlearns the version',
    'const teaches = learnedBy === undefined || learnedBy === name;',
    'const teaches = true;',
  ),
];
