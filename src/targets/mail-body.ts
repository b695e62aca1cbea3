/** A line of the headers of a mail, or one that continues with the line before. */
const HEADER = /^(?:From |>?[A-Za-z][\w-]{1,40}:|[ \t])/;
const OF_MAIL = /^(?:received|return-path|message-id|mime-version|content-type|delivered-to|subject|from|to|date):/gim;
/** Far more than any mail has of text; what follows is attachments. Characters. */
const LONGEST_MAIL = 4_194_304;

/** Texts of which a raw mail, with its headers, is replaced by what a mail program would show of it. */
export async function withoutMailHeaders(texts: readonly string[]): Promise<readonly string[]> {
  return Promise.all(texts.map((text) => (isRawMail(text) ? bodyOf(text) : Promise.resolve(text))));
}

/** Whether it begins with the headers of a mail, as its source has them, and an empty line behind them. */
function isRawMail(text: string): boolean {
  const [headers = '', body] = text.trimStart().split(/\r?\n\r?\n/, 2);
  if (body === undefined || (headers.match(OF_MAIL) ?? []).length < 2) return false;
  return headers.split('\n').every((line) => HEADER.test(line));
}

async function bodyOf(mail: string): Promise<string> {
  const { default: PostalMime } = await import('postal-mime');
  const { text, html } = await PostalMime.parse(mail.trimStart().slice(0, LONGEST_MAIL));
  return [text, html].find((body) => body !== undefined && body.trim() !== '') ?? '';
}
