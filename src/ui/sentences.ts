import type { Language } from '../contract/language.js';
import { BANKS, MODELS } from '../model/catalog.js';
import type { Prompter, Progress, ReportProgress } from '../steps/dependencies.js';
import { inQuotes } from '../text/quoted.js';

type Sentence = Readonly<Record<Language, string>>;

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
    et: 'Palun öelge mulle oma väline IP-aadress ja pordid.',
    en: 'Please tell me your outside IP address and the ports.',
    ru: 'Назовите, пожалуйста, ваш внешний IP-адрес и порты.',
  },
  name: {
    et: 'Kuidas te seda kohta nimetate, kus makseterminal seisab?',
    en: 'What do you call the place where the payment terminal stands?',
    ru: 'Как вы называете место, где стоит терминал?',
  },
  model: {
    et: `Palun vaadake makseterminali tagaküljele: kas seal on kirjas ${models('et')}?`,
    en: `Please look at the back of the payment terminal: does it say ${models('en')}?`,
    ru: `Посмотрите, пожалуйста, на обратную сторону терминала: там написано ${models('ru')}?`,
  },
  bank: {
    et: `Millise pangaga on teil makseterminali leping: ${banks('et')}?`,
    en: `Which bank is your contract for the payment terminal with: ${banks('en')}?`,
    ru: `С каким банком у вас договор на терминал: ${banks('ru')}?`,
  },
  'identify.code': {
    et: 'Makseterminal piiksatab kohe ja näitab ekraanil neljakohalist koodi. Palun lugege see kood mulle ette.',
    en: 'The payment terminal will beep in a moment and show a code of four digits. Please read the code out to me.',
    ru: 'Сейчас терминал подаст звуковой сигнал и покажет на экране код из четырёх цифр. Пожалуйста, прочитайте его мне.',
  },
  'identify.wrong': {
    et: 'See kood ei klapi. Palun vaadake, kas olete õige makseterminali juures. Palun lugege kood uuesti, üks number korraga.',
    en: 'That code does not match. Please check that you are at the right payment terminal. Please read the code again, one digit at a time.',
    ru: 'Код не совпал. Пожалуйста, проверьте, что вы стоите у нужного терминала. Пожалуйста, прочитайте код ещё раз, по одной цифре.',
  },
  'identify.beep': {
    et: 'Kas teie ees olev makseterminal andis just praegu helisignaali?',
    en: 'Did the payment terminal in front of you beep just now?',
    ru: 'Терминал перед вами только что подал звуковой сигнал?',
  },
  'identify.failed': {
    et: 'Me ei saanud kinnitust, et see on õige makseterminal. Seepärast me praegu makset ei tee. Kas teil on veel mõni makseterminal?',
    en: 'We could not confirm that this is the right payment terminal. So we will not make a payment now. Do you have another payment terminal?',
    ru: 'Мы не смогли подтвердить, что это нужный терминал. Поэтому сейчас мы платёж не проводим. Есть ли у вас ещё один терминал?',
  },
  'works.now': {
    et: 'Nüüd on ühendus korras, aitäh. Palun jääge liinile, me jätkame kohe.',
    en: 'The connection works now, thank you. Please stay on the line, we go on at once.',
    ru: 'Теперь связь работает, спасибо. Пожалуйста, оставайтесь на линии, мы сразу продолжим.',
  },
  hangup: {
    et: 'Kõik, mis on tehtud, jääb alles. Jätkame siis, kui teil on selleks sobiv aeg. Aitäh ja kuulmiseni.',
    en: 'Everything that is done is kept. We go on when it suits you. Thank you and goodbye.',
    ru: 'Всё, что сделано, сохранится. Продолжим, когда вам будет удобно. Спасибо и до свидания.',
  },
  'hangup.money': {
    et: 'Uurime edasi, kas makse tehti, ja anname teile teada. Palun hoidke kaart ja kviitung alles. Palun ärge tehke seda makset uuesti.',
    en: 'We will find out what became of the payment and let you know. Please keep the card and the receipt. Please do not make the payment again.',
    ru: 'Мы выясним, что стало с платежом, и сообщим вам. Пожалуйста, сохраните карту и чек. Пожалуйста, не проводите этот платёж ещё раз.',
  },
  'charge.refused': {
    et: 'Selge, siis me praegu testmakset ei tee. Kaardilt ei võetud midagi. Teeme testmakse siis, kui teile sobib.',
    en: 'I see, then we will not make the test payment now. Nothing was taken from the card. We will make it when it suits you.',
    ru: 'Понятно, тогда сейчас мы тестовый платёж не проводим. С карты ничего не списано. Проведём его, когда вам будет удобно.',
  },
  'charge.consent': {
    et: 'Teeme nüüd väikese testmakse ja tühistame selle kohe. Palun võtke üks pangakaart ja hoidke seda lõpuni käepärast.',
    en: 'We will now make a small test payment and undo it at once. Please take a bank card and keep it at hand until the end.',
    ru: 'Сейчас мы проведём небольшой тестовый платёж и сразу отменим его. Пожалуйста, возьмите банковскую карту и держите её под рукой до конца.',
  },
  'receipt.printed': {
    et: 'Kas makseterminalist tuli paberkviitung?',
    en: 'Did a paper receipt come out of the payment terminal?',
    ru: 'Вышел ли из терминала бумажный чек?',
  },
  sale: {
    et: 'Palun sisestage nüüd kaart makseterminali ja järgige ekraanil olevaid juhiseid. Kui ekraan küsib PIN-koodi, siis sisestage see ise. Palun ärge öelge PIN-koodi mulle.',
    en: 'Please put the card into the payment terminal now and follow what its screen says. If it asks for the PIN, enter it yourself. Please do not tell me the PIN.',
    ru: 'Пожалуйста, вставьте сейчас карту в терминал и следуйте указаниям на экране. Если терминал попросит ПИН-код, введите его сами. Пожалуйста, не говорите ПИН-код мне.',
  },
  'reversal.soon': {
    et: 'Makse õnnestus. Palun hoidke sama kaart käes. Makseterminal küsib seda kohe uuesti, et makse tühistada.',
    en: 'The payment went through. Please keep the same card in your hand. The payment terminal will ask for it again in a moment, to undo the payment.',
    ru: 'Платёж прошёл. Пожалуйста, держите эту же карту в руке. Сейчас терминал попросит её ещё раз, чтобы отменить платёж.',
  },
  reversal: {
    et: 'Nüüd tühistame testmakse. Palun sisestage sama kaart uuesti.',
    en: 'Now we undo the test payment. Please put the same card in once more.',
    ru: 'Теперь отменяем тестовый платёж. Пожалуйста, вставьте ту же карту ещё раз.',
  },
  'reversal.again': {
    et: 'Makse ei ole veel tühistatud. Palun võtke täpselt see kaart, millega te maksite. Proovime kohe uuesti.',
    en: 'The payment is not undone yet. Please take exactly the card that you paid with. We will try again at once.',
    ru: 'Платёж пока не отменён. Пожалуйста, возьмите именно ту карту, которой вы платили. Сейчас попробуем ещё раз.',
  },
  'reply.late': {
    et: 'Ootame veel makseterminali vastust. Palun lugege mulle ette, mis on praegu selle ekraanil. Palun ärge katkestage midagi.',
    en: 'We are still waiting for the answer of the payment terminal. Please read me what is on its screen now. Please do not cancel anything.',
    ru: 'Мы всё ещё ждём ответа терминала. Пожалуйста, прочитайте мне, что сейчас на его экране. Пожалуйста, ничего не отменяйте.',
  },
  'reply.lost': {
    et: 'Makseterminali vastus ei jõudnud meieni. Kontrollime nüüd, kas makse õnnestus. Palun ärge tehke seda makset uuesti. Palun hoidke kaart ja kviitung alles.',
    en: 'The answer of the payment terminal did not reach us. We now check whether the payment went through. Please do not make the payment again. Please keep the card and the receipt.',
    ru: 'Ответ терминала до нас не дошёл. Сейчас проверим, прошёл ли платёж. Пожалуйста, не проводите этот платёж ещё раз. Пожалуйста, сохраните карту и чек.',
  },
  'return.lost': {
    et: 'Makseterminali vastus ei jõudnud meieni. Kontrollime nüüd, kas makse on tühistatud. Palun hoidke sama kaart ja kviitungid alles.',
    en: 'The answer of the payment terminal did not reach us. We now check whether the payment is undone. Please keep the same card and the receipts.',
    ru: 'Ответ терминала до нас не дошёл. Сейчас проверим, отменён ли платёж. Пожалуйста, сохраните эту карту и чеки.',
  },
  'returned.before': {
    et: 'Testmakse on juba tehtud ja tühistatud. Kaarti ei ole enam vaja.',
    en: 'The test payment has been made and undone already. The card is no longer needed.',
    ru: 'Тестовый платёж уже проведён и отменён. Карта больше не нужна.',
  },
  returned: {
    et: 'Testmakse on tühistatud ja raha läheb kaardile tagasi. Kaardi võib ära panna.',
    en: 'The test payment has been undone and the money goes back to the card. You can put the card away.',
    ru: 'Тестовый платёж отменён, деньги вернутся на карту. Карту можно убрать.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

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

/** Puts what to say above the questions that have a sentence. */
export function speakingPrompter(talk: Prompter, language: Language): Prompter {
  return {
    ...talk,
    confirm: (question) => {
      const { id } = question;
      if (id !== 'charge.consent' && id !== 'receipt.printed' && id !== 'reversal.again' && id !== 'identify.beep')
        return talk.confirm(question);
      return talk.confirm({
        ...question,
        preamble: [`Say: ${clinicSentence(id, language)}`, ...(question.preamble ?? [])],
      });
    },
  };
}

type WithName = (name: string) => string;

/** What is said while the answers are gathered. */
const NAMED: Readonly<Record<'clinic', Readonly<Record<Language, WithName>>>> = {
  clinic: {
    et: (name) => `Kas räägin kliinikuga ${name}?`,
    en: (name) => `Am I speaking with ${name}?`,
    ru: (name) => `Я говорю с клиникой ${name}?`,
  },
};

/** A sentence about somebody who is named, in quotation marks. @param name safe to show */
export function sentenceAbout(id: keyof typeof NAMED, name: string, language: Language): string {
  return inQuotes(NAMED[id][language](name), language);
}
