import type { Target } from '../model/endpoint.js';

/** Longer than any desk is called. Characters. */
const NAME_MOST = 30;
const WORDS_MOST = 4;

/** `Desk: Vastuvõtt`, in the three languages. */
const KEY =
  /^(?:desk|till|counter|location|place|where|koht|asukoht|laud|lett|töökoht|nimi|nimetus|name|место|название|касса|стойка|имя)\s*[:=]\s*(.+)$/iu;
/** Words of addresses, of machines, of greetings and of people, which are no desk. */
const NO_DESK =
  /(?<!\p{L})(?:ip|ipv4|address|aadress\p{L}*|адрес\p{L}*|public|external|outside|inside|internal|static|fixed|avalik\p{L}*|väline|välis\p{L}*|püsiv\p{L}*|staatili\p{L}*|sise\p{L}*|внеш\p{L}*|внутр\p{L}*|белый|постоянн\p{L}*|host|server|router|ruuter\p{L}*|роутер\p{L}*|nat|rule|reegel|port\p{L}*|pord\p{L}*|порт\p{L}*|pos\p{L}*|xml|log\p{L}*|лог\p{L}*|tcp|udp|wan|lan|dns|vpn|gateway|терминал\p{L}*|terminal\p{L}*|makseterminal\p{L}*|maksete?|payment\p{L}*|desk3200|ipp3[12]0|ingenico|model\p{L}*|mudel\p{L}*|pank\p{L}*|bank\p{L}*|банк\p{L}*|tere|hello|hi|hei|здравствуйте|привет|dear|subject|from|to|date|sent|teema|saatja|kellele|saadetud|tema|от|кому|дата|тел|tel|phone|mob|email|e-post|clinic|kliinik\p{L}*|клиник\p{L}*|is|on|our|my|meie|minu|the|see|это|наш\p{L}*|мой|and|ja|и|or|või|или|new|uus|old|vana|not|ei|не|http|https)(?!\p{L})/iu;

/** Places in a clinic where one pays. */
const DESK =
  /(?<!\p{L})(?:vastuvõt\p{L}*|registratuur\p{L}*|retseptsioon\p{L}*|kassa\p{L}*|lett|laud|kabinet\p{L}*|apteek|pood|saal|ruum|tuba|korrus|desk|front|back|reception|till|counter|cashier|shop|pharmacy|room|floor|регистратур\p{L}*|ресепш\p{L}*|касс\p{L}*|стойк\p{L}*|кабинет\p{L}*|аптек\p{L}*|зал|этаж)(?!\p{L})/iu;

/**
 * What the clinic's text calls each of these desks; undefined where it does not say: what stands behind a word for a
 * desk, and a place in a clinic beside the address. Any other word there may be a person, or out of a router's page.
 */
export function deskNames(text: string, targets: readonly Target[]): readonly (string | undefined)[] {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => line.replace(/^[\s>*•\-–—]+|^\s*\d{1,2}[.)]\s+/gu, ''));
  const names = targets.map((target) => nameOf(target, targets, lines));
  // Two desks are never called the same.
  return names.map((name, index) =>
    names.indexOf(name) === index && names.lastIndexOf(name) === index ? name : undefined,
  );
}

function nameOf(target: Target, targets: readonly Target[], lines: readonly string[]): string | undefined {
  const at = lines.findIndex((line) => isOf(target, targets, line));
  const line = lines[at];
  if (line === undefined) return targets.length === 1 ? keyed(lines) : undefined;
  const above = lines[at - 1] ?? '';
  return (
    beside(line, target) ?? keyed([line, above]) ?? heading(above) ?? (targets.length === 1 ? keyed(lines) : undefined)
  );
}

/** The line of its address; where several share it, of its port as well. */
function isOf({ host, posxml }: Target, targets: readonly Target[], line: string): boolean {
  if (!line.includes(host)) return false;
  const isShared = targets.filter((other) => other.host === host).length > 1;
  return !isShared || new RegExp(`(?<!\\d)${String(posxml?.port)}(?!\\d)`).test(line);
}

/** `Vastuvõtt: 84.50.12.34`, `84.50.12.34 (Vastuvõtt)`, or a cell of a table. */
function beside(line: string, { host }: Target): string | undefined {
  const at = line.indexOf(host);
  const [before, after] = [line.slice(0, at), line.slice(at + host.length)];
  const inFront = before.split(/[:=;|\t,]|\s[-–—]\s/).map((part) => part.trim());
  const behind = [...after.matchAll(/\(([^()]{2,40})\)|[|\t;]\s*([^|\t;]{2,40})|\s[-–—]\s([^:;|]{2,40})$/g)].flatMap(
    ([, ...parts]: readonly (string | undefined)[]) => parts.flatMap((part) => part?.trim() ?? []),
  );
  return [...inFront.reverse(), ...behind].find((part) => DESK.test(part) && isName(part));
}

/** A line of its own above the address: `Vastuvõtt:`. */
function heading(above: string): string | undefined {
  const name = above.trim().replace(/:$/, '');
  return above.trim().endsWith(':') && DESK.test(name) && isName(name) ? name : undefined;
}

function keyed(lines: readonly string[]): string | undefined {
  return lines.map((line) => KEY.exec(line.trim())?.[1]?.trim()).find((name) => name !== undefined && isName(name));
}

/** Short, with a letter, and of nothing that stands in every mail. */
function isName(text: string): boolean {
  if (text.length > NAME_MOST || text.split(/\s+/).length > WORDS_MOST) return false;
  return /\p{L}{3}/u.test(text) && !/[@/\\?!.<>"“”„{}\[\]]|\d{4}/u.test(text) && !NO_DESK.test(text);
}

/** The values of the catalog that a text names, each with the words by which it is known. */
const MODEL_WORDS = [
  ['desk3200', /\bdesk\s?[/-]?\s?3200\b/i],
  ['ipp310', /\bipp\s?-?\s?310\b/i],
  ['ipp320', /\bipp\s?-?\s?320\b/i],
] as const;
const BANK_WORDS = [
  ['swedbank', /\bswedbank/i],
  ['seb', /\bSEB\b/],
  ['lhv', /\bLHV\b/i],
] as const;
/** A line about the bank of the terminal; a bank beside an account number is the one that the clinic pays with. */
const OF_TERMINAL = /terminal|терминал|(?<!\p{L})(?:pank|bank|банк|leping|contract|договор)\p{L}*\s*(?:[:=]|on|is)/iu;
const ACCOUNT = /\b[A-Z]{2}\d{2}[\s\dA-Z]{11,}/;

/** The one model that a text names. */
export function modelIn(text: string): string | undefined {
  return only(MODEL_WORDS.filter(([, words]) => words.test(text)).map(([model]) => model));
}

/** The one bank that a text names as that of the terminal. */
export function bankIn(text: string): string | undefined {
  const lines = text.split(/\r\n|[\r\n]/).filter((line) => OF_TERMINAL.test(line) && !ACCOUNT.test(line));
  return only(BANK_WORDS.filter(([, words]) => lines.some((line) => words.test(line))).map(([bank]) => bank));
}

function only(found: readonly string[]): string | undefined {
  return found.length === 1 ? found[0] : undefined;
}
