import type { AskOptions, TerminalClient } from '../../connection/terminal-client.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { Language } from '../../contract/language.js';
import { beepTerminal } from '../probe/beep.js';
import type { Prompter, ReportProgress } from '../dependencies.js';

export type Identification =
  | { readonly kind: 'confirmed'; readonly by: 'code' | 'beep' }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'not-possible'; readonly why: string };

const TRIES = 3;
/** After so many tries. */
const LEFT: Readonly<Record<number, string>> = { 1: ' 2 tries left.', 2: ' 1 try left.' };

const LINES: Readonly<Record<Language, readonly [string, string]>> = {
  et: ['Terminali kontroll', 'Kood'],
  en: ['Terminal check', 'Code'],
  ru: ['Proverka terminala', 'Kod'],
};

/** What the agent types where the clinic sees no code. */
const NO_CODE = /^\s*(no|none|ei|нет)\s*$/iu;

/** The clinic waits for no reply to this. Milliseconds. */
const LEAVING_MS = 500;

/**
 * Makes sure that the terminal we talk to is the one that the clinic looks at: it beeps and shows a code, the clinic
 * reads it out, the agent types it. Clears the display afterwards, whatever happened.
 * @param code four digits @throws the reason of `stop`
 */
export async function identifyByCode(
  client: TerminalClient,
  code: string,
  language: Language,
  talk: Prompter,
  report: ReportProgress,
  stop?: AbortSignal,
): Promise<Identification> {
  report({ kind: 'moment', id: 'identify.code' });
  const options = stop ? { signal: stop } : {};
  const display = await show(client, code, language, options);
  let leaving = true;
  try {
    const beeped = await beepTerminal(client, options);
    stop?.throwIfAborted();
    const known = await confirmed(code, { isShown: display === 'shown', beeped }, talk, report);
    leaving = false;
    return known;
  } finally {
    if (display !== 'refused')
      await client.command(
        'DisplayMessageRequest',
        { Action: 0, Destination: 3 },
        leaving ? { timeoutMs: LEAVING_MS } : {},
      );
  }
}

async function confirmed(
  code: string,
  { isShown, beeped }: { readonly isShown: boolean; readonly beeped: boolean },
  talk: Prompter,
  report: ReportProgress,
): Promise<Identification> {
  if (isShown) return askForCode(code, talk, report);
  if (!beeped) return { kind: 'not-possible', why: 'the terminal can neither show a text nor beep' };
  const heard = await talk.confirm({
    kind: 'confirm',
    id: 'identify.beep',
    message: 'Did the terminal in front of the person at the clinic beep just now?',
    default: false,
    flag: '--skip-identify',
    needsPerson: 'required',
  });
  return heard ? { kind: 'confirmed', by: 'beep' } : { kind: 'wrong-code' };
}

async function askForCode(code: string, talk: Prompter, report: ReportProgress): Promise<Identification> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const typed = await talk.text({
      kind: 'text',
      id: 'identify.code',
      message: 'Code on the terminal:',
      preamble: attempt === 1 ? ['No code on the screen? Type: no'] : [],
      flag: '--skip-identify',
      isWhole: (typed) => /^\d{4}$/.test(typed),
      check: (answer) =>
        NO_CODE.test(answer) || /^\s*\d(\s*\d){3}\s*$/.test(answer)
          ? undefined
          : 'The code has four digits. No code on the screen? Type: no',
    });
    if (NO_CODE.test(typed)) return { kind: 'wrong-code' };
    if (typed.replaceAll(/\s/g, '') === code) return { kind: 'confirmed', by: 'code' };
    report({ kind: 'note', text: `Wrong code.${LEFT[attempt] ?? ''}` });
    if (attempt < TRIES) report({ kind: 'moment', id: 'identify.wrong' });
  }
  return { kind: 'wrong-code' };
}

/** `maybe`: the code may stand on the display, but nobody can rely on it. */
async function show(
  client: TerminalClient,
  code: string,
  language: Language,
  options: AskOptions,
): Promise<'shown' | 'maybe' | 'refused'> {
  const [title, word] = LINES[language];
  const answer = await client.command(
    'DisplayMessageRequest',
    { Action: 1, Line1: title, Line2: `${word}: ${code}`, Destination: 3 },
    options,
  );
  if (answer.kind === 'answer' && answer.returnCode === RETURN_CODE.SUCCEEDED) return 'shown';
  const refused =
    answer.kind === 'error' || answer.kind === 'answer' || (answer.kind === 'failed' && answer.sent === 'nothing');
  return refused ? 'refused' : 'maybe';
}
