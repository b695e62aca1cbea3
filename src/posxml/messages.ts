import { amount, block, datetime, group, number, text } from './fields.js';
import type { BodyOf, Fields } from './fields.js';

export { VERSIONS } from './versions.js';
export type { Version } from './versions.js';

const result = { ReturnCode: number(6), Reason: text(256) };
const printing = { PrintReceipt: number(1), ReturnReceipts: number(2) };
const transactionRef = { TransactionID: text(16), TransactionSTAN: number(6) };

const transactionReply = {
  ...result,
  TransactionData: group({
    TransactionID: text(16),
    Amount: amount,
    AdditionalAmount: amount,
    CurrencyName: text(3),
    DateTime: datetime,
    DateTimeRev: datetime,
    Stan: number(6),
    StanRev: number(6),
    Type: text(2),
    CardAction: text(1),
    AuthorizationNo: text(6),
    HostAnswer: text(3),
    SecAmount: amount,
    SecAdditionalAmount: amount,
    SecCurrencyName: text(3),
    SignatureRequired: number(1),
    PINVerified: number(1),
    TransactionCompletion: text(32),
  }),
  CardData: group({
    PhysicalType: text(2),
    CardName: text(40),
    Pan: text(24),
    Expires: text(5),
    ServiceCode: text(3),
    AL: text(32),
    AID: text(32),
    CardID: text(64),
  }),
  TerminalData: group({
    ID: text(8),
    SerNo: text(64),
    Name: text(40),
    Address: text(40),
    MerchantRegNo: text(8),
    PayDesk: text(3),
    VerificationResult: text(14),
    ApplicationCryptogramm: text(20),
    CID: text(2),
    TSI: text(4),
    CVMR: text(6),
    IAD: text(128),
    UPN: text(8),
    ATC: text(4),
    AIP: text(4),
    TT: text(1),
    PrinterStatus: text(1),
  }),
  AdditionalInfo: text(256),
  MerchReceipt: block,
  CustReceipt: block,
};

