import { EXIT } from '../../contract/exit.js';
import type { CheckId } from '../../contract/document.js';
import { inPayment, paymentParams, statedBy } from '../fact-queries.js';
import type { Facts, PaymentEnd } from '../../model/facts.js';
import { QUESTION_WORDS } from '../../model/terminal-questions.js';
import type { Finding, Row } from '../row.js';
import { ASK_RECEIPT, ASK_SCREEN } from './sentences.js';
import { TOLD_ELSEWHERE } from './posxml.js';

/** Ends of a payment that was broken off: a question of the terminal's own tells more than they do. */
const BROKEN_OFF: readonly PaymentEnd[] = ['cancelled', 'declined', 'no-card', 'not-made'];

type Find = (facts: Facts) => Finding | undefined;

function ended(end: PaymentEnd, check: CheckId = 'test.sale'): Find {
  return (facts) => {
    const { payment } = facts;
    if (payment?.end !== end || (payment.asked !== undefined && BROKEN_OFF.includes(end))) return undefined;
    const found = inPayment(facts, paymentParams(facts));
    const { returnCode, meaning } =
      payment.returnCode === undefined ? {} : statedBy(payment.returnCode, payment.reason);
    const answer = returnCode === undefined ? '' : `; it answered ${returnCode}: ${meaning ?? ''}`;
    return { ...found, because: [check], params: { ...found.params, answer } };
  };
}

/** Where the terminal's code has a row of its own, that row tells the reason. */
/** The agent who stopped it knows so: there is no question to ask. */
const findCancelled: Find = (facts) => {
  const found = ended('cancelled')(facts);
  return found && facts.payment?.cancelledByUs === true ? { ...found, instead: STOPPED_BY_US } : found;
};

const STOPPED_BY_US = {
  causes: ['this command was stopped and cancelled the payment'],
  ask: null,
  say: {
    et: 'Katkestasime testmakse ise. Kaardilt ei võetud midagi. Kaardi võib ära panna.',
    en: 'We stopped the test payment ourselves. Nothing was taken from the card. You can put the card away.',
    ru: 'Мы сами прервали тестовый платёж. С карты ничего не списано. Карту можно убрать.',
  },
};

/** What is done when a payment was not made, by the one who works on a call or on the test alone. */
const AGAIN = 'Run the resume command shown below, or the test again if none is shown';

function endedUntold(end: PaymentEnd): Find {
  return (facts) => {
    const code = facts.payment?.returnCode;
    return code !== undefined && TOLD_ELSEWHERE.includes(code) ? undefined : ended(end)(facts);
  };
}

const BANK = "the bank's terminal support";

