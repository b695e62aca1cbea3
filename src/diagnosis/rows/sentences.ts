import type { Language } from '../../contract/language.js';

type Sentence = Readonly<Record<Language, string>>;

/** Introduces what a receptionist cannot act on and passes on word for word. */
export const TELL_IT: Sentence = {
  et: 'Palun kirjutage üles ja andke oma IT-toele edasi:',
  en: 'Please write this down for your IT support:',
  ru: 'Пожалуйста, запишите и передайте своему IT-специалисту:',
};

/** One thing under the names that people at the other end of the line know it by. */
export const XML_MODE = "PosXML (the terminal's XML mode; banks call it LAN XML, older guides eXML)";

/** The device that the clinic calls its terminal may have no address of its own. */
export const PIN_PAD =
  'the device is only the PIN pad of another one: an iPP320 on an iCT220 or a till has no address of its own';

/** The vendor’s ClientConnector waits for such terminals at port 4444. */
export const DIALS_OUT =
  'the terminal is set to client mode: it calls a till by itself (port 4444) and listens on no port';

/** Both forwarding rules, with the outside ports of this terminal. */
const BOTH_RULES: Sentence = {
  et: 'väline port {posxmlPort} suunata makseterminali porti 4445. Väline port {logPort} suunata sama terminali porti 5551. Mõlemad TCP.',
  en: "forward external port {posxmlPort} to the payment terminal's port 4445. Forward external port {logPort} to the same terminal's port 5551. Both are TCP.",
  ru: 'внешний порт {posxmlPort} перенаправить на порт 4445 терминала. Внешний порт {logPort} перенаправить на порт 5551 того же терминала. Оба порта TCP.',
};

export const RULES_SAY = joinSentences(TELL_IT, BOTH_RULES);

export const WAIT_SAY: Sentence = {
  et: 'Viga on meie poolel, teie ei pea midagi tegema. Palun oodake hetk.',
  en: 'The problem is on our side. You do not need to do anything. Please wait a moment.',
  ru: 'Проблема на нашей стороне, вам ничего делать не нужно. Пожалуйста, подождите немного.',
};

/** For when a sale may be running: never hurry it. */
export const FINISH_SAY: Sentence = {
  et: 'Kui keegi praegu kaardiga maksab, siis palun lõpetage see makse rahulikult. Ma ootan.',
  en: 'If someone is paying by card right now, please let them finish. There is no hurry, I will wait.',
  ru: 'Если сейчас кто-то платит картой, пожалуйста, спокойно завершите этот платёж. Я подожду.',
};

/** Sentences one after another, in each language. */
export function joinSentences(...sentences: readonly Sentence[]): Sentence {
  const all = (language: Language): string => sentences.map((sentence) => sentence[language]).join(' ');
  return { et: all('et'), en: all('en'), ru: all('ru') };
}
