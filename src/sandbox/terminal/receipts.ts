import { displayMoney } from './display-text.js';
import type { Engine } from './engine.js';
import type { PrintedReceipt } from './events.js';
import { maskedPan } from './memory.js';
import type { TransactionRecord } from './memory.js';
import type { TerminalSettings } from './settings.js';

/** `copy` repeats what was printed before. */
export type ReceiptKind = 'sale' | 'reversal' | 'copy';
export type ReceiptPart = Exclude<PrintedReceipt['part'], 'line'>;

/** The paper's own width in characters. */
const PAPER_WIDTH = 24;

interface Line {
  readonly text: string;
  /** A print control block's words: they act on this line alone. */
  readonly control?: string;
}

/** Prints, if there is paper: 0 the merchant's, 1 both, 2 none. */
export function printReceipts(engine: Engine, record: TransactionRecord, wanted: number, kind: ReceiptKind): void {
  const parts: readonly ReceiptPart[] = wanted === 2 ? [] : wanted === 0 ? ['merchant'] : ['merchant', 'customer'];
  for (const part of parts)
    printReceipt(engine, part, receiptText(engine.settings, record, part, kind, PAPER_WIDTH), record.amount);
}

export function printReceipt(engine: Engine, part: PrintedReceipt['part'], text: string, amount?: number): boolean {
  if (!engine.settings.paper) return false;
  engine.events.emit({ kind: 'printed', receipt: { part, text, amount } });
  return true;
}

/** A receipt of lines no wider than `width` characters, control blocks not counted. */
export function receiptText(
  settings: TerminalSettings,
  record: TransactionRecord,
  part: ReceiptPart,
  kind: ReceiptKind,
  width: number,
): string {
  return lines(settings, record, part, kind)
    .map((line) => layout(line, width, settings.receiptForm))
    .join('\r\n');
}

function lines(
  settings: TerminalSettings,
  record: TransactionRecord,
  part: ReceiptPart,
  kind: ReceiptKind,
): readonly Line[] {
  const reversal = kind === 'sale' ? undefined : record.reversal;
  return [
    ...(kind === 'copy' ? [{ text: 'KOOPIA', control: 'CNT BLD' }] : []),
    { text: settings.ownerName, control: 'CNT BLD' },
    { text: settings.ownerAddress, control: 'CNT' },
    { text: `Reg ${settings.merchantRegNo}`, control: 'CNT' },
    { text: '' },
    { text: title(record, reversal !== undefined), control: 'CNT DWD' },
    { text: `Terminal ${settings.terminalId}` },
    { text: (reversal?.at ?? record.at).replace('T', ' ') },
    { text: `STAN ${String(reversal?.stan ?? record.stan)}` },
    { text: `Kaart ${maskedPan(record.card)}` },
    { text: `Autor. kood ${record.authorizationNo}` },
    { text: displayMoney(reversal ? -record.amount : record.amount, record.currency), control: 'RGT BLD' },
    { text: part === 'merchant' ? 'KAUPMEHE EKSEMPLAR' : 'KLIENDI EKSEMPLAR', control: 'CNT' },
  ];
}

function title(record: TransactionRecord, reversed: boolean): string {
  if (reversed) return 'TÜHISTUS';
  if (!record.approved) return 'TEHING EBAÕNNESTUS';
  return record.kind === 'refund' ? 'TAGASTUS' : 'MÜÜK';
}

function layout(line: Line, width: number, form: TerminalSettings['receiptForm']): string {
  const text = Array.from(line.text).slice(0, width).join('');
  const control = line.control ?? '';
  if (form === 'control-blocks') return control === '' ? text : `{*${control}*}${text}`;
  const room = width - Array.from(text).length;
  if (control.includes('CNT')) return `${' '.repeat(Math.floor(room / 2))}${text}`;
  return control.includes('RGT') ? `${' '.repeat(room)}${text}` : text;
}
