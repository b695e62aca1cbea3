import { EXIT } from '../../contract/exit.js';
import type { Role } from '../../model/endpoint.js';
import type { Facts, ServiceFacts } from '../../model/facts.js';
import { portAt, portsSeen, serviceCheck, serviceOf } from '../fact-queries.js';
import { maybeLog } from '../port-state.js';
import type { Finding, Texts } from '../row.js';
import { joinSentences, RULES_SAY, TELL_IT, XML_MODE } from './sentences.js';

type Closes = Extract<ServiceFacts, { kind: 'closes' }>;

/** The ports that took the connection and hung up without a word: in good order, or by force. A log port may do so by itself. */
export function findClosing(facts: Facts, reset: boolean): Finding | undefined {
  const found = portsSeen(facts).flatMap((port) => {
    const service = serviceOf(port, 'closes');
    return service?.reset === reset && (port === facts.posxml || !maybeLog(service)) ? [{ port, service }] : [];
  });
  const [first] = found;
  if (!first) return undefined;
  const ports = found.map(({ port }) => port);
  const { params, ...where } = portAt(ports);
  return {
    because: ports.map(serviceCheck),
    ...where,
    params: { ...params, seen: closing(first.service) },
    // The port does accept, so this is no matter of reaching it.
    exit: EXIT.notATerminal,
    instead: closingTexts(first.port.pair.role, first.service),
  };
}

/** When it did: "after 40 ms without an answer". */
function closing({ afterMs, asked }: Closes): string {
  const ms = `after ${Math.round(afterMs)} ms`;
  return asked === false ? `${ms} by itself, before it was asked anything` : `${ms} without an answer`;
}

type ClosingTexts = Pick<Texts, 'causes' | 'say' | 'do'> & { readonly ask: string };

/** Whose line ends, and on what, tells what is likely. */
function closingTexts(role: Role, { asked }: Closes): NonNullable<Finding['instead']> {
  if (role === 'log') return LOG_CLOSED_ON_QUESTION;
  return asked === false ? CLOSED_BY_ITSELF : CLOSED_ON_QUESTION;
}

const SWITCHED_OFF = `${XML_MODE} is switched off`;

export const CLOSED_ON_QUESTION: ClosingTexts = {
  causes: [
    'the rule leads to another device, which hangs up on what it does not understand',
    'the rule leads to an encrypted service (TLS) that answers only those it knows',
    'a firewall on the way inspects the connection and cuts what it does not recognise',
    SWITCHED_OFF,
    'another till or program is connected to the terminal, which serves one at a time',
  ],
  ask: "Is the inside address of the router's rule the one that the terminal's own menu shows, and its inside port 4445? If both are right: does it also hang up while every till program is closed?",
  say: joinSentences(
    {
      et: 'Teie aadressil vastab midagi, kuid katkestab ühenduse kohe. Palun lugege mulle ette IP-aadress, mida näitab makseterminali menüü.',
      en: 'Something answers at your address and hangs up immediately. Please read me the IP address that the menu of the payment terminal shows.',
      ru: 'По вашему адресу что-то отвечает и сразу обрывает связь. Пожалуйста, прочитайте мне IP-адрес из меню терминала.',
    },
    RULES_SAY,
  ),
  do: 'First compare the rule with the terminal’s own address. If they agree, have every till program closed and probe again. If it still hangs up, have the bank confirm PosXML, then have the firewall exempt this rule from inspection.',
};

const CLOSED_BY_ITSELF: ClosingTexts = {
  causes: [
    'another till or program is connected to the terminal, which serves one at a time',
    'the rule leads to another device, or a proxy with no device behind it, that hangs up on callers it does not know',
    'a firewall on the way lets connections begin and cuts them',
    SWITCHED_OFF,
  ],
  ask: "Is another till or computer program connected to this terminal? If none is: is the inside address of the router's rule the one that the terminal's own menu shows, and its inside port 4445?",
  say: joinSentences(
    {
      et: 'Kas mõni teine kassaprogramm kasutab praegu seda makseterminali? Kui jah, siis palun sulgege see ja öelge mulle.',
      en: 'Is another till program using this payment terminal now? If so, please close it and tell me.',
      ru: 'Пользуется ли сейчас терминалом другая кассовая программа? Если да, закройте её, пожалуйста, и скажите мне.',
    },
    RULES_SAY,
  ),
  do: 'Probe again when every till program is closed. If it still hangs up, compare the rule with the terminal’s own address, then have the bank confirm PosXML.',
};

const LOG_CLOSED_ON_QUESTION: ClosingTexts = {
  causes: [
    'the rule to port 5551 leads to another device, which hangs up on what it does not understand',
    'a firewall on the way inspects the connection and cuts what it does not recognise',
    'the terminal itself hangs up on callers that speak to its log, which would be no fault',
  ],
  ask: "Where does the router's second rule lead: is its inside address the one that the terminal's own menu shows, and its inside port 5551?",
  say: joinSentences(TELL_IT, {
    et: 'väline port {logPort} suunata sama makseterminali porti 5551. TCP.',
    en: "forward external port {logPort} to the same payment terminal's port 5551. It is TCP.",
    ru: 'внешний порт {logPort} перенаправить на порт 5551 того же терминала. Порт TCP.',
  }),
  do: 'Have the second rule read out. If it is right, go on: payments do not need the log.',
};
