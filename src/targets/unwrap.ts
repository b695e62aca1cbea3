import { withoutEntities } from '../text/html-entities.js';

/** What most of what is given looks like: nothing of a mail program is in it. */
const PLAIN = /^[\p{L}\d\s.:,;+-]*$/u;

/** A pasted text without what mail and chat programs put around its words: quoted-printable, HTML, Markdown, rewritten links. */
export function unwrapText(raw: string): string {
  if (PLAIN.test(raw)) return raw;
  return withoutRewriters(withoutMarkdown(withoutHtml(withoutQuotedPrintable(raw))));
}

/** A line end after a sign of equality, or one of the bytes that mails of these countries are full of. */
const QUOTED_PRINTABLE = /=\r?\n|=(?:C3|C5|C2|D0|D1|E2|3A|2C|2E|3D|A0|20[\s=])/;
/** Exports of routers set a value behind each sign of equality. */
const ROUTER_EXPORT = /dst-port=|to-ports=|--dport/;

function withoutQuotedPrintable(text: string): string {
  if (!QUOTED_PRINTABLE.test(text) || ROUTER_EXPORT.test(text)) return text;
  return text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[\dA-F]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'));
}

const BLOCK_TAGS = /<\/?(?:br|p|div|tr|li|ul|ol|table|h[1-6]|hr|pre|blockquote)(?:\s[^<>]{0,2000})?\/?>/gi;
/** Between two cells of a row. */
const CELL_TAGS = /<\/t[dh]>\s*<t[dh](?:\s[^<>]{0,2000})?>/gi;
const TAGS =
  /<\/?(?:a|b|i|u|s|em|strong|span|font|td|th|tbody|thead|html|body|head|meta|code|img|o:p|title)(?:\s[^<>]{0,2000})?\/?>/gi;

function withoutHtml(text: string): string {
  const bare = text
    .replaceAll(/<(style|script)\b[^>]{0,2000}>[^<]{0,100000}<\/\1>/gi, ' ')
    .replaceAll(/<a\s[^<>]{0,500}href=["']?(https?:[^"'\s<>]{1,2000})[^<>]{0,500}>/gi, ' $1 ')
    .replaceAll(CELL_TAGS, ' | ')
    .replaceAll(BLOCK_TAGS, '\n')
    .replaceAll(TAGS, ' ');
  return withoutEntities(bare);
}

const ADDRESS = /\d+\.\d+\.\d+\.\d+/;

/** Of a link and its words, the words where they hold the address. */
function withoutMarkdown(text: string): string {
  const shown = (words: string, link: string): string => (ADDRESS.test(words) ? ` ${words} ` : ` ${words} ${link} `);
  return text
    .replaceAll(/\[([^\]\n]{1,300})\]\((https?:[^)\s]{1,2000})\)/gi, (_, words: string, link: string) =>
      shown(words, link),
    )
    .replaceAll(/<(https?:[^|>\s]{1,2000})\|([^>\n]{1,300})>/gi, (_, link: string, words: string) => shown(words, link))
    .replaceAll(/<(?:mailto|tel):[^|>\s]{1,300}\|([^>\n]{1,300})>/gi, ' $1 ')
    .replaceAll(/\b(?:mailto|tel):/gi, ' ')
    .replaceAll(/(\d)#(?=\d{2,5}(?!\d))/g, '$1:');
}

/** Of a link to another one, as Outlook makes them, that other one. */
function withoutRewriters(text: string): string {
  return text.replaceAll(/https?:\/\/[^\s<>"']{1,4000}/gi, (link) => innerLink(link, 3));
}

const LINK = /^https?:\/\//i;

function innerLink(link: string, depth: number): string {
  const proofpoint = /\/v3\/__(https?:.+?)__;/i.exec(link)?.[1];
  const inner = proofpoint ?? parametersOf(link).find((value) => LINK.test(value));
  if (inner === undefined) return link;
  return depth > 0 ? innerLink(inner, depth - 1) : inner;
}

function parametersOf(link: string): readonly string[] {
  if (!URL.canParse(link)) return [];
  return [...new URL(link).searchParams.values()].map((value) =>
    // Proofpoint's second way of writing a link.
    /^https?-3A__/i.test(value)
      ? value
          .replaceAll('_', '/')
          .replaceAll(/-([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
      : value,
  );
}
