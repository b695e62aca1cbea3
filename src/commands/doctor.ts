import { BaseCommand } from '../cli/command/base-command.js';
import { connectCloud, exchangeBound, instanceOf } from '../flows/cloud/connect.js';
import type { CommandContext } from '../cli/command/context.js';
import { credentialFinder, openCredentials, ORIGINS } from '../flows/cloud/find-credentials.js';
import type { FindCredentials } from '../flows/cloud/find-credentials.js';
import { doctorOutcome } from '../flows/doctor/outcome.js';
import { cloudFlags, languageFlag } from '../cli/command/flags.js';
import { readLookSettings } from '../flows/look/create-look.js';
import type { Outcome } from '../cli/output/outcome.js';
import type { TraceWriter } from '../cli/output/trace.js';
import { AppError } from '../contract/app-error.js';
import type { Language } from '../contract/language.js';
import type { Access, CloudSideOptions } from '../steps/doctor/cloud-side.js';
import { examineOwnSide } from '../steps/doctor/examine.js';

export default class DoctorCommand extends BaseCommand {
  static override summary = 'check this computer: network, proxies, DNS, clock, credentials, session files';
  static override examples = [
    '<%= config.bin %> doctor',
    '<%= config.bin %> doctor --instance https://cloud.example/clinic',
    'TERMINAL_CONTROL_MUST_ANSWER=www.example.com:443 <%= config.bin %> doctor --json',
  ];
  static override flags = { ...cloudFlags, ...languageFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(DoctorCommand);
    const { flags } = parsed;
    const { timeoutMs, controls } = readLookSettings(flags, context);
    const all = await examineOwnSide({
      engines: (this.config.pjson['engines'] as { readonly node?: string } | undefined)?.node ?? '',
      env: process.env,
      store: await context.store(),
      kept: openCredentials(flags, context).list(),
      controls,
      cloudSide:
        flags.instance === undefined
          ? undefined
          : await cloudSide(
              flags.instance,
              { greetMs: timeoutMs, exchangeMs: exchangeBound(parsed, context.settings) },
              credentialFinder(flags, context),
              context,
            ),
    });
    context.interrupt.signal.throwIfAborted();
    return doctorOutcome(all, flags.language as Language, context);
  }
}

/** How long the two may take that are asked. Milliseconds. */
interface Bounds {
  readonly greetMs: number;
  readonly exchangeMs: number | undefined;
}

/** @throws AppError for an instance that is not written right */
async function cloudSide(
  text: string,
  { greetMs, exchangeMs }: Bounds,
  find: FindCredentials,
  { interrupt: { signal }, trace }: CommandContext,
): Promise<CloudSideOptions> {
  const instance = instanceOf(text);
  const told = (event: unknown): void => {
    trace?.('cloud', JSON.stringify(event), 0);
  };
  return {
    instance,
    access: await accessTo(instance.url, exchangeMs, find, signal, trace),
    deadlineMs: greetMs,
    signal,
    trace: told,
  };
}

/** That there are no credentials is for the doctor to tell, not the end of it. */
async function accessTo(
  instance: string,
  exchangeMs: number | undefined,
  find: FindCredentials,
  signal: AbortSignal,
  trace: TraceWriter | undefined,
): Promise<Access> {
  try {
    const credentials = await find(instance);
    return {
      cloud: await connectCloud({ instance, credentials, exchangeMs }, signal, trace),
      from: ORIGINS[credentials.from],
    };
  } catch (error) {
    const code = error instanceof AppError ? error.fields.code : undefined;
    if (code === 'credentials.missing' || code === 'credentials.unreadable')
      return { code, why: (error as AppError).message.replace(/\.$/, '') };
    throw error;
  }
}
