import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../../cli/command/base-command.js';
import { canAsk, createPrompter, requireFlags } from '../../cli/command/context.js';
import type { CommandContext } from '../../cli/command/context.js';
import { environmentName } from '../../cli/args/environment.js';
import { takeOverFlag } from '../../cli/command/flags.js';
import { askTerminal } from '../../flows/sessions/ask-terminal.js';
import { readLookBounds } from '../../flows/look/create-look.js';
import type { Prompter } from '../../steps/dependencies.js';
import { askEvidence, askHow, HOW_NAMES } from '../../flows/sessions/resolve-prompts.js';
import type { How } from '../../flows/sessions/resolve-prompts.js';
import { describeOpenRecord } from '../../flows/open-payments/open-payment-error.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { sessionLines, sessionResult } from '../../flows/sessions/session-result.js';
import { agentName } from '../../flows/sessions/agent-name.js';
import { namedSession } from '../../flows/sessions/find-session.js';
import { formatPair } from '../../model/endpoint.js';
import { usageError } from '../../contract/app-error.js';
import type { AppError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import { openPayment } from '../../session/reduce.js';
import type { SessionState } from '../../session/reduce.js';
import { SessionWriter } from '../../session/session-writer.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { renderPayments } from '../../ui/payment.js';

export default class SessionsResolveCommand extends BaseCommand {
  static override summary = 'close a session whose payment was resolved manually';
  static override args = { id: Args.string({ required: true, description: 'the session ID' }) };
  static override flags = {
    ...takeOverFlag,
    how: Flags.string({
      env: environmentName('how'),
      options: HOW_NAMES,
      description: "void in the terminal's menu, a refund, or the bank's confirmation that nothing was charged",
    }),
    evidence: Flags.string({
      env: environmentName('evidence'),
      description: 'the evidence: a receipt number, a name at the bank',
    }),
    who: Flags.string({ env: environmentName('who'), description: 'who resolved it (default: your user name)' }),
  };
  static override examples = [
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how void --evidence "void receipt STAN 000043"',
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how refund --evidence "refund receipt 17" --who Mari',
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how not-charged --evidence "bank, Mr Tamm, 14 Feb" --yes --json',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args, flags } = await this.parse(SessionsResolveCommand);
    const given = { how: flags.how as How | undefined, evidence: written(flags.evidence) };
    if (!canAsk(flags))
      requireFlags(
        [
          ...(given.how === undefined ? [`--how (${HOW_NAMES.join(', ')})`] : []),
          ...(given.evidence === undefined ? ['--evidence'] : []),
        ],
        'A payment that was resolved manually needs evidence.',
      );
    const store = await context.store();
    const { state: former } = await namedSession(store, args.id, 'sessions resolve');
    const { sale } = openPayment(former) ?? {};
    if (!sale) throw nothingOpen(args.id);
    const talk = await createPrompter(flags, context);
    const purpose = { command: 'sessions resolve', session: args.id, stop: context.interrupt.signal };
    await store.lock({ kind: 'session', id: args.id }, purpose);
    // Held by its address against who works on this session, and by its id against who settles it from another.
    await store.lock({ kind: 'address', address: formatPair(sale) }, purpose);
    await store.lock({ kind: 'terminal', terminalId: sale.terminalId }, purpose);
    const work = SessionWriter.resume(store.open(args.id));
    try {
      const payment = openPayment(work.state);
      if (!payment) throw nothingOpen(args.id);
      const { timeoutMs } = readLookBounds(flags);
      const answer = await askTerminal(work, payment, context, timeoutMs);
      return await this.#resolve(work, { ...given, who: written(flags.who), answer }, talk, context);
    } finally {
      work.close();
    }
  }

  async #resolve(work: SessionWriter, given: Given, talk: Prompter, context: CommandContext): Promise<Outcome> {
    const { answer } = given;
    const { sale } = openPayment(work.state) ?? {};
    // What the terminal proves needs no evidence from a person.
    if (!sale) return ended(work.state, answer, context);
    if (talk.interactive) context.report({ kind: 'note', text: answer });
    if (given.how === undefined || given.evidence === undefined)
      context.report({
        kind: 'aside',
        lines: renderPayments(work.state.payments.slice(-1), context.err, context.errWidth),
      });
    const how = given.how ?? (await askHow(talk));
    const evidence = given.evidence ?? written(await askEvidence(how, talk)) ?? '';
    const agreed = await talk.confirm({
      kind: 'confirm',
      id: 'understood',
      message: `Close ${sale.transactionId} as resolved manually (${how}: ${evidence})?`,
      default: false,
      flag: '--yes',
    });
    if (!agreed) return leftOpen(work.state, context.settings.get('bank-lines'));
    const who = given.who ?? agentName(context.settings);
    work.recordPayment({ type: 'resolved', at: context.clock.now(), who, how, evidence });
    work.record({
      type: 'step.ended',
      step: 'test',
      exitCode: EXIT.incomplete,
      summary: `resolved manually (${how}); a test payment is still needed`,
      codes: [],
    });
    return ended(work.state, answer, context);
  }
}

interface Given {
  readonly how: How | undefined;
  readonly evidence: string | undefined;
  readonly who: string | undefined;
  /** Of the terminal. */
  readonly answer: string;
}

function ended(state: SessionState, answer: string, { out, width }: CommandContext): Outcome {
  return {
    ...EMPTY,
    result: { session: sessionResult(state) },
    text: sessionLines(state, out, width),
    warnings: [answer],
  };
}

/** Not to agree is no mistake; the money is as open as it was. */
function leftOpen(state: SessionState, bankLines: string | undefined): Outcome {
  const open = openPayment(state);
  return {
    ...EMPTY,
    exit: EXIT.money,
    text: ['Nothing was changed. The payment is still open.'],
    result: { session: sessionResult(state) },
    error: open ? describeOpenRecord(open, state.id, state.answers.bank, bankLines) : null,
    resume: resumeOfId(state.id),
  };
}

function nothingOpen(id: string): AppError {
  return usageError('usage.invalid', `Session ${id} has no open payment.`, [
    `See its details: terminal sessions show ${id}`,
  ]);
}

/** What a person typed, safe to keep: a card number has no place in a record. Blanks are nothing. */
function written(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : safeExcerpt(text.trim());
}
