import type { Explanation } from '../diagnosis/advice.js';
import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

const KINDS: Readonly<Record<Explanation['kind'], string>> = {
  diagnosis: 'diagnosis',
  error: 'error',
  'exit-status': 'exit status',
  'return-code': 'return code of the terminal',
  term: 'term',
};

/** A code in full, for a person. */
export function renderExplanation(one: Explanation, theme: Theme, width: number): readonly string[] {
  const part = (title: string, lines: readonly (string | null)[]): readonly string[] => {
    const known = lines.filter((line): line is string => line !== null && line !== '');
    return known.length === 0 ? [] : ['', theme.strong(title), ...known.flatMap((line) => wrapText(line, width, '  '))];
  };
  const kind = one.severity === null ? KINDS[one.kind] : `diagnosis, ${one.severity}`;
  const exit = one.kind === 'diagnosis' || one.kind === 'error' ? `; exit status ${String(one.exit)}` : '';
  return [
    ...wrapText(`${theme.strong(one.code)} ${theme.dim(`(${kind}${exit})`)}`, width),
    ...wrapText(one.meaning, width, '  '),
    ...part('Likely causes', one.causes),
    ...part('Ask', [one.ask]),
    ...part('Say to the clinic', [one.say]),
    ...part('Do', one.do),
    ...part('It is solved when', [one.solved]),
    ...part('Who can help', [one.help]),
    ...part('Symptoms that are then not shown', [one.explains.join(', ')]),
  ];
}

export function renderCodeList(codes: readonly Explanation[], theme: Theme, width: number): readonly string[] {
  return codes.flatMap((one) => [
    `${theme.strong(one.code)}  ${theme.dim(`exit ${String(one.exit)}`)}`,
    ...wrapText(one.meaning, width, '    '),
  ]);
}
