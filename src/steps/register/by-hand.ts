import type { HandEntry } from '../../cloud/entered-by-hand.js';
import { CloudFailure } from '../../cloud/errors.js';
import { recordToCreate } from './plan.js';
import type { FieldChange, RegisterDeps, RegisterInput } from './types.js';

/** What is to be entered in the cloud's own pages, as this program would have written it. */
export function fieldsToEnter(input: RegisterInput): readonly FieldChange[] {
  const fields = Object.entries(recordToCreate(input)) as [FieldChange['field'], FieldChange['to']][];
  return fields.filter(([, to]) => to !== null).map(([field, to]) => ({ field, from: null, to }));
}

/**
 * Where the cloud lets nobody write: looks whether the terminal was entered by hand, and where a person is there, until
 * it is. Nothing is written.
 * @throws CloudFailure of kind `enter-by-hand` while it is not there
 */
export async function verifyEntry(input: RegisterInput, { cloud, waitForEntry }: RegisterDeps): Promise<string> {
  const { host, posxmlPort } = input.target;
  const look = (): Promise<HandEntry> =>
    cloud.enteredByHand({ host, posxmlPort, terminalId: input.identity.terminalId });
  const first = await look();
  const last =
    first.kind === 'found' || input.dryRun || !waitForEntry ? first : await waitForEntry(fieldsToEnter(input), look);
  if (last.kind === 'found') return last.id;
  const why =
    last.kind === 'differs'
      ? `registration ${last.id} is for this terminal or address, but ${last.why}`
      : 'it is not there yet';
  throw new CloudFailure({ kind: 'enter-by-hand', detail: why });
}
