import { EXIT, EXIT_MEANINGS } from '../contract/exit.js';
import type { ExitCode } from '../contract/exit.js';
import type { Language } from '../contract/language.js';
import { describeReturnCode, KNOWN_RETURN_CODES } from '../posxml/return-codes.js';
import { closestMatches } from '../text/closest-matches.js';
import { explainCode } from './advice.js';
import type { Explanation } from './advice.js';
import { findCode } from './codes.js';
import { findTerm, TERMS } from './terms.js';

/** What was typed, explained; or what may have been meant, likeliest first. */
type Explained =
  | { readonly kind: 'found'; readonly explanation: Explanation }
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/** A code, an exit status, a return code of the terminal, or a word of the field. */
export function explainAnything(typed: string, language: Language): Explained {
  const code = findCode(typed);
  const explanation =
    (code.kind === 'found' ? explainCode(code.code, language) : undefined) ??
    explainNumber(typed.trim(), language) ??
    explainTerm(typed);
  if (explanation) return { kind: 'found', explanation };
  const terms = closestMatches(
    typed.trim().toLowerCase(),
    TERMS.map(({ names: [name] }) => name),
    (name) => [name.toLowerCase()],
  );
  return { kind: 'unknown', nearest: [...terms, ...(code.kind === 'unknown' ? code.nearest : [])] };
}

const NOTHING = { example: null, causes: [], ask: null, say: null, do: [], solved: null, help: null, explains: [] };

/** What leads on from a return code, where a diagnosis tells more. */
const DIAGNOSES: Readonly<Record<number, string>> = {
  1: 'terminal.card-in-reader',
  32769: 'posxml.rejected',
  32770: 'posxml.version',
  32771: 'posxml.rejected',
  32772: 'terminal.bank-unreachable',
  32773: 'posxml.rejected',
  32774: 'posxml.rejected',
  32775: 'posxml.busy',
  32776: 'payment.no-card',
  32778: 'payment.declined',
  32779: 'posxml.busy',
  32782: 'payment.cancelled',
  32783: 'posxml.disabled',
  32785: 'terminal.reader',
  32786: 'payment.not-made',
  32787: 'terminal.currency',
};

/** What to do about an exit status. */
const NEXT: Readonly<Partial<Record<ExitCode, string>>> = {
  [EXIT.defect]: 'Run the command again with --debug-file FILE, and send FILE to the developers.',
  [EXIT.usage]: 'Correct what the message names. Run the command with --help to see how it is written.',
  [EXIT.unreachable]: 'Run `terminal probe` on the address, and follow its advice.',
  [EXIT.credentials]: 'Run `terminal login --instance URL`.',
  [EXIT.notATerminal]: 'Run `terminal probe` on the address, and follow its advice.',
  [EXIT.cloud]: 'Run `terminal doctor`, then the command again.',
  [EXIT.conflict]: 'Find out who else works on the terminal, or where it is registered. The message names it.',
  [EXIT.incomplete]: 'Run the resume command in the message: `terminal onboard --resume ID`.',
  [EXIT.notCharged]: 'Read the reason, then make the test payment again when the clinic is ready.',
  [EXIT.money]:
    'Run the resume command in the message: it checks with the terminal again. No new test payment is made meanwhile.',
};

/** Small numbers are exit statuses first: an agent sees those, and the terminal's own seldom. */
function explainNumber(typed: string, language: Language): Explanation | undefined {
  const number = /^(?:exit )?\d{1,5}$/i.test(typed) ? Number(typed.replace(/^exit /i, '')) : Number.NaN;
  const status = EXIT_MEANINGS.find(([code]) => code === number);
  const isReturnCode = KNOWN_RETURN_CODES.includes(number);
  if (status) {
    const [exit, meaning] = status;
    const also = isReturnCode ? ` As a return code of the terminal: ${describeReturnCode(number).meaning}.` : '';
    const next = NEXT[exit];
    return {
      ...NOTHING,
      code: String(number),
      kind: 'exit-status',
      severity: null,
      exit,
      meaning: `Exit status ${String(number)}: ${meaning}.${also}`,
      do: next === undefined ? [] : [next],
    };
  }
  return isReturnCode ? explainReturnCode(number, language) : undefined;
}

function explainReturnCode(number: number, language: Language): Explanation {
  const { name, meaning } = describeReturnCode(number);
  const diagnosis = DIAGNOSES[number];
  const more = diagnosis === undefined ? undefined : explainCode(diagnosis, language);
  return {
    ...NOTHING,
    code: String(number),
    kind: 'return-code',
    severity: null,
    exit: more?.exit ?? EXIT.notATerminal,
    meaning: `Return code ${String(number)} of the terminal (${name}): ${meaning}.`,
    ask: more?.ask ?? null,
    say: more?.say ?? null,
    do: diagnosis === undefined ? [] : [`See: terminal explain ${diagnosis}`],
  };
}

function explainTerm(typed: string): Explanation | undefined {
  const term = findTerm(typed);
  if (!term) return undefined;
  const [name, ...others] = term.names;
  const also = others.length === 0 ? '' : ` Also called: ${others.join(', ')}.`;
  return { ...NOTHING, code: name, kind: 'term', severity: null, exit: EXIT.done, meaning: `${term.meaning}${also}` };
}
