import { json } from 'node:stream/consumers';
import type { KeyringReply, KeyringRequest } from './keyring.js';

/*
 * A program of its own, that asks the system's credential store one thing: a credential store that waits for a person to unlock it
 * holds up the thread that asks, and not even process.exit() ends a program with such a thread. This one can be killed.
 */

/** The kernel's own keyring, which the library falls back to, forgets everything when the computer is restarted. */
const LASTING = { linux: { store: 'secret-service' } } as const;

async function reply({ action, service, account, secret }: KeyringRequest): Promise<KeyringReply> {
  try {
    const { Entry } = await import('@napi-rs/keyring');
    // From here on it is the credential store that takes its time. To JSON a line's end is nothing.
    process.stdout.write('\n');
    const entry = new Entry(service, account, LASTING);
    if (action === 'find') return { value: entry.getPassword() };
    if (action === 'drop') return { value: entry.deletePassword() ? account : null };
    entry.setPassword(secret ?? '');
    // What cannot be read back was not kept.
    return entry.getPassword() === secret ? { value: account } : { failure: 'it does not return what was saved' };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

void json(process.stdin)
  .then((request) => reply(request as KeyringRequest))
  .then((told) => process.stdout.write(JSON.stringify(told)));
