import type { Department } from '../../../cloud/records.js';
import { BACK } from '../../../steps/dependencies.js';
import type { Prompter } from '../../../steps/dependencies.js';
import { holdsCardData } from '../../../text/redact.js';
import { sentenceAbout } from '../../../ui/sentences.js';
import type { Chosen, Draft } from './draft.js';
import type { FieldDeps } from './field.js';
import { earlierAnswer, settledAnswer } from './earlier-answers.js';

/** A longer list is not read on the telephone; its number is asked for. */
const DEPARTMENTS_MOST = 50;

interface Found {
  readonly department: Chosen;
  readonly asked: boolean;
}

const WAYS = {
  login: 'Enter the client ID and the secret now',
  another: 'Use another instance',
  again: 'Try the cloud again',
  number: 'Enter the number of the department',
} as const;
type DepartmentWay = keyof typeof WAYS;

/** What the agent does where the cloud cannot be asked; `known` where it can, or tells of one department at least. */
export async function wayToDepartments(
  { instance = '' }: Draft,
  { talk, report, clinic, logIn }: FieldDeps,
  back: boolean,
): Promise<DepartmentWay | 'known' | typeof BACK> {
  report({ kind: 'begin', task: 'Reading the departments from the cloud' });
  const told = await clinic.departments(instance);
  if (told.known || told.refused) return 'known';
  // Without credentials there is nothing to continue with.
  const ways: readonly DepartmentWay[] = told.unknownHere
    ? [...(logIn ? ['login' as const] : []), 'another', 'again']
    : told.mistyped
      ? ['another', 'again']
      : ['another', 'again', 'number'];
  const chosen = await talk.choose({
    kind: 'choice',
    id: 'cloud',
    message: 'What next?',
    preamble: [
      told.mistyped
        ? `${instance} is mistyped, most likely: ${told.why}.`
        : `The departments cannot be read: ${told.why}.`,
    ],
    choices: ways.map((value) => ({ value, label: WAYS[value] })),
    ignoreTypeAhead: true,
    back,
  });
  return chosen === BACK ? BACK : (chosen as DepartmentWay);
}

/** Names it where the cloud knows the name; a list is offered, an only one and that of the clinic's earlier calls are taken. */
export async function askForDepartment(
  draft: Draft,
  former: Chosen | undefined,
  deps: FieldDeps,
  back: boolean,
): Promise<typeof BACK | Found> {
  const { talk, report, clinic, earlier, language } = deps;
  const { instance = '', desks } = draft;
  report({ kind: 'begin', task: 'Reading the departments from the cloud' });
  const told = await clinic.departments(instance);
  const usual = former?.id ?? earlierAnswer(earlier, 'department', { host: desks[0]?.target.host, instance });
  const { departments: list, unreadable } = told.known ? told.value : { departments: [], unreadable: 0 };
  const [only, ...others] = list;
  if (!told.known && told.refused) report({ kind: 'note', text: `The departments cannot be read: ${told.why}.` });
  if (unreadable > 0)
    report({
      kind: 'note',
      text: `The cloud has ${String(unreadable)} more department${unreadable === 1 ? '' : 's'}, with an ID or a name that cannot be used.`,
    });
  const find = async (id: string): Promise<Department | undefined> => {
    const listed = list.find((one) => one.id === id);
    if (told.known) return listed;
    const single = told.refused ? await clinic.department(instance, id) : told;
    return single.known ? single.value : { id, name: '' };
  };
  const settled = former
    ? undefined
    : list.find(({ id }) => id === settledAnswer(earlier, 'department', { host: desks[0]?.target.host, instance }));
  const taken = settled ?? (others.length === 0 && unreadable === 0 ? only : undefined);
  const found = await (taken
    ? { department: taken, asked: false }
    : list.length > 0 && list.length <= DEPARTMENTS_MOST
      ? fromList(list, usual, talk, back)
      : byNumber(find, usual, talk, back));
  if (found === BACK) return BACK;
  const { id, name } = found.department;
  if (name !== undefined && name !== '') {
    // From the list it was chosen by its name.
    if (!found.asked || !told.known)
      report({
        kind: 'note',
        text: `Department ${id} is ${name}${settled ? ' (from an earlier call)' : found.asked ? '' : ' (the only one)'}.`,
      });
    report({ kind: 'say', text: sentenceAbout('clinic', name, language) });
  }
  return found;
}

async function fromList(
  list: readonly Department[],
  usual: string | undefined,
  talk: Prompter,
  back: boolean,
): Promise<typeof BACK | Found> {
  const choices = list.map(({ id, name }) => ({ value: id, label: `${name} (department ${id})` }));
  const id = await talk.choose({
    kind: 'choice',
    id: 'department',
    message: 'Department:',
    choices,
    flag: '--department',
    back,
    // A stranger's department is not taken by Enter because it comes first.
    noDefault: true,
    ...(usual === undefined ? {} : { default: usual }),
  });
  if (id === BACK && back) return BACK;
  return { department: list.find((one) => one.id === id) ?? { id }, asked: true };
}

/** @param find undefined for a department that there is not; without a name where the cloud cannot tell */
async function byNumber(
  find: (id: string) => Promise<Department | undefined>,
  usual: string | undefined,
  talk: Prompter,
  back: boolean,
): Promise<typeof BACK | Found> {
  let preamble: readonly string[] = [];
  for (;;) {
    const answer = await talk.text({
      kind: 'text',
      id: 'department',
      message: 'Number of the department:',
      preamble,
      ...(usual === undefined ? {} : { default: usual }),
      flag: '--department',
      check: checkDepartment,
      back,
    });
    if (answer === BACK && back) return BACK;
    const department = await find(answer.trim());
    if (department) return { department, asked: true };
    preamble = [`The cloud has no department ${answer.trim()}.`];
  }
}

/** As the cloud's contract has it, and nothing that must not be kept. */
export function checkDepartment(typed: string): string | undefined {
  if (holdsCardData(typed)) return 'It contains a card number, which must not be saved.';
  return /^[1-9]\d{0,14}$/.test(typed.trim()) ? undefined : 'The number as the cloud shows it, such as 1.';
}

export function departmentInWords({ id, name }: Chosen): string {
  return name === undefined || name === '' ? id : `${id}, ${name}`;
}
