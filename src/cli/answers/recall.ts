import type { Target } from '../../connection/types.js';
import type { EarlierCall } from '../../session/earlier.js';
import type { Answers, SessionTarget } from '../../session/events.js';

/** More than fit on a screen help nobody. */
const INSTANCES_MOST = 10;

/** The instances of earlier calls: first those of the clinic that has this address, then the latest. */
export function earlierInstances(calls: readonly EarlierCall[], host: string | undefined): readonly string[] {
  const here = calls.filter(({ target }) => target.host === host);
  const all = [...here, ...calls].flatMap(({ answers }) => answers.instance ?? []);
  return [...new Set(all)].slice(0, INSTANCES_MOST);
}

/** An answer of the same clinic: the same address, else the same instance. */
export function earlierAnswer(calls: readonly EarlierCall[], key: keyof Answers, clinic: { readonly host: string | undefined; readonly instance: string | undefined }): string | undefined {
  const ofInstance = calls.filter(({ answers }) => answers.instance === clinic.instance);
  const here = (key === 'department' ? ofInstance : calls).filter(({ target }) => target.host === clinic.host);
  return [...here, ...ofInstance].find(({ answers }) => answers[key] !== undefined)?.answers[key];
}

/** What the desk was called: that of the same place, else that of a call that was not finished and waits for another. */
export function earlierName(calls: readonly EarlierCall[], target: Target, instance: string | undefined): string | undefined {
  const named = calls.filter(({ answers }) => answers.name !== undefined);
  const [latest] = named.filter(({ target: { host }, answers }) => host === target.host || answers.instance === instance);
  const same = named.find((call) => isAt(call.target, target)) ?? (latest?.done === false ? latest : undefined);
  return same?.answers.name;
}

function isAt({ host, posxmlPort }: SessionTarget, target: Target): boolean {
  return host === target.host && posxmlPort === target.posxml?.port;
}
