import { formatPair } from '../model/endpoint.js';
import type { DiagnosisDocument } from '../contract/document.js';
import type { Facts, PortFacts, PosXmlFacts, ServiceFacts } from '../model/facts.js';
import { terminalState } from '../diagnosis/terminal-state.js';
import { renderFindings } from './findings.js';
import { renderState } from './terminal-state.js';
import type { Theme } from './theme.js';
import { renderVantages } from './vantages.js';

interface TargetView {
  readonly target: string;
  /** Of the file that it was read from. */
  readonly line: number | undefined;
  /** What stands beside it and was not used. */
  readonly leftOut?: readonly string[];
  /** The words that it was understood from, where nothing was looked at. */
  readonly from?: string | undefined;
  readonly facts: Facts;
  readonly diagnoses: readonly DiagnosisDocument[];
}

/** One terminal as it was seen: who it is, its two ports, its state, and what is wrong. */
export function renderTarget(view: TargetView, theme: Theme, width: number): readonly string[] {
  const { posxml, log } = view.facts;
  const own = posxml?.service?.kind === 'posxml' ? posxml.service.posxml : undefined;
  const state = own && terminalState(own, view.facts.at);
  const beeped = [posxml, log].some((port) => port?.service?.kind === 'posxml' && port.service.posxml.beeped === true);
  return [
    theme.strong(view.target) +
      (view.line === undefined ? '' : theme.dim(`  (line ${String(view.line)})`)) +
      (own ? identityText(own) : ''),
    ...(view.leftOut?.length ? [`  Not used: ${view.leftOut.join(', ')}.`] : []),
    ...(posxml ? [portLine(posxml, theme)] : []),
    ...(log ? [portLine(log, theme)] : []),
    ...(state ? renderState(state, theme, width) : []),
    ...renderVantages(view.facts, theme),
    ...renderFindings(view.diagnoses, theme, width),
    ...(beeped ? ['  Ask: which terminal beeped just now, the one at this desk or another?'] : []),
    ...(view.from === undefined ? [] : [`  Understood from “${view.from}”. No connection was made.`]),
    ...(view.diagnoses.length === 0 && view.from === undefined
      ? [
          `  ${theme.good(view.facts.looked === 'tcp' ? 'The ports are open. Identify the terminal with `terminal probe`.' : 'No problems found.')}`,
        ]
      : []),
  ];
}

function identityText({ parameters }: PosXmlFacts): string {
  const parts = [
    parameters?.TerminalID === undefined ? '' : `terminal ${parameters.TerminalID}`,
    parameters?.TerminalOwnerName ?? '',
  ];
  const known = parts.filter((part) => part !== '');
  return known.length === 0 ? '' : `  ${known.join(', ')}`;
}

function portLine({ pair, tcp, service }: PortFacts, theme: Theme): string {
  const name = `${String(pair.port)} ${pair.role}`.padEnd(13);
  if (!tcp) return `  ${theme.sign.skip} ${name} not checked`;
  if (!tcp.open) return `  ${theme.sign.fail} ${name} ${inShort(tcp.failure.message, pair)}`;
  const time = tcp.timing.connect === undefined ? '' : ` in ${ms(tcp.timing.connect)}`;
  return `  ${theme.sign.pass} ${name} open${time}${service ? `, ${serviceText(service, pair.role)}` : ''}`;
}

/** The line names the port already, and that it is about connecting. */
function inShort(message: string, { host, port }: PortFacts['pair']): string {
  const place = `${formatPair({ host, port })} `;
  return (message.startsWith(place) ? message.slice(place.length) : message).replace(' while connecting,', ',');
}

/** What kind of thing answers; what it said in its own words stands in the finding. */
function serviceText(service: ServiceFacts, role: PortFacts['pair']['role']): string {
  switch (service.kind) {
    case 'posxml':
      return posxmlText(service.posxml);
    case 'http':
      return 'answers as a web server';
    case 'tls':
      return 'answers with TLS';
    case 'ssh':
      return 'answers as SSH';
    case 'printer':
      return 'answers as a printer';
    case 'silent':
      return role === 'log' ? 'silent (normal for a log port)' : `silent for ${ms(service.waitedMs)}`;
    case 'closes':
      return service.reset ? 'resets the connection' : 'closes the connection';
    case 'garbled':
      return 'sends an unreadable answer';
    case 'other':
      return service.detail === undefined ? 'answers something else' : `answers as ${service.detail}`;
    case 'dials-out':
      return 'is a till that waits for a terminal';
    case 'stream':
      return `sends its log (${String(service.bytes)} bytes)`;
  }
}

function posxmlText({ version, ms: took, beeped }: PosXmlFacts): string {
  const beep = beeped === undefined ? '' : beeped ? ', and beeped' : ', and did not beep';
  return `answers PosXML${version === undefined ? '' : ` ${version}`}${took === undefined ? '' : ` in ${ms(took)}`}${beep}`;
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))} ms`;
}
