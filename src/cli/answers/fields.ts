import { MAX_LENGTH } from '../../cloud/contract.js';
import { readInstance } from '../../cloud/instance.js';
import type { Department } from '../../cloud/records.js';
import type { Language } from '../../diagnosis/row.js';
import type { EarlierCall } from '../../session/earlier.js';
import { BACK } from '../../steps/ports.js';
import type { Conversation, Report } from '../../steps/ports.js';
import { sentenceAbout } from '../../ui/sentences.js';
import { BANKS } from '../bank-lines.js';
import type { Clinic } from './clinic.js';
import { withDesk, withInstance, withTargets } from './draft.js';
import type { Chosen, Desk, Draft } from './draft.js';
import { earlierAnswer, earlierInstances, earlierName } from './recall.js';
import { askForTargets } from './target.js';
import type { TargetAsking } from './target.js';
import { placeOf, targetInWords } from './understanding.js';

export interface FieldDeps {
  readonly talk: Conversation;
  readonly report: Report;
  readonly language: Language;
  readonly clinic: Clinic;
  readonly earlier: readonly EarlierCall[];
  readonly targets: Pick<TargetAsking, 'role' | 'allowPrivate'>;
}

/** The answers with one more; `asked` is false where it was found without a question. */
export type Answered = typeof BACK | { readonly draft: Draft; readonly asked: boolean };

/** One thing that has to be known. */
export interface Field {
  readonly label: string;
  /** In words; undefined while it is not known. */
  shown(draft: Draft): string | undefined;
  /** Asks for it, with the former answer at hand. */
  ask(draft: Draft, deps: FieldDeps, back: boolean): Promise<Answered>;
  /** What is asked to correct it, if that is more. */
  correct?(draft: Draft, deps: FieldDeps): Promise<Answered>;
}

export const MODELS = [
  { value: 'desk3200', label: 'Ingenico DESK3200' },
  { value: 'ipp310', label: 'Ingenico iPP310' },
  { value: 'ipp320', label: 'Ingenico iPP320' },
];
const BANK_CHOICES = Object.entries(BANKS).map(([value, label]) => ({ value, label }));
const ANOTHER = 'another';
/** A longer list is not read on the telephone; its number is asked for. */
const DEPARTMENTS_MOST = 50;

const asked = (draft: Draft): Answered => ({ draft, asked: true });
const labelOf = (choices: readonly { readonly value: string; readonly label: string }[], value: string | undefined): string | undefined =>
  choices.find((choice) => choice.value === value)?.label ?? value;

/** Everything that has to be known of these desks, in the order in which a call goes. */
export function fieldsOf({ desks }: Draft): readonly Field[] {
  const several = desks.length > 1;
  const where = (desk: Desk): string => (several ? ` at ${placeOf(desk.target)}` : '');
  return [
    TARGET,
    INSTANCE,
    DEPARTMENT,
    ...desks.map((desk, index) => (several ? { ...nameField(index, where(desk)), ...ownAnswers(index, where(desk)) } : nameField(index, ''))),
    MODEL,
    BANK,
  ];
}

const TARGET: Field = {
  label: 'Address',
  shown: ({ desks }) => (desks.length === 0 ? undefined : desks.map(({ target }) => targetInWords(target)).join(' and ')),
  async ask(draft, deps, back) {
    const former = draft.desks.map(({ target }) => placeOf(target)).join(' ');
    const targets = await askForTargets({ ...deps, ...deps.targets, back, ...(former === '' ? {} : { former, lead: [] }) });
    if (targets === BACK) return BACK;
    return asked(withTargets(draft, targets));
  },
};

