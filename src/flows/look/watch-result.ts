import { formatPair } from '../../model/endpoint.js';
import type { PortFiguresResult, SpreadResult, WatchFigures } from '../../contract/look-results.js';
import type { PortFigures, Spread, WatchReport } from '../../model/watch.js';

/** Loss and latency, as the JSON document tells them. */
export function figuresResult({ looks, figures }: WatchReport, ms: number): WatchFigures {
  const of = (role: 'posxml' | 'log'): PortFiguresResult | null => {
    const port = figures.find(({ pair }) => pair.role === role);
    return port ? portResult(port) : null;
  };
  return { looks, ms: Math.round(ms), posxml: of('posxml'), log: of('log') };
}

function portResult({ pair, looks, failed, failures, connectMs, answerMs }: PortFigures): PortFiguresResult {
  const lossPercent = looks === 0 ? 0 : Math.round((1000 * failed) / looks) / 10;
  return {
    pair: formatPair(pair),
    looks,
    failed,
    lossPercent,
    failures: { ...failures },
    connectMs: spreadResult(connectMs),
    answerMs: spreadResult(answerMs),
  };
}

function spreadResult(spread: Spread | undefined): SpreadResult | null {
  if (!spread) return null;
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  return { min: round(spread.min), median: round(spread.median), max: round(spread.max) };
}
