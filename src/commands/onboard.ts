import * as Flags from '@oclif/core/flags';
import { askForAnswers } from '../flows/onboard/form/ask-for-answers.js';
import type { LeftAnswers, OnboardAnswers } from '../flows/onboard/form/ask-for-answers.js';
import { createClinic } from '../flows/onboard/form/clinic-cloud.js';
import { BaseCommand } from '../cli/command/base-command.js';
import { recordTarget, withSession } from '../flows/sessions/with-session.js';
import { connectCloud, exchangeBound } from '../flows/cloud/connect.js';
import type { CloudChoice } from '../flows/cloud/connect.js';
import { withoutConfigured } from '../flows/config/config-answers.js';
import { createPrompter } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { credentialFinder } from '../flows/cloud/find-credentials.js';
import type { RunInfo } from '../cli/output/print-outcome.js';
import { environmentName } from '../cli/args/environment.js';
import { registerFlags, roleFlag, testFlags } from '../cli/command/flags.js';
import { homeFolder } from '../cli/process/paths.js';
import { saveAnswers } from '../flows/onboard/save-answers.js';
import { controlsFor } from '../flows/look/create-look.js';
import { logIn } from '../flows/cloud/log-in.js';
import { offerResume } from '../flows/onboard/offer-resume.js';
import { onboardOutcome } from '../flows/onboard/outcome.js';
import { openSandbox } from '../flows/onboard/embedded-sandbox.js';
import type { EmbeddedSandbox } from '../flows/onboard/embedded-sandbox.js';
import { onboardEach } from '../flows/onboard/onboard-each.js';
import { withOpenPayments, openPaymentsAt } from '../flows/open-payments/open-payments.js';
import { interruptedSession } from '../flows/sessions/interrupted-session.js';
import { Onboarding } from '../flows/onboard/onboarding.js';
import type { Registering } from '../flows/onboard/state.js';
import type { Outcome } from '../cli/output/outcome.js';
import { RANGES, readDuration } from '../cli/input/flag-values.js';
import { resumeOfId } from '../cli/output/resume.js';
import { readTestSettings } from '../flows/test-payment/settings.js';
import type { TestSettings } from '../flows/test-payment/run-test.js';
import type { TraceWriter } from '../cli/output/trace.js';
import { readEarlierCalls } from '../session/previous-calls.js';
import { usageError } from '../contract/app-error.js';
import type { ResumeDocument } from '../contract/document.js';
import { EXIT } from '../contract/exit.js';
import type { SessionState } from '../session/reduce.js';
import { SessionStore } from '../session/store.js';
import type { Controls } from '../steps/trust/controls.js';
import type { Prompter } from '../steps/dependencies.js';

/** What all terminals of a call have in common. */
interface Call {
  readonly context: CommandContext;
  readonly store: SessionStore;
  readonly talk: Prompter;
  readonly trace: TraceWriter | undefined;
  readonly sandbox: EmbeddedSandbox | undefined;
  readonly credentials: CloudChoice['credentials'];
  readonly exchangeMs: number | undefined;
  readonly controls: Controls;
  readonly settings: TestSettings;
  readonly dryRun: boolean;
  readonly consent: boolean;
  /** See {@link OnboardingParts.sameCall}. */
  readonly sameCall: Map<string, string>;
}

