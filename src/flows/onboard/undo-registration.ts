import { CloudFailure } from '../../cloud/errors.js';
import type { TerminalRecord } from '../../cloud/records.js';
import { UNDONE } from '../../session/queries.js';
import { StoreError } from '../../session/store-error.js';
import type { OnboardingCall, StepEnd } from './state.js';

/**
 * A record that was written before the clinic said that it has another terminal: it is offered to be disabled. One that
 * is in use is left alone, since its terminal may be another clinic's.
 */
export async function offerUndo(end: StepEnd, call: OnboardingCall): Promise<StepEnd> {
  const { record } = end.state;
  const { talk } = call.deps;
  if (end.result.error?.code !== 'terminal.not-identified' || record?.status !== 'pending' || !talk.interactive)
    return end;
  const named = `Record ${record.id} (“${record.name}”) in the cloud is of terminal ${record.terminalId}`;
  const agreed = await talk.confirm({
    kind: 'confirm',
    id: 'register.undo',
    message: `Disable record ${record.id}?`,
    preamble: [`${named}, which is not the one in front of the clinic.`],
    default: true,
    ignoreTypeAhead: true,
  });
  const disabled = agreed && (await disable(record, named, call));
  call.deps.context.report({
    kind: 'note',
    text: disabled
      ? `Record ${record.id} is disabled.`
      : `${named} and stays pending: tell the administrator of the instance.`,
  });
  return disabled
    ? { ...end, state: { ...end.state, record: undefined, registration: undefined, confirmed: undefined } }
    : end;
}

async function disable(
  { id, terminalId }: TerminalRecord,
  named: string,
  { input: { registering }, deps: { context, session, registeredInThisCall } }: OnboardingCall,
): Promise<boolean> {
  if (!registering) return false;
  const { after } = registering.lasting;
  try {
    if (!session.state.sandbox) await (await context.store()).confirm({ kind: 'cloud' });
    await after.updateTerminal(id, { status: 'disabled' });
  } catch (error) {
    if (!(error instanceof CloudFailure || error instanceof StoreError)) throw error;
    context.report({ kind: 'note', text: `${named}. It could not be disabled: ${error.message}.` });
    return false;
  }
  registeredInThisCall.delete(terminalId);
  session.record({ type: 'terminal.registered', instance: after.instance.url, recordId: id, action: UNDONE });
  return true;
}
