import type { CheckId } from '../../contract/document.js';
import type { CloudFailureKind, Facts } from '../../model/facts.js';
import type { Finding, FindOptions, Row } from '../row.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { excerptOf } from '../text.js';

const FIELDS_SHOWN = 5;
/** Some sentences of one field. */
const ERRORS_MAX = 300;
/** Names, dates, addresses and what the cloud said, in full. */
const WAY_MAX = 2000;

export function findCloudFailure(kind: CloudFailureKind, usual: CheckId): Row['find'] {
  return ({ cloud }) => {
    const failure = cloud?.failure;
    if (!cloud || failure?.kind !== kind) return undefined;
    const fields = Object.entries(failure.fields)
      .slice(0, FIELDS_SHOWN)
      .map(
        ([name, errors]) =>
          ` ${excerptOf(name)}: ${safeExcerpt(errors.join(' ').trim(), ERRORS_MAX).replace(/\.$/, '')}`,
      );
    return {
      because: [failure.check ?? usual],
      target: cloud.instance,
      params: {
        instance: cloud.instance,
        said:
          fields.length === 0 || failure.status === undefined
            ? inWords(failure.detail)
            : `it answered with HTTP status ${failure.status}:${fields.join(';')}`,
        wait: failure.retryAfterS === undefined ? 'a minute' : `${Math.max(0, Math.ceil(failure.retryAfterS))} s`,
      },
    };
  };
}

/** What was met on the way, in whole sentences: nothing of it is cut that is not cut already. */
function inWords(detail: string): string {
  return safeExcerpt(detail, WAY_MAX)
    .replace(/^the cloud answered (\d+)/, 'it answered with HTTP status $1')
    .replace(/\.$/, '');
}

/** The instance was not asked at all, so there is no status to tell. */
export function notReached(kind: CloudFailureKind): Row['find'] {
  return (facts, options) => {
    const found = findCloudFailure(kind, 'cloud.register')(facts, options);
    const detail = safeExcerpt(facts.cloud?.failure?.detail ?? '', WAY_MAX).replace(/\.$/, '');
    return found && { ...found, params: { ...found.params, detail: detail === '' ? '' : `: ${detail}` } };
  };
}

export const OURS_SAY = {
  et: 'Viga on meie süsteemis, mitte teie makseterminalis. Tegelen sellega, palun oodake hetk.',
  en: 'The problem is in our system, not in your payment terminal. I am working on it. Please wait a moment.',
  ru: 'С вашим терминалом это не связано. Сохранить его в нашей системе не удалось, и я этим занимаюсь. Пожалуйста, подождите немного.',
};

export const COLLIDES = 'already has another registration that this one would collide with';
const CHANGED = 'has a registration of this terminal that was changed meanwhile';
const CHANGED_MEANWHILE: NonNullable<Finding['instead']> = {
  causes: [
    'the administrator of the instance disabled or removed the record',
    'another agent is at work on the same terminal',
  ],
  ask: null,
  say: OURS_SAY,
  do: 'Find out who changed the registration, and why. To use the terminal, run the command again: it asks before it changes anything.',
};

/** Some records, each by terminal, address and desk, or every field that would change. */
const CONFLICT_MAX = 2000;

/** The other registration in full, since it tells whom to ask. */
export function findConflict(facts: Facts, options: FindOptions): Finding | undefined {
  const changed = findCloudFailure('changed', 'cloud.register')(facts, options);
  if (changed)
    return {
      ...changed,
      params: { ...changed.params, how: CHANGED, answered: `: ${String(changed.params?.['said'])}` },
      instead: CHANGED_MEANWHILE,
    };
  const found = findCloudFailure('conflict', 'cloud.register')(facts, options);
  const failure = facts.cloud?.failure;
  if (!found || !failure) return undefined;
  const { status, detail } = failure;
  const answered =
    status === undefined ? (detail === '' ? '' : `“${safeExcerpt(detail.trim(), CONFLICT_MAX)}”`) : inWords(detail);
  return { ...found, params: { ...found.params, how: COLLIDES, answered: answered === '' ? '' : `: ${answered}` } };
}
