import { replyNames } from '../posxml/messages.js';
import type { MessageBody, MessageName, ReplyTo, RequestName } from '../posxml/messages.js';
import type { Forgiven } from '../posxml/xml-tree.js';
import type { ConnectionFailure, Timing } from '../model/failure.js';
import type { Evidence, ExchangeResult } from './types.js';

/** What a request led to. Only `answer` is the terminal's answer to this very question. */
export type ServiceAnswer<N extends RequestName> =
  | {
      readonly kind: 'answer';
      /** A transaction's reply may come under the name of a plain TransactionResponse. */
      readonly name: MessageName;
      readonly body: MessageBody<ReplyTo<N>>;
      /** Absent if the reply had none, which is not the same as 0. */
      readonly returnCode: number | undefined;
      /** Fields that were there and could not be read. */
      readonly unreadable: readonly string[];
      /** What is no XML in it and was taken as text. */
      readonly forgiven: readonly Forgiven[];
      readonly version: string | undefined;
      readonly timing: Timing;
    }
  /** An `Error` message. */
  | {
      readonly kind: 'error';
      readonly returnCode: number | undefined;
      readonly reason: string | undefined;
      readonly timing: Timing;
    }
  /** A reply to another question. */
  | { readonly kind: 'unexpected'; readonly name: MessageName; readonly timing: Timing }
  | {
      readonly kind: 'failed';
      readonly failure: ConnectionFailure;
      readonly sent: 'nothing' | 'maybe';
      readonly httpStatus: number | undefined;
      readonly evidence: Evidence;
      readonly timing: Timing;
    };

/** Reads an exchange's result as the answer to a request. */
export function answerOf<N extends RequestName>(request: N, result: ExchangeResult): ServiceAnswer<N> {
  if (result.kind === 'failed') return result;
  const { message, timing, unreadable, forgiven } = result;
  if (message.name === 'Error') {
    return { kind: 'error', returnCode: message.body.ReturnCode, reason: message.body.Reason, timing };
  }
  const names: readonly MessageName[] = replyNames(request);
  if (!names.includes(message.name)) return { kind: 'unexpected', name: message.name, timing };
  // The names were just compared, and every transaction's reply has the fields of one and the same type.
  const body = message.body as MessageBody<ReplyTo<N>>;
  const returnCode = (message.body as { readonly ReturnCode?: number }).ReturnCode;
  return {
    kind: 'answer',
    name: message.name,
    body,
    returnCode,
    unreadable,
    forgiven,
    version: message.version,
    timing,
  };
}
