import type { Language } from '../contract/language.js';
import type { Payment, Report, Step } from '../contract/report.js';
import type { StepName } from '../contract/step-name.js';
import { findBank, findModel } from '../model/catalog.js';
import { formatEuros } from '../text/euros.js';
import { knownFacts } from './phrases.js';
import type { ReaderReport, ReaderSection } from './reader.js';
import { readerTime } from './time.js';
import { sayOf } from './words.js';

interface Words {
  readonly title: string;
  readonly status: Readonly<Record<Report['status'], string>>;
  readonly practice: string;
  readonly facts: readonly [
    clinic: string,
    desk: string,
    tid: string,
    model: string,
    bank: string,
    address: string,
    time: string,
  ];
  readonly checked: string;
  readonly steps: Readonly<Record<StepName, readonly [passed: string, failed: string]>>;
  readonly notYet: string;
  readonly please: string;
  readonly payment: string;
  readonly paid: Readonly<Record<Payment['outcome'], (amount: string, at: string, until: string) => string>>;
  readonly zone: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  et: {
    title: 'Makseterminali ühendamine: kokkuvõte',
    status: {
      done: 'Makseterminal töötab.',
      unfinished: 'Töö on pooleli. Jätkame siis, kui teile sobib.',
      failed: 'Makseterminal ei tööta veel.',
      'money-open': 'Testmakse ei ole veel lõpetatud. Tegeleme sellega.',
      closed: 'Töö on lõpetatud.',
    },
    practice: 'See on harjutus: päris kaarti ega raha ei kasutatud.',
    facts: ['Kliinik', 'Koht', 'Terminali number', 'Mudel', 'Pank', 'Avalik IP-aadress', 'Aeg'],
    checked: 'Mida kontrollisime',
    steps: {
      check: ['Ühendus makseterminaliga töötab.', 'Ühendus makseterminaliga ei tööta veel.'],
      probe: ['Makseterminal vastab ja on töökorras.', 'Makseterminal ei ole veel töökorras.'],
      register: ['Makseterminal on meie süsteemis kirjas.', 'Makseterminal ei ole veel meie süsteemis kirjas.'],
      test: ['Testmakse õnnestus ja tühistati.', 'Testmakse ei õnnestunud.'],
    },
    notYet: 'veel tegemata',
    please: 'Mida teil teha tuleb',
    payment: 'Testmakse',
    paid: {
      returned: (amount, at, until) =>
        `Testmakse ${amount} eurot tehti ${at} ja tühistati ${until}. Kaardilt raha maha ei lähe. Kontol võib see summa veel mõne päeva broneeringuna näha olla.`,
      'not-charged': (amount) => `Testmakset ${amount} eurot ei tehtud. Kaardilt ei võetud midagi.`,
      'settled-by-hand': (amount) => `Testmakse ${amount} eurot on lahendatud koos panga või kliinikuga.`,
      open: (amount) =>
        `Meil ei ole veel kinnitust, mis testmaksest ${amount} eurot sai. Palun hoidke kaart käepärast ja kviitung alles ning ärge tehke uut testmakset.`,
    },
    zone: 'Kellaajad on Eesti aja järgi.',
  },
  en: {
    title: 'Connecting the payment terminal: summary',
    status: {
      done: 'The payment terminal works.',
      unfinished: 'The work is not finished. We will continue when it suits you.',
      failed: 'The payment terminal does not work yet.',
      'money-open': 'The test payment is not finished yet. We are working on it.',
      closed: 'The work is closed.',
    },
    practice: 'This was practice: no real card and no real money were used.',
    facts: ['Clinic', 'Desk', 'Terminal ID (TID)', 'Model', 'Bank', 'Public IP address', 'Time'],
    checked: 'What we checked',
    steps: {
      check: [
        'The connection to the payment terminal works.',
        'The connection to the payment terminal does not work yet.',
      ],
      probe: ['The payment terminal answers and is ready.', 'The payment terminal is not ready yet.'],
      register: ['The payment terminal is in our system.', 'The payment terminal is not in our system yet.'],
      test: ['The test payment worked and was cancelled.', 'The test payment did not work.'],
    },
    notYet: 'not done yet',
    please: 'What you need to do',
    payment: 'Test payment',
    paid: {
      returned: (amount, at, until) =>
        `The test payment of ${amount} euros was made at ${at} and cancelled at ${until}. The card will not be charged. The amount may show as pending on the account for a few days.`,
      'not-charged': (amount) => `The test payment of ${amount} euros was not made. Nothing was taken from the card.`,
      'settled-by-hand': (amount) =>
        `The test payment of ${amount} euros has been resolved together with the bank or the clinic.`,
      open: (amount) =>
        `We do not have confirmation yet of what happened to the test payment of ${amount} euros. Please keep the card ready, keep the receipt, and do not make another test payment.`,
    },
    zone: 'All times are Estonian time.',
  },
  ru: {
    title: 'Подключение платёжного терминала: итог',
    status: {
      done: 'Терминал работает.',
      unfinished: 'Работа не закончена. Продолжим, когда вам будет удобно.',
      failed: 'Терминал пока не работает.',
      'money-open': 'Тестовый платёж пока не завершён. Мы этим занимаемся.',
      closed: 'Работа закончена.',
    },
    practice: 'Это учебный случай: настоящие карта и деньги не использовались.',
    facts: ['Клиника', 'Место', 'Номер терминала', 'Модель', 'Банк', 'Внешний IP-адрес', 'Время'],
    checked: 'Что мы проверили',
    steps: {
      check: ['Связь с терминалом работает.', 'Связь с терминалом пока не работает.'],
      probe: ['Терминал отвечает и готов к работе.', 'Терминал пока не готов к работе.'],
      register: ['Терминал есть в нашей системе.', 'Терминала пока нет в нашей системе.'],
      test: ['Тестовый платёж прошёл и отменён.', 'Тестовый платёж не прошёл.'],
    },
    notYet: 'пока не сделано',
    please: 'Что нужно сделать вам',
    payment: 'Тестовый платёж',
    paid: {
      returned: (amount, at, until) =>
        `Тестовый платёж на ${amount} евро проведён ${at} и отменён ${until}. Деньги с карты списаны не будут. Сумма может ещё несколько дней числиться на счёте как зарезервированная.`,
      'not-charged': (amount) => `Тестовый платёж на ${amount} евро не проведён. С карты ничего не списано.`,
      'settled-by-hand': (amount) => `Вопрос с тестовым платежом на ${amount} евро решён вместе с банком или клиникой.`,
      open: (amount) =>
        `Пока нет подтверждения, что стало с тестовым платежом на ${amount} евро. Держите карту под рукой, сохраните чек и не проводите новый тестовый платёж.`,
    },
    zone: 'Время указано по Эстонии.',
  },
};

