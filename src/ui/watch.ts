import { clockParts } from '../diagnosis/clock.js';
import type { PortChange, PortFigures, Spread, WatchReport } from '../model/watch.js';
import type { Theme } from './theme.js';

/** `12:03:11 4445 refused -> answers PosXML`, in Estonia's time. */
export function renderChange({ port, from, to }: PortChange, at: Date): string {
  const { hour, minute, second } = clockParts(at.getTime());
  return `${hour}:${minute}:${second} ${String(port)} ${from === undefined ? to : `${from} -> ${to}`}`;
}

/** Loss and latency of a watch, a line or two for each port. */
export function renderFigures({ looks, figures }: WatchReport, theme: Theme): readonly string[] {
  return [
    theme.strong(`Checked ${looks === 1 ? 'once' : `${String(looks)} times`}.`),
    ...figures.flatMap((port) => portLines(port, theme)),
  ];
}

function portLines(
  { pair, looks, failed, failures, connectMs, answerMs }: PortFigures,
  theme: Theme,
): readonly string[] {
  const name = `${String(pair.port)} ${pair.role}`.padEnd(13);
  const states = Object.entries(failures).map(([state, count]) => `${state} ${String(count)}`);
  const loss =
    failed === 0
      ? 'none failed'
      : `${String(failed)} of ${String(looks)} failed (${String(Math.round((100 * failed) / looks))} %): ${states.join(', ')}`;
  const latency = [spreadText('connected in', connectMs), spreadText('answered in', answerMs)].filter(
    (part) => part !== '',
  );
  return [
    `  ${failed === 0 ? theme.sign.pass : theme.sign.fail} ${name} ${loss}`,
    ...(latency.length > 0 ? [`    ${theme.dim(`${latency.join(' · ')} (least/median/most)`)}`] : []),
  ];
}

function spreadText(what: string, spread: Spread | undefined): string {
  if (!spread) return '';
  return `${what} ${[spread.min, spread.median, spread.max].map((ms) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)))).join('/')} ms`;
}
