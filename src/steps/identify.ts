import type { TerminalClient } from '../connection/terminal-client.js';
import { RETURN_CODE } from '../posxml/return-codes.js';
import type { Language } from '../diagnosis/row.js';
import { beep } from './beep.js';
import type { Conversation, Report } from './ports.js';

export type Identification =
  | { readonly kind: 'confirmed'; readonly by: 'code' | 'beep' }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'not-possible'; readonly why: string };

const TRIES = 3;
/** After so many tries. */
const LEFT: Readonly<Record<number, string>> = { 1: '; two more tries', 2: '; one more try' };

const LINES: Readonly<Record<Language, readonly [string, string]>> = {
  et: ['Terminali kontroll', 'Kood'],
  en: ['Terminal check', 'Code'],
  ru: ['Proverka terminala', 'Kod'],
};

const LEAD: Readonly<Record<Language, string>> = {
  et: '“Makseterminali ekraanil on neljakohaline kood. Palun lugege see mulle ette.”',
  en: '“The payment terminal shows a code of four digits. Please read it out to me.”',
  ru: '«На экране платёжного терминала четырёхзначный код. Прочитайте его мне, пожалуйста.»',
};

/**
 * Makes sure that the terminal we talk to is the one that the clinic looks at: it beeps and shows a code, the clinic
 * reads it out, the agent types it. Clears the display afterwards, whatever happened.
 * @param code four digits
 */
export async function identifyByCode(client: TerminalClient, code: string, language: Language, talk: Conversation, report: Report): Promise<Identification> {
  const display = await show(client, code, language);
  try {
    const beeped = await beep(client);
    if (display === 'shown') return await askForCode(code, language, talk, report);
    if (!beeped) return { kind: 'not-possible', why: 'the terminal neither shows a text nor beeps on request' };
    const heard = await talk.confirm({
      kind: 'confirm',
      id: 'identify.code',
      message: 'Did the terminal in front of the person at the clinic beep just now?',
      default: false,
      flag: '--skip-identify',
    });
    return heard ? { kind: 'confirmed', by: 'beep' } : { kind: 'wrong-code' };
  } finally {
    if (display !== 'refused') await client.command('DisplayMessageRequest', { Action: 0, Destination: 3 });
  }
}

async function askForCode(code: string, language: Language, talk: Conversation, report: Report): Promise<Identification> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const typed = await talk.text({
      kind: 'text',
      id: 'identify.code',
      message: 'Code on the terminal:',
      lead: attempt === 1 ? [`Say: ${LEAD[language]}`] : [],
      flag: '--skip-identify',
      check: (answer) => (/^\s*\d(\s*\d){3}\s*$/.test(answer) ? undefined : 'The code has four digits.'),
    });
    if (typed.replaceAll(/\s/g, '') === code) return { kind: 'confirmed', by: 'code' };
    report({ kind: 'note', text: `That is not the code that was sent${LEFT[attempt] ?? ''}.` });
  }
  return { kind: 'wrong-code' };
}

/** `maybe`: the code may stand on the display, but nobody can rely on it. */
async function show(client: TerminalClient, code: string, language: Language): Promise<'shown' | 'maybe' | 'refused'> {
  const [title, word] = LINES[language];
  const answer = await client.command('DisplayMessageRequest', { Action: 1, Line1: title, Line2: `${word}: ${code}`, Destination: 3 });
  if (answer.kind === 'answer' && answer.returnCode === RETURN_CODE.SUCCEEDED) return 'shown';
  const refused = answer.kind === 'error' || answer.kind === 'answer' || (answer.kind === 'failed' && answer.sent === 'nothing');
  return refused ? 'refused' : 'maybe';
}
