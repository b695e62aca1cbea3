import type { Target } from '../../../model/endpoint.js';
import type { EarlierCall } from '../../../session/previous-calls.js';
import type { Answers, SessionTarget } from '../../../session/events.js';

/** More than fit on a screen help nobody. */
const INSTANCES_MOST = 10;

/** The instances of earlier calls: first those of the clinic that has this address, then the latest. */
export function earlierInstances(all: readonly EarlierCall[], at: Target | undefined): readonly string[] {
  const calls = all.filter((call) => call.practice !== true || (at !== undefined && isAt(call.target, at)));
  const here = calls.filter(({ target }) => target.host === at?.host);
  const instances = [...here, ...calls].flatMap(({ answers }) => answers.instance ?? []);
  return [...new Set(instances)].slice(0, INSTANCES_MOST);
}

/** An answer of the same clinic: the same address, else the same instance. */
export function earlierAnswer(
  all: readonly EarlierCall[],
  key: keyof Answers,
  clinic: { readonly host: string | undefined; readonly instance: string | undefined },
): string | undefined {
  const calls = all.filter((call) => call.practice !== true || call.answers.instance === clinic.instance);
  const ofInstance = calls.filter(({ answers }) => answers.instance === clinic.instance);
  const here = (key === 'department' ? ofInstance : calls).filter(({ target }) => target.host === clinic.host);
  return [...here, ...ofInstance].find(({ answers }) => answers[key] !== undefined)?.answers[key];
}

/** What needs no question: the clinic at this address, in this instance, has answered it before. */
export function settledAnswer(
  calls: readonly EarlierCall[],
  key: 'department' | 'bank',
  clinic: { readonly host: string | undefined; readonly instance: string | undefined },
): string | undefined {
  const here = calls.filter(
    ({ target, answers }) => target.host === clinic.host && answers.instance === clinic.instance,
  );
  return here.find(({ answers }) => answers[key] !== undefined)?.answers[key];
}

/** The model of the terminal at this very place: another of the same clinic may be of another kind. */
export function settledModel(
  calls: readonly EarlierCall[],
  target: Target,
  instance: string | undefined,
): string | undefined {
  return calls.find(
    (call) => call.answers.model !== undefined && call.answers.instance === instance && isAt(call.target, target),
  )?.answers.model;
}

/** The one instance that the desks at these very places were registered in. */
export function settledInstance(
  calls: readonly EarlierCall[],
  desks: readonly { readonly target: Target }[],
): string | undefined {
  const all = desks.map(
    ({ target }) =>
      new Set(calls.filter((call) => isAt(call.target, target)).flatMap(({ answers }) => answers.instance ?? [])),
  );
  const [only, ...others] = new Set(all.flatMap((instances) => [...instances]));
  return others.length === 0 && all.every(({ size }) => size === 1) ? only : undefined;
}

/** What the desk at this very place was called. */
export function earlierName(calls: readonly EarlierCall[], target: Target): string | undefined {
  return calls.find((call) => call.answers.name !== undefined && isAt(call.target, target))?.answers.name;
}

/** A desk of this clinic whose call was not finished: it may be this one, at an address that was corrected, or another. */
export function unfinishedName(
  all: readonly EarlierCall[],
  target: Target,
  instance: string | undefined,
): string | undefined {
  const calls = all.filter((call) => call.practice !== true || call.answers.instance === instance);
  const [latest] = calls.filter(
    ({ target: { host }, answers }) =>
      answers.name !== undefined && (host === target.host || answers.instance === instance),
  );
  return latest?.done === false ? latest.answers.name : undefined;
}

function isAt({ host, posxmlPort }: SessionTarget, target: Target): boolean {
  return host === target.host && posxmlPort === target.posxml?.port;
}
