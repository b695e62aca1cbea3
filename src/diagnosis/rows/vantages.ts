import { EXIT } from '../../contract/exit.js';
import { portAt, portsSeen, tcpCheck } from '../fact-queries.js';
import { safeExcerpt } from '../../text/safe-excerpt.js';
import { portLook } from '../port-state.js';
import type { Facts, PortFacts, PortsSeen } from '../../model/facts.js';
import type { Finding, Row } from '../row.js';
import { joinWithAnd, excerptOf } from '../text.js';
import { decisiveRole, onlyFrom } from '../vantages.js';
import { joinSentences, TELL_IT, WAIT_SAY } from './sentences.js';

/** What the other place saw of these ports: "refused", or "refused and no answer". */
function otherwise(found: readonly PortFacts[], other: PortsSeen, looked: Facts['looked']): string {
  const states = found.map(({ pair }) => portLook(other[pair.role], looked)?.state ?? 'not looked at');
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

/** From within, a router need not lead its own outside address back in. */
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
        'The terminal is reached from here and not from the other place (--via), where the cloud stands: it would work for us and not for the clinic. Exit 5 instead of 3 when the port accepts from there and something else answers.',
      summary: '{places} is reached from here and not from {via}: from there, {state}.',
      example: EXAMPLE,
      causes: [
        "the clinic's router lets in certain addresses only, and the cloud's is missing from its list",
        'the internet provider filters by where a connection comes from',
        'a firewall of the clinic took the other place for an attacker and barred it',
        "the other place is in the clinic's own network, and the router does not lead its own outside address back in (no hairpin NAT): see network.hairpin",
      ],
      ask: 'Ask whether the router limits its rules to certain outside addresses, and have the list read out.',
      say: joinSentences(TELL_IT, {
        et: 'ruuter peab lubama ühendused meie pilveteenuse aadressidelt välistesse portidesse {posxmlPort} ja {logPort}.',
        en: 'our cloud service must reach external ports {posxmlPort} and {logPort}.',
        ru: 'роутер должен пропускать соединения нашего облачного сервиса на внешние порты {posxmlPort} и {logPort}.',
      }),
      do: "Give the IT person the cloud's addresses.",
      solved: 'the same command with --via reaches the terminal from there, too',
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
        'The proxy of --via failed, or accepts whatever it is asked for, so nothing was learned from there. What was seen from here stands by itself.',
      summary: 'Nothing was learned through {via}: {trouble}.',
      example: { ...EXAMPLE, trouble: '203.0.113.7:4445 could not be tried: the proxy on the way failed' },
      causes: [
        'the proxy is not running, or its address or port is wrong',
        'the proxy asks for a password, or does not allow these ports',
        'the proxy accepts first and connects afterwards, as `ssh -D` does',
      ],
      ask: 'Nothing to ask the clinic; find out whether the proxy runs and which ports it allows.',
      say: WAIT_SAY,
      do: 'Start or correct the proxy and run the command again, or leave --via away.',
      solved: 'the result tells what was seen from there',
      help: 'our own IT',
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
        "The terminal is reached from here, and not from the clinic's own network by its own outside address. Few routers lead that address back in (hairpin NAT), so a test that the clinic makes of itself tells nothing; the cloud comes from outside, as this look did.",
      summary:
        "{places} is reached from here, and not from {via}, which is the clinic's own address: from there, {state}. A test from within tells nothing.",
      example: { via: 'socks5://203.0.113.7:1080', state: 'no answer' },
      causes: [
        "the clinic's router does not lead its own outside address back in (no hairpin NAT), which few routers do",
        'the router lets in certain addresses only, and its own is not among them',
      ],
      ask: 'Ask where the test was made: at the clinic itself, or from another network, such as a mobile telephone without Wi-Fi?',
      say: {
        et: 'See katse tehti teie enda võrgust ja selle tulemus ei loe. Väljastpoolt ühendus töötab.',
        en: 'That test was run from your own network, so it does not count. From outside, the connection works.',
        ru: 'Эта проверка сделана из вашей же сети, её результат можно не учитывать. Снаружи соединение работает.',
      },
      do: 'Go on: what was seen from here counts.',
      solved: 'the terminal is reached from any place outside the clinic',
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
        "The terminal is reached from the other place (--via), where the cloud stands, and not from here. The clinic lets in only some addresses, which is good: the verdict is the cloud's side's.",
      summary:
        '{places} is reached from {via} and not from here ({state}): only some addresses are let in, which is good.',
      example: { ...EXAMPLE, places: '203.0.113.7:4445' },
      causes: [
        "the clinic's router lets in the cloud's addresses and not ours, as it should",
        'our own firewall, VPN or proxy does not let these ports out',
      ],
      ask: 'Nothing to ask the clinic.',
      say: {
        et: 'Teie ühendus on turvaliselt seadistatud ja meie teenus pääseb ligi. Teie ei pea midagi tegema.',
        en: 'Your connection is set up securely, and our service can reach it. You do not need to do anything.',
        ru: 'Ваше подключение настроено безопасно, и наш сервис имеет доступ. Вам ничего делать не нужно.',
      },
      do: 'Go on, and look at this terminal with --via from now on.',
      solved: 'the verdict from the other place has no error',
      help: 'our own IT',
    }),
  },
];