const INSTANCE: Field = {
  label: 'Instance',
  shown: ({ instance }) => instance,
  async ask(draft, { talk, earlier }, back) {
    const offered = [...new Set([...(draft.instance === undefined ? [] : [draft.instance]), ...earlierInstances(earlier, draft.desks[0]?.target.host)])];
    const message = "The clinic's instance";
    for (;;) {
      if (offered.length > 0) {
        const choices = [...offered.map((value) => ({ value, label: value })), { value: ANOTHER, label: 'another' }];
        const chosen = await talk.choose({ kind: 'choice', id: 'instance', message: `${message}:`, choices, flag: '--instance', back });
        if (chosen === BACK && back) return BACK;
        if (chosen !== ANOTHER) return asked(withInstance(draft, chosen));
      }
      const typed = await talk.text({ kind: 'text', id: 'instance', message: `${message} (https://host/id):`, flag: '--instance', check: checkInstance, back: back || offered.length > 0 });
      if (typed !== BACK) return asked(withInstance(draft, instanceOf(typed)));
      if (offered.length === 0) return BACK;
    }
  },
};

const DEPARTMENT: Field = {
  label: 'Department',
  shown: ({ department }) => department && departmentInWords(department),
  async ask(draft, deps, back) {
    const found = await askForDepartment(draft, draft.department, deps, back);
    return found === BACK ? BACK : { draft: { ...draft, department: found.department }, asked: found.asked };
  },
};

/** One of several desks may have a model and a department of its own; that is rare, and only corrected. */
function ownAnswers(index: number, where: string): Pick<Field, 'shown' | 'correct'> {
  return {
    shown: (draft) => {
      const { name, model, department } = ownOf(draft, index);
      return name === undefined ? undefined : [name, ...(model === undefined ? [] : [labelOf(MODELS, model)]), ...(department ? [`department ${departmentInWords(department)}`] : [])].join(', ');
    },
    async correct(draft, deps) {
      const named = await nameField(index, where).ask(draft, deps, true);
      if (named === BACK) return BACK;
      const own = ownOf(named.draft, index);
      const model = await deps.talk.choose({ kind: 'choice', id: 'model', message: `Model of the terminal${where}:`, choices: MODELS, back: true, ...(own.model === undefined ? {} : { default: own.model }) });
      if (model === BACK) return BACK;
      const found = await askForDepartment(draft, own.department, deps, true);
      return found === BACK ? BACK : asked(withDesk(named.draft, index, { model, department: found.department }));
    },
  };
}

function ownOf(draft: Draft, index: number): Omit<Desk, 'target'> {
  const desk = draft.desks[index];
  const [name, model, department] = [desk?.name, desk?.model ?? draft.model, desk?.department ?? draft.department];
  return { ...(name === undefined ? {} : { name }), ...(model === undefined ? {} : { model }), ...(department === undefined ? {} : { department }) };
}

function nameField(index: number, where: string): Field {
  return {
    label: `Desk${where}`,
    shown: ({ desks }) => desks[index]?.name,
    async ask(draft, { talk, earlier }, back) {
      const desk = draft.desks[index];
      const taken = draft.desks.flatMap(({ name }, at) => (at === index || name === undefined ? [] : name));
      const usual = desk && (desk.name ?? earlierName(earlier, desk.target, draft.instance));
      const name = await talk.text({
        kind: 'text',
        id: 'name',
        message: `What the clinic calls the desk${where}:`,
        ...(usual === undefined || taken.includes(usual) ? {} : { default: usual }),
        flag: '--name',
        check: (answer) => checkName(answer, taken),
        back,
      });
      return name === BACK && back ? BACK : asked(withDesk(draft, index, { name: name.trim() }));
    },
  };
}

const MODEL: Field = {
  label: 'Model',
  shown: ({ model }) => labelOf(MODELS, model),
  ask: (draft, deps, back) => choose(draft, 'model', 'Model of the terminal:', MODELS, deps, back),
};

const BANK: Field = {
  label: 'Bank',
  shown: ({ bank }) => labelOf(BANK_CHOICES, bank),
  ask: (draft, deps, back) => choose(draft, 'bank', "The clinic's bank:", BANK_CHOICES, deps, back),
};

async function choose(draft: Draft, id: 'model' | 'bank', message: string, choices: typeof MODELS, { talk, earlier }: FieldDeps, back: boolean): Promise<Answered> {
  const usual = draft[id] ?? earlierAnswer(earlier, id, { host: draft.desks[0]?.target.host, instance: draft.instance });
  const chosen = await talk.choose({ kind: 'choice', id, message, choices, flag: `--${id}`, back, ...(usual === undefined ? {} : { default: usual }) });
  return chosen === BACK && back ? BACK : asked({ ...draft, [id]: chosen });
}

