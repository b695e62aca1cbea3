/** The characters that XML 1.0 forbids. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/**
 * Escapes character data. A CR is written as a reference, since XML reads a bare one as LF.
 * @throws RangeError for a character that XML cannot carry.
 */
export function escapeXml(raw: string): string {
  if (FORBIDDEN.test(raw)) throw new RangeError('the text holds a character that XML cannot carry');
  return raw.replace(/[&<>\r]/g, (char) => ESCAPES[char] ?? char);
}
