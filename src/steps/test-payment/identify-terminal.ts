import type { Check } from '../../contract/document.js';
import type { Language } from '../../contract/language.js';
import type { Target } from '../../model/endpoint.js';
import { identifyByCode } from './identify.js';
import type { Identification } from './identify.js';
import { testCheck } from './payment-checks.js';
import type { PaymentDeps } from './settle.js';

interface IdentifyDeps extends Pick<PaymentDeps, 'client' | 'talk' | 'report' | 'stop'> {
  /** Random bytes, so many. */
  readonly random: (bytes: number) => Uint8Array;
}

interface IdentifyInput {
  readonly target: Target;
  readonly skipIdentify: boolean;
  readonly language: Language;
}

/** Has the clinic confirm that it is in front of this terminal: the check `test.identify`. @throws the reason of `stop` */
export async function identifyTerminal(
  { target, skipIdentify, language }: IdentifyInput,
  { client, random, talk, report, stop }: IdentifyDeps,
): Promise<Check> {
  const place = target.posxml;
  if (skipIdentify) return testCheck('test.identify', 'skip', place, { reason: 'skipped by --skip-identify' });
  report({ kind: 'begin', task: 'test.identify' });
  const digits = Array.from(random(4), (byte) => String(byte % 10)).join('');
  const result = await identifyByCode(client, digits, language, talk, report, stop);
  const outcome = result.kind === 'confirmed' ? 'pass' : 'fail';
  const detail = describeIdentification(result);
  report({ kind: 'end', task: 'test.identify', outcome, detail });
  if (outcome === 'fail') report({ kind: 'moment', id: 'identify.failed' });
  return testCheck('test.identify', outcome, place, { detail });
}

function describeIdentification(result: Identification): string {
  switch (result.kind) {
    case 'confirmed':
      return `confirmed by ${result.by}`;
    case 'wrong-code':
      return 'the code did not match, or none was visible';
    case 'not-possible':
      return result.why;
  }
}
