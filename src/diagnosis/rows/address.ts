import { EXIT } from '../../contract/exit.js';
import { portAt, closedFor, tcpCheck } from '../fact-queries.js';
import type { AddressProblemCode, Facts } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { excerptOf } from '../text.js';

const CLINIC_IT = "the clinic's IT person";

/** An address that was dialled all the same was allowed on purpose, and is no fault any more. */
function refused(code: AddressProblemCode): Row['find'] {
  return (facts) => (facts.posxml?.tcp || facts.log?.tcp ? undefined : problem(facts, code));
}

function problem({ address }: Facts, code: AddressProblemCode): Finding | undefined {
  if (address?.problem?.code !== code) return undefined;
  return {
    because: ['address'],
    params: { input: excerptOf(address.input), reason: excerptOf(address.problem.reason) },
  };
}

export const ADDRESS_ROWS: readonly Row[] = [
  {
    code: 'address.invalid',
    severity: 'error',
    exit: EXIT.usage,
    find: refused('address.invalid'),
    explains: [],
    texts: () => ({
      meaning:
        'The address cannot be used. An address is four numbers from 0 to 255 with dots between them. Other forms are refused, because programs silently turn them into other addresses.',
      summary: '"{input}" is not a usable address: {reason}.',
      example: { input: '84.111.222.333', reason: 'one number, 333, is above 255' },
      causes: [
        'a number was misheard or mistyped',
        "the setup guide's example was copied: 84.111.222.333 cannot exist",
        'a part of the address is missing',
      ],
      ask: {
        et: 'Kas lugesite ette neli arvu, mille vahel on punktid, ja pordid nende järel?',
        en: 'Did you read four numbers with dots between them, and the ports after them?',
        ru: 'Вы назвали четыре числа через точки и порты после них?',
      },
      say: {
        et: 'Palun lugege mulle IP-aadress ja selle järel olevad numbrid uuesti ette, üks arv korraga. Aadressis on neli arvu, mille vahel on punktid. Ükski neist ei ole suurem kui 255.',
        en: 'Please read me the IP address and the numbers after it again, one number at a time. The address has four numbers with dots between them. None of them is above 255.',
        ru: 'Пожалуйста, продиктуйте мне IP-адрес и числа после него ещё раз, по одному числу. В адресе четыре числа, разделённые точками. Ни одно из них не больше 255.',
      },
      do: 'Write the numbers down, repeat them back, and use the corrected address.',
      solved: 'the address is accepted',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'address.private',
    severity: 'error',
    exit: EXIT.usage,
    find: refused('address.private'),
    explains: [],
    texts: () => ({
      meaning:
        "The address is private: it works only inside the clinic's own network (10.x, 172.16 to 172.31, 192.168.x, 127.x, 169.254.x). The cloud can never reach it.",
      summary: '{input} is a private address, it works only inside the clinic: {reason}.',
      example: { input: '192.168.1.20', reason: '192.168.0.0/16 is private' },
      causes: [
        "the address was read from the terminal's own menu or from a computer's settings",
        "the address was read from the router's local settings",
      ],
      ask: {
        et: 'Millist IP-aadressi näitab veebileht makseterminaliga samas võrgus?',
        en: 'Which IP address does a what-is-my-IP page show in the network of the terminal?',
        ru: 'Какой IP-адрес показывает сайт в той же сети, где терминал?',
      },
      say: {
        et: 'See aadress kehtib ainult teie kliiniku sees. Palun avage kliiniku arvutis veebileht, mis näitab teie avalikku IP-aadressi, ja lugege aadress mulle ette.',
        en: 'That address only works inside your clinic. On a clinic computer, please open a web page that shows your public IP address and read it to me.',
        ru: 'Этот адрес действует только внутри клиники. Откройте, пожалуйста, на компьютере клиники сайт, который показывает ваш внешний IP-адрес, и продиктуйте его мне.',
      },
      do: 'Use the public address. Only on site or in their VPN, add --allow-private.',
      solved: 'the public address is accepted and answers',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'address.cgnat',
    severity: 'error',
    exit: EXIT.usage,
    find: refused('address.cgnat'),
    explains: [],
    texts: () => ({
      meaning:
        "The address is between 100.64.0.0 and 100.127.255.255, which internet providers share among customers (CGNAT). It cannot be reached from outside, whatever the router's rules are.",
      summary: '{input} is shared among customers of the provider (CGNAT) and cannot be reached: {reason}.',
      example: { input: '100.64.7.7', reason: '100.64.0.0/10 is shared by providers' },
      causes: [
        'the line has no public address of its own: usual for mobile internet and some fibre contracts',
        "the router's WAN address was given, not the one of a what-is-my-IP page",
      ],
      ask: {
        et: 'Millist WAN-aadressi ruuter näitab? Kas see on sama, mida näitab IP-aadressi veebileht?',
        en: 'Which WAN address does the router show? Does a what-is-my-IP page show the same one?',
        ru: 'Какой WAN-адрес показывает роутер? Совпадает ли он с адресом на сайте, который показывает ваш IP?',
      },
      say: {
        et: 'Teie internetiühendusel ei ole oma avalikku IP-aadressi. Palun helistage oma internetiteenuse pakkujale ja tellige püsiv ehk staatiline avalik IP-aadress.',
        en: 'Your internet connection has no public IP address of its own. Please call your internet provider and order a fixed (static) public IP address.',
        ru: 'У вашего интернет-подключения нет своего внешнего IP-адреса. Позвоните, пожалуйста, своему интернет-провайдеру и закажите постоянный, то есть статический, внешний IP-адрес.',
      },
      do: 'Save and hang up. Resume with the new address when the provider has given one.',
      solved: 'the router and a what-is-my-IP page show the same address',
      help: "the clinic's internet provider",
    }),
  },
  {
    code: 'address.reserved',
    severity: 'error',
    exit: EXIT.usage,
    find: refused('address.reserved'),
    explains: [],
    texts: () => ({
      meaning: 'The address is in a range that no clinic can have: documentation, multicast, broadcast or reserved.',
      summary: '{input} is reserved and no clinic can have it: {reason}.',
      example: { input: '203.0.113.7', reason: '203.0.113.0/24 is kept for documentation' },
      causes: ['an example was copied from a manual', 'a number was misheard or mistyped'],
      ask: {
        et: 'Kust te selle aadressi lugesite: juhendist või veebilehelt?',
        en: 'Where did you read this address: in the guide, or on a web page?',
        ru: 'Откуда этот адрес: из инструкции или с сайта?',
      },
      say: {
        et: 'See ei saa olla teie kliiniku aadress. Võib-olla kuulsin valesti või on see juhendi näide. Palun avage kliiniku arvutis veebileht, mis näitab teie avalikku IP-aadressi, ja lugege aadress mulle ette.',
        en: "That cannot be your clinic's address. I may have misheard, or it is the example from the guide. On a clinic computer, please open a web page that shows your public IP address and read it to me.",
        ru: 'Это не может быть адресом вашей клиники. Возможно, вышла ошибка при записи, или это пример из инструкции. Откройте, пожалуйста, на компьютере клиники сайт, который показывает ваш внешний IP-адрес, и продиктуйте его мне.',
      },
      do: 'Use the address that the page shows.',
      solved: 'the address is accepted',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'address.unresolved',
    severity: 'error',
    exit: EXIT.unreachable,
    find: (facts) => {
      const lost = closedFor(facts, ['resolve']);
      return lost.length === 0 ? undefined : { because: lost.map(tcpCheck), ...portAt(lost) };
    },
    explains: ['address.hostname'],
    texts: () => ({
      meaning: 'A host name was given, and DNS has no address for it.',
      summary: 'No address was found for the name in {places}.',
      example: { places: 'clinic.example:4445' },
      causes: [
        'the name is misspelt',
        'the dynamic-DNS contract of the clinic has ended',
        'DNS fails on this computer',
      ],
      ask: {
        et: 'Millist IP-aadressi näitab veebileht kliiniku arvutis?',
        en: 'Which IP address does a web page show on a clinic computer?',
        ru: 'Какой IP-адрес показывает сайт на компьютере клиники?',
      },
      say: {
        et: 'Me ei leia seda nime internetist. Palun avage kliiniku arvutis veebileht, mis näitab teie avalikku IP-aadressi, ja lugege aadress mulle ette.',
        en: 'We cannot find that name on the internet. On a clinic computer, please open a web page that shows your public IP address and read it to me.',
        ru: 'Мы не находим такого имени в интернете. Откройте, пожалуйста, на компьютере клиники сайт, который показывает ваш внешний IP-адрес, и продиктуйте его мне.',
      },
      do: 'Use the numeric address. If other names fail, too, run `terminal doctor`.',
      solved: 'the ports are checked',
      help: CLINIC_IT,
    }),
  },
  {
    code: 'address.hostname',
    severity: 'warning',
    exit: EXIT.done,
    find: (facts) => {
      const found = problem(facts, 'address.hostname');
      const { resolved } = facts.address ?? {};
      return (
        found && {
          ...found,
          params: { ...found.params, resolved: resolved === undefined ? 'no address yet' : excerptOf(resolved) },
        }
      );
    },
    explains: [],
    texts: () => ({
      meaning:
        'A host name was given, and the setup guide asks for a fixed address. The name may resolve to another address tomorrow.',
      summary: '{input} is a name, not a fixed address. It resolves to {resolved}.',
      example: { input: 'clinic.example' },
      causes: [
        'the clinic uses dynamic DNS because its address changes',
        "the name was copied from a router's remote-access page",
      ],
      ask: {
        et: 'Kas teie internetilepingus on püsiv ehk staatiline IP-aadress?',
        en: 'Does your internet contract include a fixed (static) IP address?',
        ru: 'Входит ли в ваш интернет-договор постоянный, то есть статический, IP-адрес?',
      },
      say: {
        et: 'Makseterminal vajab püsivat avalikku IP-aadressi. Palun küsige oma internetiteenuse pakkujalt, kas teie IP-aadress on püsiv ehk staatiline.',
        en: 'The payment terminal needs a fixed public IP address. Please ask your internet provider whether your IP address is fixed (static).',
        ru: 'Терминалу нужен постоянный внешний IP-адрес. Узнайте, пожалуйста, у своего интернет-провайдера, постоянный ли у вас IP-адрес.',
      },
      do: 'Continue, but register the numeric address if it is fixed.',
      solved: 'the numeric address gives the same answers',
      help: "the clinic's internet provider",
    }),
  },
];
