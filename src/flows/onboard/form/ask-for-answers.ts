import type { Bank, Model } from '../../../model/catalog.js';
import { formatHost, formatTarget } from '../../../model/endpoint.js';
import type { Target } from '../../../model/endpoint.js';
import { usageError } from '../../../contract/app-error.js';
import type { Language } from '../../../contract/language.js';
import type { EarlierCall } from '../../../session/previous-calls.js';
import type { Answers } from '../../../session/events.js';
import type { SessionState } from '../../../session/reduce.js';
import { BACK } from '../../../steps/dependencies.js';
import type { Prompter, ReportProgress } from '../../../steps/dependencies.js';
import { requireFlags } from '../../../cli/command/context.js';
import type { CommonFlags } from '../../../cli/command/context.js';
import type { EmbeddedSandbox } from '../embedded-sandbox.js';
import type { Clinic } from './clinic-cloud.js';
import { withTargets } from './draft.js';
import type { DeskDraft, Draft } from './draft.js';
import type { FieldDeps } from './field.js';
import { validateFlags } from './validate-flags.js';
import { sameName } from './desk-name.js';
import { fillForm, reviewForm } from './form.js';
import { knownBank, knownModel } from './open-answers.js';
import { withSaid } from './said-in-text.js';
import { askForTargets, targetsOfWords } from './target-question.js';
import type { TargetAsking } from './target-question.js';

export interface AnswerSources {
  readonly words: readonly string[];
  readonly flags: CommonFlags & {
    readonly instance?: string | undefined;
    readonly department?: string | undefined;
    /** One for each terminal, in their order. */
    readonly name?: string | readonly string[] | undefined;
    readonly model?: string | undefined;
    readonly bank?: string | undefined;
    readonly role?: string | undefined;
    readonly tid?: string | undefined;
    readonly language: string;
    readonly 'skip-identify': boolean;
  };
  /** What the user configuration says, where no flag does: less than what was answered before. */
  readonly usual?: Answers;
  /** The onboarding that is resumed. */
  readonly former: SessionState | undefined;
  readonly sandbox: EmbeddedSandbox | undefined;
  /** The calls of this machine, the latest first. */
  readonly earlier: () => readonly EarlierCall[];
  readonly clinic: Clinic;
  /** See {@link FieldDeps.logIn}. */
  readonly logIn?: (instance: string) => Promise<void>;
  readonly talk: Prompter;
  readonly report: ReportProgress;
  /** Tells what the words of the command line hold and no terminal has: among the warnings, too. */
  readonly warn: (text: string) => void;
  /** Keeps the answers of a form that was left before its end, one for each terminal; never called where nothing was answered. */
  readonly keep: (left: readonly LeftAnswers[]) => Promise<void>;
}

/** What is known of one terminal when the call ends in the middle of the form. */
export interface LeftAnswers {
  readonly target: Target;
  readonly answers: Answers;
}

/** What one terminal's onboarding needs to know. */
export interface OnboardAnswers {
  readonly target: Target;
  /** Absent where a test alone is resumed. */
  readonly registering?: {
    readonly instance: string;
    readonly name: string;
    /** Undefined while the clinic does not know. */
    readonly model: Model | undefined;
    /** As for the model. */
    readonly bank: Bank | undefined;
    readonly departmentId: string;
  };
  readonly stored: Answers;
}

export interface AllAnswers {
  /** One for each terminal; there is at least one. */
  readonly terminals: readonly OnboardAnswers[];
  /** Whether an agent answered questions: then the call may have more. */
  readonly asked: boolean;
}

/** What the onboarding needs to know: from flags, from the former call, from the sandbox, else by asking. @throws AppError */
export async function askForAnswers(sources: AnswerSources): Promise<AllAnswers> {
  const { flags, former, sandbox, talk, usual } = sources;
  const words = sources.words.length > 0 ? sources.words : formerWords(former, sandbox);
  const stated: Answers = { ...former?.answers, ...given(flags), ...(sandbox ? { instance: sandbox.instance } : {}) };
  const known: Answers = { ...usual, ...practice(sandbox), ...stated };
  const testAlone = former?.command === 'test' && stated.instance === undefined;
  if (!talk.interactive && !sandbox) requireEverything(words, testAlone ? undefined : known, flags);
  const together = talk.together?.bind(talk) ?? (<T>(ask: () => Promise<T>) => ask());
  return together(async () => {
    const said = words.length > 0 ? await targetsOfWords(words, asking(sources), sources.warn) : undefined;
    const targets = said?.targets ?? [];
    checkFlags(targets.length, flags);
    if (testAlone)
      return {
        terminals: (targets.length > 0 ? targets : await anyTargets(sources)).map((target) => ({ target, stored: {} })),
        asked: false,
      };
    const stands = toDraft(targets, known, namesOf(flags));
    const draft = said && talk.interactive && !sandbox ? withSaid(stands, said.text, sources.report) : stands;
    validateFlags({ names: draft.names, department: draft.department?.id });
    if (!talk.interactive || sandbox) requireNames(draft);
    const deps: FieldDeps = {
      ...sources,
      ...asking(sources),
      earlier: talk.interactive && !sandbox ? sources.earlier() : [],
      targets: asking(sources),
    };
    const { final, asked } = await keepingWhatIsLeft(sources, async (noted) => {
      const filled = await fillForm(draft, { ...deps, noted });
      // What was found without a question is agreed to in the review.
      const isStated = !filled.asked && !filled.recalled && draft === stands;
      const agreed = !talk.interactive || (isStated && !wasLeftInForm(former));
      return {
        final: agreed || sandbox ? filled.draft : await reviewForm(filled.draft, { ...deps, noted }),
        asked: filled.asked,
      };
    });
    return { terminals: final.desks.map((desk) => fromDraft(desk, final)), asked: asked && !sandbox };
  });
}

