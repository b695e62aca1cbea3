import type { ConnectionFailure, FailureReason, Timing } from './failure.js';
import type { Pair } from './endpoint.js';
import type { MessageBody, TerminalQuestion } from '../posxml/messages.js';

/**
 * Everything that was seen, without judgement. A fact is three-valued: seen so, seen otherwise, or absent
 * (`undefined`), which means "not checked" and is never read as "no".
 */
export interface Facts {
  readonly address?: AddressFacts;
  readonly posxml?: PortFacts;
  readonly log?: PortFacts;
  readonly expected?: ExpectedIdentity;
  readonly cloud?: CloudFacts;
  readonly payment?: PaymentFacts;
  readonly sending?: SendingFacts;
  readonly controls?: ControlFacts;
  readonly reported?: ReportedFacts;
  readonly earlier?: EarlierFacts;
  readonly lately?: LatelyFacts;
  readonly vantages?: VantageFacts;
  readonly watched?: WatchedFacts;
  /** When it was looked at: epoch milliseconds of this machine. */
  readonly at: number;
  /** Set where nothing but TCP was looked at, so that a missing service was not asked for. */
  readonly looked?: 'tcp';
}

export interface AddressFacts {
  /** As the agent wrote it. */
  readonly input: string;
  readonly problem: AddressProblem | undefined;
  /** The address that a host name led to. */
  readonly resolved?: string;
}

export type AddressProblemCode =
  'address.invalid' | 'address.private' | 'address.cgnat' | 'address.reserved' | 'address.hostname';

export interface AddressProblem {
  readonly code: AddressProblemCode;
  readonly input: string;
  /** What is wrong with it, for a person: "one number, 333, is above 255". */
  readonly reason: string;
}

export interface PortFacts {
  readonly pair: Pair;
  readonly tcp: TcpFacts | undefined;
  readonly service: ServiceFacts | undefined;
  /** The connection after one that had been taken, where it did not come about; how long it was waited for, in milliseconds. */
  readonly lost?: { readonly reason: FailureReason; readonly ms: number };
}

export type TcpFacts =
  | { readonly open: true; readonly timing: Timing; readonly address: string }
  | { readonly open: false; readonly failure: ConnectionFailure; readonly timing: Timing };

/**
 * What answered on an open port. Every text is already bounded, with control characters made visible; an `excerpt` is
 * of the first bytes that came.
 */
export type ServiceFacts =
  | { readonly kind: 'posxml'; readonly posxml: PosXmlFacts }
  | {
      readonly kind: 'http';
      readonly status: number | undefined;
      readonly title: string | undefined;
      readonly server: string | undefined;
      readonly excerpt?: string;
    }
  /** `names` are those in its certificate; absent where it showed none. */
  | { readonly kind: 'tls'; readonly detail: string; readonly names?: readonly string[]; readonly excerpt?: string }
  | { readonly kind: 'ssh'; readonly banner: string }
  | { readonly kind: 'printer'; readonly detail: string; readonly excerpt?: string }
  | { readonly kind: 'silent'; readonly waitedMs: number }
  /** `asked`: on our question; false where it did so before it was sent anything; absent where that was not seen. */
  | { readonly kind: 'closes'; readonly afterMs: number; readonly reset: boolean; readonly asked?: boolean }
  | { readonly kind: 'garbled'; readonly detail: string; readonly excerpt: string }
  /** `detail` says what it is, where that is plain: "a mail server (SMTP)". */
  | { readonly kind: 'other'; readonly excerpt: string; readonly detail?: string }
  /** It sends the signal with which a till looks for terminals that call it. */
  | { readonly kind: 'dials-out' }
  /** Text or bytes that a log port sends by itself: counted, not kept. */
  | { readonly kind: 'stream'; readonly bytes: number };

export interface PosXmlFacts {
  /** The version that the terminal accepted; absent if it accepted none. */
  readonly version: string | undefined;
  /** Versions that were tried and refused with 32770. */
  readonly refusedVersions: readonly string[];
  readonly status: MessageBody<'GetTerminalStatusResponse'> | undefined;
  readonly parameters: MessageBody<'GetParametersResponse'> | undefined;
  /** ReturnCode of an answer that was not 0, by request; the first of them counts. */
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
  /** The round trip of the status request. Milliseconds. */
  readonly ms: number | undefined;
  /** Whether it beeped when it was told to. Absent where it was not told to. */
  readonly beeped?: boolean;
  /** How long a busy terminal was waited for. Milliseconds; absent where it was not. */
  readonly waitedMs?: number;
  /** The exchange that was to bring the parameters, after the status had come. Absent where it went well. */
  readonly parametersFailure?: { readonly reason: FailureReason; readonly received: number; readonly ms: number };
  /** Where its answers are no XML and were read all the same. Absent where they are. Safe to show. */
  readonly forgiven?: readonly ForgivenPlace[];
}

export interface ForgivenPlace {
  /** The message that it stands in. */
  readonly reply: string;
  readonly element: string;
  /** As it is written there: `&`, `&nbsp;`, `<`. */
  readonly written: string;
}

export interface ExpectedIdentity {
  readonly terminalId?: string;
  /** The clinic's registration number. */
  readonly merchantRegNo?: string;
  /** The clinic's name, where the agent says that the terminal's is another clinic's. */
  readonly clinicName?: string;
}

