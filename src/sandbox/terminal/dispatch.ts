import { setImmediate } from 'node:timers/promises';
import { decodeMessage } from '../../posxml/decode.js';
import type { Decoded, DecodeRefusal as Unread } from '../../posxml/decode.js';
import { encodeMessage } from '../../posxml/encode.js';
import type { RequestName } from '../../posxml/messages.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { Client } from './client.js';
import { simulatedPause, waitUntil } from './clock.js';
import type { Engine } from './engine.js';
import { handlerResult } from './handlers/context.js';
import type { HandlerReply } from './handlers/context.js';
import { wrongParameter } from './handlers/check.js';
import { isRequest, performMessage, refusedReply, replyOf } from './handlers/index.js';
import { Wire, elementNames } from './wire.js';
import type { WireRecord } from './wire.js';

/** Messages of the protocol that this terminal is not configured for. */
const NOT_SUPPORTED =
  /^(SetParameters|SetClientPAN|SetECRPAN|ReadCard|ReadIDCard|TransactionMagStripe|FinishTransaction|TransactionSend|TransactionSendStatus)Request$/i;

const SPECIAL = /<(Manual|PreAuthorisation)>\s*1\s*</i;

/** What may be asked while a sale runs, by those that serve status. */
const QUESTIONS: readonly RequestName[] = [
  'GetTerminalStatusRequest',
  'GetParametersRequest',
  'GetLastTransactionDataRequest',
  'TransactionCurrStatusRequest',
];

/** One request: read, recorded, and not yet answered. */
export interface Received {
  readonly record: WireRecord;
  readonly decoded: Decoded;
  /** It asks for a kind of transaction that this terminal is not configured for. */
  readonly special: boolean;
}

/** Decides what each document is answered with, and when. */
export class Dispatcher {
  readonly wire = new Wire();
  readonly #engine: Engine;
  #restUntil = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  receive(document: Buffer, form: WireRecord['form']): Received {
    const decoded = decodeMessage(document);
    const source = document.toString('utf8');
    const known = decoded.ok ? decoded.message : decoded.refusal;
    const record: WireRecord = {
      name: known.name,
      version: known.version,
      body: decoded.ok ? decoded.message.body : undefined,
      elements: elementNames(source),
      form,
      at: Date.now(),
      bytes: document.length,
    };
    this.wire.add(record);
    this.#engine.events.emit({ kind: 'request', record });
    return { record, decoded, special: SPECIAL.test(source) };
  }

  /**
   * The reply's document; undefined: the terminal never answers this.
   * @param awaited whether it came on the connection on which a reply is awaited, and is read there
   */
  async answer(received: Received, client: Client, awaited = false): Promise<string | undefined> {
    const rest = this.#restUntil - Date.now();
    if (rest > 0) await simulatedPause(rest);
    try {
      const turn = await this.#waitForTurn(received.record.name, client, awaited);
      if (turn === 'drop') return undefined;
      this.#engine.keepTime();
      return encodeMessage(turn === 'go' ? await this.#perform(received, client) : this.#refuse(received, turn));
    } catch (cause) {
      // A setting that does not fit its field, for one: the terminal says so and lives on.
      process.emitWarning(cause instanceof Error ? cause : String(cause));
      return encodeMessage(this.#error(RETURN_CODE.TECHNICAL_ERROR));
    } finally {
      this.#restUntil = Date.now() + this.#engine.settings.restMs;
    }
  }

  /** `go`, `drop`, or the ReturnCode that refuses it now. */
  async #waitForTurn(name: string | undefined, client: Client, awaited: boolean): Promise<'go' | 'drop' | number> {
    const { settings } = this.#engine;
    while (this.#engine.busy) {
      const isCancelRead = awaited || ['another', 'both'].includes(settings.cancelReadOn);
      if (name === 'CancelAllOperationsRequest' && isCancelRead) return 'go';
      switch (settings.whileBusy) {
        case 'serve-status':
          return QUESTIONS.some((question) => question === name) ? 'go' : RETURN_CODE.NOT_NOW;
        case 'refuse-code':
          return settings.busyCode;
        case 'no-reply':
        case 'queue':
        case 'refuse-connection':
          await waitUntil(() => !this.#engine.busy || client.gone);
          if (client.gone || settings.whileBusy === 'no-reply') return 'drop';
      }
      await setImmediate();
    }
    return 'go';
  }

  async #perform(received: Received, client: Client): Promise<HandlerReply> {
    const { decoded } = received;
    const { settings } = this.#engine;
    const name = received.record.name ?? '';
    const code = this.#refusal(decoded);
    if (code !== undefined || !decoded.ok || !isRequest(name)) return this.#error(code ?? RETURN_CODE.MESSAGE_ERROR);
    if (!settings.enabled) return this.#refuse(received, RETURN_CODE.NOT_SUPPORTED);
    const forced = settings.returnCodes[name];
    if (forced !== undefined) return this.#refuse(received, forced);
    if (received.special) return this.#refuse(received, RETURN_CODE.NOT_SUPPORTED);
    const { body, version } = decoded.message;
    if (wrongParameter(name, version ?? '', body, decoded.unreadable) !== undefined)
      return this.#refuse(received, RETURN_CODE.WRONG_PARAMETER);
    return performMessage(name, body, { engine: this.#engine, version: version ?? '', client });
  }

  /** The code of an `Error` reply; undefined where the document is a request that this terminal knows. */
  #refusal(decoded: Decoded): number | undefined {
    const { name, version } = decoded.ok ? decoded.message : decoded.refusal;
    if (!decoded.ok && !isEnvelope(decoded.refusal)) return RETURN_CODE.XML_SYNTAX;
    if (version === undefined || !this.#engine.settings.versions.includes(version)) return RETURN_CODE.WRONG_VERSION;
    if (NOT_SUPPORTED.test(name ?? '')) return RETURN_CODE.NOT_SUPPORTED;
    if (decoded.ok) return isRequest(decoded.message.name) ? undefined : RETURN_CODE.MESSAGE_ERROR;
    return decoded.refusal.code === 'ambiguous-field' ? RETURN_CODE.WRONG_PARAMETER : RETURN_CODE.MESSAGE_ERROR;
  }

  /** In the request's own reply where there is one, else as an `Error`. */
  #refuse({ decoded }: Received, code: number): HandlerReply {
    const { versions } = this.#engine.settings;
    if (!decoded.ok) return this.#error(code);
    const { name, version } = decoded.message;
    if (!isRequest(name) || version === undefined || !versions.includes(version)) return this.#error(code);
    return refusedReply(name, decoded.message.body, this.#engine, { version, code });
  }

  #error(code: number): HandlerReply {
    const version = this.#engine.settings.versions[0] ?? '7.1.0';
    return replyOf('Error', handlerResult(code, version), version);
  }
}

/** Whether the document was at least XML in the PosXML envelope. */
function isEnvelope(unread: Unread): boolean {
  return ['no-message', 'several-messages', 'unknown-message', 'ambiguous-field'].includes(unread.code);
}
