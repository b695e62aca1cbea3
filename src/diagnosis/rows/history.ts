import { EXIT } from '../../contract/exit.js';
import type { ServiceFacts } from '../../model/facts.js';
import {
  portAt,
  closedFor,
  isPortOpen,
  ofTerminal,
  serviceCheck,
  respondingTerminal,
  tcpCheck,
} from '../fact-queries.js';
import type { Speaker } from '../fact-queries.js';
import type { EarlierTerminal, Facts, PortFacts } from '../../model/facts.js';
import { portLook } from '../port-state.js';
import type { Finding, FindOptions, Row } from '../row.js';
import { excerptOf } from '../text.js';
import { WAY_REASONS } from './network.js';
import { forIt } from './sentences.js';

/**
 * What the values of IPAddressMode mean is not documented, so it is never judged. Evidence is an internal address that
 * has changed since the terminal was seen last, or a place that it has left although the public address is the same.
 */
function dhcp(facts: Facts, { zone }: FindOptions): Finding | undefined {
  const before = facts.earlier?.here;
  if (!before) return undefined;
  const spoke = respondingTerminal(facts);
  return spoke ? changedInside(spoke, before, zone) : gone(facts, before, zone);
}

function changedInside(spoke: Speaker, before: EarlierTerminal, zone: string): Finding | undefined {
  const { TerminalID, LocalIPAddress, IPAddressMode } = spoke.posxml.parameters ?? {};
  const [now, then] = [LocalIPAddress, before.localIpAddress].map((text) => excerptOf(text ?? ''));
  if (!now || !then || now === then || TerminalID?.trim() !== before.terminalId) return undefined;
  const mode = IPAddressMode === undefined ? '' : ` (its IPAddressMode is ${IPAddressMode}, which is not documented)`;
  return ofTerminal(spoke, 'posxml.parameters', {
    sign: `has changed from ${then} to ${now} since ${dayOf(before.at, zone)}${mode}`,
  });
}

function gone(facts: Facts, before: EarlierTerminal, zone: string): Finding | undefined {
  const port = facts.posxml;
  // What forwards to the terminal's log still forwards to the terminal.
  if (!port || isPortOpen(facts.log)) return undefined;
  const refuses = closedFor(facts, WAY_REASONS).some(({ pair }) => pair === port.pair);
  if (!refuses && !isDevice(port.service)) return undefined;
  const { params, ...where } = portAt([port]);
  const inside =
    before.localIpAddress === undefined ? '' : `, with the internal address ${excerptOf(before.localIpAddress)}`;
  const now = portLook(port, facts.looked)?.state ?? 'nothing';
  const sign = `may have changed: ${excerptOf(before.place)} answered as terminal ${excerptOf(before.terminalId)} on ${dayOf(before.at, zone)}${inside}; now: ${now}`;
  return { because: [refuses ? tcpCheck(port) : serviceCheck(port)], ...where, params: { ...params, sign } };
}

/** Something that has an internal address of its own, and may have got the terminal's. A terminal that is busy is none. */
const DEVICES: ReadonlySet<ServiceFacts['kind']> = new Set(['http', 'tls', 'ssh', 'printer', 'other']);

function isDevice(service: PortFacts['service']): boolean {
  return service !== undefined && DEVICES.has(service.kind);
}

/** By the cloud's record, which is what counts there; else by this machine's own sessions. */
function changed(facts: Facts, { zone }: FindOptions): Finding | undefined {
  const moved = facts.cloud?.moved;
  if (moved) {
    const before = `registered at ${excerptOf(moved.from)} (“${excerptOf(moved.name)}”)`;
    return {
      because: ['cloud.register'],
      target: moved.to,
      params: { places: moved.to, one: excerptOf(moved.terminalId), before },
    };
  }
  const spoke = respondingTerminal(facts);
  const { elsewhere } = facts.earlier ?? {};
  if (!spoke || !elsewhere || spoke.posxml.parameters?.TerminalID?.trim() !== elsewhere.terminalId) return undefined;
  return ofTerminal(spoke, 'identity', {
    one: excerptOf(elsewhere.terminalId),
    before: `at ${excerptOf(elsewhere.place)} on ${dayOf(elsewhere.at, zone)}`,
  });
}

