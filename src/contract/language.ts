/** The languages that a clinic can be spoken to in. */
export const LANGUAGES = ['et', 'en', 'ru'] as const;
export type Language = (typeof LANGUAGES)[number];
