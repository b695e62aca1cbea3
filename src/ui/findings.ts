import type { DiagnosisDocument } from '../contract/document.js';
import type { Theme } from './theme.js';
import { wrap } from './wrap.js';

/** Beside this many others a finding is told in brief, so that all of them fit one screen. */
const FULL_AT_MOST = 2;

/** Findings for a person, gravest first. Of several, the lesser ones leave out what `terminal explain` tells. */
export function renderFindings(findings: readonly DiagnosisDocument[], theme: Theme, width: number): readonly string[] {
  const isFull = (index: number): boolean => index === 0 && findings.length <= FULL_AT_MOST;
  const lines = findings.flatMap((finding, index) => (isFull(index) ? renderFinding(finding, theme, width) : inBrief(finding, theme, width)));
  const told = findings.filter((_, index) => !isFull(index)).map(({ code }) => code);
  return [...lines, ...(told.length === 0 ? [] : label('more', `terminal explain ${told.join(', ')}`, theme, width))];
}

/** A finding for a person: what is wrong, why it may be so, what to ask, what to say, what to do. */
export function renderFinding(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  return [
    ...headline(finding, theme, width),
    ...label('why', finding.causes.join('; '), theme, width),
    ...label('ask', finding.ask, theme, width),
    ...label('say', finding.say, theme, width),
    ...label('do', [finding.do, `It is solved when ${finding.solved}.`].filter((part) => part !== null).join(' '), theme, width),
    ...label('help', `${finding.help} · more: terminal explain ${finding.code}`, theme, width),
  ];
}

/** What is wrong, what tells the causes apart, and what the clinic is told. */
function inBrief(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  return [
    ...headline(finding, theme, width),
    ...label('ask', finding.ask, theme, width),
    ...label('say', finding.say, theme, width),
  ];
}

function headline({ severity, summary }: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  const sign = severity === 'error' ? theme.sign.fail : theme.sign.warn;
  return wrap(`${sign} ${theme.strong(summary)}`, width);
}

/** A label in front, the text beside it. */
function label(word: string, text: string | null, theme: Theme, width: number): readonly string[] {
  if (text === null || text === '') return [];
  const beside = word.padEnd(5);
  const indent = 2 + beside.length;
  const [first = '', ...rest] = wrap(text, width - indent);
  const gap = ' '.repeat(indent);
  return [`  ${theme.dim(beside)}${first}`, ...rest.map((line) => gap + line.trimStart())];
}
