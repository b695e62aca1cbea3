import type { Prompter } from '../../steps/dependencies.js';
import type { PaymentDeps } from '../../steps/test-payment/settle.js';
import { readingDoneKey } from '../../ui/done-key.js';

type Deps = Omit<PaymentDeps, 'record'>;

/** Enter during a wait of the test looks now. Questions have the keyboard to themselves. */
export function withDoneKey(deps: Deps): { readonly deps: Deps; readonly end: () => void } {
  const { report, saysDone, end } = readingDoneKey(deps.report);
  const { talk } = deps;
  const alone =
    <Q, A>(ask: (question: Q) => Promise<A>): ((question: Q) => Promise<A>) =>
    (question) => {
      end();
      return ask(question);
    };
  const asking: Prompter = {
    ...talk,
    confirm: alone((question) => talk.confirm(question)),
    text: alone((question) => talk.text(question)),
    choose: alone((question) => talk.choose(question)),
  };
  return { deps: { ...deps, report, talk: asking, saysDone }, end };
}
