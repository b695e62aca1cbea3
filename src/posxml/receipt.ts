import { redactText } from '../text/redact.js';
import { escapeControls } from '../text/escape-controls.js';

/** A receipt's lines have 24 to 64 characters (posxml documents, ReturnReceipts). */
const NARROWEST = 24;
const WIDEST = 64;

/** More than any receipt has; what comes after is cut off and said to be. */
const MAX_LINES = 400;

type Alignment = 'left' | 'centre' | 'right';

const ALIGNMENTS: Readonly<Record<string, Alignment>> = { CNT: 'centre', RGT: 'right' };

/** A print control block: `{*CNT*}`, `{*BLD*}`. One that is not known is a block all the same. */
const BLOCK = /\{\*([^{}*]{0,40})\*\}/g;

/**
 * Turns a receipt into plain lines of at most `width` characters (24 to 64, clamped), for a screen or a ticket.
 * A control block acts on the whole of its line wherever it stands: CNT and RGT place the line, the others (BLD REV
 * ITA UND 11C 15C 20C DHT DWD DWH QWH) say how paper would show it and are taken out. Longer lines are broken, never
 * cut. Control characters are made visible, so that the text cannot act on a screen, and card numbers are masked.
 */
export function renderReceipt(text: string, width: number): string {
  const columns = Math.min(WIDEST, Math.max(NARROWEST, Math.floor(width) || NARROWEST));
  const lines = text
    .trimEnd()
    .split(/\r\n|\r|\n/, MAX_LINES + 1)
    .flatMap((line) => renderLine(line, columns));
  return (lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'] : lines).join('\n');
}

function renderLine(line: string, columns: number): readonly string[] {
  const alignment = alignmentOf(line);
  const shown = escapeControls(redactText(line.replace(BLOCK, '').replaceAll('\t', ' ')), Number.MAX_SAFE_INTEGER);
  const content = alignment === 'left' ? shown.trimEnd() : shown.trim();
  return breakUp(content, columns).map((piece) => place(piece, alignment, columns));
}

/** Of several the last one, as on paper. */
function alignmentOf(line: string): Alignment {
  const blocks = [...line.matchAll(BLOCK)].map(([, name = '']) => ALIGNMENTS[name.trim().toUpperCase()]);
  return blocks.findLast((alignment) => alignment !== undefined) ?? 'left';
}

function breakUp(content: string, columns: number): readonly string[] {
  const characters = Array.from(content);
  const pieces: string[] = [];
  for (let from = 0; from < characters.length; from += columns)
    pieces.push(characters.slice(from, from + columns).join(''));
  return pieces.length > 0 ? pieces : [''];
}

function place(piece: string, alignment: Alignment, columns: number): string {
  const spare = columns - Array.from(piece).length;
  if (alignment === 'left' || piece === '') return piece;
  return ' '.repeat(alignment === 'right' ? spare : Math.floor(spare / 2)) + piece;
}
