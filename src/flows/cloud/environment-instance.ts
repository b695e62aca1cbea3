import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readInstance } from '../../cloud/instance.js';
import type { Credentials } from '../../cloud/token.js';
import { canAsk, createPrompter } from '../../cli/command/context.js';
import type { CommonFlags, CommandContext } from '../../cli/command/context.js';
import { homeFolder } from '../../cli/process/paths.js';
import { writePrivateFile } from '../../session/private-file.js';

/** The published word for both: it opens nothing but a sandbox. */
const PRACTICE = 'sandbox';

/**
 * Whether the environment's credentials were set for this instance: the one of TERMINAL_INSTANCE, or the one that was
 * asked for once and kept. A mistyped instance must not get them. What they are sent to on this machine does not leave it.
 * @returns true, or why they are not sent there
 */
export async function isForInstance(
  { clientId, clientSecret }: Credentials,
  instance: string,
  flags: CommonFlags,
  context: CommandContext,
): Promise<true | string> {
  const reading = readInstance(instance);
  const isLoopback = reading.ok && reading.instance.loopback;
  if (clientId === PRACTICE && clientSecret === PRACTICE && !isLoopback)
    return 'The credentials in the environment are practice credentials, for a sandbox only. They were not sent there.';
  const meant = process.env['TERMINAL_INSTANCE'] ?? '';
  if (meant !== '') return urlOf(meant) === instance || othersFor(urlOf(meant));
  if (isLoopback) return true;
  const kept = readKept();
  if (kept?.clientId === clientId) return kept.instance === instance || othersFor(kept.instance);
  if (!(await mayBeSent(clientId, instance, flags, context)))
    return 'The credentials in the environment were not sent there, because TERMINAL_INSTANCE is not set.';
  writePrivateFile(keptFile(), `${JSON.stringify({ clientId, instance })}\n`);
  return true;
}

const othersFor = (instance: string): string =>
  `The credentials in the environment are for ${instance} (TERMINAL_INSTANCE), so they were not sent there.`;

function urlOf(text: string): string {
  const reading = readInstance(text);
  return reading.ok ? reading.instance.url : 'what TERMINAL_INSTANCE names';
}

async function mayBeSent(
  clientId: string,
  instance: string,
  flags: CommonFlags,
  context: CommandContext,
): Promise<boolean> {
  if (flags.yes) return true;
  if (!canAsk(flags)) return false;
  const talk = await createPrompter(flags, context);
  return talk.confirm({
    kind: 'confirm',
    id: 'credentials.instance',
    message: `Do the credentials in the environment (client ${clientId}) belong to ${instance}? (asked once)`,
    default: false,
  });
}

const keptFile = (): string => join(homeFolder(), 'environment-credentials.json');

function readKept(): { readonly clientId: string; readonly instance: string } | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(keptFile(), 'utf8'));
    const { clientId, instance } = kept as { readonly clientId?: unknown; readonly instance?: unknown };
    return typeof clientId === 'string' && typeof instance === 'string' ? { clientId, instance } : undefined;
  } catch {
    return undefined;
  }
}