/** Above everything else: someone's money may be out. */
export const MONEY_ROWS: readonly Row[] = [
  {
    code: 'payment.unknown',
    severity: 'error',
    exit: EXIT.money,
    find: ended('unknown'),
    explains: [],
    texts: () => ({
      meaning: 'It is not known whether the test payment was made. No further payment is made until this is resolved.',
      summary:
        'It is not known whether the test payment {transactionId} of {amount} EUR on terminal {terminalId} was made (STAN {stan}, authorisation code {authorizationNo}){answer}.',
      causes: [
        'the connection broke during the payment',
        'the terminal restarted or does not respond',
        'the terminal could not be reached afterwards',
        'another till program used the terminal meanwhile, and it does not tell whose payment is whose',
      ],
      ask: ASK_RECEIPT,
      say: {
        et: 'Me ei tea veel, kas testmakse õnnestus. Palun ärge tehke seda makset uuesti ja ärge lülitage makseterminali välja. Palun hoidke kaart käepärast ja kviitung alles.',
        en: 'We do not know yet whether the test payment went through. Please do not make the payment again, and leave the terminal switched on. Please keep the card and any receipt.',
        ru: 'Мы пока не знаем, прошёл ли тестовый платёж. Пожалуйста, не проводите его ещё раз и не выключайте терминал. Держите карту под рукой и сохраните чек.',
      },
      do: 'Run the resume command shown below (`terminal onboard --resume ID`): it first checks with the terminal. If the payment stays open, have the bank find it by terminal ID (TID) and time, then run `terminal sessions resolve`.',
      solved: 'the session shows a confirmed outcome',
      help: BANK,
    }),
  },
  {
    code: 'payment.refused',
    severity: 'error',
    exit: EXIT.money,
    find: ended('refused'),
    explains: [],
    texts: () => ({
      meaning:
        'The terminal refused the test payment, and whether it charged the card all the same is not confirmed. It is confirmed by a record of the failure in the terminal, or by its counters staying as they were.',
      summary:
        'The terminal refused the test payment {transactionId} of {amount} EUR on terminal {terminalId}{answer}. Whether it charged the card all the same is not known yet.',
      causes: [
        'the terminal counts something more since then, and keeps no record of it',
        'the terminal was busy, or could not be asked, until the time for it was over',
        'the program was stopped before it could look again',
        'another till program used the terminal meanwhile, and it does not tell whose payment is whose',
      ],
      ask: ASK_RECEIPT,
      say: {
        et: 'Makseterminal lükkas testmakse tagasi. Kontrollime veel, et kaardilt midagi ei võetud. Palun ärge tehke seda makset uuesti. Palun jätke makseterminal sisse lülitatuks. Palun hoidke kaart alles.',
        en: 'The payment terminal refused the test payment. We are still checking that nothing was taken from the card. Please do not make the payment again. Please leave the payment terminal switched on. Please keep the card.',
        ru: 'Терминал отклонил тестовый платёж. Мы ещё проверяем, что с карты ничего не списано. Пожалуйста, не проводите этот платёж ещё раз. Пожалуйста, не выключайте терминал. Пожалуйста, сохраните карту.',
      },
      do: 'Run the resume command shown below (`terminal onboard --resume ID`): it first checks with the terminal. If the payment stays open, have the bank find it by terminal ID (TID) and time, then run `terminal sessions resolve`.',
      solved: 'the session shows a confirmed outcome',
      help: BANK,
    }),
  },
  {
    code: 'payment.not-returned',
    severity: 'error',
    exit: EXIT.money,
    find: ended('not-returned', 'test.reversal'),
    // 32783 then means that this terminal reverses nothing, not that PosXML is switched off.
    explains: ['posxml.disabled'],
    texts: () => ({
      meaning: 'The test payment was made, and its reversal is not confirmed.',
      summary:
        'The test payment of {amount} EUR (STAN {stan}, authorisation code {authorizationNo}, terminal {terminalId}) was made, and its reversal is not confirmed{answer}.',
      causes: [
        'the reversal was refused, or its answer was lost',
        'the card was removed before it was read again',
        'another till program started a payment, which cancels the reversal',
        'the terminal had already sent its batch to the bank',
      ],
      ask: {
        et: 'Kas sama kaart on veel käepärast? Mis on terminali ekraanil?',
        en: "Is the same card still at hand? What does the terminal's screen show?",
        ru: 'Эта же карта ещё у вас? Что на экране терминала?',
      },
      say: {
        et: 'Meil ei ole veel kinnitust, et {amountComma} euro suurune testmakse on tühistatud. Palun hoidke sama kaart käepärast ja kviitung alles. Palun ärge tehke praegu uut testmakset. Tegelen sellega, kuni see on lahendatud.',
        en: 'We do not have confirmation yet that the test payment of {amount} euros was cancelled. Please keep the same card ready and keep the receipt. Please do not make another test payment for now. I will follow this up until it is solved.',
        ru: 'Пока нет подтверждения, что тестовый платёж на {amountComma} евро отменён. Держите, пожалуйста, эту карту под рукой и сохраните чек. Пока не проводите новый тестовый платёж. Я буду заниматься этим, пока вопрос не решится.',
      },
      do: "Run the resume command shown below (`terminal onboard --resume ID`): it checks with the terminal and offers the reversal if it is still due. Otherwise ask the clinic to void the payment with STAN {stan} in the terminal's menu with the same card, or call the bank. Then run `terminal sessions resolve`.",
      solved: "the terminal's batch or the bank shows the reversal",
      help: BANK,
    }),
  },
];

const findAsked: Find = (facts) => {
  const { payment } = facts;
  if (payment?.asked === undefined || !BROKEN_OFF.includes(payment.end)) return undefined;
  const question = QUESTION_WORDS[payment.asked];
  return inPayment(facts, { ...paymentParams(facts), question });
};

