import { amount, block, datetime, groupField, numberField, textField } from './fields.js';
import type { BodyOf, Fields } from './fields.js';

const result = { ReturnCode: numberField(6), Reason: textField(256) };
const printing = { PrintReceipt: numberField(1), ReturnReceipts: numberField(2) };
const transactionRef = { TransactionID: textField(16), TransactionSTAN: numberField(6) };

const transactionReply = {
  ...result,
  TransactionData: groupField({
    TransactionID: textField(16),
    Amount: amount,
    AdditionalAmount: amount,
    CurrencyName: textField(3),
    DateTime: datetime,
    DateTimeRev: datetime,
    Stan: numberField(6),
    StanRev: numberField(6),
    Type: textField(2),
    CardAction: textField(1),
    AuthorizationNo: textField(6),
    HostAnswer: textField(3),
    SecAmount: amount,
    SecAdditionalAmount: amount,
    SecCurrencyName: textField(3),
    SignatureRequired: numberField(1),
    PINVerified: numberField(1),
    TransactionCompletion: textField(32),
  }),
  CardData: groupField({
    PhysicalType: textField(2),
    CardName: textField(40),
    Pan: textField(24),
    Expires: textField(5),
    ServiceCode: textField(3),
    AL: textField(32),
    AID: textField(32),
    CardID: textField(64),
  }),
  TerminalData: groupField({
    ID: textField(8),
    SerNo: textField(64),
    Name: textField(40),
    Address: textField(40),
    MerchantRegNo: textField(8),
    PayDesk: textField(3),
    VerificationResult: textField(14),
    ApplicationCryptogram: textField(20),
    CID: textField(2),
    TSI: textField(4),
    CVMR: textField(6),
    IAD: textField(128),
    UPN: textField(8),
    ATC: textField(4),
    AIP: textField(4),
    TT: textField(1),
    PrinterStatus: textField(1),
  }),
  AdditionalInfo: textField(256),
  MerchReceipt: block,
  CustReceipt: block,
};

