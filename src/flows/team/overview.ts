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
  const text =
    file === null
      ? blocksOf(result).flatMap(({ title, lines }, index) => [
          ...(index === 0 ? [] : ['']),
          out.strong(title),
          ...lines.flatMap((line) => wrapText(line, width, '  ')),
        ])
      : wrapText(`The page of the team is in ${file}.`, width);
  return { ...EMPTY, result: { ...result, output: file }, text };
}

/** What is known of a call that a person is at work on. */
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

interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

function blocksOf(result: TeamResult): readonly Block[] {
  const { open, atWork, calls, done, doneAtFirstCall, medianMinutes, findings, agents, banks } = result;
  const counts = (name: string | null, of: { readonly calls: number; readonly done: number }): string =>
    `${name ?? 'not told'}: ${callsWords(of.calls)}, ${String(of.done)} done`;
  const half = medianMinutes === null ? '' : `, half of those within ${String(medianMinutes)} minutes`;
  const first = doneAtFirstCall === 0 ? '' : `, ${String(doneAtFirstCall)} of them at the first call${half}`;
  return [
    open.length === 0
      ? { title: 'No money is open.', lines: [] }
      : { title: 'Money is open', lines: open.map(nowWords) },
    ...[
      { title: 'At work now', lines: atWork.map(nowWords) },
      {
        title: `Since ${formatInstant(Date.parse(result.from), Date.parse(result.until))}`,
        lines: [`${callsWords(calls)}, ${String(done)} done${first}.`],
      },
      {
        title: 'Found most often',
        lines: findings.slice(0, FINDINGS).map((one) => `${one.code}: ${String(one.calls)}`),
      },
      { title: 'By agent', lines: agents.map((one) => counts(one.agent, one)) },
      { title: 'By bank', lines: banks.map((one) => counts(one.bank, one)) },
    ].filter(({ lines }) => lines.length > 0),
  ];
}

function callsWords(count: number): string {
  return `${String(count)} ${count === 1 ? 'call' : 'calls'}`;
}

function nowWords({ session, agent, clinic, desk, target, since }: CallNow): string {
  const who = [clinic, desk, target].filter((part) => part !== null && part !== '').join(', ');
  return `${session}  ${[who, agent, formatInstant(Date.parse(since), Date.now())].filter((part) => part !== null && part !== '').join(' · ')}`;
}
