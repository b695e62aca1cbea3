import type { DiagnosisDocument } from '../contract/document.js';
import type { Theme } from './theme.js';
import { wrap } from './wrap.js';

/** A finding for a person: what is wrong, why it may be so, what to ask, what to say, what to do. */
export function renderFinding(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  const error = finding.severity === 'error';
  const sign = error ? theme.sign.fail : theme.sign.warn;
  const label = (word: string, text: string | null): readonly string[] =>
    text === null || text === '' ? [] : hanging(word.padEnd(9), text, theme, width);
  return [
    ...wrap(`${sign} ${theme.strong(finding.summary)}`, width),
    ...label('why', finding.causes.length > 0 ? finding.causes.join('; ') : null),
    ...label('ask', finding.ask),
    ...label('say', finding.say),
    ...label('do', finding.do),
    `  ${theme.dim(`(${error ? 'error' : 'warning'} ${finding.code}; more: terminal explain ${finding.code})`)}`,
  ];
}

/** A label in front, the text beside it. */
function hanging(label: string, text: string, theme: Theme, width: number): readonly string[] {
  const indent = 2 + label.length;
  const [first = '', ...rest] = wrap(text, width - indent);
  const gap = ' '.repeat(indent);
  return [`  ${theme.dim(label)}${first}`, ...rest.map((line) => gap + line.trimStart())];
}
