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
const after = in_('payment/apply-record-check.ts');
const absence = in_('payment/absence.ts');
const claims = in_('payment/claims.ts');
const next = in_('payment/next-action.ts');
const state = in_('payment/state.ts');
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
    "return { ...state, stage: 'unknown' };\n    case 'sale.replied'",
    "return { ...state, stage: 'refused', refusal: { returnCode: 32778, reason: undefined } };\n    case 'sale.replied'",
  ),
  machine(
    'an unclear sale reply is a refusal',
    "    case 'unclear':\n      return { ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))), stage: 'unknown' };",
    "    case 'unclear':\n      return { ...state, stage: 'refused', refusal: { returnCode: 32778, reason: undefined } };",
  ),
  machine(
    'an unclear sale reply is an approval',
    "    case 'unclear':\n      return { ...claiming(state, claimInSaleReply(view, saleOf(state), isPlainlyRefused(view))), stage: 'unknown' };",
    "    case 'unclear':\n      return { ...state, stage: 'approved', provenUnreversed: true };",
  ),
  machine(
    'a reversal is confirmed against contradictions',
    "return stage === 'reversed' && state.contradictions === 0;",
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
    "if (isForeign(view, sale) || view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: 'refused', returnCode",
    "if (view.returnCode === undefined) return { kind: 'unclear' };\n  if (view.returnCode !== RETURN_CODE.SUCCEEDED || isFailed(view)) return { kind: 'refused', returnCode",
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
    "return rows.every((entry) => entry.kind === 'declined') && isComplete(look) ?",
    "return rows.every((entry) => entry.kind === 'declined') ?",
  ),
  look(
    'a row without an ID is of no interest',
    "  if (unnamedRows(look, sale).some(({ kind }) => kind === 'sale')) return unproven('unclear-record');\n",
    '',
  ),
  look(
    'a batch that did not come shows no return',
    "return look.batch.kind === 'unreachable' || unnamedRows",
    'return unnamedRows',
  ),
  look(
    'a reversal that failed is a return',
    "if (!isReversed(view) || rows.some((row) => row.kind === 'failed-reversal')) return 'none';",
    "if (!isReversed(view)) return 'none';",
  ),
  after('32781 once', 'stage: absentLooks >= 2 ? end : state.stage', 'stage: absentLooks >= 1 ? end : state.stage'),
  after(
    'absence before the sale must have ended',
    "return saleHasEnded(state, look, at) ? countAbsence(state, 'absent') : {",
    "return at >= 0 ? countAbsence(state, 'absent') : {",
  ),
  after(
    'unknown is declined',
    '  if (isRefusedPlainly(state)) return afterPlainRefusal(state, look);\n',
    "  if (isRefusedPlainly(state) || state.stage === 'unknown') return afterPlainRefusal(state, look);\n",
  ),
  after(
    'a refusal is believed whatever left with the batch',
    "return left && !clean ? unproven(state, 'batch-sent')",
    "return left && look.query.kind !== 'none' ? unproven(state, 'batch-sent')",
  ),
  after(
    'a second reversal although the rows have left',
    "  if (rowsAreGone) return unproven(known, 'batch-sent');\n",
    '',
  ),
  after(
    'a word alone is a return that nobody sent',
    "  if (finding.owed && state.reversals === 0) return unproven(state, 'return-not-in-batch');\n",
    '',
  ),
  after(
    'absence with a doubt',
    '  if (doubt) return unproven(state, doubt);\n  return saleHasEnded',
    '  return saleHasEnded',
  ),
  after(
    'a charge is forgotten with the record',
    'return state.proof !== undefined || state.reversals > 0;',
    'return false;',
  ),
  after(
    'a second reversal while the first may run',
    "  if (!reversalHasEnded(state, look, at)) return unproven(known, 'reversal-running');\n",
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
  after(
    'a lost bank is believed at once',
    "return doubt ? unproven(state, doubt) : countAbsence(state, 'declined');",
    "return doubt ? unproven(state, doubt) : { ...state, stage: 'declined', doubt: undefined };",
  ),
  absence(
    'the FileNumber does not matter',
    "return look.batch.fileNumber === baseline.fileNumber ? undefined : 'batch-sent';",
    'return undefined;',
  ),
  absence(
    'ReversalActive does not matter to absence',
    "  if (look.reversalActive !== false) return look.reversalActive === undefined ? 'counters-unknown' : 'reversal-running';\n",
    '',
  ),
  absence('a card in the reader does not matter', "  if (look.cardInReader === true) return 'busy';\n", ''),
  absence('the STANs do not matter', "return foreign ? undefined : 'stan-unaccounted';", 'return undefined;'),
  absence('a clock that was set vetoes nothing', 'return own >= ms && !vetoed;', 'return own >= ms;'),
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
    'const claims = isProven ? before.claims : withClaims(before.claims, claimsInLook(look, saleOf(before)));',
    'const claims = before.claims;',
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
  next('a reversal without end', 'if (run.reversals >= MAX_REVERSALS)', 'if (run.reversals >= 100 * MAX_REVERSALS)'),
  state(
    'unknown is final',
    "'aborted', 'declined', 'absent', 'reconciled', 'resolved']);",
    "'aborted', 'declined', 'absent', 'reconciled', 'resolved', 'reverse-refused']);",
  ),
  state(
    'a sale has no margin',
    'return saleOf(state).cardTimeoutS * 1000 + HOST_MARGIN_MS;',
    'return saleOf(state).cardTimeoutS * 1000;',
  ),
  steps(
    'a record under a STAN is no answer',
    "const query: Query = ours ? { kind: 'found', view: ours } : asked;",
    'const query: Query = asked;',
  ),
];
