import type { Json } from '../../contract/json.js';
import type { Check, CheckId, CheckStatus } from '../../contract/document.js';
import type { CloudFacts } from '../../model/facts.js';

/** One thing of the agent's own side, looked at. */
export interface Examined {
  /** Its evidence holds `says`, in a few words for a person, and `do` where something is to be done. */
  readonly check: Check;
  /** Why it failed; the command ends with the first of these. */
  readonly failure?: Ailment;
}

export type Ailment =
  | { readonly kind: 'own-side'; readonly sign: string }
  | { readonly kind: 'cloud'; readonly cloud: CloudFacts }
  /** An error of the program's own table. */
  | {
      readonly kind: 'error';
      readonly code:
        | 'credentials.missing'
        | 'credentials.unreadable'
        | 'store.full'
        | 'store.unreadable'
        | 'store.newer'
        | 'store.unavailable'
        | 'money.copied-record';
    };

interface Remarks {
  readonly says: string;
  readonly do?: string;
  readonly target?: string;
  readonly ms?: number;
  readonly evidence?: Readonly<Record<string, Json>>;
  readonly failure?: Ailment;
}

export function examinedCheck(id: CheckId, status: CheckStatus, about: Remarks): Examined {
  const { says, target, ms, failure } = about;
  const evidence = { says, ...(about.do !== undefined && { do: about.do }), ...about.evidence };
  return {
    check: { id, status, target: target ?? null, ms: ms === undefined ? null : Math.round(ms), evidence },
    ...(failure && { failure }),
  };
}
