import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.js';
import { recordTarget, withWork } from '../cli/begin-work.js';
import { connectCloud } from '../cli/cloud.js';
import { conversation, homeFolder } from '../cli/context.js';
import type { Context } from '../cli/context.js';
import { environmentName, registerFlags, roleFlag, testFlags } from '../cli/flags.js';
import { controlsFor } from '../cli/look.js';
import { offerFormer } from '../cli/offer-former.js';
import { askForAnswers } from '../cli/onboard-answers.js';
import type { OnboardAnswers } from '../cli/onboard-answers.js';
import { onboardOutcome } from '../cli/onboard-outcome.js';
import { openSandbox } from '../cli/onboard-sandbox.js';
import type { Sandbox } from '../cli/onboard-sandbox.js';
import { openMoneyAt } from '../cli/open-money.js';
import { onInsistFor } from '../cli/on-insist.js';
import { Onboarding } from '../cli/onboarding.js';
import type { Registering } from '../cli/onboarding.js';
import type { Outcome } from '../cli/outcome.js';
import { readDuration } from '../cli/read-values.js';
import { readTestSettings } from '../cli/test-settings.js';
import { createTrace } from '../cli/trace.js';
import type { Trace } from '../cli/trace.js';
import { usageError } from '../contract/app-error.js';
import { SessionStore } from '../session/store.js';

export default class Onboard extends BaseCommand {
  static override summary = 'the whole call: check, probe, register, test; guided and resumable';
  static override usage = 'onboard [TARGET] [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> onboard',
    '<%= config.bin %> onboard --sandbox',
    '<%= config.bin %> onboard 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name Desk --model desk3200 --bank seb --yes --skip-identify --json',
  ];
  static override flags = {
    ...roleFlag,
    ...registerFlags,
    ...testFlags,
    resume: Flags.string({ env: environmentName('resume'), description: 'go on with an onboarding that was left', helpValue: 'ID' }),
    sandbox: Flags.boolean({ env: environmentName('sandbox'), description: 'against a virtual terminal and a sandbox cloud, for practice' }),
    scenario: Flags.string({ env: environmentName('scenario'), default: 'healthy', description: 'with --sandbox: the situation to practise', helpValue: 'NAME' }),
  };

  protected async execute(context: Context): Promise<Outcome> {
    const { argv, flags } = await this.parse(Onboard);
    const settings = readTestSettings(flags);
    const timeoutMs = readDuration(flags.timeout, '--timeout', { min: 50, max: 600_000 });
    const controls = controlsFor(flags, context);
    const trace = createTrace(flags.debug);
    const store = new SessionStore(await homeFolder());
    const id = flags.resume ?? (argv.length > 0 || flags.sandbox ? undefined : await offerFormer(store, await conversation(flags, context)));
    const former = id === undefined ? undefined : store.read(id);
    if (flags.sandbox && former?.sandbox === false) {
      throw usageError('usage.invalid', `Session ${former.id} is of a real terminal, which --sandbox would only play.`, [`Go on with it: terminal onboard --resume ${former.id}`]);
    }
    // A former practice is gone on with in a sandbox of its own.
    const sandbox = flags.sandbox || former?.sandbox === true ? await openSandbox(flags.scenario, await conversation(flags, context), context) : undefined;
    try {
      const allowPrivate = flags['allow-private'] || sandbox !== undefined || former?.allowPrivate === true;
      const talk = sandbox?.talk ?? (await conversation(flags, context));
      const answers = await askForAnswers({ words: argv as string[], flags, former, sandbox, talk });
      const registering = answers.registering && this.#registering(answers.registering, flags, sandbox, context, trace);
      const work = { store, target: answers.target, command: 'onboard', sandbox: sandbox !== undefined, allowPrivate, program: this.config.version, resume: former?.id };
      if (!sandbox) this.openMoney = () => openMoneyAt(answers.target, former?.terminal?.terminalId ?? settings.terminalId, store, former);
      return await withWork(work, async (session, hold) => {
        this.onInsist = onInsistFor(session);
        recordTarget(session, answers.target);
        session.record({ type: 'answered', answers: answers.stored });
        const input = {
          target: answers.target,
          settings: { ...settings, timeoutMs, allowPrivate, skipIdentify: settings.skipIdentify },
          registering,
        };
        const onboarding = new Onboarding(input, { context, controls, talk, store, work: session, hold, trace });
        this.openMoney = () => openMoneyAt(onboarding.target, session.state.terminal?.terminalId ?? settings.terminalId, store, session.state);
        const outcome = onboardOutcome(await onboarding.run(), { context, work: session, record: onboarding.record, language: settings.language });
        session.record({ type: 'session.closed', exitCode: outcome.exit });
        return outcome;
      });
    } finally {
      await sandbox?.close();
    }
  }

  #registering(answers: NonNullable<OnboardAnswers['registering']>, flags: { readonly yes: boolean; readonly 'dry-run': boolean }, sandbox: Sandbox | undefined, context: Context, trace: Trace | undefined): Registering {
    const { instance, ...input } = answers;
    const choice = { instance, ...(sandbox ? { credentials: sandbox.credentials } : {}) };
    return {
      input: { ...input, dryRun: flags['dry-run'], consent: flags.yes },
      cloud: connectCloud(choice, context.interrupt.signal, trace),
      // How the test ended is told whoever pressed what.
      lastingCloud: connectCloud(choice, new AbortController().signal, trace),
    };
  }
}
