import type { Language, Sentence } from '../contract/language.js';
import { BANKS, MODELS } from '../model/catalog.js';
import type { Prompter, Progress, ReportProgress } from '../steps/dependencies.js';
import { formatEuros } from '../text/euros.js';
import { inQuotes } from '../text/quoted.js';

const OR: Sentence = { et: 'või', en: 'or', ru: 'или' };

/** `DESK3200, iPP310 või iPP320`: names stand in every language as they are written. */
function oneOf(names: readonly string[], language: Language): string {
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].join(` ${OR[language]} `);
}

const models = (language: Language): string =>
  oneOf(
    Object.values(MODELS).map(({ mark }) => mark),
    language,
  );
const banks = (language: Language): string =>
  oneOf(
    Object.values(BANKS).map(({ label }) => label),
    language,
  );

/** What the agent says to the clinic on the way; what is said of a finding stands with the finding. */
export const SENTENCES = {
  target: {
    et: 'Palun öelge mulle kliiniku avalik IP-aadress ja mõlemad pordinumbrid.',
    en: "Please tell me the clinic's public IP address and both port numbers.",
    ru: 'Назовите, пожалуйста, внешний IP-адрес клиники и номера обоих портов.',
  },
  name: {
    et: 'Kus see makseterminal kliinikus on? Kuidas te seda kohta nimetate, näiteks vastuvõtt või kassa 2?',
    en: 'Where in the clinic is this payment terminal? What do you call that spot, for example front desk or till 2?',
    ru: 'Где в клинике стоит этот терминал? Как вы называете это место, например регистратура или касса 2?',
  },
  model: {
    et: `Palun vaadake silti makseterminali põhjal: kas seal on kirjas ${models('et')}?`,
    en: `Please look at the label underneath the payment terminal. Does it say ${models('en')}?`,
    ru: `Посмотрите, пожалуйста, на наклейку снизу терминала: там написано ${models('ru')}?`,
  },
  bank: {
    et: `Millise pangaga on teil makseterminali leping: ${banks('et')}?`,
    en: `Which bank is your payment terminal from: ${banks('en')}?`,
    ru: `С каким банком у вас договор на терминал: ${banks('ru')}?`,
  },
  'identify.code': {
    et: 'Makseterminal piiksatab kohe ja näitab ekraanil neljakohalist koodi. Palun lugege see kood mulle ette.',
    en: 'The payment terminal will beep in a moment and show a four-digit code. Please read it to me.',
    ru: 'Сейчас терминал подаст звуковой сигнал и покажет на экране код из четырёх цифр. Пожалуйста, продиктуйте его мне.',
  },
  'identify.wrong': {
    et: 'See kood ei klapi. Palun kontrollige, kas vaatate õiget makseterminali, ja lugege kood uuesti ette, üks number korraga.',
    en: 'That code does not match. Are you looking at the right payment terminal? Please read me the code again, one digit at a time.',
    ru: 'Код не совпал. Проверьте, пожалуйста, тот ли это терминал, и продиктуйте код ещё раз, по одной цифре.',
  },
  'identify.beep': {
    et: 'Kas teie ees olev makseterminal just piiksatas?',
    en: 'Did the payment terminal in front of you beep just now?',
    ru: 'Терминал перед вами только что подал звуковой сигнал?',
  },
  'identify.failed': {
    et: 'Me ei saanud kinnitust, et see on õige makseterminal. Seepärast me testmakset praegu ei tee. Kas teil on veel mõni makseterminal?',
    en: 'We could not confirm that this is the right payment terminal. We will not make the test payment now. Do you have another payment terminal?',
    ru: 'Мы не смогли подтвердить, что это нужный терминал. Поэтому тестовый платёж сейчас не проводим. Есть ли у вас другие терминалы?',
  },
  'works.now': {
    et: 'Nüüd on ühendus korras, aitäh. Palun jääge liinile, me jätkame kohe.',
    en: 'The connection works now, thank you. Please stay on the line, we will continue in a moment.',
    ru: 'Теперь связь работает, спасибо. Пожалуйста, оставайтесь на линии, мы сразу продолжим.',
  },
  'turn.it': {
    et: 'Saadan teile kirja, mille saate oma IT-inimesele edastada. Selles on kirjas, mis peab ruuteris olema.',
    en: 'I will send you an email that you can forward to your IT person. It says what the router needs.',
    ru: 'Я пришлю вам письмо, которое можно переслать своему айтишнику. В нём написано, что нужно сделать на роутере.',
  },
  'turn.bank': {
    et: 'Palun helistage oma panga makseterminalide toele. Saadan teile kirja kõigega, mida sealt küsitakse.',
    en: "Please call your bank's terminal support. I will send you an email with everything that they will ask for.",
    ru: 'Позвоните, пожалуйста, в поддержку терминалов своего банка. Я пришлю вам письмо со всем, что там спросят.',
  },
  hangup: {
    et: 'Kõik seni tehtu jääb alles. Jätkame siis, kui teile sobib. Aitäh ja kuulmiseni.',
    en: 'Everything we have done is saved. We will continue when it suits you. Thank you and goodbye.',
    ru: 'Всё, что сделано, сохранится. Продолжим, когда вам будет удобно. Спасибо и до свидания.',
  },
  'hangup.money': {
    et: 'Uurime edasi, mis testmaksest sai, ja anname teile teada. Palun hoidke see kaart käepärast ja kviitung alles. Palun ärge seda makset uuesti tehke.',
    en: 'We will find out what happened to the payment and let you know. Please keep that card and any receipt. Please do not make the payment again.',
    ru: 'Мы выясним, что стало с платежом, и сообщим вам. Пожалуйста, держите эту карту под рукой и сохраните чек. Пожалуйста, не проводите этот платёж ещё раз.',
  },
  'charge.refused': {
    et: 'Selge, siis me praegu testmakset ei tee. Kaardilt ei võetud midagi. Teeme testmakse siis, kui teile sobib.',
    en: 'That is fine. We will not make the test payment now. Nothing was taken from the card. We will make it when it suits you.',
    ru: 'Понятно, тогда сейчас мы тестовый платёж не проводим. С карты ничего не списано. Проведём его, когда вам будет удобно.',
  },
  'charge.consent': {
    et: 'Teeme nüüd {amount} suuruse testmakse ja tühistame selle kohe. Selleks on vaja pangakaarti, telefon ei sobi. Palun hoidke kaart lõpuni käepärast. Kas olete nõus?',
    en: 'We would like to make a test payment of {amount} and cancel it straight away. We need a bank card, not a phone. Please keep the card ready until the end. Do you agree?',
    ru: 'Сейчас мы хотим провести тестовый платёж на {amount} и сразу его отменить. Нужна банковская карта, телефон не подойдёт. Держите карту под рукой до конца. Вы согласны?',
  },
  'receipt.printed': {
    et: 'Kas makseterminalist tuli paberkviitung?',
    en: 'Did a paper receipt come out of the payment terminal?',
    ru: 'Терминал напечатал чек?',
  },
  sale: {
    et: 'Palun sisestage nüüd kaart makseterminali, ärge viibake. Järgige ekraanil olevaid juhiseid. Kui terminal küsib PIN-koodi, sisestage see ise ja ärge öelge seda mulle.',
    en: 'Please insert the card now, do not tap it. Follow the instructions on the screen. If it asks for the PIN, enter it yourself and do not tell me.',
    ru: 'Вставьте, пожалуйста, карту в терминал, не прикладывайте. Следуйте указаниям на экране. Если терминал запросит ПИН-код, введите его сами и не называйте мне.',
  },
  'reversal.soon': {
    et: 'Makse õnnestus. Palun hoidke sama kaart käes. Makseterminal küsib seda kohe uuesti, et makse tühistada.',
    en: 'The payment went through. Please keep the same card ready. The terminal will ask for it again in a moment, to cancel the payment.',
    ru: 'Платёж прошёл. Пожалуйста, держите эту карту наготове. Сейчас терминал попросит её ещё раз, чтобы отменить платёж.',
  },
  reversal: {
    et: 'Nüüd tühistame testmakse. Palun sisestage sama kaart uuesti.',
    en: 'Now we will cancel the test payment. Please insert the same card again.',
    ru: 'Теперь отменим тестовый платёж. Пожалуйста, вставьте ту же карту ещё раз.',
  },
  'reversal.again': {
    et: 'Makse ei ole veel tühistatud. Palun võtke seesama kaart, millega te maksite. Proovime kohe uuesti.',
    en: 'The payment is not cancelled yet. Please use the same card that you paid with. We will try again now.',
    ru: 'Платёж пока не отменён. Пожалуйста, возьмите именно ту карту, которой вы платили. Сейчас попробуем ещё раз.',
  },
  'reversal.late': {
    et: 'Kaarti ei sisestatud õigel ajal, seega makse ei ole veel tühistatud. Palun võtke sama kaart kätte. Makseterminal küsib seda kohe uuesti.',
    en: 'The card was not inserted in time, so the payment is not cancelled yet. Please take the same card. The terminal will ask for it again now.',
    ru: 'Карту не успели вставить, поэтому платёж пока не отменён. Пожалуйста, возьмите ту же карту. Терминал сейчас попросит её ещё раз.',
  },
  'reply.late': {
    et: 'Ootame veel makseterminali vastust. Palun lugege mulle ette, mis on terminali ekraanil. Palun ärge makset katkestage.',
    en: "We are still waiting for the terminal's answer. What does its screen say now? Please do not stop the payment.",
    ru: 'Мы всё ещё ждём ответа терминала. Прочитайте, пожалуйста, что сейчас написано на его экране. Пожалуйста, не прерывайте платёж.',
  },
  'reply.lost': {
    et: 'Makseterminali vastus ei jõudnud meieni. Kontrollime nüüd, kas makse õnnestus. Palun ärge pange kaarti uuesti terminali enne, kui ma palun, ja hoidke kviitung alles.',
    en: "We did not get the terminal's answer. We are checking whether the payment went through. Please do not insert the card again until I ask, and keep any receipt.",
    ru: 'Ответ терминала до нас не дошёл. Сейчас проверим, прошёл ли платёж. Пожалуйста, не вставляйте карту снова, пока я не попрошу, и сохраните чек.',
  },
  'return.lost': {
    et: 'Makseterminali vastus ei jõudnud meieni. Kontrollime nüüd, kas makse on tühistatud. Palun hoidke see kaart käepärast ja kviitungid alles.',
    en: "We did not get the terminal's answer. We are checking whether the payment was cancelled. Please keep that card ready and keep the receipts.",
    ru: 'Ответ терминала до нас не дошёл. Сейчас проверим, отменён ли платёж. Пожалуйста, держите эту карту под рукой и сохраните чеки.',
  },
  'returned.before': {
    et: 'Testmakse on juba tehtud ja tühistatud. Kaarti ei ole enam vaja.',
    en: 'The test payment has already been made and cancelled. You do not need the card any more.',
    ru: 'Тестовый платёж уже проведён и отменён. Карта больше не нужна.',
  },
  returned: {
    et: 'Testmakse on tühistatud, kaardilt raha maha ei lähe. Kontol võib see summa veel mõne päeva broneeringuna näha olla. Kaardi võib ära panna.',
    en: 'The test payment is cancelled, and the card will not be charged. It may show as pending on the account for a few days. You can put the card away.',
    ru: 'Тестовый платёж отменён, деньги с карты списаны не будут. Сумма может ещё несколько дней числиться на счёте как зарезервированная. Карту можно убрать.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

const ONE_CENT: Sentence = { et: 'ühe sendi', en: 'one cent', ru: 'один цент' };

/** `0,05 euro`, as it is said within a sentence. @param cents what the test payment charges */
function saidAmount(cents: number, language: Language): string {
  if (cents === 1) return ONE_CENT[language];
  const euros = formatEuros(cents);
  const said = { et: `${euros.replace('.', ',')} euro`, en: `${euros} euros`, ru: `${euros.replace('.', ',')} евро` };
  return said[language];
}

/** The sentence for one moment of the call, in quotation marks. */
export function clinicSentence(id: keyof typeof SENTENCES, language: Language): string {
  return inQuotes(SENTENCES[id][language], language);
}

/** Tells at each moment, and with each wait for a card, what to say to the clinic. The payment's details are the result's, not the progress's. */
export function speakingReport(report: ReportProgress, language: Language): ReportProgress {
  return (progress) => {
    report(withoutDetail(progress));
    if (progress.kind === 'moment') report({ kind: 'say', text: clinicSentence(progress.id, language) });
    if (progress.kind === 'card') report({ kind: 'say', text: clinicSentence(progress.purpose, language) });
  };
}

const TOLD_AT_THE_END: readonly string[] = ['test.sale', 'test.reversal', 'test.reconcile'];

function withoutDetail(progress: Progress): Progress {
  if (progress.kind !== 'end' || !TOLD_AT_THE_END.includes(progress.task)) return progress;
  return { kind: 'end', task: progress.task, outcome: progress.outcome };
}

/** Puts what to say above the questions that have a sentence. @param cents what the test payment charges: a consent names it */
export function speakingPrompter(talk: Prompter, language: Language, cents: number): Prompter {
  return {
    ...talk,
    confirm: (question) => {
      const { id } = question;
      if (!isSpoken(id)) return talk.confirm(question);
      return talk.confirm({
        ...question,
        preamble: [
          `Say: ${clinicSentence(id, language).replace('{amount}', saidAmount(cents, language))}`,
          ...(question.preamble ?? []),
        ],
      });
    },
  };
}

const SPOKEN = ['charge.consent', 'receipt.printed', 'reversal.again', 'reversal.late', 'identify.beep'] as const;

function isSpoken(id: string): id is (typeof SPOKEN)[number] {
  return (SPOKEN as readonly string[]).includes(id);
}

type WithName = (name: string) => string;

/** What is said while the answers are gathered. */
const NAMED: Readonly<Record<'clinic' | 'merchant' | 'desk', Readonly<Record<Language, WithName>>>> = {
  clinic: {
    et: (name) => `Kas teie kliinik on ${name}?`,
    en: (name) => `Am I speaking with ${name}?`,
    ru: (name) => `Я говорю с клиникой ${name}?`,
  },
  desk: {
    et: (name) => `Palun minge nüüd selle makseterminali juurde: ${name}.`,
    en: (name) => `Please go to this payment terminal now: ${name}.`,
    ru: (name) => `Пожалуйста, подойдите теперь к этому терминалу: ${name}.`,
  },
  merchant: {
    et: (name) => `Kas teie makseterminali kviitungil on firma nimi ${name}?`,
    en: (name) => `Is ${name} the company name on the receipts of your payment terminal?`,
    ru: (name) => `На чеках вашего терминала указана фирма ${name}?`,
  },
};

/** A sentence about a person who is named, in quotation marks. @param name safe to show */
export function sentenceAbout(id: keyof typeof NAMED, name: string, language: Language): string {
  return inQuotes(NAMED[id][language](name), language);
}
