import type { OnboardCall } from './call-deps.js';
import type { CommandContext, CommonFlags } from '../../cli/command/context.js';
import { createPrompter } from '../../cli/command/context.js';
import type { Outcome } from '../../cli/output/outcome.js';
import type { RunInfo } from '../../cli/output/print-outcome.js';
import { resumeOfId } from '../../cli/output/resume.js';
import { usageError } from '../../contract/app-error.js';
import { LANGUAGES } from '../../contract/language.js';
import type { ResumeDocument } from '../../contract/document.js';
import type { Answers } from '../../session/events.js';
import { readEarlierCalls } from '../../session/previous-calls.js';
import type { SessionState } from '../../session/reduce.js';
import type { Prompter } from '../../steps/dependencies.js';
import { agentName } from '../sessions/agent-name.js';
import { resumeHeader } from '../sessions/session-result.js';
import { connectCloud } from '../cloud/connect.js';
import { credentialFinder } from '../cloud/find-credentials.js';
import { logIn } from '../cloud/log-in.js';
import { controlsFor } from '../look/create-look.js';
import type { TestSettings } from '../test-payment/run-test.js';
import type { EmbeddedSandbox } from './embedded-sandbox.js';
import { askForAnswers } from './form/ask-for-answers.js';
import type { AllAnswers, AnswerSources, OnboardAnswers } from './form/ask-for-answers.js';
import { createClinic } from './form/clinic-cloud.js';
import { offerResume } from './offer-resume.js';
import { onboardEach } from './onboard-each.js';
import { onboardTerminal } from './onboard-terminal.js';
import { saveAnswers } from './save-answers.js';

/** A person waits for what the cloud answers; it is asked again when the terminal is registered. */
const PATIENCE_MS = 15_000;

interface OnboardFlags extends CommonFlags {
  readonly resume?: string | undefined;
  readonly sandbox: boolean;
  readonly scenario: string;
  readonly 'dry-run': boolean;
}

interface OnboardOptions {
  readonly words: readonly string[];
  readonly flags: OnboardFlags & AnswerSources['flags'];
  /** What the user configuration answers, where no flag does. */
  readonly usual: Answers;
  /** Whether a flag names the language: else a call is resumed in its own. */
  readonly languageGiven: boolean;
  readonly settings: TestSettings;
  /** Of one request to the cloud, in milliseconds. */
  readonly exchangeMs: number | undefined;
  readonly program: string;
  readonly warn: (text: string) => void;
}

/** The whole call: which terminals, what has to be known of them, then each of them. */
export async function onboardCall(given: OnboardOptions, context: CommandContext, run: RunInfo): Promise<Outcome> {
  const { flags, words, exchangeMs, program } = given;
  const store = await context.store();
  const agent = await createPrompter(flags, context);
  const id = flags.resume ?? (words.length > 0 || flags.sandbox ? undefined : await offerResume(store, agent));
  if (id !== undefined) await store.bring(id);
  const previous = id === undefined ? undefined : store.read(id);
  const options = inItsLanguage(given, previous);
  if (flags.sandbox && previous?.sandbox === false) throw notPractice(previous);
  if (previous && agent.interactive)
    context.report({ kind: 'aside', lines: resumeHeader(previous, context.err, context.errWidth) });
  const sandbox = await sandboxFor(flags, previous, agent, context);
  try {
    const allowPrivate = flags['allow-private'] || sandbox !== undefined || previous?.allowPrivate === true;
    const call: OnboardCall = {
      context,
      store,
      talk: sandbox?.talk ?? agent,
      sandbox,
      credentials: sandbox?.credentials ?? credentialFinder(flags, context),
      exchangeMs,
      controls: controlsFor(flags, context),
      settings: { ...options.settings, allowPrivate },
      dryRun: flags['dry-run'],
      consent: flags.yes,
      program,
      registeredInThisCall: new Map(),
    };
    return await onboardAnswered(call, previous, options, run);
  } finally {
    await sandbox?.close();
  }
}

/** The clinic is spoken to as it was before. */
function inItsLanguage(options: OnboardOptions, previous: SessionState | undefined): OnboardOptions {
  const language = LANGUAGES.find((known) => known === previous?.answers.language);
  if (options.languageGiven || language === undefined) return options;
  return { ...options, flags: { ...options.flags, language }, settings: { ...options.settings, language } };
}