const LAST_INSTANT = 8.64e15; // ECMAScript: the range of Date

/** `20 November 2026`, in the zone of the terminals. */
function dayOf(instant: number, timeZone: string): string {
  if (!(Math.abs(instant) <= LAST_INSTANT)) return 'an earlier day';
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(instant);
}

/** What is known from before: from this machine's sessions, or from the cloud. */
export const PAST_ROWS: readonly Row[] = [
  {
    code: 'address.changed',
    severity: 'warning',
    exit: EXIT.done,
    find: changed,
    explains: [],
    texts: () => ({
      meaning:
        "The terminal now answers at another public address than the registered one, or than in an earlier session. The clinic's address is not fixed, and the cloud loses the terminal each time it changes.",
      summary: "The clinic's address is not fixed: terminal {one} was {before} and is now at {places}.",
      example: { before: 'registered at 203.0.113.9:4445 (“Front desk”)' },
      causes: [
        'the clinic has a dynamic address, which the provider changes from time to time',
        'the clinic has changed its provider or line, or has moved',
        'the terminal was carried to another place of the clinic',
      ],
      ask: {
        et: 'Kas teil on vahetunud internetiteenuse pakkuja, ühendus või asukoht?',
        en: 'Have you changed your internet provider, your line or your location?',
        ru: 'У вас сменился интернет-провайдер, подключение или адрес?',
      },
      say: {
        et: 'Teie avalik IP-aadress on vahepeal muutunud. Palun tellige oma internetiteenuse pakkujalt püsiv ehk staatiline IP-aadress, muidu kaob ühendus makseterminaliga jälle.',
        en: 'Your public IP address has changed. Please order a fixed IP address from your internet provider, or the connection to the terminal will be lost again.',
        ru: 'Ваш внешний IP-адрес изменился. Закажите, пожалуйста, у своего интернет-провайдера постоянный, то есть статический, IP-адрес, иначе связь с терминалом снова пропадёт.',
      },
      do: 'Continue. If the cloud has the old address, `terminal register` updates it.',
      solved: 'the provider has given a fixed address and the terminal is registered there',
      help: "the clinic's internet provider",
    }),
  },
  {
    code: 'terminal.dhcp',
    severity: 'warning',
    exit: EXIT.done,
    find: dhcp,
    explains: [],
    texts: () => ({
      meaning:
        "The terminal's internal address has changed, or seems to have: it reports another one than in an earlier session, or no longer answers. The port forwarding rules then forward to the wrong address.",
      summary: "The terminal's internal address {sign}.",
      example: { sign: 'has changed from 192.168.1.20 to 192.168.1.37 since 20 November 2026' },
      causes: [
        'the terminal gets its address from the router (DHCP), which has no reservation for it and gave it a new one',
        'the router was replaced or reset, and its rules were lost',
        'if it no longer answers: the terminal is off or unplugged',
      ],
      ask: {
        et: 'Millist IP-aadressi näitab praegu makseterminali menüü? Kas ruuter hoiab selle terminalile alles?',
        en: "Which IP address does the terminal's menu show now? Does the router reserve it for the terminal?",
        ru: 'Какой IP-адрес сейчас показывает меню терминала? Закреплён ли он за терминалом в роутере?',
      },
      ...forIt({
        et: 'makseterminalile tuleb anda püsiv sisevõrgu IP-aadress ja pordisuunamised peavad viima sellele aadressile.',
        en: 'give the payment terminal a fixed internal IP address. Point both port forwarding rules at that address.',
        ru: 'терминалу нужен постоянный внутренний IP-адрес. Правила переадресации портов должны указывать на него.',
      }),
      do: 'If the terminal answers, continue. If not, have the rules changed to the address in its menu.',
      solved:
        'the router reserves the address or the terminal has a fixed one, and the terminal still answers after a restart',
      help: "the clinic's IT person",
    }),
  },
];
