import type { Language } from '../contract/language.js';
import type { Payment, Report } from '../contract/report.js';
import { findBank, findModel } from '../model/catalog.js';
import { formatEuros } from '../text/euros.js';
import { knownFacts } from './phrases.js';
import type { ReaderReport, ReaderSection } from './reader.js';
import { readerTime, terminalTime } from './time.js';

interface Words {
  readonly title: string;
  readonly status: Readonly<Record<Payment['outcome'] | 'none', string>>;
  readonly practice: string;
  readonly facts: readonly [merchant: string, tid: string, model: string, bank: string, reference: string];
  readonly payment: string;
  readonly amount: string;
  readonly card: string;
  readonly id: string;
  readonly authorisation: string;
  readonly at: string;
  readonly reversal: string;
  readonly reversedAt: string;
  readonly sent: string;
  readonly result: Readonly<Record<Payment['outcome'], string>>;
  readonly zone: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  et: {
    title: 'Testmakse andmed pangale',
    status: {
      open: 'Palun leidke see makse. Kui see on tehtud ega ole tühistatud, siis palun tagastage summa kaardile.',
      returned: 'Makse tehti ja tühistati. Pangalt ei ole midagi vaja.',
      'not-charged': 'Makset ei tehtud. Pangalt ei ole midagi vaja.',
      'settled-by-hand': 'Makse on lahendatud. Pangalt ei ole midagi vaja.',
      none: 'Ühtegi testmakset ei tehtud.',
    },
    practice: 'Harjutus: päris kaarti ega raha ei kasutatud.',
    facts: ['Kaupmees', 'Terminali number (TID)', 'Mudel', 'Pank', 'Meie viide'],
    payment: 'Testmakse',
    amount: 'Summa',
    card: 'Kaart',
    id: 'Tehingu tunnus',
    authorisation: 'Autoriseerimiskood',
    at: 'Aeg terminali kella järgi',
    reversal: 'Tühistuse STAN',
    reversedAt: 'Tühistuse aeg terminali kella järgi',
    sent: 'Saadetud',
    result: {
      open: 'Tulemus kinnitamata',
      returned: 'Tehtud ja tühistatud',
      'not-charged': 'Tegemata',
      'settled-by-hand': 'Lahendatud käsitsi',
    },
    zone: 'Kellaajad on Eesti aja järgi.',
  },
  en: {
    title: 'Test payment details for the bank',
    status: {
      open: 'Please find this payment. If it was charged and not reversed, please refund it to the card.',
      returned: 'The payment was made and reversed. Nothing is needed from the bank.',
      'not-charged': 'The payment was not made. Nothing is needed from the bank.',
      'settled-by-hand': 'The payment is resolved. Nothing is needed from the bank.',
      none: 'No test payment was made.',
    },
    practice: 'Practice: no real card and no real money were used.',
    facts: ['Merchant', 'Terminal ID (TID)', 'Model', 'Bank', 'Our reference'],
    payment: 'Test payment',
    amount: 'Amount',
    card: 'Card',
    id: 'Transaction ID',
    authorisation: 'Authorisation code',
    at: "Time by the terminal's clock",
    reversal: 'STAN of the reversal',
    reversedAt: "Reversal time by the terminal's clock",
    sent: 'Sent',
    result: {
      open: 'Outcome not confirmed',
      returned: 'Made and reversed',
      'not-charged': 'Not made',
      'settled-by-hand': 'Resolved manually',
    },
    zone: 'All times are Estonian time.',
  },
  ru: {
    title: 'Данные тестового платежа для банка',
    status: {
      open: 'Пожалуйста, найдите этот платёж. Если он проведён и не отменён, верните сумму на карту.',
      returned: 'Платёж проведён и отменён. От банка ничего не требуется.',
      'not-charged': 'Платёж не проведён. От банка ничего не требуется.',
      'settled-by-hand': 'Вопрос с платежом решён. От банка ничего не требуется.',
      none: 'Тестовых платежей не было.',
    },
    practice: 'Учебный случай: настоящие карта и деньги не использовались.',
    facts: ['Торговец', 'Номер терминала (TID)', 'Модель', 'Банк', 'Наш номер'],
    payment: 'Тестовый платёж',
    amount: 'Сумма',
    card: 'Карта',
    id: 'Идентификатор операции',
    authorisation: 'Код авторизации',
    at: 'Время по часам терминала',
    reversal: 'STAN отмены',
    reversedAt: 'Время отмены по часам терминала',
    sent: 'Отправлен',
    result: {
      open: 'Результат не подтверждён',
      returned: 'Проведён и отменён',
      'not-charged': 'Не проведён',
      'settled-by-hand': 'Решён вручную',
    },
    zone: 'Время указано по Эстонии.',
  },
};

/** What the bank needs to find a payment: the terminal, the amount, the numbers and the times. Pure. */
export function forBank(report: Report): ReaderReport {
  const { language, terminal, payments } = report;
  const words = WORDS[language];
  const [merchant, tid, model, bank, reference] = words.facts;
  const head: ReaderSection = {
    title: null,
    facts: knownFacts([
      [merchant, terminal.ownerName ?? terminal.clinic],
      [tid, terminal.terminalId ?? payments.at(-1)?.terminalId ?? null],
      [model, terminal.model && (findModel(terminal.model)?.label ?? terminal.model)],
      [bank, terminal.bank && (findBank(terminal.bank)?.label ?? terminal.bank)],
      [reference, report.session],
    ]),
  };
  return {
    language,
    title: words.title,
    status: { kind: report.status, text: bankInShort(report) },
    practice: report.practice ? words.practice : null,
    sections: [head, ...payments.map((payment, index) => paymentSection(payment, index, payments.length, words))],
    footer: words.zone,
  };
}

/** What is wanted of the bank. An open payment counts before all others. */
export function bankInShort({ language, payments }: Report): string {
  const payment = payments.find(({ outcome }) => outcome === 'open') ?? payments.at(-1);
  return WORDS[language].status[payment?.outcome ?? 'none'];
}

function paymentSection(payment: Payment, index: number, count: number, words: Words): ReaderSection {
  const text = (value: number | null): string | null => (value === null ? null : String(value));
  const clock = (value: string | null): string | null => (value === null ? null : terminalTime(value));
  return {
    title: count > 1 ? `${words.payment} ${String(index + 1)}/${String(count)}` : words.payment,
    lines: [words.result[payment.outcome]],
    facts: knownFacts([
      [words.amount, `${formatEuros(payment.amount)} ${payment.currency}`],
      [words.card, payment.cardLastFour === null ? null : `•••• ${payment.cardLastFour}`],
      ['TID', payment.terminalId],
      [words.id, payment.transactionId],
      ['STAN', text(payment.stan)],
      [words.authorisation, payment.authorizationNo],
      [words.sent, payment.begunAt === '' ? null : readerTime(payment.begunAt)],
      [words.at, clock(payment.terminalTime)],
      [words.reversal, text(payment.stanRev)],
      [words.reversedAt, clock(payment.terminalTimeRev)],
    ]),
  };
}
