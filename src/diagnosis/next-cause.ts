import type { Language } from '../contract/language.js';

type Sentence = Readonly<Record<Language, string>>;

/** Words by which a cause is known, and what is asked of the clinic for it alone. The cause that comes first has the finding's own sentence. */
const QUESTIONS: readonly (readonly [words: RegExp, say: Sentence])[] = [
  [
    /terminal is off or unplugged/,
    {
      et: 'Kas makseterminali ekraan põleb ja võrgukaabel on mõlemast otsast kinni?',
      en: 'Is the screen of the payment terminal lit, and is its network cable plugged in at both ends?',
      ru: 'Экран терминала светится, и сетевой кабель вставлен с обоих концов?',
    },
  ],
  [
    /no rule/,
    {
      et: 'Palun küsige oma IT-inimeselt, kas ruuteris on makseterminali jaoks kaks pordisuunamise reeglit olemas ja sisse lülitatud.',
      en: 'Please ask your IT person whether the router has two port forwarding rules for the payment terminal, and whether both are switched on.',
      ru: 'Спросите, пожалуйста, у своего айтишника, есть ли на роутере два правила проброса портов для терминала и включены ли они.',
    },
  ],
  [
    /address has changed/,
    {
      et: 'Palun avage kliiniku arvutis leht, mis näitab teie avalikku IP-aadressi, ja lugege see mulle ette.',
      en: 'Please open a page on a computer at the clinic that shows your public IP address, and read it to me.',
      ru: 'Откройте, пожалуйста, на компьютере клиники страницу, которая показывает ваш внешний IP-адрес, и продиктуйте его.',
    },
  ],
  [
    /provider (blocks|refuses)/,
    {
      et: 'Palun küsige oma internetiteenuse pakkujalt, kas nad lasevad väljast tulevad ühendused nende portideni.',
      en: 'Please ask your internet provider whether they let connections from outside through to these ports.',
      ru: 'Спросите, пожалуйста, у интернет-провайдера, пропускает ли он входящие соединения на эти порты.',
    },
  ],
  [
    /CGNAT/,
    {
      et: 'Palun küsige oma internetiteenuse pakkujalt, kas teil on oma avalik IP-aadress. Kui ei ole, siis palun tellige püsiv avalik IP-aadress.',
      en: 'Please ask your internet provider whether you have a public IP address of your own. If not, please order a fixed one.',
      ru: 'Спросите, пожалуйста, у интернет-провайдера, есть ли у вас собственный внешний IP-адрес. Если нет, закажите постоянный.',
    },
  ],
  [
    /internal address|another device|forwards to/,
    {
      et: 'Palun lugege mulle ette IP-aadress, mida näitab makseterminali menüü, ja see, kuhu ruuteri reegel suunab. Kas need on samad?',
      en: "Please read me the IP address in the payment terminal's menu, and the one that the router's rule leads to. Are they the same?",
      ru: 'Продиктуйте, пожалуйста, IP-адрес из меню терминала и тот, на который ведёт правило роутера. Они совпадают?',
    },
  ],
  [
    /internal port|4445/,
    {
      et: 'Palun lugege ruuterist ette, millisesse sisemisse porti esimene reegel suunab. See peab olema 4445.',
      en: "Please read me the internal port of the router's first rule. It must be 4445.",
      ru: 'Продиктуйте, пожалуйста, внутренний порт первого правила на роутере. Должен быть 4445.',
    },
  ],
  [
    /switched off|XML/,
    {
      et: 'Palun helistage oma panga makseterminalide toele ja küsige, kas PosXML (LAN XML) on selles terminalis sisse lülitatud.',
      en: "Please call your bank's terminal support and ask whether PosXML (LAN XML) is switched on in this terminal.",
      ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка и спросите, включён ли на этом терминале PosXML (LAN XML).',
    },
  ],
  [
    /another till|two programs/,
    {
      et: 'Kas mõni kassaprogramm kasutab praegu seda makseterminali? Kui jah, siis palun sulgege see.',
      en: 'Is a till program using this payment terminal now? If so, please close it.',
      ru: 'Пользуется ли сейчас терминалом кассовая программа? Если да, закройте её, пожалуйста.',
    },
  ],
  [
    /customer is paying|started to pay/,
    {
      et: 'Kas keegi maksab praegu selle makseterminaliga? Palun öelge mulle, kui makse on lõppenud.',
      en: 'Is someone paying at this payment terminal now? Please tell me when the payment is over.',
      ru: 'Кто-нибудь сейчас платит через этот терминал? Скажите мне, пожалуйста, когда платёж закончится.',
    },
  ],
  [
    /filter|firewall|inspect/,
    {
      et: 'Palun öelge oma IT-inimesele: tulemüür ei tohi makseterminali ühendusi filtreerida ega katkestada.',
      en: "Please tell your IT person: the firewall must not filter or cut the payment terminal's connections.",
      ru: 'Передайте, пожалуйста, айтишнику: файрвол не должен фильтровать или обрывать соединения терминала.',
    },
  ],
  [
    /printer/,
    {
      et: 'Kas mõni printer kliinikus trükkis just lehe arusaamatu tekstiga?',
      en: 'Did a printer at the clinic just print a page of strange text?',
      ru: 'Какой-нибудь принтер в клинике только что напечатал страницу непонятного текста?',
    },
  ],
];

/** What the clinic is asked where this cause is the next likely one; undefined where it has no question of its own. */
export function questionOfCause(cause: string, language: Language): string | undefined {
  return QUESTIONS.find(([words]) => words.test(cause))?.[1][language];
}
