import { isatty } from 'node:tty';
import { usageError } from '../../contract/app-error.js';
import { resolveOnce } from '../../connection/net/resolver.js';
import type { Resolver } from '../../connection/net/resolver.js';
import type { Clock, Prompter, ReportProgress } from '../../steps/dependencies.js';
import { createReporter } from '../../ui/progress.js';
import { themeFor } from '../../ui/theme.js';
import type { Theme } from '../../ui/theme.js';
import { textWidth } from '../../ui/wrap.js';
import type { SessionStore } from '../../session/store.js';
import type { Settings } from '../args/settings.js';
import { homeFolder } from '../process/paths.js';
import { systemClock } from '../process/system-clock.js';
import { listenForInterrupts } from '../process/interrupt.js';
import type { InterruptListener } from '../process/interrupt.js';
import { nonInteractivePrompter } from './non-interactive-prompter.js';
import { windowOf } from '../process/streams.js';
import type { TraceWriter } from '../output/trace.js';
import type { RunScope } from './run-scope.js';

/** The values of the global flags. */
export interface CommonFlags {
  readonly json: boolean;
  readonly 'no-input': boolean;
  readonly yes: boolean;
  readonly timeout: string;
  readonly 'allow-private': boolean;
  readonly 'no-color': boolean;
  readonly debug: boolean;
}

/** What every command works with: time, signals, and the two streams. */
export interface CommandContext {
  readonly clock: Clock;
  readonly interrupt: InterruptListener;
  /** What is set, beside the flags: for what has no flag. */
  readonly settings: Settings;
  /** For the result, on stdout. */
  readonly out: Theme;
  /** For everything else, on stderr. */
  readonly err: Theme;
  readonly report: ReportProgress;
  /** Where sessions are kept; opened when it is first asked for. */
  readonly store: () => Promise<SessionStore>;
  /** Sends what the team's store still lacks, and releases what was held there. */
  readonly closeStore: () => Promise<void>;
  /** For what goes wrong beside the result: a warning at the end. */
  readonly warn: (text: string) => void;
  /** For what goes over the wire, where a person wants to know it. */
  readonly trace: TraceWriter | undefined;
  /** For the names of terminals: each leads to one address for the whole run. */
  readonly resolver: Resolver;
  /** What is under way, for the end of the run. */
  readonly scope: RunScope;
  /** Leaves the screen to a question. */
  readonly pauseProgress: () => void;
  /** Leaves it to the result. */
  readonly endProgress: () => void;
  /** Columns for the result. */
  readonly width: number;
  /** Columns for what is told on the way. */
  readonly errWidth: number;
}

export function createContext(options: {
  readonly color: boolean;
  readonly accessible: boolean;
  readonly settings: Settings;
  readonly trace: TraceWriter | undefined;
  readonly scope: RunScope;
  /** Whether the agent wants what another one has let lie. */
  readonly takeOver: boolean;
  readonly warn: CommandContext['warn'];
}): CommandContext {
  const [out, err] = [windowOf(1), windowOf(2)];
  const theme = themeFor(err, options.color, options.accessible);
  const clock = systemClock();
  const reporter = createReporter(() => process.stderr, theme, clock);
  let store: Promise<SessionStore> | undefined;
  return {
    clock,
    interrupt: listenForInterrupts(),
    settings: options.settings,
    out: themeFor(out, options.color, options.accessible),
    err: theme,
    report: reporter.report,
    store: () => (store ??= openSessions(options)),
    closeStore: async () => {
      const opened = await store?.catch(() => undefined);
      await opened?.close();
    },
    warn: options.warn,
    trace: options.trace,
    resolver: resolveOnce(),
    scope: options.scope,
    pauseProgress: reporter.pause,
    endProgress: reporter.end,
    width: textWidth(out),
    errWidth: textWidth(err),
  };
}

async function openSessions({ settings, takeOver, warn }: Parameters<typeof createContext>[0]): Promise<SessionStore> {
  const { openStore } = await import('../../session/open-store.js');
  return openStore(homeFolder(), { setting: settings.get, env: process.env, takeOver, warn });
}

/** Nobody can answer in a pipe, with `--no-input`, or in CI. */
export function canAsk(flags: Pick<CommonFlags, 'no-input' | 'json'>): boolean {
  const inCi = (process.env['CI'] ?? '') !== '';
  return isatty(0) && isatty(2) && !flags['no-input'] && !inCi;
}

/** The agent's conversation, loaded only when there is one: the prompts cost 70 ms to import. */
export async function createPrompter(flags: CommonFlags, context: CommandContext): Promise<Prompter> {
  if (!canAsk(flags)) return nonInteractivePrompter(flags.yes);
  const converse = context.err.redraws
    ? (await import('../../ui/prompter.js')).interactivePrompter
    : (await import('../../ui/plain-prompter.js')).plainPrompter;
  return converse(context.err, flags.yes, context.interrupt.signal, context.pauseProgress);
}

/** Ends the program with every missing flag named at the same time. @throws AppError usage.missing */
export function requireFlags(missing: readonly string[], why: string): void {
  if (missing.length === 0) return;
  throw usageError('usage.missing', `${why} Missing: ${missing.join(', ')}.`, [
    'Add what is missing.',
    'Each flag can also be set in the environment, as TERMINAL_<FLAG>.',
  ]);
}
