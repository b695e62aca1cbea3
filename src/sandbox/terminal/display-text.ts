import { LANGUAGES } from '../../contract/language.js';
import type { Language } from '../../contract/language.js';

const TEXTS = {
  et: {
    insert: 'Sisestage kaart',
    reinsert: 'Võtke kaart välja',
    pin: 'PIN:',
    wrongPin: 'Vale PIN',
    host: 'Ühendus pangaga',
    take: 'Võtke kaart',
    reversal: 'TÜHISTUS',
    refund: 'TAGASTUS',
    undoing: 'Automaatne tühistus',
    idle: 'Tere!',
  },
  en: {
    insert: 'Insert card',
    reinsert: 'Remove card',
    pin: 'PIN:',
    wrongPin: 'Wrong PIN',
    host: 'Connecting to bank',
    take: 'Take the card',
    reversal: 'REVERSAL',
    refund: 'REFUND',
    undoing: 'Automatic reversal',
    idle: 'Welcome',
  },
  ru: {
    insert: 'Вставьте карту',
    reinsert: 'Извлеките карту',
    pin: 'ПИН:',
    wrongPin: 'Неверный ПИН',
    host: 'Связь с банком',
    take: 'Заберите карту',
    reversal: 'ОТМЕНА',
    refund: 'ВОЗВРАТ',
    undoing: 'Автоматическая отмена',
    idle: 'Здравствуйте',
  },
} as const satisfies Record<Language, object>;

type Text = keyof (typeof TEXTS)['en'];

/** A text in the language asked for, in any letter case; in English where it has no such language. */
export function inLanguage(text: Text, language: string): string {
  const asked = language.trim().toLowerCase();
  return TEXTS[LANGUAGES.find((known) => known === asked) ?? 'en'][text];
}

/** `12,34 EUR`, as money is written in Estonia. */
export function displayMoney(cents: number, currency: string): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${String(whole)},${rest} ${currency}`;
}
