import type { PracticeResults } from '../../contract/program-results.js';
import type { PracticeResult } from '../../session/practice-results.js';
import { formatInstant } from '../../text/format-instant.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { renderTable } from '../../ui/table.js';
import type { Theme } from '../../ui/theme.js';
import { wrapText } from '../../ui/wrap.js';

export function practiceResult(riddles: readonly PracticeResult[]): PracticeResults {
  const found = riddles.filter((riddle) => riddle.found === true).length;
  return { riddles, played: riddles.length, found };
}

/** A row a riddle, the latest last, and what it comes to. */
export function practiceText(
  riddles: readonly PracticeResult[],
  theme: Theme,
  width: number,
  now: number,
): readonly string[] {
  if (riddles.length === 0) return ['No practice on this computer yet. Begin: terminal sandbox --scenario blind'];
  const rows = riddles.map(({ at, scenario, code, found, seconds, seed }) => ({
    when: formatInstant(Date.parse(at), now),
    riddle: safeExcerpt(scenario),
    code: safeExcerpt(code),
    found: found === null ? 'not told' : found ? 'yes' : 'no',
    time: duration(seconds),
    seed: String(seed),
  }));
  const missed = [...new Set(riddles.filter(({ found }) => found === false).map(({ code }) => safeExcerpt(code)))];
  return [
    ...renderTable<keyof (typeof rows)[number]>(rows, {
      headings: { when: 'WHEN', riddle: 'RIDDLE', code: 'TO FIND', found: 'FOUND', time: 'TIME', seed: 'SEED' },
      firstToGo: ['seed', 'when', 'riddle'],
      theme,
      width,
    }),
    '',
    ...wrapText(scoreText(riddles), width),
    ...(missed.length === 0 ? [] : wrapText(`To read again: terminal explain ${missed.join(', ')}`, width)),
  ];
}

/** `Found 3 of 5 riddles.` */
export function scoreText(riddles: readonly PracticeResult[]): string {
  const { found, played } = practiceResult(riddles);
  return `Found ${String(found)} of ${String(played)} riddle${played === 1 ? '' : 's'}.`;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${String(seconds)} s` : `${String(minutes)} min ${String(seconds % 60)} s`;
}
