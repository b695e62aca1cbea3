import type { Target } from '../../../model/endpoint.js';
import type { Facts } from '../../../model/facts.js';
import { LockedError } from '../../../session/locked-error.js';
import type { Controls } from '../../../steps/trust/controls.js';
import type { Conversation } from '../../../steps/dependencies.js';
import { probeTarget } from '../../../steps/probe/probe.js';
import type { ProbeOptions } from '../../../steps/probe/options.js';
import { askLogSparingly } from '../../../steps/probe/watch.js';
import { renderError } from '../../../ui/error.js';
import type { Hold } from '../../sessions/with-session.js';
import type { Context } from '../../../cli/command/context.js';
import { askForAddress } from './correct-address.js';
import { describeError } from '../../../cli/output/describe-error.js';
import type { Findings } from '../../../diagnosis/judge-facts.js';
import { keepTrying } from './retry-until-ok.js';
import { lookFromElsewhere } from './look-via-proxy.js';
import { WRONG_ADDRESS } from './options.js';
import type { Ways } from './prompt.js';
import type { TestSettings } from '../../test-payment/run-test.js';

export interface WaysInput {
  readonly target: Target;
  readonly options: ProbeOptions;
  readonly settings: TestSettings;
  readonly judge: (facts: Facts) => Findings;
  /** The gravest finding, which the agent has read already. */
  readonly known: { readonly code: string; readonly say: string | null } | undefined;
  /** Is told the address that is right. */
  readonly move: (target: Target) => void;
}

export interface WaysParts {
  readonly context: Context;
  readonly controls: Controls;
  readonly talk: Conversation;
  readonly hold: Hold;
}

/** What the agent can do about a look that failed, but for doing it again. */
export function waysOf({ target, options, settings, judge, known, move }: WaysInput, parts: WaysParts): Ways {
  const { context, controls, hold, talk } = parts;
  return {
    keep: () => {
      const sparing = askLogSparingly();
      const look = async (signal: AbortSignal): Promise<Facts> => {
        const facts = await probeTarget(target, { ...options, signal, oneByOne: true, mayAskLog: sparing.mayAskLog });
        sparing.learn(facts);
        return signal.aborted ? facts : controls.ofVerdict(facts);
      };
      return keepTrying({ look, judge, known: known?.code, language: settings.language }, context);
    },
    vantage: () => lookFromElsewhere((route) => probeTarget(target, { ...options, route }), judge, parts),
    address: async () => {
      const next = await askForAddress(target, talk, { ...settings, say: WRONG_ADDRESS.test(known?.code ?? '') ? known?.say : null });
      if (!next) return false;
      try {
        await hold.moveTo(next);
      } catch (error) {
        if (!(error instanceof LockedError)) throw error;
        context.report({ kind: 'aside', lines: renderError(describeError(error).error, context.err, context.errWidth) });
        return false;
      }
      move(next);
      return true;
    },
  };
}
