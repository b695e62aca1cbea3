import type { Cents } from '../../posxml/fields.js';
import type { RequestName, TerminalQuestion, TransactionData } from '../../posxml/messages.js';
import type { TerminalPhase } from './events.js';
import type { TransportSettings } from './transport-settings.js';

/**
 * Everything that differs from terminal to terminal. A field whose docstring begins with "Unknown" or "Likely"
 * is not settled by the posxml documents: a client must be right under each value of it.
 * Fields may be changed while the terminal runs, unless they say otherwise.
 */
export type TerminalSettings = IdentitySettings &
  StateSettings &
  PaceSettings &
  SaleSettings &
  QuerySettings &
  ReversalSettings &
  BusySettings &
  TransportSettings;

/** Who the terminal says it is. */
export interface IdentitySettings {
  /** TID, up to 8 characters. */
  terminalId: string;
  /** A false TID in the TerminalData of replies; undefined is the true one. */
  terminalIdInReplies: string | undefined;
  merchantId: string;
  merchantRegNo: string;
  /** Up to 25 characters. */
  ownerName: string;
  /** Up to 40 characters; in the parameters the tables have 12. */
  ownerAddress: string;
  /** Unknown: whether the parameters hold no more of it than the tables allow. */
  ownerAddressInParameters: 'cut' | 'whole';
  /** Up to 64 characters; of two devices, such as a terminal and its PIN pad, with a blank between. */
  serialNumber: string;
  /** Which till it stands at, up to 3 characters. */
  payDesk: string;
  /** One character in the tables; a longer one is not unthinkable. */
  terminalVersion: string;
  localIpAddress: string;
  subnetMask: string;
  gatewayIpAddress: string;
  /** Unknown: what its values mean. */
  ipAddressMode: number;
  /** The bank's host, up to 23 characters of text: nothing ever connects to it. */
  hostAddress: string;
  hostPort: number;
  /** ISO 4217 letters: the one currency that the terminal takes. */
  currency: string;
  currencyNumber: string;
  displayLanguage: string;
  printerLanguage: string;
  supportedLanguages: string;
  /** Cents; a smaller amount is refused with 32786. */
  minCustomerAmount: Cents;
  /** RefundActionEnabled; without it a refund is refused with 32783. */
  refundEnabled: boolean;
  /** Fields left out of GetParametersResponse: all of them are optional in the posxml documents. */
  parametersAbsent: readonly string[] | 'all';
}

/** In what state it is. */
export interface StateSettings {
  /** Versions it speaks, the first in `Error` replies; each other version is refused with 32770. */
  versions: readonly string[];
  /** False: the bank has not enabled PosXML, every request is refused with 32783. */
  enabled: boolean;
  /** A ReturnCode that a request is refused with, whatever it asks: 32774, 32783, 32785… */
  returnCodes: Partial<Record<RequestName, number>>;
  /** The first STAN to be taken. Read at the start. */
  nextStan: number;
  /** FileNumber of the batch in hand. Read at the start. */
  fileNumber: number;
  /** Sales of the shop's own till in the unsent batch. Read at the start. */
  priorSales: number;
  notFinishedTransactionsCount: number;
  pendingCount: number;
  /** Likely: HHMM of the daily sending, told in 7.x; the batch leaves then. Undefined: none is told, and none happens. */
  sendTime: string | undefined;
  /** The last daily sending failed, and the next one will: FileSendStatus 0. */
  sendingFails: boolean;
  /** Unknown: the values of PrinterStatus; 2 was seen in a healthy reply. Undefined leaves it out. */
  printerStatus: string | undefined;
  /** False: nothing is printed and PrintLine is refused with 32774. */
  paper: boolean;
  /** `broken`: CardStatus 2, and what needs a card is refused with 32785. */
  cardReader: 'ok' | 'broken';
  /** A CardStatus to claim instead of the true one. */
  cardStatus: number | undefined;
  /** A ReversalActive to claim instead of the true one. */
  reversalActive: number | undefined;
  /** `unreachable`: 32772. `no-answer`: 32772, then an automatic reversal that lasts until it is `ok` again. */
  bank: 'ok' | 'unreachable' | 'no-answer';
  /** IANA name. Dates on the wire are in the terminal's local time and say no zone. */
  timeZone: string;
  clockOffsetMs: number;
}

/** How long things take. */
export interface PaceSettings {
  /** Factor of all delays below: 1 is lifelike, 0 is none. */
  speed: number;
  /** Milliseconds spent in each phase at speed 1; for `waiting-card` it is the time until the person acts. */
  delays: Readonly<Record<Exclude<TerminalPhase, 'idle'>, number>>;
  /** Factor of the card time-outs, which are real seconds. */
  timeoutScale: number;
  /** Seconds for a card where the request gives none. */
  waitCardTimeout: number;
  /** Phases that the terminal does not leave for as long as they stand here. */
  stuckIn: readonly TerminalPhase[];
  /** Power fails once, when this phase is entered; it is then cleared. */
  restartIn: Exclude<TerminalPhase, 'idle' | 'off'> | undefined;
}

export type DeclineForm = 'code' | 'notification' | 'printed' | 'real';

