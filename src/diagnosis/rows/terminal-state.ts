import { EXIT } from '../../contract/exit.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { MessageBody } from '../../posxml/messages.js';
import { findReturnCode, inPayment, ofTerminal, respondingTerminal } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Params, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { forIt } from './sentences.js';
import { TERMINAL_OUTAGE } from './terminal-outage.js';

type Status = MessageBody<'GetTerminalStatusResponse'>;

/** Source: posxml documents, GetTerminalStatusResponse. */
const CARD_IN_READER = 1;
const CARD_UNKNOWN = 2;
const REVERSAL_RUNS = 1;

/** Finds a state of the terminal by its status reply. */
function inStatus(
  facts: Facts,
  is: (status: Status) => boolean,
  params: (status: Status) => Params = () => ({}),
): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const status = spoke?.posxml.status;
  return spoke && status && is(status) ? ofTerminal(spoke, 'posxml.status', params(status)) : undefined;
}

/** Only what the clinic or the agent named is compared; how letters are written makes no other terminal. */
function otherClinic(facts: Facts): Finding | undefined {
  const spoke = respondingTerminal(facts);
  const { TerminalID, MerchantRegNo, TerminalOwnerName } = spoke?.posxml.parameters ?? {};
  const { terminalId, merchantRegNo, clinicName } = facts.expected ?? {};
  const differing =
    differs('terminal number', terminalId, TerminalID) ??
    differs('registration number', merchantRegNo, MerchantRegNo) ??
    differs('merchant name', clinicName, TerminalOwnerName);
  return spoke && differing && { ...ofTerminal(spoke, 'identity', differing) };
}

function differs(what: string, expected: string | undefined, told: string | undefined): Params | undefined {
  const [wanted, got] = [expected, told].map((text) => text?.trim().toUpperCase() ?? '');
  if (!wanted || !got || wanted === got) return undefined;
  return { what, expected: excerptOf(wanted), told: excerptOf(got) };
}

function printer(facts: Facts): Finding | undefined {
  return facts.reported?.receipt === 'none' && facts.payment ? inPayment(facts, {}) : undefined;
}

const BANK = "the bank's terminal support";

