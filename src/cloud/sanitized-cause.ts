import { safeExcerpt } from '../text/safe-excerpt.js';

/** A cause that is kept: what it says of itself, without secrets and without whatever else hung on it. */
export interface KeptCause extends Error {
  readonly code?: string;
}

const DEEPEST = 5;

/** Copies an error's name, message, code and causes. A library's error can carry requests, URLs and headers. */
export function keepCause(error: unknown, redact: (text: string) => string, depth = 0): KeptCause | undefined {
  if (!(error instanceof Error) || depth >= DEEPEST) return undefined;
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  const cause = keepCause(inner, redact, depth + 1);
  const kept: Error & { code?: string } = new Error(
    safeExcerpt(redact(error.message), 300),
    cause ? { cause } : undefined,
  );
  kept.name = error.name;
  kept.stack = `${error.name}: ${kept.message}`;
  const code = (error as { readonly code?: unknown }).code;
  if (typeof code === 'string') kept.code = code;
  return kept;
}

/** Every system or library code in the chain, outermost first. */
export function codesOf(error: KeptCause | undefined): readonly string[] {
  if (!error) return [];
  return [...(error.code === undefined ? [] : [error.code]), ...codesOf(error.cause as KeptCause | undefined)];
}
