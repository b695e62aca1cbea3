import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { identityOf } from '../../src/connection/identity.js';
import type { Pair } from '../../src/model/endpoint.js';
import { toDocument } from '../../src/diagnosis/advice.js';
import { diagnoseFacts } from '../../src/diagnosis/diagnose.js';
import type { Facts } from '../../src/model/facts.js';
import type { Language } from '../../src/contract/language.js';
import { resultOf } from '../../src/flows/look/target-result.js';
import { checksOf } from '../../src/steps/checks.js';
import { renderTarget } from '../../src/ui/target.js';
import { themeFor } from '../../src/ui/theme.js';
import { CARD } from './hostile-bytes.js';

export const POSXML: Pair = { host: '127.0.0.1', port: 14445, role: 'posxml' };
export const LOG: Pair = { host: '127.0.0.1', port: 15551, role: 'log' };

const PLAIN = themeFor({ isTTY: false }, false);
const RAW = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;
/** No text is longer: an excerpt, a few of them in a sentence. */
const LONGEST = 2000;

/** What is wrong with what would be shown of these facts, on a screen or in JSON; empty if nothing is. */
export function offences(facts: Facts, language: Language): readonly string[] {
  const diagnoses = diagnoseFacts(facts).map((diagnosis) => toDocument(diagnosis, language));
  const posxml = facts.posxml?.service?.kind === 'posxml' ? facts.posxml.service.posxml : undefined;
  const checks = checksOf(facts);
  const screen = renderTarget({ target: '127.0.0.1', line: undefined, facts, diagnoses }, PLAIN, 80);
  const result = resultOf({ target: '127.0.0.1', line: undefined, facts, checks, diagnoses, exit: 0, error: null });
  return textsIn([diagnoses, checks, screen, result, identityOf(posxml?.parameters)]).flatMap((text) => [
    ...(RAW.test(text) ? [`raw: ${JSON.stringify(text)}`] : []),
    ...(text.includes(CARD) ? [`card: ${text.slice(0, 200)}`] : []),
    ...(text.length > LONGEST ? [`long: ${text.slice(0, 200)}`] : []),
  ]);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(textsIn)]
    : [];
}

/** Node hands out its collector only on request. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** More resident memory than this may be garbage that a lazy collector has left: then it is collected before it counts. MB. */
const SUSPICIOUS_MB = 60;

/** Memory above what it was, in MB: the greatest that was seen to be kept, garbage left out. */
export function memoryWatch(): { readonly look: () => void; readonly grown: () => number } {
  const collect = collector();
  const mb = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  const kept = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = kept();
  let resident = process.memoryUsage.rss();
  let most = before;
  return {
    look: () => {
      const now = process.memoryUsage.rss();
      if (mb(now - resident) < SUSPICIOUS_MB) return;
      resident = now;
      most = Math.max(most, kept());
    },
    grown: () => mb(Math.max(most, kept()) - before),
  };
}
