import fc from 'fast-check';
import sax from 'sax';
import type { Tag } from 'sax';
import { expect, test } from 'vitest';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { VERSIONS } from '../../../src/posxml/versions.js';
import { parseXml } from '../../../src/posxml/xml.js';
import type { XmlElement } from '../../../src/posxml/xml-tree.js';
import { seeded } from '../../support/seeded.js';
import { messageOf, NAMES } from './arbitraries.js';
import { howMany } from '../../support/thorough.js';

const { seed } = seeded('posxml against sax');

/** A tree as text, or undefined where it is refused. */
type Read = string | undefined;

function own(document: string): { readonly read: Read; readonly forgiving: boolean } {
  try {
    const { root, forgiven } = parseXml(document);
    return { read: told(root), forgiving: forgiven.length > 0 };
  } catch {
    return { read: undefined, forgiving: false };
  }
}

function told({ name, attributes, children, text }: XmlElement): string {
  return JSON.stringify([name, [...attributes], text, children.map(told)]);
}

/** Where nothing is markup. */
const QUIET = /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g;

/** As the reader was before it was our own: strict, with the five entities of XML, and no declaration. */
function other(document: string): Read {
  const parser = sax.parser(true, { strictEntities: true } as sax.SAXOptions);
  const root = {
    children: [] as { name: string; attributes: Map<string, string>; children: unknown[]; text: string }[],
  };
  const open: (typeof root.children)[number][] = [];
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = (tag) => {
    const { name, attributes } = tag as Tag;
    const element = { name, attributes: new Map<string, string>(), children: [], text: '' };
    for (const [key, value] of Object.entries(attributes))
      if (!element.attributes.has(key.toLowerCase())) element.attributes.set(key.toLowerCase(), value);
    (open.at(-1) ?? root).children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = parser.oncdata = (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
    else if (text.trim() !== '') throw new Error('text outside');
  };
  try {
    if (/<!(?!--|\[CDATA\[)/.test(document.replaceAll(QUIET, ''))) throw new Error('a declaration');
    parser.write(document.replaceAll(/\r\n?/g, '\n')).close();
  } catch {
    return undefined;
  }
  return root.children.length === 1 ? told(root.children[0] as unknown as XmlElement) : undefined;
}

/** What sax forgives alone, a blank after `<`, and what only looks like a declaration: in an attribute it is none. */
const REFUSED_HERE = /<\s/;
const READ_HERE = /=\s*["'][^"']*<!/;

/** All else is read alike, or refused by both; what is forgiven here, sax refuses. */
function agree(document: string): void {
  const [{ read, forgiving }, theirs] = [own(document), other(document)];
  if (read === theirs || (read === undefined || forgiving ? REFUSED_HERE : READ_HERE).test(document)) return;
  expect({ document, read: forgiving ? undefined : read }).toEqual({ document, read: theirs });
}

const anyDocument = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VERSIONS))
  .chain(([name, version]) => messageOf(name, version))
  .map(encodeMessage);

test('what this program may be sent is read alike', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      expect(own(document)).toEqual({ read: other(document), forgiving: false });
      expect(own(document).read).toBeDefined();
    }),
    { seed, numRuns: 1000 },
  );
});

test('what was damaged is read alike', () => {
  const damage = fc.record({
    at: fc.nat(99_999),
    length: fc.nat(8),
    put: fc.constantFrom(
      '',
      '<',
      '>',
      '/',
      '"',
      "'",
      '=',
      '&',
      ';',
      ' ',
      '\n',
      '\r',
      'a',
      '1',
      '-',
      '<!--',
      '-->',
      ']]>',
      '&#',
      '\u0001',
      'õ',
    ),
  });
  const damaged = fc.tuple(anyDocument, fc.array(damage, { minLength: 1, maxLength: 3 })).map(([document, damages]) =>
    damages.reduce((text, { at, length, put }) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + length);
    }, document),
  );
  fc.assert(fc.property(damaged, agree), { seed, numRuns: howMany(5000, 1000) });
});

test('any soup of markup is refused by both, or read alike', () => {
  const pieces = [
    '<a>',
    '</a>',
    '<b/>',
    '<b c="d"/>',
    "<b c='d' C='e' c='f'>",
    '</b>',
    '</b >',
    '<',
    '>',
    '/>',
    '<!--',
    '-->',
    '--',
    '<?x?>',
    '<![CDATA[',
    '<![CDATA[x]]>',
    ']]>',
    '&amp;',
    '&#65;',
    '&lt;',
    '&x41;',
    '&#x41;',
    '&AMP;',
    '&#0;',
    '&',
    ';',
    ' ',
    '\r\n',
    '\t',
    'x',
    '=',
    '"',
    "'",
    '\u00a0',
    '\u001b',
    ':',
    '.',
    '-',
  ];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => `<r>${parts.join('')}</r>`);
  fc.assert(fc.property(soup, agree), { seed, numRuns: howMany(20_000, 2000) });
});
