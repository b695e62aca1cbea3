import type { Cloud } from '../../../cloud/client.js';
import type { Target } from '../../../model/endpoint.js';
import type { Facts } from '../../../model/facts.js';
import type { SessionWriter } from '../../../session/session-writer.js';
import { askForNote } from '../../sessions/ask-note.js';
import { LockedError } from '../../../session/locked-error.js';
import type { Controls } from '../../../steps/trust/controls.js';
import { withBeep } from '../../../steps/probe/beep.js';
import { probeTarget } from '../../../steps/probe/probe.js';
import type { ProbeOptions } from '../../../steps/probe/options.js';
import { createRepeatedProbe } from '../../../steps/probe/repeated-probe.js';
import { renderError } from '../../../ui/error.js';
import type { TerminalLock } from '../../sessions/with-session.js';
import type { StepDeps } from '../../step/report-step-end.js';
import { copyToClipboard } from '../../../cli/process/clipboard.js';
import { letterFor } from '../../../report/letter.js';
import { letterFactsOfTarget, letterText } from '../../sessions/session-letter.js';
import { askForAddress } from './correct-address.js';
import { askForDesk } from './correct-desk.js';
import type { CorrectedDesk } from './correct-desk.js';
import { describeError } from '../../../cli/output/describe-error.js';
import type { JudgedFacts } from '../../../diagnosis/judge-facts.js';
import { keepTrying } from './retry-until-ok.js';
import { probeViaProxy } from './look-via-proxy.js';
import { WRONG_ADDRESS } from './options.js';
import type { RecoveryActions } from './prompt.js';
import type { TestSettings } from '../../test-payment/run-test.js';

interface RecoveryInput {
  /** What is registered, as it stands by now; undefined where only a test is resumed. */
  readonly registering: { readonly desk: CorrectedDesk; readonly cloud: Cloud } | undefined;
  readonly target: Target;
  readonly options: ProbeOptions;
  readonly settings: TestSettings;
  /** What the look that failed has seen. */
  readonly facts: Facts;
  readonly judge: (facts: Facts) => JudgedFacts;
  /** The gravest finding, which the agent has read already. */
  readonly known: { readonly code: string; readonly say: string | null } | undefined;
}

interface RecoveryDeps extends StepDeps {
  readonly controls: Controls;
  readonly lock: TerminalLock;
  readonly session: SessionWriter;
}

/** What the agent can do about a look that failed, but for doing it again. */
export function recoveryActions(
  { target, registering, options, settings, facts, judge, known }: RecoveryInput,
  deps: RecoveryDeps,
): RecoveryActions {
  const { context, controls, lock, talk } = deps;
  return {
    keep: () => {
      const probe = createRepeatedProbe(target, options);
      const look = async (signal: AbortSignal, saysDone: () => AbortSignal): Promise<Facts> => {
        const facts = await probe(signal, saysDone);
        return signal.aborted ? facts : controls.withControlChecks(facts);
      };
      return keepTrying({ look, judge, known: known?.code, language: settings.language }, context);
    },
    desk: async () => {
      if (!registering) return undefined;
      const { desk, cloud } = registering;
      return askForDesk(desk, target, cloud, { talk, report: context.report, language: settings.language });
    },
    beep: async () => {
      const { posxml } = await withBeep(facts, options);
      const beeped = posxml?.service?.kind === 'posxml' && posxml.service.posxml.beeped === true;
      const which = `The terminal behind port ${String(posxml?.pair.port ?? '')}`;
      context.report({
        kind: 'note',
        text: beeped ? `${which} has beeped just now.` : `${which} could not be made to beep.`,
      });
    },
    note: async () => {
      const note = await askForNote(talk);
      if (note) deps.session.record({ type: 'noted', note });
    },
    vantage: () => probeViaProxy((route) => probeTarget(target, { ...options, route }), judge, deps),
    letter: async () => {
      const letter = letterFor(letterFactsOfTarget(target, known ? [known.code] : []), settings.language);
      context.report({ kind: 'aside', lines: ['', ...letterText(letter).split('\n'), ''] });
      if (await copyToClipboard(letterText(letter))) context.report({ kind: 'note', text: 'Copied to the clipboard.' });
    },
    address: async () => {
      const next = await askForAddress(target, talk, context.report, {
        ...settings,
        say: WRONG_ADDRESS.test(known?.code ?? '') ? known?.say : null,
      });
      if (!next) return undefined;
      try {
        await lock.moveTo(next);
      } catch (error) {
        if (!(error instanceof LockedError)) throw error;
        context.report({
          kind: 'aside',
          lines: renderError(describeError(error).error, context.err, context.errWidth),
        });
        return undefined;
      }
      return next;
    },
  };
}
