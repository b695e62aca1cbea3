import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WriteStream } from 'node:tty';
import { settingsOf } from '../../../../src/cli/args/settings.js';
import type { CommandContext } from '../../../../src/cli/command/context.js';
import { RunScope } from '../../../../src/cli/command/run-scope.js';
import { describeError } from '../../../../src/cli/output/describe-error.js';
import { EMPTY } from '../../../../src/cli/output/outcome.js';
import type { Outcome } from '../../../../src/cli/output/outcome.js';
import { systemClock } from '../../../../src/cli/process/system-clock.js';
import { resolveOnce } from '../../../../src/connection/net/resolver.js';
import type { OnboardCall } from '../../../../src/flows/onboard/call-deps.js';
import { onboardTerminal } from '../../../../src/flows/onboard/onboard-terminal.js';
import type { Target } from '../../../../src/model/endpoint.js';
import type { SandboxCloud } from '../../../../src/sandbox/cloud/server.js';
import type { VirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import { FolderStore } from '../../../../src/session/folder-store.js';
import type { SessionState } from '../../../../src/session/reduce.js';
import type { SessionStore } from '../../../../src/session/store.js';
import type {
  ChoiceQuestion,
  Clock,
  ConfirmQuestion,
  Prompter,
  QuestionId,
  TextQuestion,
} from '../../../../src/steps/dependencies.js';
import { createReporter } from '../../../../src/ui/progress.js';
import { themeFor } from '../../../../src/ui/theme.js';
import { cleanUp } from '../../../support/clean-up.js';
import { shownCode } from '../../steps/harness/clinic.js';

type Question = ConfirmQuestion | TextQuestion | ChoiceQuestion;
/** `code`: what the terminal shows. A function may change the world before it answers. */
type Answer = string | boolean | Error | ((question: Question) => string | boolean);

/** What the agent answers, in order; every question must be the next one of these. */
export type Script = readonly (readonly [QuestionId, Answer])[];

export interface Played {
  readonly outcome: Outcome;
  /** Every line that the agent has read, questions and answers among them. */
  readonly screen: readonly string[];
  readonly asked: readonly Question[];
  readonly store: SessionStore;
  /** The session as it is in the end. */
  readonly session: SessionState;
}

interface CallOptions {
  readonly cloud: SandboxCloud;
  readonly script: Script;
  readonly target: Target;
  /** Whose display shows the code. */
  readonly terminal: VirtualTerminal;
  readonly store?: SessionStore;
  readonly previous?: SessionState;
  readonly settings?: Partial<OnboardCall['settings']>;
  /** What the clinic could not tell. */
  readonly open?: readonly ('model' | 'bank')[];
  readonly credentials?: OnboardCall['credentials'];
  readonly stop?: AbortController;
  /** The system's, unless one is given whose waits are short. */
  readonly clock?: Clock;
}

export function targetAt({ host, posxmlPort, logPort }: VirtualTerminal): Target {
  return {
    host,
    family: 'ipv4',
    posxml: { host, port: posxmlPort, role: 'posxml' },
    log: { host, port: logPort, role: 'log' },
  };
}

function emptyStore(): SessionStore {
  const home = mkdtempSync(join(tmpdir(), 'terminal-call-'));
  cleanUp(() => {
    rmSync(home, { recursive: true, force: true });
  });
  return new FolderStore(home);
}

/** A call of one terminal in this process, with an agent who answers by the script. */
export async function playCall(options: CallOptions): Promise<Played> {
  const { cloud, script, target, terminal, previous, credentials = cloud } = options;
  const [screen, asked]: [string[], Question[]] = [[], []];
  const store = options.store ?? emptyStore();
  const clock = options.clock ?? systemClock();
  const context = contextOf(store, screen, options.stop ?? new AbortController(), clock);
  const call: OnboardCall = {
    context,
    store,
    talk: agent(script, terminal, screen, asked),
    sandbox: undefined,
    credentials,
    exchangeMs: undefined,
    controls: {
      withControlChecks: (facts) => Promise.resolve(facts),
      mustNotAnswer: () => Promise.resolve(undefined),
      mustAnswer: () => Promise.resolve(undefined),
    },
    settings: {
      amount: 1,
      cardTimeoutS: 5,
      terminalId: undefined,
      skipIdentify: false,
      language: 'en',
      timeoutMs: 5000,
      allowPrivate: true,
      ...options.settings,
    },
    dryRun: false,
    consent: false,
    program: '0',
    registeredInThisCall: new Map(),
  };
  const { open = [] } = options;
  const registering = {
    instance: cloud.url,
    name: 'Front desk',
    model: open.includes('model') ? undefined : 'desk3200',
    bank: open.includes('bank') ? undefined : 'seb',
    departmentId: '1',
  } as const;
  const outcome = await onboardTerminal(
    { target, registering, stored: { instance: cloud.url, department: '1', name: 'Front desk' } },
    call,
    previous,
  );
  const [id = ''] = store.ids();
  return { outcome, screen, asked, store, session: store.read(previous?.id ?? id) };
}

function contextOf(store: SessionStore, screen: string[], stop: AbortController, clock: Clock): CommandContext {
  const stream = {
    isTTY: false,
    columns: 100,
    write: (text: string) => screen.push(...text.replace(/\n$/, '').split('\n')) > 0,
  } as unknown as WriteStream;
  const theme = themeFor({ isTTY: false }, false);
  const { report, pause, end } = createReporter(() => stream, theme, clock);
  return {
    clock,
    interrupt: { signal: stop.signal, insisted: new Promise(() => undefined), stop: () => undefined },
    settings: settingsOf({}),
    out: theme,
    err: theme,
    report,
    store: () => Promise.resolve(store),
    closeStore: () => Promise.resolve(),
    warn: () => undefined,
    trace: undefined,
    resolver: resolveOnce(),
    scope: new RunScope((error) => ({ ...EMPTY, ...describeError(error) })),
    pauseProgress: pause,
    endProgress: end,
    width: 100,
    errWidth: 100,
  };
}

function agent(script: Script, terminal: VirtualTerminal, screen: string[], asked: Question[]): Prompter {
  const left = [...script];
  const answer = (question: Question): string | boolean => {
    asked.push(question);
    const [id, said] = left.shift() ?? [];
    if (id !== question.id || said === undefined)
      throw new Error(`asked ${question.id}, and ${id ?? 'nothing'} was expected: ${screen.join('\n')}`);
    if (said instanceof Error) throw said;
    const given = typeof said === 'function' ? said(question) : said === 'code' ? shownCode(terminal) : said;
    screen.push(...(question.preamble ?? []), `› ${question.message} ${String(given)}`);
    return given;
  };
  return {
    interactive: true,
    confirm: (question) => attempt(() => answer(question) === true),
    text: (question) => attempt(() => String(answer(question))),
    choose: (question) =>
      attempt(() => {
        const chosen = String(answer(question));
        if (!question.choices.some(({ value }) => value === chosen))
          throw new Error(`${chosen} is none of ${question.choices.map(({ value }) => value).join(', ')}`);
        return chosen;
      }),
  };
}

const attempt = <T>(work: () => T): Promise<T> => Promise.resolve().then(work);
