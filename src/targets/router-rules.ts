import { problemOfAddress } from '../connection/net/address.js';
import { DEFAULT_PORTS } from '../model/endpoint.js';
import type { LeftOut } from './strangers.js';
import { fieldRules } from './router-fields.js';

/** The terminal's own ports, by which a rule of a router says what its external port is for. */
const ROLES: Readonly<Record<string, string>> = { [DEFAULT_PORTS.posxml]: 'posxml', [DEFAULT_PORTS.log]: 'log' };
const QUAD = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const OUTSIDE = /väli|väline|outside|external|public|wan|service|внешн/iu;
const INSIDE = /sise|inside|internal|private|lan|внутр/iu;

/** One rule of a router: who asks at the external port is led to the inside one. */
interface Rule {
  readonly host: string | undefined;
  readonly outside: string;
  readonly inside: string;
}

interface RulesInWords {
  readonly text: string;
  /** Rules for other machines. */
  readonly others: readonly LeftOut[];
}

/** An export of a router's rules, or a picture of its page, in words: each rule becomes `HOST posxml port N`. */
export function rulesAsWords(text: string): RulesInWords {
  if (!/(?:\d{1,3}\.){3}\d|dst-port|--dport/.test(text)) return { text, others: [] };
  const others: LeftOut[] = [];
  const inWords = ({ host = '', outside, inside }: Rule): string => {
    const role = ROLES[inside];
    if (role !== undefined) return `${host} ${role} port ${outside}`;
    others.push({ text: `${outside} → ${inside}`, reason: 'it is a rule for another device' });
    return '';
  };
  const lines = withArrows(text.replaceAll(/\\\r?\n\s*/g, ' '), inWords).split('\n');
  const named = fieldRules(lines);
  let table = lines.some((line) => rowOfTable(line, false) !== undefined);
  const words = lines.map((line, at) => {
    const field = named.get(at);
    if (field !== undefined) return field === 'read' ? '' : inWords({ host: undefined, ...field });
    const isHeader = OUTSIDE.test(line) && INSIDE.test(line) && !/\d{2}/.test(line);
    table ||= isHeader;
    if (isHeader || isFilter(line)) return '';
    const rule = exportedRule(line) ?? rowOfTable(line, table);
    if (rule) return inWords(rule);
    return /^\s*\/(?:ip|interface)\s/.test(line) ? '' : line;
  });
  return { text: words.join('\n'), others };
}

/** `14445 -> 192.168.1.50:4445`, of which a line may have several. */
function withArrows(text: string, inWords: (rule: Rule) => string): string {
  const arrow = new RegExp(
    String.raw`(?<![\d.:])(\d{2,5})(?:/tcp)? {0,3}(?:[-=]{1,3}>|[→⇒➔➜➝]) {0,3}(${QUAD})(?::| (?:port )?)(\d{2,5})(?![\d.])`,
    'gi',
  );
  if (!/[>→⇒➔➜➝]/.test(text)) return text;
  return text.replaceAll(arrow, (whole, outside: string, host: string, inside: string) =>
    isInside(host) ? inWords({ host: undefined, outside, inside }) : whole,
  );
}

/** What is let through, and led nowhere. */
function isFilter(line: string): boolean {
  return /\s-j (?:ACCEPT|DROP|REJECT)\b|\baction=(?:accept|drop|reject)\b/.test(line);
}

/** MikroTik: `dst-port=14445 … to-ports=4445`. iptables: `--dport 14445 … --to-destination 192.168.1.50:4445`. */
function exportedRule(line: string): Rule | undefined {
  const outside = /(?:\bdst-port=|--dports?\s+)(\d{1,5})(?![\d,:-])/.exec(line)?.[1];
  if (outside === undefined) return undefined;
  const host = new RegExp(String.raw`(?:\bdst-address=|\s(?:-d|--destination)\s+)(${QUAD})`).exec(line)?.[1];
  const inside =
    /\bto-ports=(\d{1,5})(?!\d)/.exec(line)?.[1] ??
    new RegExp(String.raw`--to(?:-destination)?\s+${QUAD}:(\d{1,5})`).exec(line)?.[1];
  return { host, outside, inside: inside ?? outside };
}

/**
 * A row of a table: an external port and one of the terminal's own, or of another machine.
 * @param known whether this is a table for certain; otherwise the row has to have the internal address and one of the terminal's own ports
 */
function rowOfTable(line: string, known: boolean): Rule | undefined {
  const hosts = line.match(new RegExp(QUAD, 'g')) ?? [];
  const inner = hosts.some(isInside);
  if (!known && !inner) return undefined;
  const written = line.replaceAll(new RegExp(QUAD, 'g'), ' ').match(/(?<![\d.-])\d{2,5}(?![\d.-])/g) ?? [];
  const ports = [...new Set(written)];
  const own = ports.filter((port) => port in ROLES);
  if (!known && (own.length !== 1 || ports.length === 1)) return undefined;
  const host = hosts.find((one) => problemOfAddress(one, false) === undefined);
  const [first = '', second = ''] = ports;
  if (ports.length === 1 && written.length > 1) return { host, outside: first, inside: first };
  if (ports.length !== 2) return undefined;
  return second in ROLES || !(first in ROLES)
    ? { host, outside: first, inside: second }
    : { host, outside: second, inside: first };
}

function isInside(host: string): boolean {
  return problemOfAddress(host, false)?.code === 'address.private' && !host.startsWith('127.');
}
