/** What a mail begins with when its source was copied; what follows is the body, as it was sent. */
const HEADERS =
  /^\s*(?:(?:From |>?[A-Za-z][\w-]{1,40}:[^\S\n]?)[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,60}){2,200}\r?\n/;
const OF_MAIL = /^(?:received|return-path|message-id|mime-version|content-type|delivered-to|subject|from|to|date):/gim;
/** Far more than any mail has of text; what follows is attachments. Characters. */
const LONGEST_MAIL = 4_194_304;

/** Texts of which a raw mail, with its headers, is replaced by what a mail program would show of it. */
export async function withoutMailHeaders(texts: readonly string[]): Promise<readonly string[]> {
  return Promise.all(texts.map((text) => (isRawMail(text) ? bodyOf(text) : Promise.resolve(text))));
}

function isRawMail(text: string): boolean {
  const [headers] = text.includes('\n') ? (HEADERS.exec(text) ?? []) : [];
  return headers !== undefined && (headers.match(OF_MAIL) ?? []).length > 1;
}

async function bodyOf(mail: string): Promise<string> {
  const { default: PostalMime } = await import('postal-mime');
  const { text, html } = await PostalMime.parse(mail.trimStart().slice(0, LONGEST_MAIL));
  return [text, html].find((body) => body !== undefined && body.trim() !== '') ?? '';
}