/** Every message of the protocol that this project reads or writes, with its fields in wire order. */
export const MESSAGES = {
  GetTerminalStatusRequest: {},
  GetTerminalStatusResponse: {
    ...result,
    CardStatus: numberField(1),
    NextSTAN: numberField(6),
    NotFinishedTransactionsCount: numberField(3),
    TransactionsCount: numberField(3),
    ReversalActive: numberField(1),
    Time: datetime,
    PrinterStatus: textField(1),
    DisplayLanguage: textField(2),
    PrinterLanguage: textField(2),
  },
  GetParametersRequest: {},
  GetParametersResponse: {
    ...result,
    ShowText1: textField(32),
    WaitCardTimeout: numberField(3),
    MinCustomerAmount: amount,
    TerminalID: textField(8),
    MerchantID: textField(10),
    MerchantRegNo: textField(8),
    PayDesk: textField(3),
    TerminalIndex: textField(10),
    TerminalVersion: textField(16),
    CountryCodeStr: textField(3),
    TerminalOwnerAddress: textField(40),
    TerminalOwnerName: textField(25),
    RefundActionEnabled: numberField(1),
    SupportedLanguages: textField(20),
    TerminalCurrentLanguage: textField(2),
    TerminalPrintLanguage: textField(2),
    CurrencyCodeStr: textField(3),
    CurrencyNameStr: textField(3),
    EthernetUsed: numberField(1),
    IPAddressMode: numberField(1),
    LocalIPAddress: textField(23),
    GatewayIPAddress: textField(23),
    SubnetMask: textField(23),
    HostIPAddressA: textField(23),
    HostIPPortA: numberField(5),
    HostSSLUsed: numberField(1),
    XMLMode: numberField(1),
    XMLIPPort: numberField(5),
    Logging: numberField(1),
    LogTCPIPAddress: textField(23),
    LogTCPIPPort: numberField(5),
    PrinterMode: numberField(1),
  },
  DoBeepRequest: {
    Frequency1: numberField(5),
    Duration1: numberField(5),
    Interval1: numberField(5),
    Frequency2: numberField(5),
    Duration2: numberField(5),
    Interval2: numberField(5),
    Frequency3: numberField(5),
    Duration3: numberField(5),
    Interval3: numberField(5),
    Repeat: numberField(3),
    RepeatInt: numberField(5),
  },
  DoBeepResponse: result,
  DisplayMessageRequest: {
    Action: numberField(1),
    Line1: textField(24),
    Line2: textField(24),
    Line3: textField(24),
    Line4: textField(24),
    Destination: numberField(1),
    BackLight: numberField(3),
    Language: textField(2),
  },
  DisplayMessageResponse: result,
  ShowInfoRequest: {
    Line1: textField(24),
    Line2: textField(24),
    Line3: textField(24),
    AnswerType: numberField(3),
    Yes: textField(12),
    No: textField(12),
    Timeout: numberField(3),
    Destination: numberField(1),
    Language: textField(2),
  },
  ShowInfoResponse: { ...result, Input: textField(16) },
  TransactionRequest: {
    Amount: amount,
    CurrencyName: textField(3),
    TransactionID: textField(16),
    AttendantID: textField(8),
    ...printing,
    Timeout: numberField(3),
    Language: textField(2),
  },
  TransactionResponse: transactionReply,
  CancelAllOperationsRequest: {},
  CancelAllOperationsResponse: result,
  GetLastTransactionDataRequest: { ...transactionRef, ...printing, Copy: numberField(1) },
  GetLastTransactionDataResponse: transactionReply,
  ReverseTransactionRequest: {
    ...transactionRef,
    ReverseAmount: amount,
    Amount: amount,
    CurrencyName: textField(3),
    PartialReversal: numberField(1),
    ForcedAction: numberField(1),
    ...printing,
  },
  ReverseTransactionResponse: transactionReply,
  RefundTransactionRequest: {
    ...transactionRef,
    RefundAmount: amount,
    OrigAmount: amount,
    OrigDate: textField(19),
    CurrencyName: textField(3),
    ...printing,
  },
  RefundTransactionResponse: transactionReply,
  TransactionCurrStatusRequest: {},
  TransactionCurrStatusResponse: {
    ...result,
    FileNumber: numberField(8),
    FileTransactionCount: numberField(6),
    FileTotalAmount: amount,
    FileDateTime: textField(19),
    FileSendStatus: numberField(1),
    PendingCount: numberField(6),
    SendTime: textField(4),
    FileData: block,
    ReceiptData: block,
  },
  PrintLineRequest: {
    Line: block,
    LineFeedCount: numberField(3),
    FormFeed: numberField(1),
    WaitTaken: numberField(1),
    Language: textField(2),
  },
  PrintLineResponse: { ...result, PrinterStatus: textField(1), AdditionalInfo: textField(256) },
  // What the terminal asks of its client. Whatever they hold, cards among it, is left unread.
  ClientCardRequest: {},
  DiscountTransactionRequest: {},
  VoiceTransactionRequest: {},
  FallbackTransactionRequest: {},
  Error: result,
} as const satisfies Record<string, Fields>;

export type MessageName = keyof typeof MESSAGES;
export type MessageBody<N extends MessageName> = BodyOf<(typeof MESSAGES)[N]>;
/** In 6.0.2 and 7.2.0 the terminal may ask these while a sale waits, on the connection on which its reply is awaited. */
export const TERMINAL_QUESTIONS = [
  'ClientCardRequest',
  'DiscountTransactionRequest',
  'VoiceTransactionRequest',
  'FallbackTransactionRequest',
] as const;
export type TerminalQuestion = (typeof TERMINAL_QUESTIONS)[number];
export type RequestName = Exclude<Extract<MessageName, `${string}Request`>, TerminalQuestion>;
export type ResponseName = Exclude<MessageName, `${string}Request`>;

/** One PosXML document: the version of its envelope and the single message in it. */
export type Message<N extends MessageName = MessageName> = {
  [K in N]: { readonly name: K; readonly version: string | undefined; readonly body: MessageBody<K> };
}[N];

export function isTerminalQuestion(message: Message): message is Message<TerminalQuestion> {
  return TERMINAL_QUESTIONS.some((question) => question === message.name);
}

/** The reply that a request is answered with; `Error` is always possible too. */
export type ReplyTo<N extends RequestName> = N extends `${infer Base}Request`
  ? Extract<`${Base}Response`, MessageName>
  : never;

export type TransactionReply = MessageBody<'TransactionResponse'>;
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
