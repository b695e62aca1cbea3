import type { Cloud } from '../../../cloud/client.js';
import { identityOf } from '../../../connection/identity.js';
import type { Facts } from '../../../model/facts.js';
import { posxmlOf } from '../../../steps/test-payment/readiness.js';
import { safeExcerpt } from '../../../text/safe-excerpt.js';
import { placeOf } from '../../../model/endpoint.js';
import { judgeFacts } from '../../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../../diagnosis/judge-facts.js';
import { blocksRegistration, judgeRegistration, runRegistration } from '../../register/register.js';
import type { StepResult } from '../step-result.js';
import { reportStepEnd } from './report-step-end.js';
import type { Call, Registering } from '../state.js';

/** Registers it with the cloud, or brings its record up to date. */
export async function onboardRegister({ input: asked, cloud }: Registering, call: Call): Promise<StepResult> {
  const { input, parts, baggage } = call;
  const { context, talk, work } = parts;
  const facts = baggage.facts ?? { at: Date.now() };
  context.report({ kind: 'begin', task: 'register' });
  const blocked = blocksRegistration(facts, input.settings.language);
  if (blocked)
    return reportStepEnd('register', { ...blocked, checks: [], summary: blocked.error?.message ?? '' }, parts);
  const twin = twinOf(facts, cloud, call);
  if (twin) return reportStepEnd('register', { ...twin, checks: [], summary: twin.error?.message ?? '' }, parts);
  const result = await runRegistration(baggage.target, facts, asked, cloud, talk, context.interrupt.signal);
  baggage.registration = result;
  if (result.outcome === 'registered') {
    baggage.record = result.record;
    parts.sameCall.set(result.record.terminalId, placeOf(baggage.target));
    work.record({
      type: 'terminal.registered',
      instance: cloud.instance.url,
      recordId: result.record.id,
      action: result.action,
      ...(result.department && { departmentName: safeExcerpt(result.department.name) }),
    });
  }
  return reportStepEnd('register', { ...judgeRegistration(result, input.settings.language), canWait: true }, parts);
}

/** The same terminal at two addresses of one call has not moved in between: one of the addresses is wrong. */
function twinOf(facts: Facts, { instance }: Cloud, { input, parts, baggage }: Call): JudgedFacts | undefined {
  const { terminalId = '' } = identityOf(posxmlOf(facts)?.parameters);
  const place = parts.sameCall.get(terminalId);
  if (place === undefined || place === placeOf(baggage.target)) return undefined;
  const failure = {
    kind: 'conflict',
    detail: `terminal ${terminalId} was registered at ${place} in this same call`,
    status: undefined,
    fields: {},
    retryAfterS: undefined,
  } as const;
  return judgeFacts({ at: Date.now(), cloud: { instance: instance.url, failure } }, input.settings.language);
}
