import { userInfo } from 'node:os';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.js';
import { conversation, homeFolder, requireFlags } from '../../cli/context.js';
import type { Context } from '../../cli/context.js';
import { environmentName } from '../../cli/flags.js';
import { EMPTY } from '../../cli/outcome.js';
import type { Outcome } from '../../cli/outcome.js';
import { sessionLines, sessionResult } from '../../cli/session-result.js';
import { usageError } from '../../contract/app-error.js';
import { EXIT } from '../../contract/exit.js';
import { lock } from '../../session/lock.js';
import { openPayment } from '../../session/reduce.js';
import { SessionStore } from '../../session/store.js';
import { Work } from '../../session/work.js';

export default class SessionsResolve extends BaseCommand {
  static override summary = 'close a record whose money was settled by hand';
  static override args = { id: Args.string({ required: true, description: 'the id of the session' }) };
  static override flags = {
    how: Flags.string({ env: environmentName('how'), options: ['void', 'refund', 'not-charged'], description: "void in the terminal's menu, a refund, or the bank's word that nothing was charged" }),
    evidence: Flags.string({ env: environmentName('evidence'), description: 'what proves it: a receipt number, a name at the bank' }),
    who: Flags.string({ env: environmentName('who'), description: 'who settled it (default: your user name)' }),
  };
  static override examples = [
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how void --evidence "void receipt STAN 000043"',
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how refund --evidence "refund slip 17" --who Mari',
    '<%= config.bin %> sessions resolve 20260214-bcdfg --how not-charged --evidence "bank, Mr Tamm, 14 Feb" --yes --json',
  ];

  protected async execute(context: Context): Promise<Outcome> {
    const { args, flags } = await this.parse(SessionsResolve);
    requireFlags([...(flags.how === undefined ? ['--how'] : []), ...(flags.evidence === undefined ? ['--evidence'] : [])], 'Money that was settled by hand needs a proof.');
    const store = new SessionStore(await homeFolder());
    const before = store.read(args.id);
    const open = openPayment(before);
    if (!open?.sale) throw usageError('usage.invalid', `Session ${args.id} has no open payment.`, [`See what it holds: terminal sessions show ${args.id}`]);
    const talk = await conversation(flags, context);
    const agreed = await talk.confirm({ kind: 'confirm', id: 'understood', message: `Close the record of ${open.sale.transactionId} as settled by hand (${flags.how ?? ''})?`, default: false, flag: '--yes' });
    if (!agreed) throw usageError('usage.invalid', 'The record was left open.');
    const who = flags.who ?? userInfo().username;
    const held = await lock(`${open.sale.host}:${String(open.sale.port)}`, { pid: process.pid, since: new Date().toISOString(), command: 'sessions resolve', session: args.id });
    const work = Work.resume(store.open(args.id));
    try {
      work.recordPayment({ type: 'resolved', at: context.clock.now(), who, how: flags.how ?? '', evidence: flags.evidence ?? '' });
      work.record({ type: 'step.ended', step: 'test', exitCode: EXIT.incomplete, summary: `settled by hand (${flags.how ?? ''}); a test is still to be made`, codes: [] });
    } finally {
      work.close();
      await held.release();
    }
    return { ...EMPTY, result: { session: sessionResult(work.state) }, text: sessionLines(work.state, context.out, context.width) };
  }
}
