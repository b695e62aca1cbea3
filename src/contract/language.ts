/** The languages that a clinic can be spoken to in. */
export const LANGUAGES = ['et', 'en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One sentence in each of them. */
export type Sentence = Readonly<Record<Language, string>>;
