import type { SweepSummary } from '../contract/look-results.js';
import type { Theme } from './theme.js';

/** How many terminals are well, and how often each thing was found, the most frequent first. */
export function renderSummary({ targets, ok, failed, diagnoses }: SweepSummary, theme: Theme): readonly string[] {
  const found = Object.entries(diagnoses).sort(([, one], [, other]) => other - one);
  const width = Math.max(...found.map(([, times]) => grouped(times).length), 0);
  return [
    theme.strong(`${grouped(targets)} checked: ${grouped(ok)} without problems, ${grouped(failed)} with problems.`),
    ...found.map(([code, times]) => `  ${grouped(times).padStart(width)}  ${code}`),
  ];
}

interface SweepProgress {
  readonly targets: number;
  readonly failed: number;
  /** Since the beginning, milliseconds. */
  readonly ms: number;
  /** How much of the input was begun, from 0 to 1; undefined where that is not known. */
  readonly share: number | undefined;
}

/** `1,234 looked at, 12 not in order · 410 a second · 37 % begun · about 12 s left` */
export function renderProgress({ targets, failed, ms, share }: SweepProgress): string {
  const parts = [`${grouped(targets)} checked, ${grouped(failed)} with problems`];
  if (ms >= 1000 && targets > 0) parts.push(`${grouped(Math.round((1000 * targets) / ms))} a second`);
  if (share !== undefined) parts.push(`${String(Math.floor(share * 100))} % started`);
  if (share !== undefined && share > 0.01 && share < 1 && ms >= 2000)
    parts.push(`about ${duration((ms / share) * (1 - share))} left`);
  return parts.join(' · ');
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${String(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${String(minutes)} min` : `${String(Math.ceil(minutes / 60))} h`;
}

/** Grouped in the way of the program's own language, whatever the machine's is. */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
