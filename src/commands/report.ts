import { extname } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { environmentName } from '../cli/args/environment.js';
import { namedSession } from '../flows/sessions/find-session.js';
import { describeOpenRecord } from '../flows/open-payments/open-payment-error.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { resumeOf } from '../flows/sessions/session-result.js';
import { statusOf } from '../flows/sessions/session-text.js';
import { writeOutput } from '../cli/output/write-file.js';
import { EXIT } from '../contract/exit.js';
import { buildReport } from '../report/build.js';
import { FORMATS, renderReport } from '../report/render.js';
import type { Format } from '../report/render.js';
import { openPayment } from '../session/reduce.js';
import type { Replayed } from '../session/store.js';
import { paymentWarning } from '../ui/payment.js';

export default class Report extends BaseCommand {
  static override summary =
    'one onboarding for the ticket, the clinic or the bank: what was checked, found, fixed, charged and returned';
  static override description = `As Markdown for the ticket, as JSON, or as one HTML page that needs no network and prints on A4.
With --json the document on stdout holds the report as data, and --output is still written. Money that is open is named first; then the status is 10, as with "sessions show".`;
  static override args = { id: Args.string({ description: 'the id of the session' }) };
  static override flags = {
    format: Flags.string({
      env: environmentName('format'),
      options: [...FORMATS],
      description: 'how it is written (default: what the name of the file ends in, else md)',
    }),
    output: Flags.string({
      env: environmentName('output'),
      description: 'write it to this file, over a former one; - is stdout',
      helpValue: 'F',
    }),
  };
  static override examples = [
    '<%= config.bin %> report 20260214-bcdfg',
    '<%= config.bin %> report 20260214-bcdfg --output clinic.html',
    '<%= config.bin %> report 20260214-bcdfg --format json',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args, flags } = await this.parse(Report);
    const session = namedSession(await context.store(), args.id, 'report');
    const { state } = session;
    const open = openOf(session, context.settings.get('bank-lines'));
    const report = buildReport({
      ...session,
      status: statusOf(state),
      open,
      notes: state.payments.map(paymentWarning),
    });
    const file = flags.output === undefined || flags.output === '-' ? null : flags.output;
    const format = (flags.format as Format | undefined) ?? formatOf(file);
    const text = renderReport(report, format);
    if (file !== null) writeOutput(file, `${text}\n`);
    return {
      ...EMPTY,
      ...(open ? { exit: EXIT.money, error: open } : {}),
      result: { report, format, output: file },
      resume: resumeOf(state),
      text: [file === null ? text : `The report of session ${state.id} is in ${file}.`],
    };
  }
}

function openOf({ state }: Replayed, bankLines: string | undefined): Outcome['error'] {
  const open = openPayment(state);
  return open ? describeOpenRecord(open, state.id, state.answers.bank, bankLines) : null;
}

function formatOf(file: string | null): Format {
  const ending = extname(file ?? '')
    .slice(1)
    .toLowerCase();
  if (ending === 'htm') return 'html';
  return FORMATS.find((format) => format === ending) ?? 'md';
}
