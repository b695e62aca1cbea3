import { readHost } from '../../../../connection/net/address.js';

const NOT_GIVEN =
  /^(?:|[([<]?(?:null|nil|none|blank|empty)[)\]>]?|\\n|undefined|nan|#?n\/?a|[-–—?]+|puudub|pole|ei ole|tühi|нет)$/i;
/** `/tcp` behind a port says nothing that is not known. */
const TCP = /\s*\/?\btcp\b\/?\s*/gi;
const BETWEEN = /\s*(?:[,;/|&+]|\s(?:ja|ning|and|и)\s)\s*/iu;
/** `14 445`, as a spreadsheet of this country writes it. */
const THOUSANDS = /^(\d{1,2})[ '’.,](\d{3})$/;

/** What was meant by a cell: without the marks by which spreadsheets keep a number a text; empty where nothing was given. */
export function cellText(raw: string): string {
  const text = raw
    .replaceAll(/[\s\u00a0\u202f\u2009]+/g, ' ')
    .trim()
    .replace(/^="?([^"]*)"?$/, '$1')
    .replace(/^'/, '')
    .trim();
  return NOT_GIVEN.test(text) ? '' : text;
}

/** The ports of a cell, as digits; undefined where it holds something else. */
export function portsOfCell(text: string): readonly string[] | undefined {
  const plain = text.replaceAll(TCP, ' ').trim();
  const whole = portIn(plain);
  if (whole !== undefined) return [whole];
  const parts = plain.split(BETWEEN).flatMap((part) => (portIn(part) === undefined ? part.split(' ') : [part]));
  const ports = parts.flatMap((part) => portIn(part) ?? []);
  return ports.length === parts.length ? ports : undefined;
}

function portIn(text: string): string | undefined {
  if (/^\d+$/.test(text)) return text;
  const [, whole] = /^(\d+)[.,]0+$/.exec(text) ?? [];
  if (whole !== undefined) return whole;
  const [, thousands = '', rest = ''] = THOUSANDS.exec(text) ?? [];
  return thousands !== '' && Number(`${thousands}${rest}`) <= 65_535 ? `${thousands}${rest}` : undefined;
}

/** Whether a cell holds an address or a name with a dot, with or without ports. */
export function holdsAddress(text: string): boolean {
  const [, bracketed, bare] = /^(?:[a-z]+:\/\/)?(?:\[([^\]]+)\]|([^:[\]/\s]+))(?::[\d,]*)?\/?$/i.exec(text) ?? [];
  return readHost(bracketed ?? bare ?? text).ok;
}
