import type { Language } from '../contract/language.js';

const QUOTES: Readonly<Record<Language, readonly [string, string]>> = {
  et: ['“', '”'],
  en: ['“', '”'],
  ru: ['«', '»'],
};

/** What is to be said word for word, in the quotation marks of its language. */
export function inQuotes(text: string, language: Language): string {
  return QUOTES[language].join(text);
}
