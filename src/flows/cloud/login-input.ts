import { isatty } from 'node:tty';
import { readInstance } from '../../cloud/instance.js';
import type { Credentials } from '../../cloud/token.js';
import { usageError } from '../../contract/app-error.js';
import type { Prompter } from '../../steps/dependencies.js';
import { instanceOf } from './connect.js';
import { requireFlags } from '../../cli/command/context.js';
import { readStdin } from '../../cli/input/read-stdin.js';
import { readText } from '../../cli/input/read-file.js';

interface LoginFlags {
  readonly instance?: string | undefined;
  readonly 'client-id'?: string | undefined;
  readonly 'client-secret-file'?: string | undefined;
}

export interface LoginInput {
  /** The instance's URL. */
  readonly instance: string;
  readonly credentials: Credentials;
}

const STDIN = '-';
/** A pipe that nobody mentioned has what it has; who is slower is named with `--client-secret-file -`. Milliseconds. */
const UNMENTIONED_MS = 1000;
const LONGEST = { id: 255, secret: 2000 };

/** What a login needs: from flags, a file or a pipe, else by asking. @throws AppError usage.missing, usage.invalid */
export async function readLogin(flags: LoginFlags, talk: Prompter, signal: AbortSignal): Promise<LoginInput> {
  if (!talk.interactive) requireFlags(missingOf(flags), 'Values are missing for the login.');
  const instance = instanceOf(flags.instance ?? (await askInstance(talk))).url;
  const early = await givenSecret(flags['client-secret-file'], talk, signal);
  const clientId =
    flags['client-id'] ??
    (await talk.text({
      kind: 'text',
      id: 'client-id',
      message: `Client ID for ${instance}:`,
      flag: '--client-id',
      check: (answer) => wrongId(answer.trim()),
    }));
  const wrong = wrongId(clientId.trim());
  if (wrong !== undefined)
    throw usageError('usage.invalid', `--client-id is not valid. ${wrong}`, [
      'Use the client ID from the administrator of the instance.',
    ]);
  const clientSecret =
    early ??
    (await talk.text({
      kind: 'text',
      id: 'client-secret',
      message: 'Client secret:',
      hidden: true,
      flag: '--client-secret-file',
      check: wrongSecret,
    }));
  return { instance, credentials: { clientId: clientId.trim(), clientSecret } };
}

/** A secret that may yet come through a pipe is only missing beside what else is. */
function missingOf(flags: LoginFlags): readonly string[] {
  const missing = (['instance', 'client-id'] as const)
    .filter((name) => flags[name] === undefined)
    .map((name) => `--${name}`);
  const secret = flags['client-secret-file'] === undefined && (missing.length > 0 || isatty(0));
  return [...missing, ...(secret ? ['--client-secret-file'] : [])];
}

async function askInstance(talk: Prompter): Promise<string> {
  const check = (answer: string): string | undefined => {
    const reading = readInstance(answer);
    return reading.ok ? undefined : `Not a valid instance: ${reading.reason}.`;
  };
  return talk.text({ kind: 'text', id: 'instance', message: 'Instance (https://host/id):', flag: '--instance', check });
}

/** Undefined where it is to be asked for. @throws AppError */
async function givenSecret(file: string | undefined, talk: Prompter, signal: AbortSignal): Promise<string | undefined> {
  if (file !== undefined && file !== STDIN)
    return secretIn(readText(file, 'Name another with --client-secret-file; - is stdin.'), file);
  // What is typed at a keyboard would show.
  if (talk.interactive) return undefined;
  const piped = isatty(0)
    ? ''
    : await readStdin({ signal, ...(file === undefined && { beginsWithinMs: UNMENTIONED_MS }) });
  if (piped.trim() === '') requireFlags(['--client-secret-file'], 'stdin was empty.');
  return secretIn(piped, 'stdin');
}

/** The line without its end, nor the mark that some shells put before it. The message never repeats it. */
function secretIn(text: string, source: string): string {
  const secret = text.replace(/^\uFEFF/, '').trim();
  const wrong = wrongSecret(secret);
  if (wrong === undefined) return secret;
  throw usageError('usage.invalid', `${source} contains no valid client secret. ${wrong}`, [
    'Give only the secret, on one line.',
  ]);
}

function wrongId(id: string): string | undefined {
  if (id === '') return 'It must not be empty.';
  return id.length > LONGEST.id || /\p{Cc}/u.test(id) ? 'Use one line of at most 255 characters.' : undefined;
}

function wrongSecret(secret: string): string | undefined {
  if (secret === '') return 'It must not be empty.';
  return secret.length > LONGEST.secret || /\p{Cc}/u.test(secret)
    ? 'Use one line of at most 2000 characters.'
    : undefined;
}
