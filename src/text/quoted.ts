const QUOTES: Readonly<Record<'et' | 'en' | 'ru', readonly [string, string]>> = {
  et: ['“', '”'],
  en: ['“', '”'],
  ru: ['«', '»'],
};

/** What is to be said word for word, in the quotation marks of its language. */
export function inQuotes(text: string, language: 'et' | 'en' | 'ru'): string {
  return QUOTES[language].join(text);
}