export const PAYMENT_ROWS: readonly Row[] = [
  {
    code: 'payment.asked',
    severity: 'error',
    exit: EXIT.notCharged,
    find: findAsked,
    explains: [],
    texts: () => ({
      meaning:
        'During the test payment the terminal asked the till a question that has no answer here, so the payment was cancelled.',
      summary:
        'During the test payment of {amount} EUR the terminal asked the till {question}. The payment was cancelled.',
      example: { question: QUESTION_WORDS.VoiceTransactionRequest },
      causes: [
        'this card, or how it was read: its chip does not work, or its bank requires a call',
        'the terminal is set up to ask the till about loyalty cards or discounts',
      ],
      ask: {
        et: 'Kas teil on mõni teine kiibiga kaart?',
        en: 'Do you have another card with a chip?',
        ru: 'Есть ли у вас другая карта с чипом?',
      },
      say: {
        et: 'Makseterminal küsis selle kaardi kohta midagi, millele meie testmakse ei vasta. Testmakse katkestati. Kaardilt ei võetud midagi. Palun proovime teise kaardiga. Palun pange see kiibiga terminali.',
        en: 'The terminal asked a question about this card that our test does not answer. The test payment was stopped. Nothing was taken from the card. Could we try another card, please? Please put it in with its chip first.',
        ru: 'Терминал задал об этой карте вопрос, на который наш тест не отвечает. Тестовый платёж прерван. С карты ничего не списано. Давайте попробуем другой картой. Вставьте её, пожалуйста, чипом вперёд.',
      },
      do: `${AGAIN}, with another card. If the terminal asks with every card, have the bank turn these questions off.`,
      solved: 'a test payment is approved and reversed',
      help: BANK,
    }),
  },
  {
    code: 'payment.declined',
    severity: 'error',
    exit: EXIT.notCharged,
    find: endedUntold('declined'),
    explains: [],
    texts: () => ({
      meaning: 'The bank or the terminal declined the test payment.',
      summary: 'The test payment of {amount} EUR was declined{answer}.',
      example: { answer: '; it answered 32778: the transaction failed or was declined' },
      causes: [
        'the card is blocked, expired or without funds',
        'the bank does not accept such a small amount',
        'the terminal is not active at the bank yet',
      ],
      ask: {
        et: 'Kas tavaline makse mõne teise kaardiga selles terminalis õnnestub?',
        en: 'Does an ordinary payment with another card work on this terminal?',
        ru: 'Проходит ли на этом терминале обычный платёж другой картой?',
      },
      say: {
        et: 'Testmakse lükati tagasi. Palun proovime mõne teise kaardiga.',
        en: 'The test payment was declined. Could we try another card, please?',
        ru: 'Тестовый платёж отклонён. Давайте попробуем другой картой.',
      },
      do: `Read the reason. ${AGAIN}, with another card. If every card is declined, have the bank activate the terminal.`,
      solved: 'a test payment is approved and reversed',
      help: BANK,
    }),
  },
  {
    code: 'payment.no-card',
    severity: 'error',
    exit: EXIT.notCharged,
    find: ended('no-card'),
    explains: [],
    texts: () => ({
      meaning: 'No card was shown to the terminal in time.',
      summary: 'No card was shown for the test payment of {amount} EUR in time{answer}.',
      causes: [
        'no person was at the terminal',
        'the card was held to the wrong place or not read',
        'the terminal asked before the clinic was ready',
      ],
      ask: {
        et: 'Kas keegi on terminali juures, kaart käes?',
        en: 'Is someone at the terminal, with the card in hand?',
        ru: 'Стоит ли кто-нибудь у терминала с картой?',
      },
      say: {
        et: 'Kaarti ei sisestatud õigeks ajaks. Palun hoidke kaart valmis ja sisestage see, kui terminal palub.',
        en: 'The terminal waited too long for a card. Please have the card ready and insert it when the terminal asks.',
        ru: 'Терминал не дождался карты. Пожалуйста, держите карту наготове. Пожалуйста, вставьте карту, когда терминал её попросит.',
      },
      do: `${AGAIN}, when the clinic is ready. --card-timeout gives more time.`,
      solved: 'a test payment is approved and reversed',
      help: 'the clinic',
    }),
  },
  {
    code: 'payment.cancelled',
    severity: 'error',
    exit: EXIT.notCharged,
    find: findCancelled,
    explains: [],
    texts: () => ({
      meaning: 'The test payment was cancelled.',
      summary: 'The test payment of {amount} EUR was cancelled{answer}.',
      causes: [
        'the red key was pressed',
        'another till program started a payment, which cancels the test payment',
        'you cancelled it',
      ],
      ask: {
        et: 'Kas keegi vajutas punast klahvi? Kas tohime uuesti proovida?',
        en: 'Did someone press the red key? May we try again?',
        ru: 'Кто-нибудь нажал красную кнопку? Можно попробовать ещё раз?',
      },
      say: {
        et: 'Testmakse katkestati. Kui teile sobib, siis proovime uuesti. Palun ärge vajutage siis punast klahvi.',
        en: 'The test payment was stopped. If you agree, we will try again. Please do not press the red key.',
        ru: 'Тестовый платёж был прерван. Если вы согласны, попробуем ещё раз. Пожалуйста, не нажимайте красную кнопку.',
      },
      do: `${AGAIN}, when the clinic agrees.`,
      solved: 'a test payment is approved and reversed',
      help: 'the clinic',
    }),
  },
  {
    code: 'payment.not-made',
    severity: 'error',
    exit: EXIT.notCharged,
    find: endedUntold('not-made'),
    explains: [],
    texts: () => ({
      meaning: 'The test payment was not made, and neither the card nor the person at the terminal is the reason.',
      summary: 'The test payment of {amount} EUR was not made{answer}.',
      causes: [
        'the amount is below the smallest that the terminal takes (32786)',
        'a technical error in the terminal (32774), often solved by a restart',
        'the connection failed before anything was sent',
      ],
      ask: ASK_SCREEN,
      say: {
        et: 'Testmakset ei saanud teha. Palun lugege mulle ette, mis on praegu makseterminali ekraanil.',
        en: "The test payment did not work. What does the terminal's screen say now?",
        ru: 'Тестовый платёж провести не удалось. Пожалуйста, прочитайте мне, что сейчас на экране терминала.',
      },
      do: `With 32786 use a larger --amount; otherwise run \`terminal probe\` first. ${AGAIN}.`,
      solved: 'a test payment is approved and reversed',
      help: BANK,
    }),
  },
];
