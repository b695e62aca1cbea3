import { EXIT } from '../../contract/exit.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import { findPaid, findReturnCode } from '../fact-queries.js';
import type { Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';

/** The same failure at so many other clinics within an hour is no coincidence. */
const SEVERAL = 2;

function outage(facts: Facts): Finding | undefined {
  const others = facts.lately?.troubled ?? 0;
  if (others < SEVERAL) return undefined;
  const declined = facts.payment?.end === 'declined';
  const found =
    findReturnCode(facts, [RETURN_CODE.COMMUNICATION_PROBLEM]) ?? (declined ? findPaid(facts, () => true) : undefined);
  return found && { ...found, params: { ...found.params, others } };
}

/** Several clinics have the same failure at the same time: the bank or the network has it, not the clinic. */
export const TERMINAL_OUTAGE: Row = {
  code: 'terminal.outage',
  severity: 'error',
  exit: EXIT.notATerminal,
  find: outage,
  explains: ['terminal.bank-unreachable'],
  texts: () => ({
    meaning:
      'A payment did not reach the bank (return code 32772) or was declined, and the same happened at two or more other clinics within the last hour, in this run or in the sessions of this computer or team. That points to the bank or the card network, not to this clinic.',
    summary:
      'The same failure at {others} other clinics in the last hour: {returnCode}, {meaning} (terminal at {places}).',
    example: { returnCode: 32772, meaning: 'the terminal cannot reach its bank', others: 3 },
    causes: [
      'the card network or the bank has an outage',
      'the clinics share an internet provider that cannot reach the bank',
      'coincidence: each clinic has its own problem',
    ],
    ask: {
      et: 'Kas tavaline kaardimakse selle või mõne teise terminaliga praegu õnnestub?',
      en: 'Does an ordinary card payment work right now, on this terminal or another one?',
      ru: 'Проходит ли сейчас обычный платёж картой на этом или другом терминале?',
    },
    say: {
      et: 'Kaardimaksete võrgus on tõenäoliselt tõrge. See ei ole teie viga. Palun ärge makseterminali seadeid muutke. Proovime hiljem uuesti.',
      en: 'The card network most likely has an outage. It is not your fault. Please do not change any settings of the payment terminal. We will try again later.',
      ru: 'Вероятно, в сети карточных платежей сбой. Это не ваша вина. Пожалуйста, не меняйте настройки терминала. Попробуем ещё раз позже.',
    },
    do: 'Check the status pages of the bank and the card network. Save and hang up, and test again when payments work.',
    solved: 'an ordinary payment works',
    help: "the bank's terminal support",
  }),
};
