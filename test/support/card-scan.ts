import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Looks for what must never be written: card numbers, track data, card ids, secrets. It knows nothing of the program's
 * own masking. What a run writes has many numbers, so a card number is only what bears an issuer's range, that range's
 * own length, and the check digit, and stands by itself: not inside a longer number, a hash or an id. No instant in
 * milliseconds (13 digits, 1…), date (20…), port, STAN or amount can be one.
 */

interface Finding {
  readonly what: 'card number' | 'track data' | 'card id' | 'token' | 'secret';
  /** Where it was, with what was found made unreadable. */
  readonly where: string;
}

/** Issuers' ranges and lengths (ISO/IEC 7812): Mastercard, Visa, American Express, Diners, Discover, UnionPay, Maestro. */
const RANGES: readonly (readonly [prefix: RegExp, lengths: readonly number[]])[] = [
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^4/, [13, 16, 19]],
  [/^3[47]/, [15]],
  [/^(36|38|39|30[0-5])/, [14]],
  [/^(6011|65|64[4-9])/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(50|5[6-8]|67|63)/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/** Digits that stand by themselves. */
const RUN = /(?<!\d|\d[.,])\d{12,64}(?!\d)/g;
/** Groups of a printed card number, and whatever is between them: blank, dash, dot, slash, and how the program and XML show what is not seen. */
const BETWEEN = String.raw`(?:[ .\u00a0\u2009\u200b_/|-]|\\{1,2}u[\da-f]{4}|\\{1,2}x[\da-f]{2}|&#x?[\da-f]{1,6};)`;
const GROUPS = new RegExp(
  String.raw`(?<!\d)\d{4}(?:(?:${BETWEEN}\d{4}){2}${BETWEEN}\d{1,7}|${BETWEEN}\d{6}${BETWEEN}\d{4,5})(?!\d)`,
  'gi',
);
/** Digit by digit; four digits with dots between them are an address. */
const SINGLES = new RegExp(String.raw`(?<![\d.])(?!\d(?:\.\d){3}(?!\.))\d(?:${BETWEEN}\d){12,18}(?!\d)`, 'gi');
/** Digits of other scripts, each from its zero on: what a terminal may take for digits, too. */
const ZEROS = [0xff10, 0x0660, 0x06f0, 0x0966, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6];
const TRACK = /B\d{12,19}\^|(?<!\d)\d{12,19}[=D]\d{4}|\^[A-Z ]{2,26}\/[A-Z ]{2,26}\^/g;
const CARD_ID = /(?<![\da-f])[\da-f]{64}(?![\da-f])/gi;
const TOKEN = /\bbearer +(?=[\w.~+/-]*\d)[\w.~+/-]{8,}|"access_token"\s*:\s*"[^"*[]{4,}/gi;
/** What holds digits and is no card: ids and hashes in hexadecimal, and the checksum of a journal's line, which may be all digits. */
const HEX =
  /(?<="sum":")[\da-f]{16}(?=")|(?<![\w-])(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?=[\d]*[a-f])[\da-f]{24,128})(?![\w-])/gi;

/** All that should not be in a text. @param secrets texts that it must not hold in any of their usual forms */
export function findLeaks(text: string, secrets: readonly string[] = []): readonly Finding[] {
  const plain = readably(text);
  const numbers = plain.replaceAll(HEX, '');
  return [
    ...matches(numbers, RUN)
      .filter(({ 0: run }) => holdsCard(run))
      .map(found(numbers, 'card number')),
    ...[GROUPS, SINGLES]
      .flatMap((pattern) => matches(numbers, pattern))
      .filter(({ 0: run }) => isCard(digitsOf(run)))
      .map(found(numbers, 'card number')),
    ...matches(plain, TRACK).map(found(plain, 'track data')),
    ...matches(text, CARD_ID).map(found(text, 'card id')),
    ...matches(text, TOKEN).map(found(text, 'token')),
    ...secrets
      .flatMap(formsOf)
      .flatMap((form) =>
        text.includes(form) ? [{ what: 'secret', where: around(text, text.indexOf(form), form.length) } as const] : [],
      ),
  ];
}

function readably(text: string): string {
  return text.replaceAll(/(?!\d)\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((one) => code >= one && code < one + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

/** What is escaped between them has digits of its own. */
const digitsOf = (run: string): string => run.replaceAll(/\\u[\da-f]{4}|\\x[\da-f]{2}|&#x?[\da-f]{1,6};|\D/gi, '');

const matches = (text: string, pattern: RegExp): readonly RegExpExecArray[] => [...text.matchAll(pattern)];

const found =
  (text: string, what: Finding['what']) =>
  (match: RegExpExecArray): Finding => ({ what, where: around(text, match.index, match[0].length) });

/** Some context, and of the thing itself only its length: what failed must not leak in turn. */
function around(text: string, at: number, length: number): string {
  return `${text.slice(Math.max(0, at - 60), at)}‹${String(length)} characters›${text.slice(at + length, at + length + 20)}`.replaceAll(
    /\d[\d\s.-]{5,}/g,
    '#',
  );
}

/** A run that is a card number; a longer one may hold it beside its expiry. */
function holdsCard(run: string): boolean {
  if (run.length <= 19) return isCard(run) || (run.length > 16 && (isCard(run.slice(0, 16)) || isCard(run.slice(-16))));
  return Array.from(run, (_digit, at) => run.slice(at, at + 16)).some(
    (window) => window.length === 16 && isCard(window),
  );
}

function isCard(digits: string): boolean {
  return RANGES.some(([prefix, lengths]) => prefix.test(digits) && lengths.includes(digits.length)) && checks(digits);
}

function checks(digits: string): boolean {
  const values = Array.from(digits, Number)
    .reverse()
    .map((digit, place) => (place % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2));
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0;
}

/** As it is, in an address, in JSON and in Basic authorisation. */
function formsOf(secret: string): readonly string[] {
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]),
  ];
}

/** Shorter ones are words that may be anywhere. */
const SHORTEST_SECRET = 8;

interface Written {
  /** What came out, by its name. */
  readonly streams: Readonly<Record<string, string>>;
  /** All that a run may keep is here. */
  readonly home?: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** @throws Error naming everything that a run has written and must not have */
export function expectNothingLeaked({ streams, home, env = {} }: Written): void {
  const secret = env['TERMINAL_CLIENT_SECRET'] ?? '';
  const both = `${env['TERMINAL_CLIENT_ID'] ?? ''}:${secret}`;
  const secrets = secret.length < SHORTEST_SECRET ? [] : [secret, both];
  const texts = { ...streams, ...(home === undefined ? {} : filesOf(home)) };
  const leaks = Object.entries(texts).flatMap(([name, text]) =>
    findLeaks(text, secrets).map(({ what, where }) => `${what} in ${name}: ${where}`),
  );
  if (leaks.length > 0) throw new Error(`the program let out what it must not:\n${leaks.join('\n')}`);
}

const MOST_BYTES = 16 * 1024 * 1024;

function filesOf(folder: string): Readonly<Record<string, string>> {
  const paths = quietly(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  const entries = paths.map((name) => [name, quietly(() => contentOf(join(folder, name)))] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function contentOf(path: string): string | undefined {
  const file = statSync(path);
  return file.isFile() && file.size <= MOST_BYTES ? readFileSync(path, 'utf8') : undefined;
}

/** Other runs share a home, and their files come and go. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