/** What was seen from and at places other than the terminal, to know whether the evidence can be trusted. */
export interface ControlFacts {
  /** Unused addresses: how many were tried, how many accepted a connection all the same. */
  readonly mustNotAnswer?: { readonly tried: number; readonly accepted: number };
  /** Hosts known to be up: how many were tried, how many answered this machine. */
  readonly mustAnswer?: { readonly tried: number; readonly answered: number };
  /** Whether the cloud reaches the posxml port from where it stands. */
  readonly cloudReaches?: boolean;
  /** Whether a place that nobody let in reaches the posxml port; null if what its proxy says proves nothing. */
  readonly strangerReaches?: boolean | null;
}

/** The two ports of one look. */
export type PortsSeen = Pick<Facts, 'posxml' | 'log'>;

/** The same ports as seen from two places, one shortly after the other. */
export interface VantageFacts {
  /** The proxy that stands at the other place: `socks5://host:port`. Safe to show. */
  readonly via: string;
  readonly here: PortsSeen;
  readonly there: PortsSeen;
  /** Why the look from there tells nothing of the ports: the proxy failed, or accepts whatever it is asked for. */
  readonly trouble?: string;
  /** Set where the proxy stands at the target's own public address: the other place is the clinic itself. */
  readonly ownNetwork?: true;
}

/** How the ports were on each of several looks, the oldest first. */
export interface WatchedFacts {
  readonly posxml?: readonly LookFacts[];
  readonly log?: readonly LookFacts[];
}

/** One port on one look. */
export interface LookFacts {
  /** In a word or two: `refused`, `answers PosXML`. */
  readonly state: string;
  /** Whether a terminal could be worked with. */
  readonly well: boolean;
  /** Whether the port accepted a connection. */
  readonly open: boolean;
}

/** What the clinic said on the telephone, as the agent noted it. */
export interface ReportedFacts {
  /** Whether paper came out of the terminal at the test sale. */
  readonly receipt: 'printed' | 'none';
}

/** What this machine's sessions of the last hour know of other clinics. */
export interface LatelyFacts {
  /** How many had a terminal that did not get a payment through to its bank. */
  readonly troubled: number;
}

/** What this machine's sessions know of the place and of the terminal that were looked at. */
export interface EarlierFacts {
  /** The terminal that named itself last at this very host and port. */
  readonly here?: EarlierTerminal;
  /** Where the terminal that answers now was last; set only where that was another address of the same kind. */
  readonly elsewhere?: EarlierTerminal;
}

export interface EarlierTerminal {
  readonly terminalId: string;
  readonly localIpAddress?: string;
  /** `host:port`. */
  readonly place: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type CloudFailureKind =
  | 'unauthorized'
  /** The credentials are good, and have no right to it. */
  | 'permission'
  /** There is no such instance. */
  | 'instance'
  /** Something between us and the instance answered in its place. */
  | 'intercepted'
  /** It answers otherwise than its contract says. */
  | 'unreadable'
  /** Its terminals can only be read: people enter them in its own pages. */
  | 'enter-by-hand'
  /** It has no terminals in its API, to write or to read. */
  | 'no-terminals'
  | 'rejected'
  | 'rate-limited'
  | 'unavailable'
  /** The proxy on the way failed. */
  | 'proxy'
  /** The certificate was not accepted. */
  | 'untrusted'
  /** The certificate was not accepted because this machine's clock is wrong. */
  | 'clock'
  | 'conflict'
  /** Another changed the record meanwhile: disabled it, removed it, or gave it to another terminal. */
  | 'changed';

export interface CloudFacts {
  readonly instance: string;
  /** Where the cloud had the terminal registered, if that is another address of the same kind than it answers at. */
  readonly moved?: {
    readonly terminalId: string;
    /** What the clinic calls the desk. */ readonly name: string;
    /** `host:port`. */ readonly from: string;
    readonly to: string;
  };
  readonly failure:
    | {
        readonly kind: CloudFailureKind;
        /** Which check met it; absent if that is not known. */
        readonly check?: 'cloud.auth' | 'cloud.register' | 'doctor.instance';
        readonly status: number | undefined;
        readonly detail: string;
        /** DRF errors by field of the contract. */
        readonly fields: Readonly<Record<string, readonly string[]>>;
        readonly retryAfterS: number | undefined;
      }
    | undefined;
}

export type PaymentEnd =
  'returned' | 'declined' | 'refused' | 'no-card' | 'cancelled' | 'not-made' | 'unknown' | 'not-returned';

/** What the terminal told of its daily sending to the bank, right before a sale. */
export interface SendingFacts {
  /** The last one. */
  readonly failed: boolean;
  /** Where the next one was near. */
  readonly near?: {
    /** `HH:MM` by the terminal's clock. */ readonly at: string;
    readonly minutes: number;
    /** It was waited out before the sale. */ readonly waited: boolean;
  };
}

export interface PaymentFacts {
  readonly end: PaymentEnd;
  readonly returnCode: number | undefined;
  readonly reason: string | undefined;
  readonly stan: number | undefined;
  readonly authorizationNo: string | undefined;
  readonly terminalId: string | undefined;
  /** Integer cents. */
  readonly amount: number;
  readonly transactionId: string;
  /** A cancel of ours was sent while it waited for a card. */
  readonly cancelledByUs?: boolean;
  /** What the terminal asked its till in the middle of it, and was answered with a cancel. */
  readonly asked?: TerminalQuestion;
}
