import type { Language } from '../contract/language.js';
import { interpolateText } from '../diagnosis/text.js';
import { TABLE } from '../diagnosis/table.js';
import { withCapital } from './words.js';

/** What the clinic's IT person is written. */
export interface Letter {
  readonly subject: string;
  readonly lines: readonly string[];
}

export interface LetterFacts {
  /** The public address of the clinic; safe to show. */
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number;
  /** The terminal's own address, where it is known. */
  readonly internalAddress: string | undefined;
  /** What was found last. */
  readonly codes: readonly string[];
}

type Line = (facts: LetterFacts) => string;

interface Template {
  readonly subject: string;
  readonly begin: readonly Line[];
  /** Above what was found. */
  readonly also: string;
  readonly end: readonly Line[];
}

const TEMPLATES: Readonly<Record<Language, Template>> = {
  et: {
    subject: 'Makseterminal: portide suunamine ruuteris',
    begin: [
      () => 'Tere!',
      () => '',
      () =>
        'Palun seadistage kliiniku ruuteris kaks portide suunamise reeglit, et meie pilveteenus pääseks makseterminalini.',
      () => '',
      ({ host }) => `Kliiniku avalik IP-aadress: ${host}`,
      ({ internalAddress }) =>
        `Makseterminali sisevõrgu IP-aadress: ${internalAddress ?? 'see, mida näitab makseterminali menüü'}`,
      () => 'Mõlemad aadressid peavad olema püsivad (staatilised).',
      () => '',
      ({ posxmlPort }) => `1. Väline port ${posxmlPort}, TCP: suunata makseterminali porti 4445 (PosXML).`,
      ({ logPort }) => `2. Väline port ${logPort}, TCP: suunata sama makseterminali porti 5551 (logi).`,
    ],
    also: 'Lisaks:',
    end: [
      () => 'Kui ruuter seda võimaldab, siis lubage neisse portidesse ainult meie pilveteenuse aadressid.',
      () => '',
      () =>
        'Kontrollimiseks proovige mõlemat porti väljastpoolt kliiniku võrku, näiteks telefoni mobiilse internetiga. Katse kliiniku enda võrgust ei loe.',
      () => 'Palun andke meile teada, kui reeglid on paigas. Siis kontrollime ühendust ka meie.',
      () => '',
      () => 'Aitäh!',
    ],
  },
  en: {
    subject: 'Payment terminal: port forwarding on the router',
    begin: [
      () => 'Hello,',
      () => '',
      () =>
        "Please set up two port forwarding rules on the clinic's router, so that our cloud service can reach the payment terminal.",
      () => '',
      ({ host }) => `Public IP address of the clinic: ${host}`,
      ({ internalAddress }) =>
        `Internal IP address of the payment terminal: ${internalAddress ?? "the one that the terminal's menu shows"}`,
      () => 'Both addresses must be fixed (static).',
      () => '',
      ({ posxmlPort }) => `1. External port ${posxmlPort}, TCP: forward to port 4445 of the payment terminal (PosXML).`,
      ({ logPort }) => `2. External port ${logPort}, TCP: forward to port 5551 of the same payment terminal (log).`,
    ],
    also: 'In addition:',
    end: [
      () => 'If the router allows it, let only the addresses of our cloud service reach these ports.',
      () => '',
      () =>
        "To test, try both ports from outside the clinic's network, for example with the mobile internet of a phone. A test from inside the clinic does not count.",
      () => 'Please let us know when the rules are in place. We will then check the connection as well.',
      () => '',
      () => 'Thank you.',
    ],
  },
  ru: {
    subject: 'Платёжный терминал: перенаправление портов на роутере',
    begin: [
      () => 'Здравствуйте!',
      () => '',
      () =>
        'Настройте, пожалуйста, на роутере клиники два правила переадресации портов, чтобы наш облачный сервис имел доступ к платёжному терминалу.',
      () => '',
      ({ host }) => `Внешний IP-адрес клиники: ${host}`,
      ({ internalAddress }) =>
        `Внутренний IP-адрес терминала: ${internalAddress ?? 'тот, который показывает меню терминала'}`,
      () => 'Оба адреса должны быть постоянными (статическими).',
      () => '',
      ({ posxmlPort }) => `1. Внешний порт ${posxmlPort}, TCP: перенаправить на порт 4445 терминала (PosXML).`,
      ({ logPort }) => `2. Внешний порт ${logPort}, TCP: перенаправить на порт 5551 того же терминала (журнал).`,
    ],
    also: 'Кроме того:',
    end: [
      () => 'Если роутер позволяет, откройте эти порты только для адресов нашего облачного сервиса.',
      () => '',
      () =>
        'Для проверки попробуйте оба порта не из сети клиники, например через мобильный интернет телефона. Проверка из сети клиники не считается.',
      () => 'Сообщите нам, пожалуйста, когда правила будут настроены. Тогда мы тоже проверим соединение.',
      () => '',
      () => 'Спасибо!',
    ],
  },
};

/** The mail that the clinic forwards to its IT person: both rules, the addresses, and how to test. Pure. */
export function letterFor(facts: LetterFacts, language: Language): Letter {
  const { subject, begin, also, end } = TEMPLATES[language];
  const found = foundFor(facts, language);
  return {
    subject,
    lines: [
      ...begin.map((line) => line(facts)),
      '',
      ...(found.length === 0 ? [] : [also, ...found.map((text) => `- ${text}`), '']),
      ...end.map((line) => line(facts)),
    ],
  };
}

/** What the findings ask of the IT person, besides the two rules. */
function foundFor({ codes, posxmlPort, logPort }: LetterFacts, language: Language): readonly string[] {
  const texts = codes.flatMap((code) => TABLE.find((row) => row.code === code)?.texts().it?.[language] ?? []);
  return [...new Set(texts)]
    .filter((text) => !(text.includes('{posxmlPort}') && text.includes('4445')))
    .map((text) => withCapital(interpolateText(text, { posxmlPort, logPort })))
    .filter((text) => !/\{\w+\}/.test(text));
}
