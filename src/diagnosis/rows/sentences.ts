import type { Language, Sentence } from '../../contract/language.js';

/** The cause lies elsewhere. */
export const NOTHING_TO_ASK: Sentence = {
  et: 'Kliinikult ei ole midagi küsida.',
  en: 'There is nothing to ask the clinic.',
  ru: 'У клиники спрашивать ничего не нужно.',
};

export const ASK_MENU: Sentence = {
  et: 'Millist IP-aadressi näitab makseterminali menüü? Kas ruuter suunab samale aadressile?',
  en: "Which IP address does the terminal's menu show? Does the router forward to the same address?",
  ru: 'Какой IP-адрес показывает меню терминала? На тот же адрес направляет роутер?',
};

export const ASK_SCREEN: Sentence = {
  et: 'Mis on praegu makseterminali ekraanil?',
  en: "What is on the terminal's screen now?",
  ru: 'Что сейчас на экране терминала?',
};

export const ASK_RULES: Sentence = {
  et: 'Palun lugege mõlemad reeglid ette: väline port, sisevõrgu aadress, terminali port.',
  en: 'Please read me both rules: external port, internal address, internal port.',
  ru: 'Продиктуйте, пожалуйста, оба правила: внешний порт, внутренний адрес, порт терминала.',
};

export const ASK_LIMITS: Sentence = {
  et: 'Kas ruuteri reeglid lubavad ainult kindlaid aadresse? Palun lugege need ette.',
  en: 'Do the router rules let only certain addresses in? Please read them to me.',
  ru: 'Пропускает ли роутер только определённые адреса? Продиктуйте их, пожалуйста.',
};

/** Numbers and rules are not read aloud: `terminal letter` writes them down. */
const LETTER_SAY: Sentence = {
  et: 'Saadan teile juhise e-kirjaga. Palun edastage see oma IT-toele.',
  en: 'I am sending you instructions by email. Please forward them to your IT support.',
  ru: 'Пришлю вам инструкцию по электронной почте. Перешлите её, пожалуйста, своему IT-специалисту.',
};

/** One thing under the names that people at the other end of the line know it by. */
export const XML_MODE = "PosXML (the terminal's XML mode; banks call it LAN XML, older guides eXML)";

/** The device that the clinic calls its terminal may have no address of its own. */
export const PIN_PAD =
  'the device is only the PIN pad of another one: an iPP320 on an iCT220 or a till has no address of its own';

/** The vendor’s ClientConnector waits for such terminals at port 4444. */
export const DIALS_OUT =
  'the terminal is set to client mode: it calls a till by itself (port 4444) and listens on no port';

/** Both forwarding rules, with the external ports of this terminal. */
export const BOTH_RULES: Sentence = {
  et: 'väline port {posxmlPort} suunata makseterminali porti 4445. Väline port {logPort} suunata sama terminali porti 5551. Mõlemad TCP.',
  en: "forward external port {posxmlPort} to the payment terminal's port 4445. Forward external port {logPort} to the same terminal's port 5551. Both are TCP.",
  ru: 'внешний порт {posxmlPort} перенаправить на порт 4445 терминала. Внешний порт {logPort} перенаправить на порт 5551 того же терминала. Оба порта TCP.',
};

/** What only the clinic's IT can do goes into the letter, and the receptionist hears of the letter. @param first what the receptionist hears first */
export function forIt(it: Sentence, first?: Sentence): { readonly say: Sentence; readonly it: Sentence } {
  return { say: first ? joinSentences(first, LETTER_SAY) : LETTER_SAY, it };
}

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

export const ASK_RECEIPT: Sentence = {
  et: 'Mis on terminali ekraanil? Kas tuli kviitung ja kas seal on kirjas, et makse õnnestus?',
  en: "What does the terminal's screen show? Is there a receipt, and does it say that the payment was approved?",
  ru: 'Что на экране терминала? Вышел ли чек и написано ли на нём, что платёж прошёл?',
};