/** Every message of the protocol that this project reads or writes, with its fields in wire order. */
export const MESSAGES = {
  GetTerminalStatusRequest: {},
  GetTerminalStatusResponse: {
    ...result,
    CardStatus: number(1),
    NextSTAN: number(6),
    NotFinishedTransactionsCount: number(3),
    TransactionsCount: number(3),
    ReversalActive: number(1),
    Time: datetime,
    PrinterStatus: text(1),
    DisplayLanguage: text(2),
    PrinterLanguage: text(2),
  },
  GetParametersRequest: {},
  GetParametersResponse: {
    ...result,
    ShowText1: text(32),
    WaitCardTimeout: number(3),
    MinCustomerAmount: amount,
    TerminalID: text(8),
    MerchantID: text(10),
    MerchantRegNo: text(8),
    PayDesk: text(3),
    TerminalIndex: text(10),
    TerminalVersion: text(16),
    CountryCodeStr: text(3),
    TerminalOwnerAddress: text(40),
    TerminalOwnerName: text(25),
    RefundActionEnabled: number(1),
    SupportedLanguages: text(20),
    TerminalCurrentLanguage: text(2),
    TerminalPrintLanguage: text(2),
    CurrencyCodeStr: text(3),
    CurrencyNameStr: text(3),
    EthernetUsed: number(1),
    IPAddressMode: number(1),
    LocalIPAddress: text(23),
    GatewayIPAddress: text(23),
    SubnetMask: text(23),
    HostIPAddressA: text(23),
    HostIPPortA: number(5),
    HostSSLUsed: number(1),
    XMLMode: number(1),
    XMLIPPort: number(5),
    PrinterMode: number(1),
  },
  DoBeepRequest: {
    Frequency1: number(5),
    Duration1: number(5),
    Interval1: number(5),
    Frequency2: number(5),
    Duration2: number(5),
    Interval2: number(5),
    Frequency3: number(5),
    Duration3: number(5),
    Interval3: number(5),
    Repeat: number(3),
    RepeatInt: number(5),
  },
  DoBeepResponse: result,
  DisplayMessageRequest: {
    Action: number(1),
    Line1: text(24),
    Line2: text(24),
    Line3: text(24),
    Line4: text(24),
    Destination: number(1),
    BackLight: number(3),
    Language: text(2),
  },
  DisplayMessageResponse: result,
  ShowInfoRequest: {
    Line1: text(24),
    Line2: text(24),
    Line3: text(24),
    AnswerType: number(3),
    Yes: text(12),
    No: text(12),
    Timeout: number(3),
    Destination: number(1),
    Language: text(2),
  },
  ShowInfoResponse: { ...result, Input: text(16) },
  TransactionRequest: {
    Amount: amount,
    CurrencyName: text(3),
    TransactionID: text(16),
    AttendantID: text(8),
    ...printing,
    Timeout: number(3),
    Language: text(2),
  },
  TransactionResponse: transactionReply,
  CancelAllOperationsRequest: {},
  CancelAllOperationsResponse: result,
  GetLastTransactionDataRequest: { ...transactionRef, ...printing, Copy: number(1) },
  GetLastTransactionDataResponse: transactionReply,
  ReverseTransactionRequest: {
    ...transactionRef,
    ReverseAmount: amount,
    Amount: amount,
    CurrencyName: text(3),
    PartialReversal: number(1),
    ForcedAction: number(1),
    ...printing,
  },
  ReverseTransactionResponse: transactionReply,
  RefundTransactionRequest: {
    ...transactionRef,
    RefundAmount: amount,
    OrigAmount: amount,
    OrigDate: text(19),
    CurrencyName: text(3),
    ...printing,
  },
  RefundTransactionResponse: transactionReply,
  TransactionCurrStatusRequest: {},
  TransactionCurrStatusResponse: {
    ...result,
    FileNumber: number(8),
    FileTransactionCount: number(6),
    FileTotalAmount: amount,
    PendingCount: number(6),
    FileData: block,
    ReceiptData: block,
  },
  PrintLineRequest: {
    Line: block,
    LineFeedCount: number(3),
    FormFeed: number(1),
    WaitTaken: number(1),
    Language: text(2),
  },
  PrintLineResponse: { ...result, PrinterStatus: text(1), AdditionalInfo: text(256) },
  Error: result,
} as const satisfies Record<string, Fields>;

export type MessageName = keyof typeof MESSAGES;
export type Body<N extends MessageName> = BodyOf<(typeof MESSAGES)[N]>;
export type RequestName = Extract<MessageName, `${string}Request`>;
export type ResponseName = Exclude<MessageName, RequestName>;

/** One PosXML document: the version of its envelope and the single message in it. */
export type Message<N extends MessageName = MessageName> = {
  [K in N]: { readonly name: K; readonly version: string | undefined; readonly body: Body<K> };
}[N];

/** The reply that a request is answered with; `Error` is always possible too. */
export type ReplyTo<N extends RequestName> = N extends `${infer Base}Request`
  ? Extract<`${Base}Response`, MessageName>
  : never;

export type TransactionReply = Body<'TransactionResponse'>;
export type TransactionData = NonNullable<TransactionReply['TransactionData']>;

/** A reply's names for a request: a reversal may be answered by a plain TransactionResponse. */
export function replyNames(request: RequestName): readonly ResponseName[] {
  const own = request.replace(/Request$/, 'Response') as ResponseName;
  const transactional: readonly RequestName[] = [
    'TransactionRequest',
    'ReverseTransactionRequest',
    'RefundTransactionRequest',
    'GetLastTransactionDataRequest',
  ];
  return transactional.includes(request) && own !== 'TransactionResponse' ? [own, 'TransactionResponse'] : [own];
}

/** Requests that change nothing at the terminal: the only ones that may try another version. */
export const READ_ONLY: ReadonlySet<RequestName> = new Set<RequestName>([
  'GetTerminalStatusRequest',
  'GetParametersRequest',
  'TransactionCurrStatusRequest',
  'GetLastTransactionDataRequest',
]);
