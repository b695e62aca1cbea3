const DECLARED = /^<\?xml\s[^<>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i;
/** A declaration ends within this. */
const BEGINNING = 320;

/** A byte above ASCII belies it; and what it is then, it does not say. */
const ASCII = /^(?:us-)?ascii$/i;

/** Terminals of the Baltic states that write no UTF-8 write this. */
const USUAL = 'windows-1257';

/**
 * The text of a document's bytes. Its encoding is what its XML declaration says, else what the HTTP head says, else
 * UTF-8, else windows-1257: the first of these that knows every byte of it. A label that is unknown, or that the bytes
 * belie, is passed over. Never throws.
 * @param charset the label of the HTTP head
 */
export function documentText(bytes: Uint8Array, charset?: string): string {
  const labels = hasByteOrderMark(bytes) ? ['utf-8'] : [declaredIn(bytes), charset, 'utf-8', USUAL];
  for (const label of labels) {
    const text = label === undefined ? undefined : textIn(label, bytes);
    if (text !== undefined) return text;
  }
  return (decoderOf(USUAL, false) ?? new TextDecoder('utf-8')).decode(bytes);
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, BEGINNING)).toString('latin1');
  return DECLARED.exec(beginning.replace(/^[\s\0\u0005\u0006]+/, ''))?.[1];
}

/** 0x80 to 0x9F of windows-1252, which Node 20 reads as ISO-8859-1: as the control characters that nobody sends. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Undefined where the label is not known, or a byte means nothing in it. */
function textIn(label: string, bytes: Uint8Array): string | undefined {
  const decoder = ASCII.test(label) ? undefined : decoderOf(label, true);
  // What could be read as bytes of ASCII, the declaration and the head among it, is not written in two bytes a letter.
  if (!decoder || decoder.encoding.startsWith('utf-16')) return undefined;
  try {
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, letterOf1252) : text;
  } catch {
    return undefined;
  }
}

function letterOf1252(control: string): string {
  return WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control;
}

/** A Node without full ICU knows few of them. */
function decoderOf(label: string, fatal: boolean): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label, { fatal });
  } catch {
    return undefined;
  }
}
