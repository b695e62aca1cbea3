import { readRoute } from '../../../connection/net/parse-proxy.js';
import type { Route } from '../../../model/endpoint.js';
import type { Facts } from '../../../model/facts.js';
import type { Controls } from '../../../steps/trust/controls.js';
import type { Prompter } from '../../../steps/dependencies.js';
import { lookFromBoth } from '../../../steps/trust/vantages.js';
import type { VantageLook } from '../../../steps/trust/vantages.js';
import { renderFindings } from '../../../ui/findings.js';
import { renderVantages } from '../../../ui/vantages.js';
import type { CommandContext } from '../../../cli/command/context.js';
import type { JudgedFacts } from '../../../diagnosis/judge-facts.js';

/** Asks for a proxy, looks from here and from there, and shows what each saw and what that means. */
export async function probeViaProxy(
  look: VantageLook,
  judge: (facts: Facts) => JudgedFacts,
  parts: { readonly talk: Prompter; readonly controls: Controls; readonly context: CommandContext },
): Promise<void> {
  const { context, controls, talk } = parts;
  const { report, err, errWidth, interrupt } = context;
  const route = await askForProxy(talk, context.settings.get('via') ?? '');
  if (!route) return;
  report({ kind: 'begin', task: 'vantage' });
  const facts = await lookFromBoth(look, { route, controls, signal: interrupt.signal });
  interrupt.signal.throwIfAborted();
  const { diagnoses } = judge(facts);
  report({ kind: 'end', task: 'vantage', outcome: diagnoses.length === 0 ? 'pass' : 'warn' });
  report({ kind: 'aside', lines: [...renderVantages(facts, err), ...renderFindings(diagnoses, err, errWidth)] });
}

/** @param usual what is set, offered as the answer @returns undefined where the agent goes back */
async function askForProxy(talk: Prompter, usual: string): Promise<Route | undefined> {
  const answer = await talk.text({
    kind: 'text',
    id: 'via',
    message: 'Proxy to check through (socks5://host:port or http://host:port):',
    ...(usual !== '' && { default: usual }),
    hint: 'Esc: back.',
    back: true,
    ignoreTypeAhead: true,
    check: (text) => {
      const reading = readRoute(text.trim());
      return reading.ok ? undefined : `Not a valid proxy: ${reading.reason}.`;
    },
  });
  const reading = readRoute(answer.trim());
  return reading.ok ? reading.route : undefined;
}
