import type { Role } from '../model/endpoint.js';

/** What a word says of the port beside it. */
export interface Hints {
  readonly role?: Role;
  /** Inside the clinic's network, or as it is reached from outside. */
  readonly side?: 'inside' | 'outside';
  /** What follows is where the router leads to; `maybe` where the word can mean something else. */
  readonly to?: 'plainly' | 'maybe';
  /** "The second", "the other": a further port follows. */
  readonly further?: true;
}

/** What words in a text on ports mean, in Estonian, English and Russian, by themselves and as the first part of "port". */
const LOG = 'log(?:i|s|ging|i(?:de|d|le|ks|mise(?:ks|le)?))?|лог(?:а|и|ов|ам|у|ов?ый|ирован\\p{L}*)?|журнал\\p{L}{0,3}';
const POSXML =
  'pos|xml|pos[-_]?xml(?:-?[ileks]{1,3})?|makse(?:d|te|ks|le)?|payments?|оплат\\p{L}{1,3}|плат[её]ж\\p{L}{0,4}';
const INSIDE = 'sise|sisemi\\p{L}{1,5}|inside|internal|inner|внутр\\p{L}{0,10}';
const OUTSIDE = 'välis|väli\\p{L}{0,5}|outside|external|outer|внешн\\p{L}{0,4}';
const PORT = '(?:port(?:s|e|i|ide(?:le|ks|sse)|id\\p{L}{0,5})?|pord\\p{L}{0,6}|порт\\p{L}{0,3})';

const word = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'iu');
/** Made when they are needed: most runs are given nothing but an address. */
const kinds = (): readonly (readonly [RegExp, Hints])[] => [
  [word(LOG), { role: 'log' }],
  [word(POSXML), { role: 'posxml' }],
  [word(INSIDE), { side: 'inside' }],
  [word(OUTSIDE), { side: 'outside' }],
  [
    word(
      '→|suuna(?:tud|takse|b|ti|sin|sime|tuna)|edasi|forward(?:s|ed|ing)?|redirect(?:s|ed)?|mapp(?:ed|ing)|maps|проброш?с?\\p{L}{0,5}|перенаправ\\p{L}{0,8}',
    ),
    { to: 'plainly' },
  ],
  [word('to|into|на'), { to: 'maybe' }],
  [word('teine|teise|second|other|втор\\p{L}{2,3}|друг\\p{L}{2,3}'), { further: true }],
];
let known: ReturnType<typeof kinds> | undefined;
const COMPOUND = new RegExp(`^(.*?)[-_]?(${PORT})$`, 'iu');
/** "Into the port", which after a port is where that leads to. */
const TO_PORT = /^(?:pordi(?:le|sse|dele)|portidele|порту)$/iu;

/** What a word that is not "port" says of ports; undefined where it says nothing of them. */
export function hintsOf(text: string): Hints | undefined {
  return (known ??= kinds()).find(([pattern]) => pattern.test(text))?.[1];
}

/** What a word for "port" says beside that, such as "log port" in one word; undefined where it is none. */
export function portHintsOf(text: string): Hints | undefined {
  const [, before = '', port = ''] = COMPOUND.exec(text) ?? [];
  if (port === '') return undefined;
  const to: Hints = TO_PORT.test(port) ? { to: 'maybe' } : {};
  if (before === '') return to;
  const hints = hintsOf(before);
  return hints && (hints.role ?? hints.side) !== undefined ? { ...to, ...hints } : undefined;
}
