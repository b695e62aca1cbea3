/** What must never show: the client's secret, tokens, and the forms in which they travel. */
export interface Secrets {
  readonly add: (secret: string) => void;
  /** The text with every secret blotted out. */
  readonly redact: (text: string) => string;
}

export function createSecrets(): Secrets {
  const known = new Set<string>();
  return {
    add(secret) {
      if (secret === '') return;
      for (const form of [secret, encodeURIComponent(secret), formEncode(secret)]) known.add(form);
    },
    redact(text) {
      let clean = text;
      for (const secret of known) clean = clean.replaceAll(secret, '***');
      return clean;
    },
  };
}

/** As application/x-www-form-urlencoded writes one value. */
export function formEncode(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1);
}
