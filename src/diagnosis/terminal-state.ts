import { clockOffset, TERMINAL_ZONE } from './clock.js';
import type { PosXmlFacts } from '../model/facts.js';
import { formatPair } from '../model/endpoint.js';

/** In what state a terminal says it is; `undefined` is what it did not say, or what nobody knows to read. */
export interface TerminalState {
  readonly card: 'none' | 'in-reader' | undefined;
  /** As told. What its values mean is not documented: 2 was seen in a healthy reply. */
  readonly printerStatus: string | undefined;
  readonly automaticReversal: boolean | undefined;
  readonly unsentBatch: number | undefined;
  readonly preAuthorisations: number | undefined;
  /** `YYYY-MM-DDTHH:MM:SS`, the terminal's local time. */
  readonly clock: string | undefined;
  /** Seconds by which its clock is ahead; behind is less than 0. */
  readonly clockOffsetS: number | undefined;
  /** ISO 4217 letters. */
  readonly currency: string | undefined;
  /** Integer cents. */
  readonly minimumAmount: number | undefined;
  readonly language: string | undefined;
  readonly insideAddress: string | undefined;
  /** As told. Which value is a fixed address and which DHCP is not documented. */
  readonly ipAddressMode: number | undefined;
  /** `host:port` of the bank, where the terminal sends its payments. */
  readonly bank: string | undefined;
  readonly nextStan: number | undefined;
}

/** Reads status and parameters; undefined where the terminal gave no status. `at` is epoch milliseconds. */
export function terminalState(
  { status, parameters }: PosXmlFacts,
  at: number,
  zone: string = TERMINAL_ZONE,
): TerminalState | undefined {
  if (!status || (status.ReturnCode ?? 0) !== 0) return undefined;
  const offset = status.Time === undefined ? undefined : clockOffset(status.Time, at, zone);
  return {
    card: status.CardStatus === 0 ? 'none' : status.CardStatus === 1 ? 'in-reader' : undefined,
    printerStatus: status.PrinterStatus,
    automaticReversal: status.ReversalActive === undefined ? undefined : status.ReversalActive !== 0,
    unsentBatch: status.TransactionsCount,
    preAuthorisations: status.NotFinishedTransactionsCount,
    clock: status.Time,
    clockOffsetS: offset === undefined ? undefined : Math.round(offset / 1000),
    currency: parameters?.CurrencyNameStr,
    minimumAmount: parameters?.MinCustomerAmount,
    language: status.DisplayLanguage ?? parameters?.TerminalCurrentLanguage,
    insideAddress: parameters?.LocalIPAddress,
    ipAddressMode: parameters?.IPAddressMode,
    bank: bankAt(parameters?.HostIPAddressA, parameters?.HostIPPortA),
    nextStan: status.NextSTAN,
  };
}

function bankAt(host: string | undefined, port: number | undefined): string | undefined {
  if (host === undefined || host === '') return undefined;
  return port === undefined ? host : formatPair({ host, port });
}