/** Nothing of it was dialled: the one who went through the form has not agreed to it at its end. */
function wasLeftInForm(former: SessionState | undefined): boolean {
  return former?.command === 'onboard' && Object.keys(former.steps).length === 0;
}

/** However the form ends before its end, by Ctrl-C or a window that is closed: the clinic is not asked again. */
async function keepingWhatIsLeft<T>(
  { keep, sandbox }: AnswerSources,
  ask: (noted: (draft: Draft) => void) => Promise<T>,
): Promise<T> {
  let latest: Draft | undefined;
  try {
    return await ask((draft) => {
      latest = draft;
    });
  } catch (error) {
    if (latest && latest.desks.length > 0 && !sandbox) await keep(missingAnswers(latest));
    throw error;
  }
}

function missingAnswers(draft: Draft): readonly LeftAnswers[] {
  return draft.desks.map((desk) => {
    const known = {
      instance: draft.instance,
      department: (desk.department ?? draft.department)?.id,
      name: desk.name,
      model: knownModel(desk.model ?? draft.model),
      bank: knownBank(draft.bank),
    };
    return { target: desk.target, answers: whatIsGiven(known) };
  });
}

function asking({ flags, former, sandbox, talk, report }: AnswerSources): TargetAsking {
  return {
    talk,
    report,
    language: flags.language as Language,
    role: flags.role,
    allowPrivate: flags['allow-private'] || sandbox !== undefined || former?.allowPrivate === true,
  };
}

async function anyTargets(sources: AnswerSources): Promise<readonly Target[]> {
  const said = await askForTargets(asking(sources));
  return said === BACK ? [] : said.targets;
}

function toDraft(
  targets: readonly Target[],
  { instance, department, name, model, bank }: Answers,
  named: readonly string[],
): Draft {
  const known = {
    ...(instance === undefined ? {} : { instance }),
    ...(department === undefined ? {} : { department: { id: department } }),
    ...(model === undefined ? {} : { model }),
    ...(bank === undefined ? {} : { bank }),
  };
  return withTargets({ desks: [], names: named.length > 0 || name === undefined ? named : [name], ...known }, targets);
}

function fromDraft(desk: DeskDraft, { instance = '', department, ...shared }: Draft): OnboardAnswers {
  const { target, name = '' } = desk;
  const departmentId = (desk.department ?? department)?.id ?? '';
  const [model, bank] = [knownModel(desk.model ?? shared.model), knownBank(shared.bank)];
  return {
    target,
    registering: { instance, name, model, bank, departmentId },
    stored: {
      instance,
      department: departmentId,
      name,
      ...(model !== undefined && { model }),
      ...(bank !== undefined && { bank }),
    },
  };
}

function given(flags: AnswerSources['flags']): Answers {
  return whatIsGiven({
    instance: flags.instance,
    department: flags.department,
    name: namesOf(flags)[0],
    model: flags.model,
    bank: flags.bank,
  });
}

function whatIsGiven(all: { readonly [K in keyof Answers]: string | undefined }): Answers {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The environment gives one name as it is. */
function namesOf({ name = [] }: AnswerSources['flags']): readonly string[] {
  return typeof name === 'string' ? [name] : name;
}

function practice(sandbox: EmbeddedSandbox | undefined): Answers {
  return sandbox ? { department: '1', name: 'Practice desk', model: 'desk3200', bank: 'swedbank' } : {};
}

function formerWords(former: SessionState | undefined, sandbox: EmbeddedSandbox | undefined): readonly string[] {
  if (sandbox) return [sandbox.target];
  if (!former) return [];
  const { host, posxmlPort, logPort } = former.target;
  const name = formatHost(host);
  return [`${name}:${[posxmlPort, logPort].filter((port) => port !== undefined).join(',')}`];
}

function requireEverything(words: readonly string[], known: Answers | undefined, flags: AnswerSources['flags']): void {
  const names = ['instance', 'department', 'name', 'model', 'bank'] as const;
  const missing = known ? names.filter((name) => known[name] === undefined).map((name) => `--${name}`) : [];
  requireFlags(
    [
      ...(words.length === 0 ? ['TARGET'] : []),
      ...missing,
      ...(flags.yes ? [] : ['--yes']),
      ...(flags['skip-identify'] ? [] : ['--skip-identify']),
    ],
    'Questions cannot be asked here.',
  );
}

/** Where nobody can be asked, each of several terminals needs a name of its own. */
function requireNames({ desks }: Draft): void {
  const nameless = desks
    .filter(({ name }) => name === undefined)
    .map(({ target }) => `--name for ${formatTarget(target)}`);
  requireFlags(nameless, 'Each terminal needs its own name, in the order of the targets.');
}

function checkFlags(terminals: number, flags: AnswerSources['flags']): void {
  const [name, { tid }] = [namesOf(flags), flags];
  if (terminals > 0 && name.length > terminals)
    throw usageError(
      'usage.invalid',
      `--name was given ${String(name.length)} times, for ${terminals === 1 ? 'one terminal' : `${String(terminals)} terminals`}.`,
      ['Give it once for each terminal.'],
    );
  const twice = name.find((one, index) => name.some((other, at) => at < index && sameName(one, other)));
  if (twice !== undefined)
    throw usageError(
      'usage.invalid',
      `--name was given twice as ${JSON.stringify(twice.slice(0, 40))}: each desk needs its own name.`,
      ['Call the desks by different names.'],
    );
  if (terminals > 1 && tid !== undefined)
    throw usageError('usage.invalid', '--tid works with one terminal, and more were given.', ['Give one at a time.']);
}