/** A practice that is resumed gets a sandbox of its own; it is loaded for practice alone. */
async function sandboxFor(
  flags: OnboardFlags,
  previous: SessionState | undefined,
  agent: Prompter,
  context: CommandContext,
): Promise<EmbeddedSandbox | undefined> {
  if (!flags.sandbox && previous?.sandbox !== true) return undefined;
  return (await import('./embedded-sandbox.js')).openSandbox(flags.scenario, agent, context);
}

async function onboardAnswered(
  call: OnboardCall,
  previous: SessionState | undefined,
  options: OnboardOptions,
  run: RunInfo,
): Promise<Outcome> {
  const { context, talk } = call;
  let resume: ResumeDocument | undefined;
  // Answers that were given before the form was left are saved, and the way to resume them is named.
  return context.scope.run({ resume: () => (resume ? { resume } : {}) }, async () => {
    const { terminals, asked } = await askForAnswers({
      ...answerSources(call, options),
      words: options.words,
      former: previous,
      keep: async (left) => {
        const [first, ...others] = await save(left, previous, call, options);
        resume = first;
        warnOfSaved(others, options);
      },
    });
    // The first terminal is the one that is resumed.
    const resumed = previous === undefined ? [] : [previous];
    // With everything agreed to beforehand, "one more terminal?" would never end.
    return onboardEach(
      { terminals, asked: asked && !options.flags.yes },
      {
        context,
        run,
        talk,
        language: call.settings.language,
        onboard: (answers) => onboardTerminal(answers, call, resumed.shift()),
        more: (last) => askForMore(last, call, options),
      },
    );
  });
}

/** One more terminal of the same clinic. */
function askForMore(last: OnboardAnswers, call: OnboardCall, options: OnboardOptions): Promise<AllAnswers> {
  const sources = answerSources(call, options);
  const { registering } = last;
  const known = {
    instance: registering?.instance,
    department: registering?.departmentId,
    bank: registering?.bank,
    name: undefined,
  };
  return askForAnswers({
    ...sources,
    flags: { ...sources.flags, ...known },
    words: [],
    former: undefined,
    keep: async (left) => {
      warnOfSaved(await save(left, undefined, call, options), options);
    },
  });
}

function answerSources(
  { context, store, talk, sandbox, credentials, exchangeMs, settings }: OnboardCall,
  { flags, usual, warn }: OnboardOptions,
): Omit<AnswerSources, 'words' | 'former' | 'keep'> {
  const connect = (instance: string): ReturnType<typeof connectCloud> =>
    connectCloud(
      { instance, credentials, deadlineMs: PATIENCE_MS, exchangeMs },
      context.interrupt.signal,
      context.trace,
    );
  return {
    flags: { ...flags, 'allow-private': settings.allowPrivate },
    usual,
    sandbox,
    earlier: () => readEarlierCalls(store),
    clinic: createClinic(connect),
    logIn: (instance) => logIn(instance, flags, exchangeMs, talk, context),
    talk,
    report: context.report,
    warn,
  };
}

/** Gives how each terminal's answers are resumed. */
async function save(
  left: Parameters<AnswerSources['keep']>[0],
  previous: SessionState | undefined,
  { context, store, settings: { allowPrivate }, program }: OnboardCall,
  { warn }: OnboardOptions,
): Promise<readonly ResumeDocument[]> {
  const bankLines = context.settings.get('bank-lines');
  const where = {
    store,
    agent: agentName(context.settings),
    program,
    stop: new AbortController().signal,
  };
  const { sessions, troubles } = await saveAnswers(left, { ...where, allowPrivate, bankLines }, previous);
  troubles.forEach(warn);
  return sessions.map(resumeOfId);
}

function warnOfSaved(saved: readonly ResumeDocument[], { warn }: OnboardOptions): void {
  for (const { command } of saved) warn(`The answers for another terminal are saved: ${command}`);
}

function notPractice({ id }: SessionState): Error {
  return usageError(
    'usage.invalid',
    `Session ${id} belongs to a real terminal, so it cannot be resumed with --sandbox.`,
    [`Resume it: ${resumeOfId(id).command}`],
  );
}
