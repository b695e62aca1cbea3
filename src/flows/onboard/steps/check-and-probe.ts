import { identityOf } from '../../../connection/identity.js';
import type { Facts } from '../../../model/facts.js';
import { checkTarget } from '../../../steps/check/check.js';
import { checksOf } from '../../../steps/checks.js';
import { probeTarget } from '../../../steps/probe/probe.js';
import type { ProbeOptions } from '../../../steps/probe/options.js';
import { posxmlOf } from '../../../steps/test-payment/readiness.js';
import { recordIdentity, recordTarget } from '../../sessions/with-session.js';
import { judgeFacts } from '../../../diagnosis/judge-facts.js';
import type { StepResult } from '../step-result.js';
import { settleOpenMoney } from '../../test-payment/run-test.js';
import { reportStepEnd } from './report-step-end.js';
import type { Call } from '../state.js';

/** Can both ports be reached? */
export async function checkStep(call: Call): Promise<StepResult> {
  const { input, parts, baggage } = call;
  const { context, controls } = parts;
  context.report({ kind: 'begin', task: 'check' });
  const seen = await checkTarget(baggage.target, { ...onboardLookOptions(call), report: context.report });
  // An open port is no verdict yet: whether a terminal answers there is seen next.
  const facts = [seen.posxml, seen.log].some((port) => port?.tcp?.open) ? seen : await controls.withControlChecks(seen);
  context.interrupt.signal.throwIfAborted();
  // A closed log port is a warning here: the onboarding can go on without it.
  const found = judgeFacts(facts, input.settings.language, 'probe');
  return reportStepEnd(
    'check',
    { ...found, checks: checksOf(facts), summary: found.error?.message ?? openPorts(facts) },
    parts,
    '',
  );
}

/** Which terminal is it, and in what state? Money that it has open is settled at once. */
export async function probeStep(call: Call): Promise<StepResult> {
  const { input, parts, baggage } = call;
  const { context, controls, work } = parts;
  const { settings } = input;
  context.report({ kind: 'begin', task: 'probe' });
  const seen = await probeTarget(baggage.target, { ...onboardLookOptions(call), report: context.report });
  const facts = await controls.withControlChecks(seen);
  context.interrupt.signal.throwIfAborted();
  baggage.facts = expectingTerminal(facts, call);
  const { terminalId, ownerName } = identityOf(posxmlOf(facts)?.parameters);
  const { expected = { terminalId } } = baggage.facts;
  // A stranger at this address is not the session's terminal.
  if (expected.terminalId === terminalId) {
    recordTarget(work, baggage.target, terminalId);
    recordIdentity(work, facts);
  }
  // Before anything else can fail: the cloud may be down, and the money is still out.
  if (!input.dryRun) baggage.stillOpen = await settleOpenMoney(baggage.target, facts, settings, parts);
  const found = judgeFacts(baggage.facts, settings.language, 'probe');
  return reportStepEnd(
    'probe',
    {
      ...found,
      checks: checksOf(facts),
      summary:
        found.error?.message ??
        [terminalId, ownerName && `in the name of ${ownerName}`].filter((part) => part !== undefined).join(', '),
    },
    parts,
  );
}

export function onboardLookOptions({ input: { settings }, parts: { context, trace } }: Call): ProbeOptions {
  const { timeoutMs, allowPrivate } = settings;
  return { timeoutMs, allowPrivate, signal: context.interrupt.signal, trace };
}

/** The same facts, with the terminal that ought to be there. */
export function expectingTerminal(facts: Facts, { input, baggage }: Call): Facts {
  const terminalId = input.settings.terminalId ?? baggage.confirmed;
  return terminalId === undefined ? facts : { ...facts, expected: { terminalId } };
}

function openPorts(facts: Facts): string {
  const open = [facts.posxml, facts.log].filter((port) => port?.tcp?.open).map((port) => String(port?.pair.port));
  return `${facts.posxml?.pair.host ?? ''}: ${open.join(' and ')} open`;
}
