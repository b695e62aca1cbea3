import { EXIT } from '../../contract/exit.js';
import { portAt, portsSeen, tcpCheck } from '../fact-queries.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { portLook } from '../port-state.js';
import type { Facts, PortFacts, PortsSeen } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { joinWithAnd, excerptOf } from '../text.js';
import { decisiveRole, onlyFrom } from '../vantages.js';
import { ASK_LIMITS, forIt, NOTHING_TO_ASK, WAIT_SAY } from './sentences.js';

/** What the other place saw of these ports: "refused", or "refused and no answer". */
function otherwise(found: readonly PortFacts[], other: PortsSeen, looked: Facts['looked']): string {
  const states = found.map(({ pair }) => portLook(other[pair.role], looked)?.state ?? 'not checked');
  return joinWithAnd([...new Set(states)]);
}

function finding(facts: Facts, found: readonly PortFacts[], other: PortsSeen): Finding | undefined {
  if (!found.every(({ pair }) => facts[pair.role]?.tcp)) return undefined;
  const { params, ...where } = portAt(found);
  return {
    because: found.map(tcpCheck),
    ...where,
    params: { ...params, via: excerptOf(facts.vantages?.via ?? ''), state: otherwise(found, other, facts.looked) },
  };
}

function differ(facts: Facts): Finding | undefined {
  const found = onlyFrom('there', facts);
  return facts.vantages && !facts.vantages.ownNetwork && found.length > 0
    ? finding(facts, found, facts.vantages.here)
    : undefined;
}

/** Not where everything accepts from here: then it is here that nothing was learned. */
function blocked(facts: Facts): Finding | undefined {
  const { vantages, controls } = facts;
  const port = onlyFromHere(facts);
  if (!vantages || vantages.ownNetwork || !port || controls?.mustNotAnswer?.accepted) return undefined;
  const open = vantages.there[port.pair.role]?.tcp?.open === true;
  const found = finding(facts, [port], vantages.there);
  return found && { ...found, exit: open ? EXIT.notATerminal : EXIT.unreachable };
}

/** The port that decides, where it is reached from here and not from there. */
function onlyFromHere(facts: Facts): PortFacts | undefined {
  const port = facts.vantages && decisiveRole(facts.vantages.here);
  return port && onlyFrom('here', facts).includes(port) ? port : undefined;
}

/** From within, a router need not lead its own public address back in. */
function hairpin(facts: Facts): Finding | undefined {
  const port = onlyFromHere(facts);
  return port && facts.vantages?.ownNetwork ? finding(facts, [port], facts.vantages.there) : undefined;
}

function viaFailed(facts: Facts): Finding | undefined {
  const { vantages } = facts;
  if (vantages?.trouble === undefined) return undefined;
  const looked = portsSeen(facts).filter((port) => port.tcp !== undefined);
  if (looked.length === 0) return undefined;
  return {
    because: looked.map(tcpCheck),
    params: { via: excerptOf(vantages.via), trouble: safeExcerpt(vantages.trouble, TROUBLE_MAX) },
  };
}

/** Names the terminal, the proxy, and what was wrong with it. */
const TROUBLE_MAX = 300;

const EXAMPLE = { via: 'socks5://203.0.113.9:1080', state: 'no answer' };

