import { SCHEMA_VERSION } from '../../contract/document.js';
import type { ErrorDocument, ResultDocument } from '../../contract/document.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';
import { EXIT } from '../../contract/exit.js';
import type { SummaryLine } from '../../contract/lines.js';
import type { SweepResult } from '../../contract/look-results.js';
import { themeFor } from '../../ui/theme.js';
import { visibleJson } from '../../text/escape-controls.js';
import { renderError } from '../../ui/error.js';
import { commandLines, windowWidth, wrapText } from '../../ui/wrap.js';
import { writeTo, windowOf } from '../process/streams.js';
import type { Outcome } from './outcome.js';

/** What is known of a run before anything is parsed, so that even a wrong command line ends in one document. */
export interface RunInfo {
  readonly command: string;
  readonly json: boolean;
  /** One object a line on stdout, a summary last. */
  readonly jsonl: boolean;
  readonly color: boolean;
  /** Words for signs. */
  readonly accessible: boolean;
  readonly runId: string;
  /** By {@link monotonicMs}. */
  readonly startedAt: number;
}

export function startRun(command: string, options: Pick<RunInfo, 'json' | 'jsonl' | 'color' | 'accessible'>): RunInfo {
  let runId: string | undefined;
  return {
    command,
    ...options,
    // Most runs never tell it, and what makes it takes longer to load than those take in all.
    get runId() {
      return (runId ??= crypto.randomUUID());
    },
    startedAt: monotonicMs(),
  };
}

function documentOf(run: RunInfo, outcome: Outcome): ResultDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    command: run.command,
    ok: outcome.exit === EXIT.done,
    exitCode: outcome.exit,
    runId: run.runId,
    durationMs: Math.round(monotonicMs() - run.startedAt),
    result: outcome.result,
    checks: outcome.checks,
    diagnoses: outcome.diagnoses,
    error: outcome.error,
    resume: outcome.resume,
    warnings: outcome.warnings,
  };
}

/** Prints the result, once, and sets the exit status. */
export async function printOutcome(run: RunInfo, outcome: Outcome): Promise<void> {
  process.exitCode = outcome.exit;
  if (run.json) {
    await writeResult(`${visibleJson(JSON.stringify(documentOf(run, outcome)))}\n`);
    return;
  }
  if (run.jsonl) await writeResult(`${visibleJson(JSON.stringify({ summary: summaryOf(outcome) }))}\n`);
  else if (outcome.text.length > 0)
    await writeResult(`${themeFor(windowOf(1), run.color, run.accessible).plain(outcome.text.join('\n'))}\n`);
  await tellAside(outcome, run);
}

/** Ends a run whose one document is out already: what went wrong since can only be told beside it. */
export async function printExitOnly(run: RunInfo, outcome: Outcome): Promise<void> {
  process.exitCode = outcome.exit;
  await tellAside(outcome, run);
}

/** What does not belong to the result: warnings, the error, the way to continue. */
export async function tellAside(
  outcome: Outcome,
  { color, accessible }: Pick<RunInfo, 'color' | 'accessible'>,
): Promise<void> {
  if (outcome.warnings.length === 0 && !outcome.error && !outcome.resume) return;
  const window = windowOf(2);
  const theme = themeFor(window, color, accessible);
  const width = windowWidth(window);
  for (const warning of outcome.warnings)
    await writeTo(2, `${theme.plain(wrapText(`${theme.sign.warn} ${warning}`, width).join('\n'))}\n`);
  const isShown = outcome.isErrorShown === true && window.isTTY;
  if (outcome.error && !isShown && !isFinding(outcome.error, outcome))
    await writeTo(2, `${theme.plain(renderError(outcome.error, theme, Math.min(width, 80)).join('\n'))}\n`);
  if (outcome.resume)
    await writeTo(2, `${theme.plain(commandLines('To resume:', outcome.resume.command, width).join('\n'))}\n`);
}

/** A result that is lost is no success; a status that tells of something else, of money above all, stays. */
async function writeResult(text: string): Promise<void> {
  const lost = await writeTo(1, text);
  if (lost === undefined || process.exitCode !== EXIT.done) return;
  process.exitCode = EXIT.usage;
  await writeTo(2, `The result could not be written to stdout (${lost.code ?? lost.message}).\n`);
}

/** Findings are part of the text already; an error that is none still has to be told. */
function isFinding({ code }: ErrorDocument, { diagnoses }: Outcome): boolean {
  return diagnoses.some((finding) => finding.code === code);
}

function summaryOf({ result, exit, error, warnings }: Outcome): SummaryLine['summary'] {
  const counts =
    'targets' in result ? (result as SweepResult).summary : { targets: 0, ok: 0, failed: 0, diagnoses: {} };
  return { ...counts, exitCode: exit, error, warnings };
}
