import type { Json } from './json.js';
/** Fields as the terminal gave them, by their names in PosXML. */
type Fields = { readonly [name: string]: Json };

/** One port as it was seen; null for what was not looked at. */
export interface PortResult {
  /** `host:port`. */
  readonly pair: string;
  readonly role: string;
  readonly open: boolean | null;
  /** The address that was dialled. */
  readonly address: string | null;
  /** Milliseconds until it was open, or until it failed. */
  readonly ms: number | null;
  /** Why it is not open. */
  readonly reason: string | null;
  /** What answers there. */
  readonly service: string | null;
  /** Of PosXML. */
  readonly version: string | null;
  /** Whether `--beep` was heard of; null where it was not asked for. */
  readonly beeped: boolean | null;
}

interface BothPorts {
  readonly posxml: PortResult | null;
  readonly log: PortResult | null;
}

/** The state as it is read from status and parameters; null for what the terminal did not say. */
export interface StateResult {
  readonly card: string | null;
  readonly printerStatus: string | null;
  readonly automaticReversal: boolean | null;
  readonly unsentBatch: number | null;
  readonly preAuthorisations: number | null;
  /** Local time of the terminal, `YYYY-MM-DDTHH:MM:SS`. */
  readonly clock: string | null;
  /** Seconds by which its clock is ahead. */
  readonly clockOffsetS: number | null;
  readonly currency: string | null;
  /** Cents. */
  readonly minimumAmount: number | null;
  readonly language: string | null;
  readonly insideAddress: string | null;
  readonly ipAddressMode: number | null;
  /** `host:port` of the bank. */
  readonly bank: string | null;
  readonly nextStan: number | null;
}

/** What was looked at elsewhere, to know whether the evidence can be trusted; null for what was not looked at. */
export interface ControlsResult {
  readonly mustNotAnswer: { readonly tried: number; readonly accepted: number } | null;
  readonly mustAnswer: { readonly tried: number; readonly answered: number } | null;
  readonly cloudReaches: boolean | null;
  readonly strangerReaches: boolean | null;
}

/** One target of `check` or `probe`. */
export interface TargetResult extends BothPorts {
  /** As it was understood. */
  readonly target: string;
  /** Of the file that it stands in; null for one of the command line. */
  readonly line: number | null;
  /** What stands beside it and was not used. */
  readonly leftOut: readonly string[];
  /** With `--dry-run`: the words that it was understood from. */
  readonly from?: string;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly identity: {
    readonly terminalId: string | null;
    readonly ownerName: string | null;
    readonly merchantRegNo: string | null;
    readonly merchantId: string | null;
  } | null;
  readonly state: StateResult | null;
  /** The terminal's GetTerminalStatusResponse. */
  readonly status: Fields | null;
  /** The terminal's GetParametersResponse. */
  readonly parameters: Fields | null;
  /** What each place saw, with `--via`. */
  readonly vantages: {
    readonly direct: BothPorts;
    readonly via: BothPorts & { readonly proxy: string; readonly trouble: string | null };
  } | null;
  readonly controls: ControlsResult | null;
}

/** What became of a list: its rows are those that were understood and those that were reported as wrong. */
export interface ListCount {
  readonly rows: number;
  readonly understood: number;
  readonly wrong: number;
  /** Lines that hold no row: headers, titles, comments, empty ones. */
  readonly passedOver: number;
}

export interface SweepSummary {
  readonly targets: number;
  readonly ok: number;
  readonly failed: number;
  /** How often each code was found. */
  readonly diagnoses: { readonly [code: string]: number };
  readonly exitCode: number;
  /** With `--file`. */
  readonly list?: ListCount;
  /** With `--watch`. */
  readonly watch?: WatchFigures;
}

/** Milliseconds. */
export interface SpreadResult {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface PortFiguresResult {
  readonly pair: string;
  readonly looks: number;
  readonly failed: number;
  readonly lossPercent: number;
  /** How often it failed, by reason. */
  readonly failures: { readonly [reason: string]: number };
  readonly connectMs: SpreadResult | null;
  readonly answerMs: SpreadResult | null;
}

export interface WatchFigures {
  readonly looks: number;
  readonly ms: number;
  readonly posxml: PortFiguresResult | null;
  readonly log: PortFiguresResult | null;
}

export interface SweepResult {
  /** In the order of the input. */
  readonly targets: readonly TargetResult[];
  readonly summary: SweepSummary;
  /** With `--watch`. */
  readonly watch?: WatchFigures;
}
