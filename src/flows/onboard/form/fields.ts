import type { Answered, FormField, FieldDeps } from './field.js';
import { readInstance } from '../../../cloud/instance.js';
import { findBank, findModel } from '../../../model/catalog.js';
import { formatTarget, placeOf } from '../../../model/endpoint.js';
import type { Language } from '../../../contract/language.js';
import { BACK } from '../../../steps/dependencies.js';
import { clinicSentence } from '../../../ui/sentences.js';
import { askForDepartment, departmentInWords, wayToDepartments } from './department-question.js';
import { withDesk, withInstance, withTargets } from './draft.js';
import type { DeskDraft, Draft } from './draft.js';
import { checkName } from './desk-name.js';
import {
  earlierAnswer,
  earlierInstances,
  earlierName,
  settledAnswer,
  settledInstance,
  settledModel,
  unfinishedName,
} from './earlier-answers.js';
import { BANK_CHOICES, isOpenAnswer, MODEL_CHOICES, openInWords, openQuestion } from './open-answers.js';
import { withSaid } from './said-in-text.js';
import { askForTargets } from './target-question.js';
import { describeTarget } from './target-text.js';
const ANOTHER = 'another';

const asked = (draft: Draft): Answered => ({ draft, asked: true });
const labelOf = (
  choices: readonly { readonly value: string; readonly label: string }[],
  value: string | undefined,
): string | undefined =>
  isOpenAnswer(value) ? openInWords(value) : (choices.find((choice) => choice.value === value)?.label ?? value);

/** Everything that has to be known of these desks, in the order in which a call goes. */
export function fieldsOf({ desks }: Draft): readonly FormField[] {
  const several = desks.length > 1;
  const where = (desk: DeskDraft): string => (several ? ` at ${placeOf(desk.target)}` : '');
  return [
    TARGET,
    INSTANCE,
    DEPARTMENT,
    ...desks.map((desk, index) =>
      several ? { ...nameField(index, where(desk)), ...ownAnswers(index, where(desk)) } : nameField(index, ''),
    ),
    MODEL,
    BANK,
  ];
}

const TARGET: FormField = {
  label: 'Address',
  shown: ({ desks }) =>
    desks.length === 0 ? undefined : desks.map(({ target }) => describeTarget(target)).join(' and '),
  async ask(draft, deps, back) {
    const former = draft.desks.map(({ target }) => formatTarget(target)).join(' ');
    const said = await askForTargets({
      ...deps,
      ...deps.targets,
      back,
      ...(former === '' ? {} : { former, preamble: [] }),
    });
    if (said === BACK) return BACK;
    return asked(withSaid(withTargets(draft, said.targets), said.text, deps.report));
  },
};

const INSTANCE: FormField = {
  label: 'Instance',
  shown: ({ instance }) => instance,
  async ask(draft, deps, back) {
    const { talk, earlier } = deps;
    const settled = draft.instance === undefined ? settledInstance(earlier, draft.desks) : undefined;
    if (settled !== undefined) return recalled('Instance', settled, withInstance(draft, settled), deps);
    const offered = [
      ...new Set([
        ...(draft.instance === undefined ? [] : [draft.instance]),
        ...earlierInstances(earlier, draft.desks[0]?.target),
      ]),
    ];
    // Another clinic's is not taken by Enter because it comes first.
    const isOwn = draft.instance !== undefined || earlier.some(({ target }) => target.host === hostOf(draft));
    const message = "The clinic's instance";
    for (;;) {
      if (offered.length > 0) {
        const choices = [...offered.map((value) => ({ value, label: value })), { value: ANOTHER, label: 'another' }];
        const chosen = await talk.choose({
          kind: 'choice',
          id: 'instance',
          message: `${message}:`,
          choices,
          flag: '--instance',
          back,
          noDefault: !isOwn,
        });
        if (chosen === BACK && back) return BACK;
        if (chosen !== ANOTHER) return asked(withInstance(draft, chosen));
      }
      const typed = await talk.text({
        kind: 'text',
        id: 'instance',
        message: `${message} (https://host/id):`,
        flag: '--instance',
        check: checkInstance,
        back: back || offered.length > 0,
      });
      if (typed !== BACK) return asked(withInstance(draft, instanceOf(typed)));
      if (offered.length === 0) return BACK;
    }
  },
};

const DEPARTMENT: FormField = {
  label: 'Department',
  shown: ({ department }) => department && departmentInWords(department),
  async ask(draft, deps, back) {
    let current = draft;
    for (;;) {
      const way = await wayToDepartments(current, deps, back);
      if (way === BACK) return BACK;
      if (way === 'known' || way === 'number') {
        const found = await askForDepartment(current, current.department, deps, back || way === 'number');
        if (found !== BACK) return { draft: { ...current, department: found.department }, asked: found.asked };
        if (way === 'known') return BACK;
      } else if (way === 'login') await deps.logIn?.(current.instance ?? '');
      else if (way === 'another') {
        const another = await INSTANCE.ask(current, deps, true);
        if (another !== BACK) current = another.draft;
      }
    }
  },
};