export const VANTAGE_ROWS: readonly Row[] = [
  {
    code: 'network.cloud-blocked',
    severity: 'error',
    exit: EXIT.unreachable,
    find: blocked,
    explains: [],
    texts: () => ({
      meaning:
        "This computer reaches the terminal and the cloud's network (--via) does not, so it would not work for the clinic. Exit 5 instead of 3 if the port accepts connections from there and another service answers.",
      summary: '{places} can be reached from here, but not through {via}: {state}.',
      example: EXAMPLE,
      causes: [
        "the clinic's router lets only certain addresses in, and the cloud's is missing",
        'the internet provider filters connections by their source',
        "the clinic's firewall has blocked the other network as an attacker",
        "the other network is the clinic's own, and its router has no NAT loopback: see network.hairpin",
      ],
      ask: ASK_LIMITS,
      ...forIt({
        et: 'ruuter peab lubama ühendused meie pilveteenuse aadressidelt välistesse portidesse {posxmlPort} ja {logPort}.',
        en: 'our cloud service must reach external ports {posxmlPort} and {logPort}.',
        ru: 'роутер должен пропускать соединения нашего облачного сервиса на внешние порты {posxmlPort} и {logPort}.',
      }),
      do: "Give the IT person the cloud's addresses.",
      solved: 'the same command with --via reaches the terminal',
      help: "the clinic's IT person, then the internet provider",
    }),
  },
  {
    code: 'network.via-failed',
    severity: 'error',
    exit: EXIT.unreachable,
    find: viaFailed,
    explains: [],
    texts: () => ({
      meaning:
        'The proxy of --via failed, or accepts every connection, so it showed nothing. The result from this computer is still valid.',
      summary: 'The check through {via} failed: {trouble}.',
      example: { ...EXAMPLE, trouble: '203.0.113.7:4445 could not be tried: the proxy failed' },
      causes: [
        'the proxy is not running, or its address or port is wrong',
        'the proxy asks for a password, or does not allow these ports',
        'the proxy accepts first and connects later, like `ssh -D`',
      ],
      ask: NOTHING_TO_ASK,
      say: WAIT_SAY,
      do: 'Start or correct the proxy and run the command again, or omit --via.',
      solved: 'the result shows the check through the proxy',
      help: 'your IT',
    }),
  },
  {
    code: 'network.hairpin',
    severity: 'warning',
    exit: EXIT.done,
    find: hairpin,
    explains: [],
    texts: () => ({
      meaning:
        "The terminal can be reached from outside, but not from the clinic's own network by its public address. Few routers support that (NAT loopback), so a test from inside the clinic does not count. The cloud connects from outside.",
      summary:
        "{places} works from outside. The failed test through {via} ({state}) came from the clinic's own network and does not count.",
      example: { via: 'socks5://203.0.113.7:1080', state: 'no answer' },
      causes: [
        "the clinic's router has no NAT loopback (hairpin), which is usual",
        'the router lets only certain addresses in, and its own is not among them',
      ],
      ask: {
        et: 'Kas see katse tehti kliiniku võrgust või mujalt, näiteks telefoni mobiilse internetiga?',
        en: 'Was that test made in the clinic, or from another network, like mobile internet?',
        ru: 'Проверку делали из сети клиники или из другой, например с мобильного интернета?',
      },
      say: {
        et: 'See katse tehti teie enda võrgust ja selle tulemus ei loe. Väljastpoolt ühendus töötab.',
        en: 'That test was run from your own network, so it does not count. From outside, the connection works.',
        ru: 'Эта проверка сделана из вашей же сети, её результат можно не учитывать. Снаружи соединение работает.',
      },
      do: 'Continue: the result from outside counts.',
      solved: 'the terminal can be reached from outside the clinic',
      help: "the clinic's IT person",
    }),
  },
  {
    code: 'network.vantages-differ',
    severity: 'warning',
    exit: EXIT.done,
    find: differ,
    explains: [],
    texts: () => ({
      meaning:
        "The terminal can be reached through --via, on the cloud's network, but not from here. The clinic lets only some addresses in, which is good: the result through --via counts.",
      summary:
        '{places} can be reached through {via} but not from here ({state}). The clinic lets only some addresses in, which is good.',
      example: { ...EXAMPLE, places: '203.0.113.7:4445' },
      causes: [
        "the clinic's router lets the cloud's addresses in, and not yours, as it should",
        'your own firewall, VPN or proxy blocks these ports',
      ],
      ask: NOTHING_TO_ASK,
      say: {
        et: 'Teie ühendus on turvaliselt seadistatud ja meie teenus pääseb ligi. Teie ei pea midagi tegema.',
        en: 'Your connection is set up securely, and our service can reach it. You do not need to do anything.',
        ru: 'Ваше подключение настроено безопасно, и наш сервис имеет доступ. Вам ничего делать не нужно.',
      },
      do: 'Continue, and check this terminal with --via from now on.',
      solved: 'the check through --via shows no error',
      help: 'your IT',
    }),
  },
];
