import { EXIT } from '../../contract/exit.js';
import type { Role } from '../../model/endpoint.js';
import type { Facts, ServiceFacts } from '../../model/facts.js';
import { portAt, portsSeen, serviceCheck, serviceOf } from '../fact-queries.js';
import { maybeLog } from '../port-state.js';
import type { Finding, Texts } from '../row.js';
import { BOTH_RULES, forIt, XML_MODE } from './sentences.js';

type Closes = Extract<ServiceFacts, { kind: 'closes' }>;

/** The ports that took the connection and hung up without a word: with a FIN, or with a reset. A log port may do so by itself. */
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
  return asked === false ? `${ms} before any request` : `${ms} without an answer`;
}

type ClosingTexts = Pick<Texts, 'causes' | 'say' | 'it' | 'do'> & Required<Pick<Texts, 'ask'>>;

/** Whose line ends, and on what, tells what is likely. */
function closingTexts(role: Role, { asked }: Closes): NonNullable<Finding['instead']> {
  if (role === 'log') return LOG_CLOSED_ON_QUESTION;
  return asked === false ? CLOSED_BY_ITSELF : CLOSED_ON_QUESTION;
}

const SWITCHED_OFF = `${XML_MODE} is switched off`;

export const CLOSED_ON_QUESTION: ClosingTexts = {
  causes: [
    'the rule forwards to another device, which closes unknown connections',
    'the rule forwards to an encrypted service (TLS) that answers known clients only',
    'a firewall on the way inspects the connection and cuts it',
    SWITCHED_OFF,
    'another till program is connected: the terminal serves one at a time',
  ],
  ask: {
    et: 'Kas selle makseterminaliga on ühendatud veel mõni kassa või programm? Millist IP-aadressi näitab terminali menüü?',
    en: 'Is another till or program connected to this terminal? Which IP address does its menu show?',
    ru: 'Подключена ли к этому терминалу другая касса или программа? Какой IP-адрес показывает его меню?',
  },
  ...forIt(BOTH_RULES, {
    et: 'Teie aadressil vastab midagi, kuid katkestab ühenduse kohe. Palun lugege mulle ette IP-aadress, mida näitab makseterminali menüü.',
    en: 'Something answers at your address and hangs up immediately. Please read me the IP address that the menu of the payment terminal shows.',
    ru: 'По вашему адресу что-то отвечает и сразу обрывает связь. Пожалуйста, прочитайте мне IP-адрес из меню терминала.',
  }),
  do: "Compare the rule with the terminal's address. If they agree, have every till program closed and try again. Then have the bank confirm PosXML.",
};

const CLOSED_BY_ITSELF: ClosingTexts = {
  causes: [
    'another till program is connected: the terminal serves one at a time',
    'the rule forwards to another device or a proxy, which closes unknown connections',
    'a firewall on the way cuts connections after they begin',
    SWITCHED_OFF,
  ],
  ask: {
    et: 'Kas selle makseterminaliga on ühendatud veel mõni kassa või programm?',
    en: 'Is another till or program connected to this terminal?',
    ru: 'Подключена ли к этому терминалу другая касса или программа?',
  },
  ...forIt(BOTH_RULES, {
    et: 'Kas mõni teine kassaprogramm kasutab praegu seda makseterminali? Kui jah, siis palun sulgege see ja öelge mulle.',
    en: 'Is another till program using this payment terminal now? If so, please close it and tell me.',
    ru: 'Пользуется ли сейчас терминалом другая кассовая программа? Если да, закройте её, пожалуйста, и скажите мне.',
  }),
  do: "Have every till program closed and try again. If it still closes, compare the rule with the terminal's address, then have the bank confirm PosXML.",
};

const LOG_CLOSED_ON_QUESTION: ClosingTexts = {
  causes: [
    'the rule for port 5551 forwards to another device, which closes unknown connections',
    'a firewall on the way inspects the connection and cuts it',
    'the terminal itself closes its log connection, which is not a fault',
  ],
  ask: {
    et: 'Palun lugege teine reegel ette: väline port, sisevõrgu aadress, terminali port.',
    en: 'Please read me the second rule: external port, internal address, internal port.',
    ru: 'Продиктуйте, пожалуйста, второе правило: внешний порт, внутренний адрес, порт терминала.',
  },
  ...forIt({
    et: 'väline port {logPort} suunata sama makseterminali porti 5551. TCP.',
    en: "forward external port {logPort} to the same payment terminal's port 5551. It is TCP.",
    ru: 'внешний порт {logPort} перенаправить на порт 5551 того же терминала. Порт TCP.',
  }),
  do: 'Have the second rule read out. If it is right, continue: payments do not need the log.',
};
