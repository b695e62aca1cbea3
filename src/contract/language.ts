export type Language = 'et' | 'en' | 'ru';
