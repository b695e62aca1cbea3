import { redactDocument } from '../text/redact.js';
import { textOf, escapeControls } from '../text/escape-controls.js';
import type { ExchangeResult } from './types.js';

/** For `--debug`: what went over the wire, with card data redacted and control characters visible. */
export type Trace = (direction: 'out' | 'in', text: string, ms: number) => void;

const MAX_TRACE = 4096;

/** Tells of a document that is about to go out; the function that is returned tells of what came of it. */
export function traceExchange(trace: Trace | undefined, document: string): (result: ExchangeResult) => void {
  if (!trace) return () => undefined;
  trace('out', traceable(document), 0);
  return (result) => {
    trace('in', textOfResult(result), Math.round(result.timing.total));
  };
}

function textOfResult(result: ExchangeResult): string {
  const came = traceable(textOf(result.evidence.bytes));
  return result.kind === 'failed' ? `${result.failure.message}${came === '' ? '' : `; received: ${came}`}` : came;
}

function traceable(text: string): string {
  return escapeControls(redactDocument(text), MAX_TRACE);
}
