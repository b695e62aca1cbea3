import type { Language, Sentence } from '../contract/language.js';
import { DIALS_OUT, PIN_PAD, XML_MODE } from './rows/sentences.js';

/** Causes, as the table words them, and what is asked of the clinic for these alone. The cause that comes first has the finding's own sentence. */
export const CAUSE_QUESTIONS: readonly (readonly [causes: readonly string[], say: Sentence])[] = [
  [
    ['if it no longer answers: the terminal is off or unplugged'],
    {
      et: 'Kas makseterminali ekraanil on midagi näha ja kas võrgukaabel on mõlemast otsast kinni?',
      en: "Is anything showing on the payment terminal's screen, and is its network cable plugged in at both ends?",
      ru: 'Видно ли что-нибудь на экране терминала и вставлен ли сетевой кабель с обоих концов?',
    },
  ],
  [
    [
      'there is no rule, and the router refuses unknown ports',
      'the router has no rule for the port',
      'the router was replaced or reset, and its rules were lost',
    ],
    {
      et: 'Palun küsige oma IT-toelt, kas ruuteris on makseterminali jaoks kaks pordisuunamise reeglit olemas ja sisse lülitatud.',
      en: 'Please ask your IT support whether the router has two port forwarding rules for the payment terminal, and whether both are switched on.',
      ru: 'Спросите, пожалуйста, у своего IT-специалиста, есть ли на роутере два правила проброса портов для терминала и включены ли они.',
    },
  ],
  [
    [
      "the clinic's public address has changed",
      'the clinic has changed its provider or line, or has moved',
      "the address was read from the router's local settings",
      "the router's WAN address was given, not the one of a what-is-my-IP page",
      'the address belongs to another clinic: a number was misheard, or the provider gave it to another customer',
    ],
    {
      et: 'Palun avage kliiniku arvutis leht, mis näitab teie avalikku IP-aadressi, ja lugege see mulle ette.',
      en: 'Please open a page on a computer at the clinic that shows your public IP address, and read it to me.',
      ru: 'Откройте, пожалуйста, на компьютере клиники страницу, которая показывает ваш внешний IP-адрес, и продиктуйте его.',
    },
  ],
  [
    [
      'the internet provider blocks these ports',
      'the internet provider blocks the port',
      'the internet provider has a routing problem',
      'the internet provider filters connections by their source',
    ],
    {
      et: 'Palun küsige oma internetiteenuse pakkujalt, kas nad lasevad väljast tulevad ühendused nende portideni.',
      en: 'Please ask your internet provider whether they let connections from outside through to these ports.',
      ru: 'Спросите, пожалуйста, у интернет-провайдера, пропускает ли он входящие соединения на эти порты.',
    },
  ],
  [
    ['the internet provider shares the address among customers (CGNAT), so no rule can work'],
    {
      et: 'Palun küsige oma internetiteenuse pakkujalt, kas teil on oma avalik IP-aadress. Kui ei ole, siis palun tellige püsiv avalik IP-aadress.',
      en: 'Please ask your internet provider whether you have a public IP address of your own. If not, please order a fixed one.',
      ru: 'Спросите, пожалуйста, у интернет-провайдера, есть ли у вас собственный внешний IP-адрес. Если нет, закажите постоянный.',
    },
  ],
  [
    [
      'the rule forwards to an encrypted service (TLS) that answers known clients only',
      'the rule for port 4445 forwards to a wrong internal address or port',
      'the rule for port 5551 forwards to a wrong internal address or port',
      'the rule forwards to a camera, a network disk or a computer',
      'the rule forwards to the computer with the till program (port 4444), not to the terminal (port 4445)',
      'the terminal has a new internal address, and another device has the old one',
      'the terminal has a new internal address, and a printer has the old one',
      'a second terminal was set up with the rules of the first',
      'the rule forwards to another device or a proxy, which closes unknown connections',
    ],
    {
      et: 'Palun lugege mulle ette IP-aadress, mida näitab makseterminali menüü, ja see, kuhu ruuteri reegel suunab. Kas need on samad?',
      en: "Please read me the IP address in the payment terminal's menu, and the one that the router's rule forwards to. Are they the same?",
      ru: 'Продиктуйте, пожалуйста, IP-адрес из меню терминала и тот, на который ведёт правило роутера. Они совпадают?',
    },
  ],
  [
    ['two devices have the same internal address and answer in turn'],
    {
      et: 'Palun küsige oma IT-toelt, kas mõnel teisel seadmel on makseterminaliga sama IP-aadress.',
      en: 'Please ask your IT support whether another device has the same IP address as the payment terminal.',
      ru: 'Спросите, пожалуйста, у своего IT-специалиста, нет ли у другого устройства такого же IP-адреса, как у терминала.',
    },
  ],
  [
    [
      'the internal port of the rule is not 4445: a log port is silent',
      'the internal port of the rule is 5551 (log), not 4445',
    ],
    {
      et: 'Palun lugege ruuterist ette, millisesse sisemisse porti esimene reegel suunab. See peab olema 4445.',
      en: "Please read me the internal port of the router's first rule. It must be 4445.",
      ru: 'Продиктуйте, пожалуйста, внутренний порт первого правила на роутере. Должен быть 4445.',
    },
  ],
  [
    ['the two external ports were given in the wrong order', 'both rules were copied from one'],
    {
      et: 'Palun lugege mulle ruuterist ette mõlema reegli väline ja sisemine port.',
      en: 'Please read me the external and the internal port of both rules in the router.',
      ru: 'Продиктуйте, пожалуйста, внешний и внутренний порт обоих правил на роутере.',
    },
  ],
  [
    [`${XML_MODE} is switched off`, `${XML_MODE} is switched off, so the terminal opens its log port only`],
    {
      et: 'Palun helistage oma panga makseterminalide toele ja küsige, kas PosXML (LAN XML) on selles terminalis sisse lülitatud.',
      en: "Please call your bank's terminal support and ask whether PosXML (LAN XML) is switched on in this terminal.",
      ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, включён ли на этом терминале PosXML (LAN XML).',
    },
  ],
  [
    [
      'logging is switched off in the terminal, so the port stays closed whatever the rules are',
      'logging is switched off, and the rule for port 5551 is missing',
    ],
    {
      et: 'Palun helistage oma panga makseterminalide toele ja küsige, kas selles terminalis on logi sisse lülitatud.',
      en: "Please call your bank's terminal support and ask whether the log is switched on in this terminal.",
      ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, включён ли на этом терминале журнал (лог).',
    },
  ],
  [
    [DIALS_OUT],
    {
      et: 'Palun helistage oma panga makseterminalide toele ja küsige, kas see terminal ootab ühendust või ühendub ise kassaga. Ta peab ootama.',
      en: "Please call your bank's terminal support and ask whether this terminal waits for a connection or connects to the till by itself. It must wait.",
      ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, ждёт ли терминал соединения или сам подключается к кассе. Он должен ждать.',
    },
  ],
  [
    [PIN_PAD],
    {
      et: 'Kas makseterminal on kaabliga ühendatud teise terminali või kassaarvutiga? Kui jah, siis mis mudel see teine on?',
      en: 'Is the payment terminal connected by a cable to another terminal or to the till computer? If so, which model is that one?',
      ru: 'Подключён ли терминал кабелем к другому терминалу или к кассовому компьютеру? Если да, какая у того модель?',
    },
  ],
  [
    [
      'another till program uses the terminal at times: it serves one at a time',
      'another till program is connected: the terminal serves one at a time',
      'another till is connected: the terminal serves one at a time',
      'another till program started a payment, which cancels the reversal',
      'another till program started a payment, which cancels the test payment',
      'two programs use the terminal at the same time',
    ],
    {
      et: 'Kas mõni kassaprogramm kasutab praegu seda makseterminali? Kui jah, siis palun sulgege see.',
      en: 'Is a till program using this payment terminal now? If so, please close it.',
      ru: 'Пользуется ли сейчас терминалом кассовая программа? Если да, закройте её, пожалуйста.',
    },
  ],
  [
    [
      'a customer started to pay at that moment',
      'a customer is paying: some terminals then refuse other connections',
      'a customer is paying right now',
    ],
    {
      et: 'Kas keegi maksab praegu selle makseterminaliga? Palun öelge mulle, kui makse on lõppenud.',
      en: 'Is someone paying at this payment terminal now? Please tell me when the payment is over.',
      ru: 'Кто-нибудь сейчас платит через этот терминал? Скажите мне, пожалуйста, когда платёж закончится.',
    },
  ],
  [
    [
      'the router or a firewall limits the number of connections',
      'a firewall on the way inspects the connection and cuts it',
      'a firewall on the way cuts connections after they begin',
      "the clinic's firewall has blocked the other network as an attacker",
      'a filter on the way lets short packets through and holds longer ones',
      'a filter on the way changes the answers',
    ],
    {
      et: 'Palun öelge oma IT-toele: tulemüür ei tohi makseterminali ühendusi filtreerida ega katkestada.',
      en: "Please tell your IT support: the firewall must not filter or cut the payment terminal's connections.",
      ru: 'Передайте, пожалуйста, своему IT-специалисту: файрвол не должен фильтровать или обрывать соединения терминала.',
    },
  ],
  [
    ['the line carries smaller packets than usual (its MTU), and the router does not report it'],
    {
      et: 'Palun küsige oma internetiteenuse pakkujalt, kas teie liinil on tavalisest väiksem paketi suurus (MTU).',
      en: 'Please ask your internet provider whether your line carries smaller packets than usual (MTU).',
      ru: 'Спросите, пожалуйста, у интернет-провайдера, не меньше ли обычного размер пакета (MTU) на вашей линии.',
    },
  ],
  [
    [
      "the clinic's internet line is down",
      "the clinic's internet is down",
      'the terminal cannot reach its bank, so the reversal stays open',
    ],
    {
      et: 'Kas teil kliinikus internet praegu töötab?',
      en: 'Does the internet work at your clinic right now?',
      ru: 'Работает ли у вас в клинике сейчас интернет?',
    },
  ],
  [
    ['the rule forwards to a network printer, which prints the request and does not answer'],
    {
      et: 'Kas mõni printer kliinikus trükkis just lehe arusaamatu tekstiga?',
      en: 'Did a printer at the clinic just print a page of strange text?',
      ru: 'Какой-нибудь принтер в клинике только что напечатал страницу непонятного текста?',
    },
  ],
  [
    ['the printer lid is open'],
    {
      et: 'Palun vaadake, kas printeri kaas on kinni.',
      en: 'Please check that the printer lid is closed.',
      ru: 'Проверьте, пожалуйста, закрыта ли крышка принтера.',
    },
  ],
  [
    ['a card or a piece of paper is stuck in it'],
    {
      et: 'Palun vaadake kaardipessa: kas seal on midagi sees?',
      en: 'Please look into the card slot: is anything in it?',
      ru: 'Посмотрите, пожалуйста, в гнездо для карты: нет ли там чего-нибудь?',
    },
  ],
  [
    [
      'the terminal has not loaded its new configuration yet',
      'the terminal is stuck in an operation',
      'with any other code: see its meaning; a restart often solves a technical error',
    ],
    {
      et: 'Palun taaskäivitage makseterminal ja öelge mulle, kui see on jälle valmis.',
      en: 'Please restart the payment terminal and tell me when it is ready again.',
      ru: 'Перезагрузите, пожалуйста, терминал и скажите мне, когда он снова будет готов.',
    },
  ],
  [
    ['the reader is worn out', 'the printer is broken'],
    {
      et: 'Palun helistage oma panga makseterminalide toele ja paluge makseterminal üle vaadata.',
      en: "Please call your bank's terminal support and ask them to check the terminal.",
      ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и попросите проверить терминал.',
    },
  ],
  [
    ['the expected number was misread'],
    {
      et: 'Palun lugege terminali number kviitungilt uuesti ette, üks märk korraga.',
      en: 'Please read me the terminal number on the receipt again, one character at a time.',
      ru: 'Продиктуйте, пожалуйста, номер терминала с чека ещё раз, по одному символу.',
    },
  ],
  [
    ["a person is in the terminal's menu"],
    {
      et: 'Kas keegi on praegu makseterminali menüüs? Kui jah, siis palun väljuge sealt.',
      en: "Is someone in the payment terminal's menu now? If so, please leave the menu.",
      ru: 'Кто-нибудь сейчас в меню терминала? Если да, выйдите из него, пожалуйста.',
    },
  ],
];

/** What the clinic is asked where this cause is the next likely one; undefined where it has no question of its own. */
export function questionOfCause(cause: string, language: Language): string | undefined {
  return CAUSE_QUESTIONS.find(([causes]) => causes.includes(cause))?.[1][language];
}
