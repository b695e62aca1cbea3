import { extname } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { environmentName } from '../cli/args/environment.js';
import { isTyped } from '../cli/args/typed-flag.js';
import { namedSession } from '../flows/sessions/find-session.js';
import { describeOpenRecord } from '../flows/open-payments/open-payment-error.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { resumeOf } from '../flows/sessions/session-result.js';
import { statusOf } from '../session/status.js';
import { outputFile, writeOutput } from '../cli/output/write-file.js';
import { EXIT } from '../contract/exit.js';
import { LANGUAGES } from '../contract/language.js';
import type { Language } from '../contract/language.js';
import { buildReport } from '../report/build.js';
import { READERS } from '../report/reader.js';
import type { Reader } from '../report/reader.js';
import { FORMATS, renderReport } from '../report/render.js';
import type { Format } from '../report/render.js';
import { openPayment } from '../session/reduce.js';
import type { Replayed } from '../session/store.js';
import { paymentWarning } from '../ui/payment.js';

export default class ReportCommand extends BaseCommand {
  static override summary = 'write a report of one onboarding for the ticket, the clinic or the bank';
  static override description = `For the ticket it holds everything. For the clinic and the bank it is wholly in their language; the clinic's holds no codes and no reason why a card was declined.
As Markdown for the ticket, as JSON, or as one HTML page that needs no network and prints on A4.
With --json the document on stdout holds the report as data, and --output is still written. Money that is open is named first; then the status is 10, as with "sessions show".`;
  static override args = { id: Args.string({ description: 'the session ID' }) };
  static override flags = {
    for: Flags.string({
      env: environmentName('for'),
      options: [...READERS],
      default: 'ticket',
      description: 'who reads it',
    }),
    language: Flags.string({
      env: environmentName('language'),
      options: [...LANGUAGES],
      description: 'the language of the clinic and the bank [that of the call]',
    }),
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
    '<%= config.bin %> report 20260214-bcdfg --for clinic --output clinic.html',
    '<%= config.bin %> report 20260214-bcdfg --for bank --language en --format short',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(ReportCommand);
    const { args, flags } = parsed;
    const session = await namedSession(await context.store(), args.id, 'report');
    const { state } = session;
    const open = openOf(session, context.settings.get('bank-lines'));
    const report = buildReport({
      ...session,
      // A configured language is for the next call; this one was in its own.
      language: isTyped(parsed, 'language') ? (flags.language as Language | undefined) : undefined,
      status: statusOf(state),
      open,
      notes: state.payments.map(paymentWarning),
    });
    const file = outputFile(flags.output);
    const format = (flags.format as Format | undefined) ?? formatOf(file);
    const text = renderReport(report, format, flags.for as Reader);
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