interface Found {
  readonly department: Chosen;
  readonly asked: boolean;
}

async function askForDepartment(draft: Draft, former: Chosen | undefined, deps: FieldDeps, back: boolean): Promise<typeof BACK | Found> {
  const { talk, report, clinic, earlier, language } = deps;
  const { instance = '', desks } = draft;
  report({ kind: 'begin', task: 'Asking the cloud for its departments' });
  const told = await clinic.departments(instance);
  const usual = former?.id ?? earlierAnswer(earlier, 'department', { host: desks[0]?.target.host, instance });
  const list = told.known ? told.value : [];
  const [only, ...others] = list;
  if (!told.known) report({ kind: 'note', text: `The departments cannot be read: ${told.why}.` });
  const find = async (id: string): Promise<Department | undefined> => {
    const listed = list.find((one) => one.id === id);
    if (told.known) return listed;
    const single = told.refused ? await clinic.department(instance, id) : told;
    return single.known ? single.value : { id, name: '' };
  };
  const found = await (only && others.length === 0
    ? { department: only, asked: false }
    : list.length > 0 && list.length <= DEPARTMENTS_MOST
      ? fromList(list, usual, talk, back)
      : byNumber(find, usual, talk, back));
  if (found === BACK) return BACK;
  const { id, name } = found.department;
  if (name !== undefined && name !== '') {
    report({ kind: 'note', text: `Department ${id} is ${name}${found.asked ? '' : ', the only one'}.` });
    report({ kind: 'say', text: sentenceAbout('clinic', name, language) });
  }
  return found;
}

async function fromList(list: readonly Department[], usual: string | undefined, talk: Conversation, back: boolean): Promise<typeof BACK | Found> {
  const choices = list.map(({ id, name }) => ({ value: id, label: `${name} (department ${id})` }));
  const id = await talk.choose({ kind: 'choice', id: 'department', message: 'Department:', choices, flag: '--department', back, ...(usual === undefined ? {} : { default: usual }) });
  if (id === BACK && back) return BACK;
  return { department: list.find((one) => one.id === id) ?? { id }, asked: true };
}

/** @param find undefined for a department that there is not; without a name where the cloud cannot tell */
async function byNumber(find: (id: string) => Promise<Department | undefined>, usual: string | undefined, talk: Conversation, back: boolean): Promise<typeof BACK | Found> {
  let lead: readonly string[] = [];
  for (;;) {
    const answer = await talk.text({
      kind: 'text',
      id: 'department',
      message: 'Number of the department:',
      lead,
      ...(usual === undefined ? {} : { default: usual }),
      flag: '--department',
      check: (typed) => (/^[\w-]{1,64}$/.test(typed.trim()) ? undefined : 'The number as the cloud shows it, such as 1.'),
      back,
    });
    if (answer === BACK && back) return BACK;
    const department = await find(answer.trim());
    if (department) return { department, asked: true };
    lead = [`The cloud has no department ${answer.trim()}.`];
  }
}

function departmentInWords({ id, name }: Chosen): string {
  return name === undefined || name === '' ? id : `${id}, ${name}`;
}

function checkInstance(answer: string): string | undefined {
  const reading = readInstance(answer);
  return reading.ok ? undefined : `That is no instance: ${reading.reason}.`;
}

/** In its one spelling, so that it is known again. */
function instanceOf(answer: string): string {
  const reading = readInstance(answer);
  return reading.ok ? reading.instance.url : answer;
}

/** As the cloud's contract has it. */
export function checkName(answer: string, taken: readonly string[]): string | undefined {
  const name = answer.trim();
  if (name === '') return 'Something is needed here.';
  if (name.length > MAX_LENGTH.name) return `The cloud takes ${String(MAX_LENGTH.name)} characters at the most, and these are ${String(name.length)}.`;
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return 'It holds characters that cannot be seen; type it anew.';
  return taken.some((one) => one.toLowerCase() === name.toLowerCase()) ? 'Another desk of this call has that name.' : undefined;
}
