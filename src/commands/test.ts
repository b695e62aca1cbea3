import { BaseCommand } from '../cli/command/base-command.js';
import { recordIdentity, withSession } from '../flows/sessions/with-session.js';
import { canAsk, createPrompter, requireFlags } from '../cli/command/context.js';
import type { CommandContext } from '../cli/command/context.js';
import { roleFlag, testFlags } from '../cli/command/flags.js';
import { homeFolder } from '../cli/process/paths.js';
import { controlsFor } from '../flows/look/create-look.js';
import type { Outcome } from '../cli/output/outcome.js';
import { withOpenPayments, openPaymentsAt } from '../flows/open-payments/open-payments.js';
import { interruptedSession } from '../flows/sessions/interrupted-session.js';
import { RANGES, readDuration } from '../cli/input/flag-values.js';
import { onlyTarget, writtenTargets } from '../flows/look/target-arguments.js';
import { judgeTest, testOutcome } from '../flows/test-payment/outcome.js';
import { runTest } from '../flows/test-payment/run-test.js';
import { readTestSettings } from '../flows/test-payment/settings.js';
import { SessionStore } from '../session/store.js';
import { identityOf } from '../connection/identity.js';
import { checksOf } from '../steps/checks.js';
import { probeTarget } from '../steps/probe/probe.js';
import { posxmlOf } from '../steps/test-payment/readiness.js';

export default class Test extends BaseCommand {
  static override summary = 'the guided test transaction: identify the terminal, sell, reverse, and prove both';
  static override usage = 'test TARGET [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> test 84.50.12.34',
    '<%= config.bin %> test 84.50.12.34 --tid 00012345 --amount 0.10',
    '<%= config.bin %> test 84.50.12.34:14445 --yes --skip-identify --card-timeout 30s --json',
  ];
  static override flags = { ...roleFlag, ...testFlags };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { argv, flags } = await this.parse(Test);
    const settings = readTestSettings(flags);
    const timeoutMs = readDuration(flags.timeout, '--timeout', RANGES.timeout);
    const written = writtenTargets({ words: argv as string[], role: flags.role, allowPrivate: flags['allow-private'] });
    const target = onlyTarget(written, settings.language);
    if (!canAsk(flags))
      requireFlags(
        [...(flags.yes ? [] : ['--yes']), ...(flags['skip-identify'] ? [] : ['--skip-identify'])],
        'Nobody can be asked here.',
      );
    const store = new SessionStore(homeFolder());
    const controls = controlsFor(flags, context);
    const { trace } = context;
    const talk = await createPrompter(flags, context);
    this.moneyFirst = withOpenPayments.bind(undefined, () =>
      openPaymentsAt(target, settings.terminalId, store, undefined),
    );
    return withSession(
      {
        store,
        target,
        command: 'test',
        sandbox: false,
        allowPrivate: flags['allow-private'],
        program: this.config.version,
        resume: undefined,
      },
      async (work) => {
        this.onInsist = interruptedSession(work);
        this.moneyFirst = withOpenPayments.bind(undefined, () =>
          openPaymentsAt(target, work.state.terminal?.terminalId ?? settings.terminalId, store, work.state),
        );
        context.report({ kind: 'begin', task: 'probe' });
        const seen = await probeTarget(
          { ...target, log: undefined },
          { timeoutMs, allowPrivate: flags['allow-private'], signal: context.interrupt.signal, trace },
        );
        const facts = await controls.withControlChecks(seen);
        context.interrupt.signal.throwIfAborted();
        recordIdentity(work, facts);
        context.report({
          kind: 'end',
          task: 'probe',
          outcome: posxmlOf(facts) ? 'pass' : 'fail',
          detail: identityOf(posxmlOf(facts)?.parameters).terminalId ?? '',
        });
        const report = await runTest(
          target,
          facts,
          { ...settings, timeoutMs, allowPrivate: flags['allow-private'] },
          { context, talk, store, work, trace },
        );
        const judged = judgeTest(report, context, work, settings.language);
        work.record({
          type: 'step.ended',
          step: 'test',
          exitCode: judged.exit,
          summary: judged.error?.message ?? 'charged and returned',
          codes: judged.diagnoses.map((one) => one.code),
        });
        work.record({ type: 'session.closed', exitCode: judged.exit });
        const outcome = testOutcome(report, judged, context, work, settings.language);
        return { ...outcome, checks: [...checksOf(facts), ...outcome.checks] };
      },
    );
  }
}
