import type { DiagnosisDocument } from '../contract/document.js';
import type { Facts, PortFacts, PosXmlFacts, ServiceFacts } from '../diagnosis/facts.js';
import { renderFinding } from './findings.js';
import type { Theme } from './theme.js';
import { renderVantages } from './vantages.js';

export interface TargetView {
  readonly target: string;
  /** Of the file that it was read from. */
  readonly line: number | undefined;
  readonly facts: Facts;
  readonly diagnoses: readonly DiagnosisDocument[];
}

/** One terminal as it was seen: who it is, its two ports, its state, and what is wrong. */
export function renderTarget(view: TargetView, theme: Theme, width: number): readonly string[] {
  const { posxml, log } = view.facts;
  const own = posxml?.service?.kind === 'posxml' ? posxml.service.posxml : undefined;
  return [
    theme.strong(view.target) + (view.line === undefined ? '' : theme.dim(`  (line ${String(view.line)})`)) + (own ? identityText(own) : ''),
    ...(posxml ? [portLine(posxml, theme)] : []),
    ...(log ? [portLine(log, theme)] : []),
    ...(own ? stateLines(own, theme) : []),
    ...renderVantages(view.facts, theme),
    ...view.diagnoses.flatMap((finding) => renderFinding(finding, theme, width)),
    ...(view.diagnoses.length === 0 ? [`  ${theme.good('Nothing is wrong with it, as far as was looked.')}`] : []),
  ];
}

function identityText({ parameters }: PosXmlFacts): string {
  const parts = [parameters?.TerminalID === undefined ? '' : `terminal ${parameters.TerminalID}`, parameters?.TerminalOwnerName ?? ''];
  const known = parts.filter((part) => part !== '');
  return known.length === 0 ? '' : `  ${known.join(', ')}`;
}

function portLine({ pair, tcp, service }: PortFacts, theme: Theme): string {
  const name = `${String(pair.port)} ${pair.role}`.padEnd(13);
  if (!tcp) return `  ${theme.sign.skip} ${name} not looked at`;
  if (!tcp.open) return `  ${theme.sign.fail} ${name} ${tcp.failure.message}`;
  const time = tcp.timing.connect === undefined ? '' : ` in ${ms(tcp.timing.connect)}`;
  return `  ${theme.sign.pass} ${name} open${time}${service ? `, ${serviceText(service, pair.role)}` : ''}`;
}

function serviceText(service: ServiceFacts, role: PortFacts['pair']['role']): string {
  switch (service.kind) {
    case 'posxml':
      return service.posxml.version === undefined ? 'answers PosXML' : `answers PosXML ${service.posxml.version}${service.posxml.ms === undefined ? '' : ` in ${ms(service.posxml.ms)}`}`;
    case 'http':
      return `answers as a web server${service.title === undefined ? '' : ` (“${service.title}”)`}`;
    case 'tls':
      return 'answers with TLS';
    case 'ssh':
      return `answers as SSH (${service.banner})`;
    case 'printer':
      return 'answers like a printer';
    case 'silent':
      return role === 'log' ? 'silent, as a log port is' : `silent for ${ms(service.waitedMs)}`;
    case 'closes':
      return service.reset ? 'resets the connection' : 'closes the connection';
    case 'garbled':
      return `answers what cannot be read (${service.detail})`;
    case 'other':
      return `answers something else (${service.excerpt})`;
    case 'stream':
      return `sends its log (${String(service.bytes)} bytes)`;
  }
}

/** What the terminal says of its state; what is not known is said to be unknown. */
function stateLines({ status, parameters }: PosXmlFacts, theme: Theme): readonly string[] {
  if (!status) return [];
  const card = { 0: 'no card', 1: 'card in the reader', 2: 'card reader unknown' }[status.CardStatus ?? -1] ?? 'card unknown';
  const rows = [
    [card, `printer status ${status.PrinterStatus === undefined || status.PrinterStatus === '' ? 'unknown' : `${status.PrinterStatus} (meaning unknown)`}`],
    [`next STAN ${known(status.NextSTAN)}`, `unsent batch ${known(status.TransactionsCount)}`, `pre-authorisations ${known(status.NotFinishedTransactionsCount)}`],
    [`clock ${status.Time?.replace('T', ' ') ?? 'unknown'}`, `currency ${parameters?.CurrencyNameStr ?? 'unknown'}`, `inside address ${parameters?.LocalIPAddress ?? 'unknown'}`],
  ];
  return rows.map((row) => `    ${theme.dim(row.join(' · '))}`);
}

function known(value: number | undefined): string {
  return value === undefined ? 'unknown' : String(value);
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))} ms`;
}
