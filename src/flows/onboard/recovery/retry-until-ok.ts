import type { Facts } from '../../../model/facts.js';
import { EXIT } from '../../../contract/exit.js';
import type { Language } from '../../../contract/language.js';
import { reportPort } from '../../../steps/report-ports.js';
import { LOOK_GAP_MS, watchTarget } from '../../../steps/probe/watch.js';
import { renderFindings } from '../../../ui/findings.js';
import { waitForBack } from '../../../ui/keys.js';
import { clinicSentence } from '../../../ui/sentences.js';
import { renderChange } from '../../../ui/watch.js';
import type { CommandContext } from '../../../cli/command/context.js';
import type { JudgedFacts } from '../../../diagnosis/judge-facts.js';
import { confirmedChanges } from './confirmed-change.js';

const LONGEST_MS = 24 * 60 * 60_000;
const BELL = '\u0007';

interface KeepTrying {
  /** One look, ended by the signal; `saysDone` ends a wait within it. */
  readonly look: (signal: AbortSignal, saysDone: () => AbortSignal) => Promise<Facts>;
  readonly judge: (facts: Facts) => JudgedFacts;
  /** The gravest finding that the agent has read already. */
  readonly known: string | undefined;
  readonly language: Language;
}

/**
 * Looks again and again while the clinic mends what is wrong, and tells each change: of a port, and of what is found.
 * True once nothing is wrong any more, with a bell; false if the agent came back with Esc. Never throws.
 */
export async function keepTrying(
  { look, judge, known, language }: KeepTrying,
  { report, clock, interrupt, err, errWidth }: CommandContext,
): Promise<boolean> {
  const keys = waitForBack(process.stdin);
  const right = new AbortController();
  const signal = AbortSignal.any([interrupt.signal, keys.back, right.signal]);
  const isNews = confirmedChanges(known);
  report({
    kind: 'note',
    text: 'Checking every few seconds. Press Enter to check now, Esc to return to the menu.',
  });
  report({ kind: 'begin', task: 'keep' });
  try {
    await watchTarget(
      () => look(signal, keys.now),
      { forMs: LONGEST_MS, gapMs: LOOK_GAP_MS, clock, signal, now: keys.now },
      ({ facts, changes }) => {
        for (const port of [facts.posxml, facts.log]) reportPort(port, undefined, report);
        for (const change of changes) report({ kind: 'note', text: renderChange(change, new Date(facts.at)) });
        const { exit, diagnoses } = judge(facts);
        const isNew = isNews(diagnoses[0]?.code);
        if (exit === EXIT.done) right.abort();
        else if (isNew) report({ kind: 'aside', lines: renderFindings(diagnoses.slice(0, 1), err, errWidth) });
        return Promise.resolve();
      },
    );
  } finally {
    keys.stop();
  }
  const works = right.signal.aborted;
  if (!interrupt.signal.aborted) report({ kind: 'end', task: 'keep', outcome: works ? 'pass' : 'skip' });
  if (works) report({ kind: 'say', text: clinicSentence('works.now', language) });
  if (works && process.stderr.isTTY) process.stderr.write(BELL);
  return works;
}
