import type { Bank, Model } from '../cloud/contract.js';
import { readInstance } from '../cloud/instance.js';
import type { Target } from '../connection/types.js';
import type { Language } from '../diagnosis/row.js';
import type { Answers } from '../session/events.js';
import type { SessionState } from '../session/reduce.js';
import type { Conversation } from '../steps/ports.js';
import { sentence } from '../ui/sentences.js';
import { BANKS } from './bank-lines.js';
import { requireFlags } from './context.js';
import type { CommonFlags } from './context.js';
import type { Sandbox } from './onboard-sandbox.js';
import { onlyTarget, writtenTargets } from './target-input.js';

export interface AnswerSources {
  readonly words: readonly string[];
  readonly flags: CommonFlags & {
    readonly instance?: string | undefined;
    readonly department?: string | undefined;
    readonly name?: string | undefined;
    readonly model?: string | undefined;
    readonly bank?: string | undefined;
    readonly role?: string | undefined;
    readonly language: string;
    readonly 'skip-identify': boolean;
  };
  /** The onboarding that is gone on with. */
  readonly former: SessionState | undefined;
  readonly sandbox: Sandbox | undefined;
  readonly talk: Conversation;
}

export interface OnboardAnswers {
  readonly target: Target;
  /** Absent where a test alone is gone on with. */
  readonly registering?: { readonly instance: string; readonly name: string; readonly model: Model; readonly bank: Bank; readonly departmentId: string };
  readonly stored: Answers;
}

const MODELS = [
  { value: 'desk3200', label: 'Ingenico DESK3200' },
  { value: 'ipp310', label: 'Ingenico iPP310' },
  { value: 'ipp320', label: 'Ingenico iPP320' },
];
const BANK_CHOICES = Object.entries(BANKS).map(([value, label]) => ({ value, label }));

/** What the onboarding needs to know: from flags, from the former call, from the sandbox, else by asking. @throws AppError */
export async function askForAnswers(sources: AnswerSources): Promise<OnboardAnswers> {
  const { flags, former, sandbox, talk } = sources;
  const words = sources.words.length > 0 ? sources.words : formerWords(former, sandbox);
  const known = { ...practice(sandbox), ...former?.answers, ...given(flags), ...(sandbox ? { instance: sandbox.instance } : {}) };
  const testAlone = former?.command === 'test' && known.instance === undefined;
  if (!talk.interactive && !sandbox) requireEverything(words, testAlone ? undefined : known, flags);
  const target = await askForTarget(words, sources);
  if (testAlone) return { target, stored: {} };
  const instance = known.instance ?? (await talk.text({ kind: 'text', id: 'instance', message: "The clinic's instance (https://host/id):", flag: '--instance', check: checkInstance }));
  const departmentId = known.department ?? (await talk.text({ kind: 'text', id: 'department', message: 'Number of the department:', flag: '--department', check: checkFilled }));
  const name = known.name ?? (await talk.text({ kind: 'text', id: 'name', message: 'What the clinic calls the desk:', flag: '--name', check: checkFilled }));
  const model = known.model ?? (await talk.choose({ kind: 'choice', id: 'model', message: 'Model of the terminal:', choices: MODELS, flag: '--model' }));
  const bank = known.bank ?? (await talk.choose({ kind: 'choice', id: 'bank', message: "The clinic's bank:", choices: BANK_CHOICES, flag: '--bank' }));
  return {
    target,
    registering: { instance, name, model: model as Model, bank: bank as Bank, departmentId },
    stored: { instance, department: departmentId, name, model, bank },
  };
}

function given(flags: AnswerSources['flags']): Answers {
  const pairs = Object.entries({ instance: flags.instance, department: flags.department, name: flags.name, model: flags.model, bank: flags.bank });
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

function practice(sandbox: Sandbox | undefined): Answers {
  return sandbox ? { department: '1', name: 'Practice desk', model: 'desk3200', bank: 'swedbank' } : {};
}

function formerWords(former: SessionState | undefined, sandbox: Sandbox | undefined): readonly string[] {
  if (sandbox) return [sandbox.target];
  if (!former) return [];
  const { host, posxmlPort, logPort } = former.target;
  const name = host.includes(':') ? `[${host}]` : host;
  return [`${name}:${[posxmlPort, logPort].filter((port) => port !== undefined).join(',')}`];
}

function requireEverything(words: readonly string[], known: Answers | undefined, flags: AnswerSources['flags']): void {
  const names = ['instance', 'department', 'name', 'model', 'bank'] as const;
  const missing = known ? names.filter((name) => known[name] === undefined).map((name) => `--${name}`) : [];
  requireFlags(
    [...(words.length === 0 ? ['TARGET'] : []), ...missing, ...(flags.yes ? [] : ['--yes']), ...(flags['skip-identify'] ? [] : ['--skip-identify'])],
    'Nobody can be asked here.',
  );
}

async function askForTarget(words: readonly string[], { flags, former, sandbox, talk }: AnswerSources): Promise<Target> {
  const language = flags.language as Language;
  const options = { file: undefined, role: flags.role, allowPrivate: flags['allow-private'] || sandbox !== undefined || former?.allowPrivate === true };
  if (words.length > 0) return onlyTarget(await writtenTargets({ ...options, words }), language);
  for (;;) {
    const text = await talk.text({
      kind: 'text',
      id: 'target',
      message: 'What did the clinic say? (address, with ports if it gave any)',
      lead: [`Say: ${sentence('target', language)}`],
      check: checkFilled,
    });
    const written = await writtenTargets({ ...options, words: [text] });
    const problem = written.find((one) => one.target === undefined)?.problem;
    if (!problem) return onlyTarget(written, language);
    const again = await talk.confirm({ kind: 'confirm', id: 'understood', message: 'Type it again?', lead: [`${problem.input}: ${problem.reason}.`], default: true });
    if (!again) return onlyTarget(written, language);
  }
}

function checkFilled(answer: string): string | undefined {
  return answer.trim() === '' ? 'Something is needed here.' : undefined;
}

function checkInstance(answer: string): string | undefined {
  const reading = readInstance(answer);
  return reading.ok ? undefined : `That is no instance: ${reading.reason}.`;
}