export const TERMINAL_STATE_ROWS: readonly Row[] = [
  {
    code: 'terminal.other-clinic',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: otherClinic,
    explains: [],
    texts: () => ({
      meaning: 'Another terminal answers than the expected one. No payment is sent to it.',
      summary: 'Another terminal answers at {places}: {what} {told} instead of {expected}.',
      causes: [
        'the rule forwards to another terminal of the clinic',
        'the address belongs to another clinic: a number was misheard, or the provider gave it to another customer',
        'the expected number was misread',
      ],
      ask: {
        et: 'Milline terminali number ja milline kliiniku nimi on kviitungil?',
        en: 'Which terminal ID (TID) and which clinic name are on the receipt?',
        ru: 'Какой номер терминала и какое название клиники указаны на чеке?',
      },
      say: {
        et: 'Meile vastab mõni teine makseterminal. Palun võtke oma makseterminali viimane kviitung ja lugege sealt ette terminali number.',
        en: "A different payment terminal is answering. Please take your terminal's last receipt and read me the terminal number.",
        ru: 'Нам отвечает другой терминал. Возьмите, пожалуйста, последний чек своего терминала и продиктуйте номер терминала с этого чека.',
      },
      do: 'Stop. Compare the terminal ID on the receipt with {told}, then correct the address, the rule or the expected ID.',
      solved: "`terminal probe` shows the clinic's own terminal",
      help: "the clinic's IT person",
    }),
  },
  {
    code: 'terminal.reversal-active',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: (facts) => inStatus(facts, ({ ReversalActive }) => ReversalActive === REVERSAL_RUNS),
    explains: [],
    texts: () => ({
      meaning:
        'The terminal is reversing an earlier payment and has not reached the bank yet. Do not start a payment or a reversal meanwhile.',
      summary: 'The terminal at {places} is reversing an earlier payment right now.',
      causes: [
        'a payment was interrupted, and the terminal is reversing it',
        'the terminal cannot reach its bank, so the reversal stays open',
      ],
      ask: {
        et: 'Kas viimane kaardimakse õnnestus? Kas internet kliinikus töötab?',
        en: 'Did the last card payment go through? Does the internet at the clinic work?',
        ru: 'Прошёл ли последний платёж картой? Работает ли интернет в клинике?',
      },
      say: {
        et: 'Makseterminal tühistab praegu üht varasemat makset. Palun ärge lülitage seda välja ega eemaldage kaableid. Palun ärge tehke sellega praegu makseid.',
        en: 'The payment terminal is cancelling an earlier payment. Please leave it switched on and connected. Please do not take payments with it for now.',
        ru: 'Терминал сейчас отменяет предыдущий платёж. Пожалуйста, не выключайте его и не отсоединяйте кабели. Пока не проводите через него платежи.',
      },
      do: 'Wait and probe again after a few minutes. If it continues, the terminal cannot reach its bank: see terminal.bank-unreachable.',
      solved: '`terminal probe` shows no running reversal',
      help: BANK,
    }),
  },
  TERMINAL_OUTAGE,
  {
    code: 'terminal.bank-unreachable',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: (facts) => findReturnCode(facts, [RETURN_CODE.COMMUNICATION_PROBLEM]),
    explains: [],
    texts: () => ({
      meaning: 'The terminal answers, but cannot reach its bank (return code 32772).',
      summary: 'The terminal at {places} answered {returnCode}: {meaning}.',
      example: { returnCode: 32772, meaning: 'the terminal cannot reach its bank' },
      causes: [
        "the clinic's firewall blocks the terminal's outgoing connections",
        "the clinic's internet is down",
        "the bank's server is down",
      ],
      ask: {
        et: 'Kas tavaline kaardimakse, mille summa sisestate terminalis ise, õnnestub?',
        en: 'Does an ordinary card payment work, with the amount typed on the terminal itself?',
        ru: 'Проходит ли обычный платёж, если набрать сумму на самом терминале?',
      },
      ...forIt(
        {
          et: 'ruuter või tulemüür peab lubama makseterminalil internetis panga serveriga ühendust võtta.',
          en: 'the firewall must let the payment terminal reach its bank.',
          ru: 'файрвол должен пропускать соединения терминала с сервером банка.',
        },
        {
          et: 'Teie makseterminal ei saa pangaga ühendust.',
          en: 'Your payment terminal cannot connect to the bank.',
          ru: 'Ваш платёжный терминал не может связаться с банком.',
        },
      ),
      do: 'If an ordinary payment works, try again. If not, have the firewall let the terminal out, then call the bank.',
      solved: 'an ordinary payment works',
      help: `the clinic's IT person, then ${BANK}`,
    }),
  },
  {
    code: 'terminal.reader',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: (facts) =>
      inStatus(
        facts,
        ({ CardStatus }) => CardStatus === CARD_UNKNOWN,
        () => ({ sign: 'cannot tell whether it holds a card' }),
      ) ?? readerFailed(facts),
    explains: [],
    texts: () => ({
      meaning: 'The card reader fails (return code 32785), or cannot tell whether it holds a card (CardStatus 2).',
      summary: 'The card reader of the terminal at {places} {sign}.',
      example: { sign: 'failed (32785)' },
      causes: ['the reader is dirty', 'a card or a piece of paper is stuck in it', 'the reader is worn out'],
      ask: {
        et: 'Kas kaardipilus on midagi? Kas teisi kaarte terminal loeb?',
        en: 'Is anything stuck in the card slot? Does the terminal read other cards?',
        ru: 'Нет ли чего-нибудь в щели для карты? Читает ли терминал другие карты?',
      },
      say: {
        et: 'Palun vaadake, kas kaardilugejas on midagi kinni. Palun ärge lükake sinna midagi sisse. Seejärel palun taaskäivitage makseterminal.',
        en: 'Please check whether something is stuck in the card slot. Please do not push anything into it. Then please restart the terminal.',
        ru: 'Посмотрите, пожалуйста, не застряло ли что-нибудь в щели для карты. Ничего туда не вставляйте. Затем, пожалуйста, перезагрузите терминал.',
      },
      do: 'Probe again after the restart. If nothing changes, the terminal needs repair.',
      solved: '`terminal probe` no longer shows it',
      help: BANK,
    }),
  },
  {
    code: 'terminal.card-in-reader',
    severity: 'warning',
    exit: EXIT.done,
    find: (facts) =>
      inStatus(facts, ({ CardStatus }) => CardStatus === CARD_IN_READER) ??
      findReturnCode(facts, [RETURN_CODE.CARD_INSERTED]),
    explains: [],
    texts: () => ({
      meaning: 'A card is in the reader. The test payment would use that card.',
      summary: 'A card is in the reader of the terminal at {places}.',
      causes: ['a card was left in', 'a customer is paying right now'],
      ask: {
        et: 'Kas keegi maksab praegu või on kaart sisse unustatud?',
        en: 'Is someone paying right now, or was the card left in?',
        ru: 'Сейчас кто-нибудь платит, или карту забыли?',
      },
      say: {
        et: 'Makseterminalis on kaart. Kui keegi praegu ei maksa, siis palun võtke kaart välja.',
        en: 'There is a card in the payment terminal. If nobody is paying right now, please remove the card.',
        ru: 'В терминале вставлена карта. Если сейчас никто не платит, достаньте её, пожалуйста.',
      },
      do: 'Continue when the card is out.',
      solved: '`terminal probe` shows no card',
      help: 'the clinic',
    }),
  },
  {
    code: 'terminal.printer',
    severity: 'warning',
    exit: EXIT.done,
    find: printer,
    explains: [],
    texts: () => ({
      meaning:
        'The clinic says that the terminal printed no receipt for the test payment. The test can continue without a receipt. The status reply does not show this, because its printer values are not documented.',
      summary: 'The terminal at {places} printed no receipt.',
      causes: ['the paper roll is empty or the wrong way round', 'the printer lid is open', 'the printer is broken'],
      ask: {
        et: 'Kas terminalis on paberit ja kas kaas on kinni?',
        en: 'Is there paper in the terminal, and is the lid closed?',
        ru: 'Есть ли в терминале бумага и закрыта ли крышка?',
      },
      say: {
        et: 'Palun kontrollige, kas makseterminalis on paberit. Palun sulgege printeri kaas korralikult.',
        en: 'Please check that there is paper in the payment terminal. Please close the printer lid firmly.',
        ru: 'Пожалуйста, проверьте, есть ли в терминале бумага. Пожалуйста, плотно закройте крышку принтера.',
      },
      do: 'Continue without a receipt if the clinic agrees.',
      solved: 'the terminal prints',
      help: BANK,
    }),
  },
  {
    code: 'terminal.pre-authorisations',
    severity: 'warning',
    exit: EXIT.done,
    find: (facts) =>
      inStatus(
        facts,
        ({ NotFinishedTransactionsCount: open }) => open !== undefined && open > 0,
        ({ NotFinishedTransactionsCount: open }) => ({ open: open ?? 0 }),
      ),
    explains: [],
    texts: () => ({
      meaning: 'The terminal holds unfinished pre-authorisations. They are left untouched.',
      summary: 'The terminal at {places} holds unfinished pre-authorisations: {open}.',
      causes: ['amounts were reserved on cards and not captured yet', 'an earlier owner or till program left them'],
      ask: {
        et: 'Kas te broneerite klientide kaartidel raha? Kas need broneeringud on teile teada?',
        en: "Do you reserve money on customers' cards? Do you know about these reservations?",
        ru: 'Вы резервируете деньги на картах клиентов? Знаете ли вы об этих резервах?',
      },
      say: {
        et: 'Makseterminalis on lõpetamata broneeringuid: raha on kaardil kinni, aga makse on tegemata. Palun öelge seda inimesele, kes teie kliinikus maksete eest vastutab.',
        en: 'The terminal holds card reservations that were never completed. Please tell the person who handles payments at your clinic.',
        ru: 'В терминале есть суммы, которые были зарезервированы на картах и не списаны до конца. Пожалуйста, сообщите об этом тому, кто в вашей клинике отвечает за платежи.',
      },
      do: 'Continue. Do not complete or release any of them.',
      solved: 'the clinic has completed them and `terminal probe` shows none',
      help: BANK,
    }),
  },
];

function readerFailed(facts: Facts): Finding | undefined {
  const found = findReturnCode(facts, [RETURN_CODE.CARD_READER]);
  return found && { ...found, params: { ...found.params, sign: `failed (${RETURN_CODE.CARD_READER})` } };
}