/** What the clinic may keep and pass on: no codes, no exit statuses, and no reason why a card was declined. Pure. */
export function forClinic(report: Report): ReaderReport {
  const { language, terminal, status } = report;
  const words = WORDS[language];
  const [clinic, desk, tid, model, bank, address, time] = words.facts;
  const payments = report.payments.map((payment) => paidLine(payment, words, language));
  const sections: readonly ReaderSection[] = [
    {
      title: null,
      facts: knownFacts([
        [clinic, terminal.clinic ?? terminal.ownerName],
        [desk, terminal.name],
        [tid, terminal.terminalId],
        [model, terminal.model && (findModel(terminal.model)?.label ?? terminal.model)],
        [bank, terminal.bank && (findBank(terminal.bank)?.label ?? terminal.bank)],
        [address, terminal.host],
        [time, readerTime(report.changedAt)],
      ]),
    },
    { title: words.checked, lines: report.steps.map((step) => stepLine(step, words)) },
    { title: words.please, lines: requestsOf(report) },
    { title: words.payment, lines: payments },
  ];
  return {
    language,
    title: words.title,
    status: { kind: status, text: words.status[status] },
    practice: report.practice ? words.practice : null,
    sections: sections.filter(({ facts = [], lines = [] }) => facts.length + lines.length > 0),
    footer: words.zone,
  };
}

/** The summary in a chat, of at most 300 characters. */
export function clinicInShort({ language, terminal, status, payments }: Report): string {
  const words = WORDS[language];
  const who = [terminal.clinic ?? terminal.ownerName, terminal.name].filter((part) => part !== null).join(', ');
  const last = payments.at(-1);
  const paid = last && status !== 'money-open' ? ` ${words.steps.test[last.outcome === 'returned' ? 0 : 1]}` : '';
  return `${who === '' ? '' : `${who}: `}${words.status[status]}${paid}`;
}

function stepLine({ step, result }: Step, words: Words): string {
  const [passed, failed] = words.steps[step];
  if (result === 'passed') return `✔ ${passed}`;
  return result === 'failed' ? `✖ ${failed}` : `– ${failed} (${words.notYet})`;
}

/** What the clinic was asked for and has not done. A card that was declined is nobody's business in writing. */
function requestsOf({ problems, remarks, language }: Report): readonly string[] {
  const left = problems.filter(({ fixedAt, codes }) => fixedAt === null && !codes.some((code) => CARD.test(code)));
  const said = [...left, ...remarks].map(({ say }) => say).filter((say) => say !== null);
  // Anyone who has the clinic wait has nothing for it to do.
  const waiting = sayOf('cloud.unavailable', { language, params: {} });
  return [...new Set(said)].filter((say) => say !== waiting);
}

const CARD = /^payment\./;

function paidLine({ outcome, amount, chargedAt, returnedAt }: Payment, words: Words, language: Language): string {
  const euros = language === 'en' ? formatEuros(amount) : formatEuros(amount).replace('.', ',');
  return words.paid[outcome](euros, readerTime(chargedAt ?? ''), readerTime(returnedAt ?? ''));
}
