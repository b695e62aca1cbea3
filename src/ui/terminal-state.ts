import type { TerminalState } from '../diagnosis/terminal-state.js';
import { formatEuros } from '../text/euros.js';
import type { Theme } from './theme.js';
import { visibleWidth } from './text-width.js';

/** What the terminal says of its state, in few lines; what is not known is said to be unknown. */
export function renderState(state: TerminalState, theme: Theme, width: number): readonly string[] {
  return inLines(parts(state), width - 4).map((line) => `    ${theme.dim(line)}`);
}

function parts(state: TerminalState): readonly string[] {
  return [
    state.card === undefined ? 'card unknown' : CARD[state.card],
    // What the values of PrinterStatus and IPAddressMode mean is not documented.
    'printer unknown',
    state.automaticReversal === undefined
      ? 'automatic reversal unknown'
      : state.automaticReversal
        ? 'automatic reversal running'
        : 'no automatic reversal',
    `next STAN ${known(state.nextStan)}`,
    `unsent batch ${known(state.unsentBatch)}`,
    `pre-authorisations ${known(state.preAuthorisations)}`,
    `clock ${clockText(state)}`,
    `in ${state.currency ?? 'an unknown currency'}${state.minimumAmount === undefined ? '' : `, from ${formatEuros(state.minimumAmount)}`}`,
    `language ${known(state.language)}`,
    `internal address ${known(state.insideAddress)}, DHCP unknown`,
    `bank at ${known(state.bank)}`,
  ];
}

const CARD: Readonly<Record<NonNullable<TerminalState['card']>, string>> = {
  none: 'no card',
  'in-reader': 'card in the reader',
};

/** The day only where it is not this one. */
function clockText({ clock, clockOffsetS: offset }: TerminalState): string {
  if (clock === undefined) return 'unknown';
  if (offset === undefined) return clock.replace('T', ' ');
  const minutes = Math.round(Math.abs(offset) / 60);
  if (minutes >= A_DAY) return `${clock.replace('T', ' ')}, wrong`;
  return `${clock.slice(clock.indexOf('T') + 1)}, ${minutes === 0 ? 'right' : `${String(minutes)} min ${offset > 0 ? 'ahead' : 'behind'}`}`;
}

const A_DAY = 24 * 60;

/** As many parts on a line as fit. */
function inLines(texts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of texts) {
    const longer = `${lines.at(-1) ?? ''} · ${part}`;
    if (lines.length > 0 && visibleWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

function known(value: number | string | undefined): string {
  return value === undefined || value === '' ? 'unknown' : String(value);
}
