import { clinicInShort, forClinic } from './for-clinic.js';
import { bankInShort, forBank } from './for-bank.js';
import { toMarkdown, readerMarkdown } from './markdown.js';
import { readerPage, toPage } from './page.js';
import { STATUS_WORDS } from './phrases.js';
import type { Reader, ReaderReport } from './reader.js';
import type { Report } from '../contract/report.js';
import { escapeControls } from '../text/escape-controls.js';

export const FORMATS = ['md', 'html', 'json', 'short'] as const;
export type Format = (typeof FORMATS)[number];

/** The report as text, without a last line end. */
export function renderReport(report: Report, format: Format, reader: Reader = 'ticket'): string {
  const outside = forReader(report, reader);
  switch (format) {
    case 'md':
      return (outside ? readerMarkdown(outside) : toMarkdown(report)).join('\n');
    case 'html':
      return (outside ? readerPage(outside) : toPage(report)).trimEnd();
    case 'json':
      return JSON.stringify(report, null, 2);
    case 'short':
      return inShort(report, reader);
  }
}

/** Undefined for the ticket, whose report holds everything. */
function forReader(report: Report, reader: Reader): ReaderReport | undefined {
  if (reader === 'ticket') return undefined;
  return reader === 'clinic' ? forClinic(report) : forBank(report);
}

/** What a message of a chat takes, with room for a name. Characters. */
const SHORT = 300;

/** The session comes last, and is never what is cut. */
function inShort(report: Report, reader: Reader): string {
  const id = ` (${report.session})`;
  const text = shortText(report, reader).replaceAll(/\s+/gu, ' ');
  return `${escapeControls(text, SHORT - id.length)}${id}`;
}

function shortText(report: Report, reader: Reader): string {
  if (reader === 'clinic') return clinicInShort(report);
  const { terminal, status, headline, payments } = report;
  const who = [terminal.clinic ?? terminal.ownerName, terminal.name, terminal.terminalId].filter(
    (part) => part !== null,
  );
  if (reader === 'ticket') return `${who.join(', ')}: ${STATUS_WORDS[status]}. ${headline}`;
  const paid = payments.find(({ outcome }) => outcome === 'open') ?? payments.at(-1);
  const numbers = paid ? ` ${paid.transactionId}, STAN ${String(paid.stan ?? '?')}.` : '';
  return `TID ${terminal.terminalId ?? paid?.terminalId ?? '?'}:${numbers} ${bankInShort(report)}`;
}
