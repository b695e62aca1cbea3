import { safeExcerpt } from '../text/safe-excerpt.js';
import { TERMINAL_RIGHT } from './contract.js';
import { CloudFailure } from './errors.js';

const MOST = 200;
/** So that the sentence about them is never cut. */
const SHOWN = 8;

/** A bare 403 says nothing: where the cloud tells what the credentials may do, the failure says what is missing. */
export async function withRights(error: unknown, ask: () => Promise<readonly string[]>): Promise<unknown> {
  // Without a token there is nobody to ask for.
  if (!(error instanceof CloudFailure) || error.kind !== 'permission' || error.status !== 403) return error;
  const rights = await ask().catch(() => undefined);
  if (rights === undefined)
    return error.with({ detail: `${error.detail} (most likely “${TERMINAL_RIGHT}” is missing)` });
  const more = rights.length - SHOWN;
  const has =
    rights.length === 0
      ? 'none at all'
      : rights.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
  const missing = rights.includes(TERMINAL_RIGHT) ? '' : `“${TERMINAL_RIGHT}” is missing; `;
  return error.with({ detail: `${error.detail} (${missing}the credentials have ${has})` });
}

/** The names of the rights, in whatever shape they come. Safe to show. */
export function readRights(value: unknown): readonly string[] {
  return namesIn(value, 0)
    .slice(0, MOST)
    .map((name) => safeExcerpt(name, 60));
}

function namesIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return /^https?:/.test(value) ? [] : [value];
  if (typeof value !== 'object' || value === null || depth > 4) return [];
  const inner: readonly unknown[] = Array.isArray(value) ? value.slice(0, MOST) : Object.values(value).slice(0, MOST);
  return inner.flatMap((one) => namesIn(one, depth + 1));
}
