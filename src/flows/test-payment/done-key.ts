import type { Prompter, ReportProgress } from '../../steps/dependencies.js';
import type { PaymentDeps } from '../../steps/test-payment/settle.js';
import { doneKey } from '../../ui/keys.js';

type Deps = Omit<PaymentDeps, 'record'>;

/** Enter during the wait for a card, or for the terminal's records, looks now. Questions have the keyboard to themselves. */
export function readingDoneKey(deps: Deps): { readonly deps: Deps; readonly end: () => void } {
  const { saysDone, begin, end } = doneKey(process.stdin);
  const report: ReportProgress = (progress) => {
    if (progress.kind === 'card' || progress.kind === 'settling') begin();
    else if (progress.kind === 'begin' || progress.kind === 'end') end();
    deps.report(progress);
  };
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