/** One of several desks may have a model and a department of its own; that is rare, and only corrected. */
function ownAnswers(index: number, where: string): Pick<FormField, 'shown' | 'correct'> {
  return {
    shown: (draft) => {
      const { name, model, department } = ownOf(draft, index);
      return name === undefined
        ? undefined
        : [
            name,
            ...(model === undefined ? [] : [labelOf(MODEL_CHOICES, model)]),
            ...(department ? [`department ${departmentInWords(department)}`] : []),
          ].join(', ');
    },
    async correct(draft, deps) {
      const named = await nameField(index, where).ask(draft, deps, true);
      if (named === BACK) return BACK;
      const own = ownOf(named.draft, index);
      const model = await deps.talk.choose({
        kind: 'choice',
        id: 'model',
        message: `Model of the terminal${where}:`,
        preamble: [toSay('model', deps.language)],
        choices: MODEL_CHOICES,
        back: true,
        noDefault: true,
        ...(own.model === undefined ? {} : { default: own.model }),
      });
      if (model === BACK) return BACK;
      const found = await askForDepartment(draft, own.department, deps, true);
      return found === BACK ? BACK : asked(withDesk(named.draft, index, { model, department: found.department }));
    },
  };
}

function ownOf(draft: Draft, index: number): Omit<DeskDraft, 'target'> {
  const desk = draft.desks[index];
  const [name, model, department] = [desk?.name, desk?.model ?? draft.model, desk?.department ?? draft.department];
  return {
    ...(name === undefined ? {} : { name }),
    ...(model === undefined ? {} : { model }),
    ...(department === undefined ? {} : { department }),
  };
}

export function nameField(index: number, where: string): FormField {
  return {
    label: `Desk${where}`,
    shown: ({ desks }) => desks[index]?.name,
    async ask(draft, deps, back) {
      const { talk, earlier, language } = deps;
      const desk = draft.desks[index];
      const taken = draft.desks.flatMap(({ name }, at) => (at === index || name === undefined ? [] : name));
      const usual = desk && (desk.name ?? earlierName(earlier, desk.target));
      if (desk && desk.name === undefined && usual !== undefined && checkName(usual, taken) === undefined)
        return recalled(`Desk${where}`, usual, withDesk(draft, index, { name: usual }), deps);
      const former = desk && usual === undefined ? unfinishedName(earlier, desk.target, draft.instance) : undefined;
      const name = await talk.text({
        kind: 'text',
        id: 'name',
        message: `Desk name${where}:`,
        preamble: [toSay('name', language)],
        hint: 'For example Vastuvõtt or Kassa 2. The cloud shows this name.',
        ...(usual === undefined || taken.includes(usual) ? {} : { default: usual }),
        ...(former === undefined || taken.includes(former) ? {} : { former }),
        flag: '--name',
        check: (answer) => checkName(answer, taken),
        back,
      });
      return name === BACK && back ? BACK : asked(withDesk(draft, index, { name: name.trim() }));
    },
  };
}

const MODEL: FormField = {
  label: 'Model',
  shown: ({ model }) => labelOf(MODEL_CHOICES, model),
  ask(draft, deps, back) {
    const [only, ...others] = draft.desks;
    const model =
      only && others.length === 0 && draft.model === undefined
        ? settledModel(deps.earlier, only.target, draft.instance)
        : undefined;
    const label = model && findModel(model)?.label;
    return model !== undefined && label !== undefined
      ? Promise.resolve(recalled('Model', label, { ...draft, model }, deps))
      : choose(draft, 'model', deps, back);
  },
};

const BANK: FormField = {
  label: 'Bank',
  shown: ({ bank }) => labelOf(BANK_CHOICES, bank),
  ask(draft, deps, back) {
    const bank = draft.bank === undefined ? settledAnswer(deps.earlier, 'bank', clinicOf(draft)) : undefined;
    const label = bank && findBank(bank)?.label;
    return bank !== undefined && label !== undefined
      ? Promise.resolve(recalled('Bank', label, { ...draft, bank }, deps))
      : choose(draft, 'bank', deps, back);
  },
};

function clinicOf({ desks, instance }: Draft): {
  readonly host: string | undefined;
  readonly instance: string | undefined;
} {
  return { host: hostOf({ desks }), instance };
}

function hostOf({ desks }: Pick<Draft, 'desks'>): string | undefined {
  return desks[0]?.target.host;
}

/** What was answered before is told, and stands in the review, where it can be corrected. */
function recalled(what: string, value: string, draft: Draft, { report }: FieldDeps): Answered {
  report({ kind: 'note', text: `${what}: ${value} (from an earlier call).` });
  return { draft, asked: false, recalled: true };
}

async function choose(
  draft: Draft,
  id: 'model' | 'bank',
  { talk, earlier, language }: FieldDeps,
  back: boolean,
): Promise<Answered> {
  const usual = draft[id] ?? earlierAnswer(earlier, id, clinicOf(draft));
  const chosen = await talk.choose({
    ...openQuestion(id, language),
    back,
    ...(usual === undefined ? {} : { default: usual }),
  });
  return chosen === BACK && back ? BACK : asked({ ...draft, [id]: chosen });
}

function toSay(id: 'name' | 'model', language: Language): string {
  return `Say: ${clinicSentence(id, language)}`;
}

function checkInstance(answer: string): string | undefined {
  const reading = readInstance(answer);
  return reading.ok ? undefined : `Not a valid instance: ${reading.reason}.`;
}

/** In its one spelling, so that it is known again. */
function instanceOf(answer: string): string {
  const reading = readInstance(answer);
  return reading.ok ? reading.instance.url : answer;
}
