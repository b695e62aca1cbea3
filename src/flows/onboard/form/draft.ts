import type { Department } from '../../../cloud/records.js';
import type { Target } from '../../../model/endpoint.js';
/** A department, with its name where the cloud told it. */
export type Chosen = Pick<Department, 'id'> & Partial<Department>;

/** One terminal of the call, as far as it is known. */
export interface DeskDraft {
  readonly target: Target;
  readonly name?: string;
  /** Where it is another than that of the call's other desks. */
  readonly model?: string;
  readonly department?: Chosen;
}

/** The answers as far as they were given. What the desks share is asked once. */
export interface Draft {
  readonly desks: readonly DeskDraft[];
  /** Names that were given beforehand, in the order of the desks. */
  readonly names: readonly string[];
  readonly instance?: string;
  readonly department?: Chosen;
  readonly model?: string;
  readonly bank?: string;
}

/** The same answers for these terminals. */
export function withTargets(draft: Draft, targets: readonly Target[]): Draft {
  const desks = targets.map((target, index): DeskDraft => {
    const name = draft.desks[index]?.name ?? draft.names[index];
    return { ...draft.desks[index], target, ...(name === undefined ? {} : { name }) };
  });
  return { ...draft, desks };
}

/** Departments belong to an instance, and are asked for again with another one. */
export function withInstance(draft: Draft, instance: string): Draft {
  if (draft.instance === undefined || draft.instance === instance) return { ...draft, instance };
  const { names, model, bank, desks } = draft;
  const kept = { ...(model === undefined ? {} : { model }), ...(bank === undefined ? {} : { bank }) };
  return { names, ...kept, instance, desks: desks.map(withoutDepartment) };
}

export function withDesk(draft: Draft, index: number, change: Partial<DeskDraft>): Draft {
  return { ...draft, desks: draft.desks.map((desk, at) => (at === index ? { ...desk, ...change } : desk)) };
}

function withoutDepartment({ target, name, model }: DeskDraft): DeskDraft {
  return { target, ...(name === undefined ? {} : { name }), ...(model === undefined ? {} : { model }) };
}