export default class Onboard extends BaseCommand {
  static override summary = 'the whole call: check, probe, register, test; guided and resumable';
  static override usage = 'onboard [TARGET…] [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> onboard',
    '<%= config.bin %> onboard --sandbox',
    '<%= config.bin %> onboard 84.50.12.34 --instance https://cloud.example/clinic --department 1 --name Desk --model desk3200 --bank seb --yes --skip-identify --json',
  ];
  static override flags = {
    ...roleFlag,
    ...registerFlags,
    name: Flags.string({
      env: environmentName('name'),
      multiple: true,
      multipleNonGreedy: true,
      description: 'what the clinic calls the desk; once for each terminal',
    }),
    ...testFlags,
    resume: Flags.string({
      env: environmentName('resume'),
      description: 'go on with an onboarding that was left',
      helpValue: 'ID',
    }),
    sandbox: Flags.boolean({
      env: environmentName('sandbox'),
      description: 'against a virtual terminal and a sandbox cloud, for practice',
    }),
    scenario: Flags.string({
      env: environmentName('scenario'),
      default: 'healthy',
      description: 'with --sandbox: the situation to practise',
      helpValue: 'NAME',
    }),
  };

  protected async execute(context: CommandContext, run: RunInfo): Promise<Outcome> {
    const parsed = await this.parse(Onboard);
    const { argv, flags: given, raw } = parsed;
    const { flags, usual } = withoutConfigured(given, raw);
    const timeoutMs = readDuration(flags.timeout, '--timeout', RANGES.timeout);
    const settings = { ...readTestSettings(flags), timeoutMs };
    const { trace } = context;
    const store = new SessionStore(homeFolder());
    const id =
      flags.resume ??
      (argv.length > 0 || flags.sandbox ? undefined : await offerResume(store, await createPrompter(flags, context)));
    const former = id === undefined ? undefined : store.read(id);
    if (flags.sandbox && former?.sandbox === false) {
      throw usageError(
        'usage.invalid',
        `Session ${former.id} is of a real terminal, which --sandbox would only play.`,
        [`Go on with it: ${resumeOfId(former.id).command}`],
      );
    }
    // A former practice is gone on with in a sandbox of its own.
    const sandbox =
      flags.sandbox || former?.sandbox === true
        ? await openSandbox(flags.scenario, await createPrompter(flags, context), context)
        : undefined;
    try {
      const allowPrivate = flags['allow-private'] || sandbox !== undefined || former?.allowPrivate === true;
      const talk = sandbox?.talk ?? (await createPrompter(flags, context));
      const credentials = sandbox?.credentials ?? credentialFinder(flags, context);
      const exchangeMs = exchangeBound(parsed);
      const call: Call = {
        context,
        store,
        talk,
        trace,
        sandbox,
        credentials,
        exchangeMs,
        controls: controlsFor(flags, context),
        settings: { ...settings, allowPrivate },
        dryRun: flags['dry-run'],
        consent: flags.yes,
        sameCall: new Map(),
      };
      const clinic = createClinic((instance) =>
        connectCloud({ instance, credentials, deadlineMs: PATIENCE_MS, exchangeMs }, context.interrupt.signal, trace),
      );
      const sources = {
        flags: { ...flags, 'allow-private': allowPrivate },
        usual,
        sandbox,
        earlier: () => readEarlierCalls(store),
        clinic,
        logIn: (instance: string) => logIn(instance, flags, exchangeMs, talk, context),
        talk,
        report: context.report,
      };
      const keep = (left: readonly LeftAnswers[], own?: SessionState) =>
        this.#keep(left, { store, allowPrivate, program: this.config.version }, own);
      const answers = await askForAnswers({
        ...sources,
        words: argv as string[],
        former,
        keep: async (left) => {
          const [first, ...others] = await keep(left, former);
          if (first) this.onInsist = () => ({ resume: first });
          this.#tellKept(others);
        },
      });
      // The first terminal is the one that is gone on with.
      const left = former === undefined ? [] : [former];
      // Whoever agrees to everything beforehand would get no end of terminals.
      return await onboardEach(
        { ...answers, asked: answers.asked && !flags.yes },
        {
          context,
          run,
          talk,
          onboard: (own) => this.attempt(context, () => this.#onboard(own, call, left.shift())),
          more: ({ registering }) => {
            [this.onInsist, this.moneyFirst] = [undefined, undefined];
            const kept = {
              instance: registering?.instance,
              department: registering?.departmentId,
              bank: registering?.bank,
              name: undefined,
            };
            return askForAnswers({
              ...sources,
              words: [],
              former: undefined,
              flags: { ...sources.flags, ...kept },
              keep: async (left) => {
                this.#tellKept(await keep(left));
              },
            });
          },
        },
      );
    } finally {
      await sandbox?.close();
    }
  }

  /** Gives how each terminal is gone on with. */
  async #keep(...parts: Parameters<typeof saveAnswers>): Promise<readonly ResumeDocument[]> {
    const { sessions, troubles } = await saveAnswers(...parts);
    for (const trouble of troubles) this.warn(trouble);
    return sessions.map(resumeOfId);
  }

  #tellKept(left: readonly ResumeDocument[]): void {
    for (const { command } of left) this.warn(`What was answered for another terminal is kept: ${command}`);
  }

  /** One terminal, with a session of its own. */
  async #onboard(answers: OnboardAnswers, call: Call, former: SessionState | undefined): Promise<Outcome> {
    const { context, store, talk, trace, sandbox, settings, controls, sameCall } = call;
    if (!sandbox)
      this.moneyFirst = withOpenPayments.bind(undefined, () =>
        openPaymentsAt(answers.target, former?.terminal?.terminalId ?? settings.terminalId, store, former),
      );
    const registering = answers.registering && (await registeringOf(answers.registering, call));
    const work = {
      store,
      target: answers.target,
      command: 'onboard',
      sandbox: sandbox !== undefined,
      allowPrivate: settings.allowPrivate,
      program: this.config.version,
      resume: former?.id,
    };
    return withSession(work, async (session, hold) => {
      this.onInsist = interruptedSession(session);
      recordTarget(session, answers.target);
      session.record({ type: 'answered', answers: answers.stored });
      const onboarding = new Onboarding(
        { target: answers.target, settings, registering, dryRun: call.dryRun },
        { context, controls, talk, store, work: session, hold, trace, sameCall },
      );
      this.moneyFirst = withOpenPayments.bind(undefined, () =>
        openPaymentsAt(
          onboarding.target,
          session.state.terminal?.terminalId ?? settings.terminalId,
          store,
          session.state,
        ),
      );
      const outcome = onboardOutcome(await onboarding.run(), {
        context,
        work: session,
        record: onboarding.record,
        language: settings.language,
        dryRun: call.dryRun,
      });
      // What was only looked at is not done.
      if (!call.dryRun || outcome.exit !== EXIT.done)
        session.record({ type: 'session.closed', exitCode: outcome.exit });
      return outcome;
    });
  }
}

/** A person waits for what the cloud tells; it is asked again when the terminal is registered. */
const PATIENCE_MS = 15_000;

async function registeringOf(
  { instance, ...input }: NonNullable<OnboardAnswers['registering']>,
  { context, credentials, exchangeMs, trace, dryRun, consent }: Call,
): Promise<Registering> {
  const choice = { instance, credentials, exchangeMs };
  return {
    input: { ...input, dryRun, consent },
    cloud: await connectCloud(choice, context.interrupt.signal, trace),
    // How the test ended is told whoever pressed what.
    lastingCloud: await connectCloud(choice, new AbortController().signal, trace),
  };
}
