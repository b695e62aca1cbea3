import type { Language } from '../diagnosis/row.js';
import type { Conversation, Progress, Report } from '../steps/ports.js';

type Sentence = Readonly<Record<Language, string>>;

/** What the agent says to the clinic on the way; what is said of a finding stands with the finding. */
const SENTENCES = {
  target: {
    et: 'Palun öelge mulle oma väline IP-aadress ja pordid.',
    en: 'Please tell me your outside IP address and the ports.',
    ru: 'Назовите, пожалуйста, ваш внешний IP-адрес и порты.',
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
    et: 'Palun sisestage nüüd kaart makseterminali ja järgige ekraanil olevaid juhiseid.',
    en: 'Please put the card into the payment terminal now and follow what its screen says.',
    ru: 'Пожалуйста, вставьте сейчас карту в терминал и следуйте указаниям на экране.',
  },
  reversal: {
    et: 'Nüüd tühistame testmakse. Palun sisestage sama kaart uuesti.',
    en: 'Now we undo the test payment. Please put the same card in once more.',
    ru: 'Теперь отменяем тестовый платёж. Пожалуйста, вставьте ту же карту ещё раз.',
  },
  returned: {
    et: 'Testmakse on tühistatud ja raha läheb kaardile tagasi. Kaardi võib ära panna.',
    en: 'The test payment has been undone and the money goes back to the card. You can put the card away.',
    ru: 'Тестовый платёж отменён, деньги вернутся на карту. Карту можно убрать.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

const QUOTES: Readonly<Record<Language, readonly [string, string]>> = { et: ['“', '”'], en: ['“', '”'], ru: ['«', '»'] };

/** The sentence for one moment of the call, in quotation marks. */
export function sentence(id: keyof typeof SENTENCES, language: Language): string {
  return QUOTES[language].join(SENTENCES[id][language]);
}

/** Tells with each wait for a card what to say to the clinic. The payment's details are the result's, not the progress's. */
export function speakingReport(report: Report, language: Language): Report {
  return (progress) => {
    report(withoutDetail(progress));
    if (progress.kind === 'card') report({ kind: 'say', text: sentence(progress.purpose, language) });
  };
}

const TOLD_AT_THE_END: readonly string[] = ['test.sale', 'test.reversal', 'test.reconcile'];

function withoutDetail(progress: Progress): Progress {
  if (progress.kind !== 'end' || !TOLD_AT_THE_END.includes(progress.task)) return progress;
  return { kind: 'end', task: progress.task, outcome: progress.outcome };
}

/** Puts what to say above the questions that have a sentence. */
export function speakingConversation(talk: Conversation, language: Language): Conversation {
  return {
    ...talk,
    confirm: (question) => {
      const { id } = question;
      if (id !== 'charge.consent' && id !== 'receipt.printed') return talk.confirm(question);
      return talk.confirm({ ...question, lead: [`Say: ${sentence(id, language)}`, ...(question.lead ?? [])] });
    },
  };
}