/** How it sells. */
export interface SaleSettings {
  /** Unknown: a TransactionID used before is taken again, refused with 32775, or answered with the first result. */
  duplicateId: 'accepted' | 'refused' | 'replayed';
  /** Unknown: whether an approved sale's reply says TransactionCompletion. */
  completion: 'absent' | 'COMPLETED';
  /**
   * How a declined sale is told. `code`: 32778. `notification`: ReturnCode 0, HostAnswer `---` and NOTIFICATION. `printed`: as
   * in the posxml documents, 32778 and a few fields. `real`: as one was seen, ReturnCode 0, NOTIFICATION and no id.
   */
  declineForm: DeclineForm;
  /** Unknown: a sale that failed before the bank was asked is told by its code, or in the `real` form. */
  failureForm: 'code' | 'real';
  /** Likely masked; 7.1 may be the Standard set, in which no card data leaves the terminal. 6.0.2 always gives it. */
  cardData: 'masked' | 'absent';
  /** Fields left out of TransactionData: HostAnswer, for one. */
  omittedData: readonly (keyof TransactionData)[];
  /** False fields in the replies to sales, over the true ones. */
  saleReplyOverrides: Partial<TransactionData>;
  /** In 6.0.2 and 7.2.0: what the terminal asks its client while a sale waits. It continues when it has a response. */
  asksClient: TerminalQuestion | undefined;
  /** Unknown: what such a question looks like on the wire: as a reply does, as a request does, or the document alone. */
  questionForm: 'reply' | 'request' | 'bare';
  /** The reply to a sale is that of the sale before it, where there is one. */
  staleReply: boolean;
  /** Unknown: a card pulled out too early leaves nothing, or a sale that is reversed automatically. */
  pullEarlyLeaves: 'nothing' | 'auto-reversal';
  /** Unknown: what becomes of a sale whose client disconnects. A half-closed connection counts as disconnected. */
  onDisconnect: 'commit' | 'abort' | 'auto-reverse';
  /** Unknown: what becomes of a sale at the bank when the power fails. */
  onPowerLoss: 'commit' | 'abort' | 'auto-reverse';
  /** Unknown: when the batch leaves. */
  batchLeaves: 'by-hand' | 'after-sale';
  /** Both are allowed: the chip's data in TerminalData. */
  chipData: 'present' | 'absent';
  /** Seen in both forms: receipts as plain lines, or with print control blocks `{*…*}`. */
  receiptForm: 'plain' | 'control-blocks';
  /** The Input that the person gives to ShowInfo, or what happens instead. */
  showInfo: { readonly input: string } | 'timeout' | 'red-key';
}

/** What it finds when asked for a transaction. */
export interface QuerySettings {
  /** Unknown: what GetLastTransactionData finds a transaction by. */
  queryFindsBy: 'id' | 'stan' | 'both';
  /** Unknown: a declined sale is not found, or found in one of the forms of `declineForm`. */
  declinedQuery: 'not-found' | 'as-declined' | 'as-notification' | 'as-printed' | 'as-real';
  /** Unknown: a sale that never came to the bank (no card, red key) is kept like a declined one, or not at all. */
  brokenOffKept: boolean;
  /** Unknown: how a reversed sale is found. */
  reversedQuery: 'COMPLETED_REV' | 'StanRev' | 'both' | 'not-found';
  /** Unknown: whether a sale is found once its batch has been sent. */
  sentQuery: 'found' | 'not-found';
  /** Unknown: the name of the reply to a reversal, a refund and a query. */
  replyName: 'own' | 'TransactionResponse';
}

/** What it reverses. */
export interface ReversalSettings {
  /** Unknown: what ReverseTransaction finds a sale by. */
  reversalFindsBy: 'id' | 'stan' | 'both';
  /** Unknown: the refusal of a second reversal, 32775 or 32778. */
  alreadyReversedCode: number;
  /** Unknown: the refusal once the batch has been sent, 32781 or 32778. */
  batchSentCode: number;
}

/** What it does with others while it is at work. */
export interface BusySettings {
  /** Unknown: what a second connection gets while a transaction runs. */
  whileBusy: 'serve-status' | 'refuse-code' | 'no-reply' | 'queue' | 'refuse-connection';
  /** The refusal under `refuse-code`: 32779 or 32775. */
  busyCode: number;
  /**
   * Unknown: where a cancel is read while the terminal is at work: on the connection whose reply is awaited, on another (under
   * `refuse-connection` there is none), on both, or on neither.
   */
  cancelReadOn: 'same' | 'another' | 'both' | 'neither';
  /** Unknown: which reply comes first to a cancel on the same connection, its own or that of what it cancels. */
  cancelReplied: 'first' | 'last';
  /** Unknown: the answer to a cancel that lost the race, 32779 or 0. */
  lateCancelCode: number;
  /** Unknown: the answer to a cancel when there is nothing to cancel. */
  idleCancelCode: number;
  /** True: a stranger is paying at the terminal by hand. A cancel that is served ends that sale. */
  occupied: boolean;
  /** Likely: milliseconds of rest after a reply before the next request is looked at. */
  restMs: number;
  /** True: while one client is connected, each other is disconnected when it sends. */
  oneClient: boolean;
}
