import type { Language } from '../../contract/language.js';

type Sentence = Readonly<Record<Language, string>>;

/** Introduces what a receptionist cannot act on and passes on word for word. */
export const TELL_IT: Sentence = {
  et: 'Palun öelge oma IT-inimesele:',
  en: 'Please tell your IT person:',
  ru: 'Пожалуйста, передайте вашему IT-специалисту:',
};

/** Both forwarding rules, with the outside ports of this terminal. */
const BOTH_RULES: Sentence = {
  et: 'ruuteris peab väline port {posxmlPort} olema suunatud makseterminali pordile 4445 ja väline port {logPort} sama makseterminali pordile 5551.',
  en: 'on the router, outside port {posxmlPort} must lead to port 4445 of the payment terminal, and outside port {logPort} to port 5551 of the same terminal.',
  ru: 'на роутере внешний порт {posxmlPort} должен вести на порт 4445 платёжного терминала, а внешний порт {logPort} — на порт 5551 того же терминала.',
};

export const RULES_SAY = joinSentences(TELL_IT, BOTH_RULES);

export const WAIT_SAY: Sentence = {
  et: 'Takistus on meie poolel, teie ei pea midagi tegema. Palun oodake hetk.',
  en: 'The obstacle is on our side and you need not do anything. Please wait a moment.',
  ru: 'Препятствие на нашей стороне, вам ничего делать не нужно. Пожалуйста, подождите немного.',
};

/** For when a sale may be running: never hurry it. */
export const FINISH_SAY: Sentence = {
  et: 'Kui keegi praegu kaardiga maksab, siis palun lõpetage see makse rahulikult. Ma ootan.',
  en: 'If someone is paying by card right now, please finish that payment without hurry. I will wait.',
  ru: 'Если сейчас кто-то платит картой, пожалуйста, спокойно завершите этот платёж. Я подожду.',
};

/** Sentences one after another, in each language. */
export function joinSentences(...sentences: readonly Sentence[]): Sentence {
  const all = (language: Language): string => sentences.map((sentence) => sentence[language]).join(' ');
  return { et: all('et'), en: all('en'), ru: all('ru') };
}
