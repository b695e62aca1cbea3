import { problemOfAddress } from '../connection/net/address.js';

/** The terminal's own ports, by which a rule of a router says what its outside port is for. */
const ROLES: Readonly<Record<string, string>> = { 4445: 'posxml', 5551: 'log' };
const QUAD = String.raw`(\d{1,3}(?:\.\d{1,3}){3})`;
const OUTSIDE = /väli|väline|outside|external|public|wan|внешн/iu;
const INSIDE = /sise|inside|internal|private|lan|внутр/iu;

interface Rule {
  readonly host: string | undefined;
  readonly outside: string;
  readonly inside: string;
}

/** An export of a router's rules in words: each rule becomes `HOST posxml port N`. A rule for another machine becomes nothing. */
export function rulesAsWords(text: string): string {
  if (!/dst-port|--dport|\d{1,3}(?:\.\d{1,3}){3}/.test(text) || !text.includes('\n')) return text;
  let table = false;
  return text
    .replaceAll(/\\\r?\n\s*/g, ' ')
    .split('\n')
    .map((line) => {
      const isHeader = OUTSIDE.test(line) && INSIDE.test(line) && !/\d{2}/.test(line);
      table ||= isHeader;
      if (isHeader) return '';
      const rule = exportedRule(line) ?? (table ? rowOfTable(line) : undefined);
      if (!rule) return /^\s*\/(?:ip|interface)\s/.test(line) ? '' : line;
      const role = ROLES[rule.inside];
      return role === undefined ? '' : `${rule.host ?? ''} ${role} port ${rule.outside}`;
    })
    .join('\n');
}

/** MikroTik: `dst-port=14445 … to-ports=4445`. iptables: `--dport 14445 … --to-destination 192.168.1.50:4445`. */
function exportedRule(line: string): Rule | undefined {
  const outside = /(?:\bdst-port=|--dports?\s+)(\d{1,5})(?![\d,:-])/.exec(line)?.[1];
  if (outside === undefined) return undefined;
  const host = new RegExp(String.raw`(?:\bdst-address=|\s(?:-d|--destination)\s+)${QUAD}`).exec(line)?.[1];
  const inside =
    /\bto-ports=(\d{1,5})(?!\d)/.exec(line)?.[1] ??
    new RegExp(String.raw`--to(?:-destination)?\s+${QUAD}:(\d{1,5})`).exec(line)?.[2];
  return { host, outside, inside: inside ?? outside };
}

/** A row of a table whose header names both sides: an outside port, and one of the terminal's own. */
function rowOfTable(line: string): Rule | undefined {
  const hosts = line.match(new RegExp(QUAD, 'g')) ?? [];
  const ports = line.replaceAll(new RegExp(QUAD, 'g'), ' ').match(/(?<![\d.-])\d{2,5}(?![\d.-])/g) ?? [];
  const [first = '', second = ''] = ports;
  if (ports.length !== 2) return undefined;
  const host = hosts.find((one) => problemOfAddress(one, false) === undefined);
  return second in ROLES || !(first in ROLES)
    ? { host, outside: first, inside: second }
    : { host, outside: second, inside: first };
}
