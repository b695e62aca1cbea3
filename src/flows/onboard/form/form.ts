import { BACK } from '../../../steps/dependencies.js';
import type { Draft } from './draft.js';
import { fieldsOf } from './fields.js';
import type { FieldDeps } from './field.js';

interface Filled {
  readonly draft: Draft;
  /** Whether anything was asked. */
  readonly asked: boolean;
  /** Whether anything is as an earlier call had it. */
  readonly recalled: boolean;
}

/** Asks for what is not known yet; from each question there is a way back to the former one. */
export async function fillForm(given: Draft, deps: FieldDeps): Promise<Filled> {
  const passed: number[] = [];
  /** What was asked or found here, by its label: all of it is gone through again after a way back. */
  const handled = new Set<string>();
  const again = new Set<string>();
  let recalled = false;
  let draft = given;
  for (let at = 0; ;) {
    const field = fieldsOf(draft)[at];
    if (!field) return { draft, asked: passed.length > 0, recalled };
    if (field.shown(draft) !== undefined && !again.has(field.label)) {
      at += 1;
      continue;
    }
    handled.add(field.label);
    const answer = await field.ask(draft, deps, passed.length > 0);
    if (answer === BACK) {
      at = passed.pop() ?? at;
      const later = fieldsOf(draft)
        .slice(at)
        .map(({ label }) => label);
      later.filter((label) => handled.has(label)).forEach((label) => again.add(label));
      continue;
    }
    if (answer.asked) passed.push(at);
    recalled ||= answer.recalled === true;
    again.delete(field.label);
    draft = answer.draft;
    if (answer.asked) deps.noted?.(draft);
    at += 1;
  }
}

const GO = 'go';

/** Everything that was answered, before anything is dialled or written: Enter continues, any line can be corrected. */
export async function reviewForm(filled: Draft, deps: FieldDeps): Promise<Draft> {
  let draft = filled;
  let neighboursOf = '';
  for (;;) {
    const clinic = [draft.instance, ...draft.desks.map(({ target }) => target.host)].join(' ');
    if (clinic !== neighboursOf) draft = await askCloud(draft, deps);
    neighboursOf = clinic;
    const fields = fieldsOf(draft);
    const width = Math.max(...fields.map(({ label }) => label.length)) + 2;
    const chosen = await deps.talk.choose({
      kind: 'choice',
      id: 'review',
      message: 'Is this correct?',
      choices: [
        { value: GO, label: 'Yes, continue' },
        ...fields.map((field, index) => ({
          value: String(index),
          label: `${field.label.padEnd(width)}${field.shown(draft) ?? ''}`,
          echo: `No: ${field.label}`,
        })),
      ],
      default: GO,
      ignoreTypeAhead: true,
      back: true,
    });
    const field = chosen === BACK ? fields.at(-1) : fields[Number(chosen)];
    if (chosen === GO || !field) return draft;
    const answer = await (field.correct?.(draft, deps) ?? field.ask(draft, deps, true));
    if (answer === BACK) continue;
    deps.noted?.(answer.draft);
    // Another address may be another number of desks, and another instance has other departments.
    draft = (await fillForm(answer.draft, deps)).draft;
  }
}

/** Adds the department's name, and tells what is registered at these addresses, so that the agent knows what is there. */
async function askCloud(draft: Draft, { clinic, report }: FieldDeps): Promise<Draft> {
  const { department, desks, instance = '' } = draft;
  report({ kind: 'begin', task: 'Checking the cloud for this address' });
  const departments = await clinic.departments(instance);
  if (!departments.known && departments.mistyped)
    report({ kind: 'note', text: `${instance} is mistyped, most likely: ${departments.why}.` });
  const named = departments.known ? departments.value.departments.find(({ id }) => id === department?.id) : undefined;
  for (const host of new Set(desks.map(({ target }) => target.host))) {
    const told = departments.known || departments.refused ? await clinic.terminalsAt(instance, host) : departments;
    const known = told.known ? told.value.map(({ name, posxmlPort }) => `${name} (port ${String(posxmlPort)})`) : [];
    if (known.length > 0) report({ kind: 'note', text: `Already registered at ${host}: ${known.join(', ')}.` });
  }
  return named ? { ...draft, department: named } : draft;
}
