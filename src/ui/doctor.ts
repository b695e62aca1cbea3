import type { Check, CheckId } from '../contract/document.js';
import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

const NAMES: Readonly<Partial<Record<CheckId, string>>> = {
  'doctor.node': 'Node.js',
  'doctor.interfaces': 'network',
  'doctor.proxies': 'proxies',
  'doctor.control': 'network',
  'doctor.dns': 'DNS',
  'doctor.instance': 'cloud',
  'doctor.clock': 'clock',
  'doctor.credentials': 'credentials',
  'cloud.auth': 'credentials',
  'doctor.store': 'files',
  'doctor.space': 'disk',
  'doctor.sessions': 'sessions',
  'doctor.team': 'team',
};

const NAME_WIDTH = 12;

/** The agent's own side, a line for each thing that was looked at, and what to do below it. */
export function renderExamined(checks: readonly Check[], theme: Theme, width: number): readonly string[] {
  return checks.flatMap(({ id, status, evidence }) => {
    const [first = '', ...rest] = wrapText(textOf(evidence['says']), width - NAME_WIDTH - 2);
    const indent = ' '.repeat(NAME_WIDTH + 2);
    const advice = evidence['do'] === undefined ? [] : wrapText(`Do: ${textOf(evidence['do'])}`, width, indent);
    return [
      `${theme.sign[status]} ${(NAMES[id] ?? id).padEnd(NAME_WIDTH)}${first}`,
      ...rest.map((line) => indent + line.trimStart()),
      ...advice,
    ];
  });
}

function textOf(value: Check['evidence'][string] | undefined): string {
  return typeof value === 'string' ? value : '';
}
