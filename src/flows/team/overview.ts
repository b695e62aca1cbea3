import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { CommandContext } from '../../cli/command/context.js';
import { writeOutput } from '../../cli/output/write-file.js';
import type { CallNow, TeamResult } from '../../contract/team-result.js';
import { teamOverview } from '../../report/team-overview.js';
import { teamPage } from '../../report/team-page.js';
import type { SessionStore } from '../../session/store.js';
import { formatInstant } from '../../text/format-instant.js';
import { wrapText } from '../../ui/wrap.js';

/** So many findings say what is common. */
const FINDINGS = 8;

/** How a team's calls went since an instant. @param file for the page, where one is wished for @throws StoreError */
export async function teamOutcome(
  since: number,
  file: string | null,
  { store: open, clock, width, out }: CommandContext,
): Promise<Outcome> {
  const store = await open();
  const calls = await store.calls(since);
  const result = teamOverview(calls, await workNow(store, calls), { from: since, until: clock.now() });
  if (file !== null) writeOutput(file, `${teamPage(result)}\n`);
  const lines = file === null ? linesOf(result, out.strong) : [`The page of the team is in ${file}.`];
  return { ...EMPTY, result: { ...result, output: file }, text: lines.flatMap((line) => wrapText(line, width, '  ')) };
}

/** What is known of a call that somebody is at work on. */
async function workNow(
  store: SessionStore,
  calls: Awaited<ReturnType<SessionStore['calls']>>,
): Promise<readonly CallNow[]> {
  return (await store.atWork()).map(({ agent, session, since }) => {
    const call = calls.find((one) => one.session === session);
    const { clinic = null, desk = null, terminalId = null } = call ?? {};
    const target = call ? `${call.host}:${String(call.posxmlPort ?? '')}` : '';
    return { session, agent, clinic, desk, terminalId, target, since };
  });
}

function linesOf(result: TeamResult, strong: (text: string) => string): readonly string[] {
  const { open, atWork, calls, done, doneAtFirstCall, medianMinutes, findings, agents, banks } = result;
  const group = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', strong(title), ...lines];
  const counts = (name: string, of: { readonly calls: number; readonly done: number }): string =>
    `${name}: ${String(of.calls)} calls, ${String(of.done)} done`;
  return [
    ...(open.length === 0 ? ['No money is open.'] : [strong('Money is open'), ...open.map(nowWords)]),
    ...group('At work now', atWork.map(nowWords)),
    ...group(`Since ${formatInstant(Date.parse(result.from), Date.parse(result.until))}`, [
      `${String(calls)} calls, ${String(done)} done, ${String(doneAtFirstCall)} of them at the first call${medianMinutes === null ? '' : `, half of those within ${String(medianMinutes)} minutes`}.`,
    ]),
    ...group(
      'Found most often',
      findings.slice(0, FINDINGS).map((one) => `${one.code}: ${String(one.calls)}`),
    ),
    ...group(
      'By agent',
      agents.map((one) => counts(one.agent ?? 'not told', one)),
    ),
    ...group(
      'By bank',
      banks.map((one) => counts(one.bank ?? 'not told', one)),
    ),
  ];
}

function nowWords({ session, agent, clinic, desk, target, since }: CallNow): string {
  const who = [clinic, desk, target].filter((part) => part !== null && part !== '').join(', ');
  return `${session}  ${[who, agent, formatInstant(Date.parse(since), Date.now())].filter((part) => part !== null && part !== '').join(' · ')}`;
}
