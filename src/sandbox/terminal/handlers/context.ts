import { RETURN_CODE, describeReturnCode } from '../../../posxml/return-codes.js';
import type { MessageBody, Message, RequestName } from '../../../posxml/messages.js';
import type { Client } from '../client.js';
import type { Engine } from '../engine.js';

export type HandlerReply = Message & { readonly version: string };
export type ReplyBody = Message['body'];

/** What a handler is given beside the request's own fields. */
export interface HandlerContext {
  readonly engine: Engine;
  readonly version: string;
  readonly client: Client;
}

/** Carries out one request and returns the body of its reply. */
export type Handler<N extends RequestName> = (
  body: MessageBody<N>,
  context: HandlerContext,
) => ReplyBody | Promise<ReplyBody>;

export const succeededReply = (version: string): { ReturnCode: number; Reason: string } =>
  handlerResult(RETURN_CODE.SUCCEEDED, version);

/** ReturnCode and Reason; a client of 6.0.2 wants a Reason that is not empty, 7.x sends an empty one on success. */
export function handlerResult(code: number, version: string): { ReturnCode: number; Reason: string } {
  if (code === RETURN_CODE.SUCCEEDED) return { ReturnCode: code, Reason: version.startsWith('6.') ? 'OK' : '' };
  return { ReturnCode: code, Reason: describeReturnCode(code).meaning };
}

/** A blank field is as good as none. */
export function blankAsAbsent(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
