import { EXIT } from '../../contract/exit.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { MessageBody } from '../../posxml/messages.js';
import { findPaid, findReturnCode, inPayment, ofTerminal, respondingTerminal } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Params, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { joinSentences, TELL_IT } from './sentences.js';

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

/** So many clinics beside this one are no chance. */
const SEVERAL = 2;

function outage(facts: Facts): Finding | undefined {
  const others = facts.lately?.troubled ?? 0;
  if (others < SEVERAL) return undefined;
  const declined = facts.payment?.end === 'declined';
  const found =
    findReturnCode(facts, [RETURN_CODE.COMMUNICATION_PROBLEM]) ?? (declined ? findPaid(facts, () => true) : undefined);
  return found && { ...found, params: { ...found.params, others } };
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
      meaning: 'The terminal that answers is not the one that was expected. No money request is sent to it.',
      summary: 'The terminal at {places} has the {what} {told}; {expected} was expected.',
      causes: [
        'the rule leads to another terminal of the clinic',
        'the address belongs to another clinic: a number was misheard, or the address changed hands',
        'the expected number was misread',
      ],
      ask: 'Ask to have the terminal number (TID) read from a receipt, and the name of the clinic that is printed there.',
      say: {
        et: 'Meile vastab mõni teine makseterminal. Palun võtke oma makseterminali viimane kviitung ja lugege sealt ette terminali number.',
        en: "A different payment terminal is answering. Please take your terminal's last receipt and read me the terminal number.",
        ru: 'Нам отвечает другой терминал. Возьмите, пожалуйста, последний чек своего терминала и продиктуйте номер терминала с этого чека.',
      },
      do: 'Stop. Compare the number on the receipt with the one that answered; correct the address or the rule, or the expected number.',
      solved: "`terminal probe` names the clinic's own terminal",
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
        'The terminal is undoing a sale by itself, and has not got through to the bank yet. Nothing may be sold or reversed on top of that.',
      summary: 'The terminal at {places} is reversing a sale by itself right now.',
      causes: [
        'a sale was cut off, and the terminal is undoing it',
        'the terminal cannot reach its bank, so that the reversal stays open',
      ],
      ask: 'Ask whether the last card payment went through, and whether the internet at the clinic works.',
      say: {
        et: 'Makseterminal tühistab praegu üht varasemat makset. Palun ärge lülitage seda välja ega eemaldage kaableid. Palun ärge tehke sellega praegu makseid.',
        en: 'The payment terminal is cancelling an earlier payment. Please leave it switched on and connected. Please do not take payments with it for now.',
        ru: 'Терминал сейчас отменяет предыдущий платёж. Пожалуйста, не выключайте его и не отсоединяйте кабели. Пока не проводите через него платежи.',
      },
      do: 'Stop and wait; probe again after a few minutes. If it lasts longer, the terminal has no way to its bank: see terminal.bank-unreachable.',
      solved: '`terminal probe` shows no running reversal',
      help: BANK,
    }),
  },
  {
    code: 'terminal.outage',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: outage,
    explains: ['terminal.bank-unreachable'],
    texts: () => ({
      meaning:
        'A payment did not get through to the bank (ReturnCode 32772) or was declined, and the same happened at two or more other clinics within the last hour, as this run and the sessions of this machine or team show. That points to the bank or the card network and not to this clinic.',
      summary:
        'The terminal at {places} answered {returnCode}: {meaning}. In the last hour it was the same at {others} other clinics.',
      example: { returnCode: 32772, meaning: 'the terminal cannot reach its bank', others: 3 },
      causes: [
        'the card network, or the bank behind it, is out of order',
        'the clinics have one internet provider, and its line to the bank is disturbed',
        'chance: the clinics have faults of their own at the same time',
      ],
      ask: 'Does an ordinary card payment at the clinic work right now, on this or another terminal?',
      say: {
        et: 'Kaardimaksete võrgus on tõenäoliselt tõrge. See ei ole teie viga. Palun ärge makseterminali seadeid muutke. Proovime hiljem uuesti.',
        en: 'The card network most likely has an outage. It is not your fault. Please do not change any settings of the payment terminal. We will try again later.',
        ru: 'Вероятно, в сети карточных платежей сбой. Это не ваша вина. Пожалуйста, не меняйте настройки терминала. Попробуем ещё раз позже.',
      },
      do: 'Look at the status page of the bank and the card network, or call the bank. Pause the onboarding, and run the test again when payments work.',
      solved: 'an ordinary payment works',
      help: BANK,
    }),
  },
  {
    code: 'terminal.bank-unreachable',
    severity: 'error',
    exit: EXIT.notATerminal,
    find: (facts) => findReturnCode(facts, [RETURN_CODE.COMMUNICATION_PROBLEM]),
    explains: [],
    texts: () => ({
      meaning: 'The terminal answers us but cannot reach its bank (ReturnCode 32772).',
      summary: 'The terminal at {places} answered {returnCode}: {meaning}.',
      example: { returnCode: 32772, meaning: 'the terminal cannot reach its bank' },
      causes: [
        "the clinic's firewall does not let the terminal out",
        "the clinic's internet is down in the outward direction",
        "the bank's host is down",
      ],
      ask: 'Ask whether an ordinary card payment, typed in on the terminal itself, works.',
      say: joinSentences(
        {
          et: 'Teie makseterminal ei saa pangaga ühendust.',
          en: 'Your payment terminal cannot connect to the bank.',
          ru: 'Ваш платёжный терминал не может связаться с банком.',
        },
        TELL_IT,
        {
          et: 'ruuter või tulemüür peab lubama makseterminalil internetis panga serveriga ühendust võtta.',
          en: 'the firewall must let the payment terminal reach its bank.',
          ru: 'файрвол должен пропускать соединения терминала с сервером банка.',
        },
      ),
      do: 'If an ordinary payment works, try again; if not, have the firewall let the terminal out, then call the bank.',
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
        () => ({ sign: 'does not know whether a card is in it' }),
      ) ?? readerFailed(facts),
    explains: [],
    texts: () => ({
      meaning: 'The card reader fails (ReturnCode 32785), or cannot tell whether a card is in it (CardStatus 2).',
      summary: 'The card reader of the terminal at {places} {sign}.',
      example: { sign: 'failed (32785)' },
      causes: ['the reader is dirty', 'a card or a scrap of paper is stuck in it', 'the reader is worn out'],
      ask: 'Ask whether something is stuck in the slot, and whether other cards are read.',
      say: {
        et: 'Palun vaadake, kas kaardilugejas on midagi kinni. Palun ärge lükake sinna midagi sisse. Seejärel palun taaskäivitage makseterminal.',
        en: 'Please check whether something is stuck in the card slot. Please do not push anything into it. Then please restart the terminal.',
        ru: 'Посмотрите, пожалуйста, не застряло ли что-нибудь в щели для карты. Ничего туда не вставляйте. Затем, пожалуйста, перезагрузите терминал.',
      },
      do: 'Probe again after the restart; if it stays, the terminal needs repair.',
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
      meaning: 'A card is in the reader. A test transaction would be made with that card.',
      summary: 'A card is in the reader of the terminal at {places}.',
      causes: ['a card was left in', 'someone is paying right now'],
      ask: 'Is someone paying right now, or was the card left in?',
      say: {
        et: 'Makseterminalis on kaart. Kui keegi praegu ei maksa, siis palun võtke kaart välja.',
        en: 'There is a card in the payment terminal. If nobody is paying right now, please take the card out.',
        ru: 'В терминале вставлена карта. Если сейчас никто не платит, достаньте её, пожалуйста.',
      },
      do: 'Go on once the card is out.',
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
        'No paper came out of the terminal at the test payment, says the clinic. The test can go on without a receipt. The status reply does not tell this, since its printer values are not documented.',
      summary: 'The terminal at {places} printed no receipt, says the clinic.',
      causes: [
        'the paper is used up or put in the wrong way round',
        'the printer lid is open',
        'the printer is broken',
      ],
      ask: 'Is there paper in the terminal, and is the lid closed?',
      say: {
        et: 'Palun kontrollige, kas makseterminalis on paberit. Palun sulgege printeri kaas korralikult.',
        en: 'Please check that there is paper in the payment terminal. Please close the printer lid firmly.',
        ru: 'Пожалуйста, проверьте, есть ли в терминале бумага. Пожалуйста, плотно закройте крышку принтера.',
      },
      do: 'Go on without a receipt if the clinic agrees.',
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
      meaning:
        'The terminal holds pre-authorisations that nobody has finished. They are none of ours and stay untouched.',
      summary: 'The terminal at {places} holds unfinished pre-authorisations: {open}.',
      causes: ['amounts were reserved on cards and not settled yet', 'a former owner or till left them'],
      ask: 'Ask whether the clinic reserves amounts on cards, and whether they know of these.',
      say: {
        et: 'Makseterminalis on lõpetamata broneeringuid: raha on kaardil kinni, aga makse on tegemata. Palun öelge seda inimesele, kes teie kliinikus maksete eest vastutab.',
        en: 'The terminal holds card reservations that were never completed. Please tell the person who handles payments at your clinic.',
        ru: 'В терминале есть суммы, которые были зарезервированы на картах и не списаны до конца. Пожалуйста, сообщите об этом тому, кто в вашей клинике отвечает за платежи.',
      },
      do: 'Go on; finish or release nothing yourself.',
      solved: 'the clinic has settled them and `terminal probe` shows none',
      help: BANK,
    }),
  },
];

function readerFailed(facts: Facts): Finding | undefined {
  const found = findReturnCode(facts, [RETURN_CODE.CARD_READER]);
  return found && { ...found, params: { ...found.params, sign: `failed (${RETURN_CODE.CARD_READER})` } };
}
