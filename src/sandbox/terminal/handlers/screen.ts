import type { MessageBody } from '../../../posxml/messages.js';
import { RETURN_CODE } from '../../../posxml/return-codes.js';
import { cardRefusal, refusalFrom } from '../card.js';
import { simulatedPause } from '../clock.js';
import type { Engine } from '../engine.js';
import type { Operation } from '../operation.js';
import { printReceipt } from '../receipts.js';
import { handlerResult, succeededReply } from './context.js';
import type { HandlerContext } from './context.js';

export function handleBeep(
  _body: MessageBody<'DoBeepRequest'>,
  { engine, version }: HandlerContext,
): MessageBody<'DoBeepResponse'> {
  engine.events.emit({ kind: 'beep' });
  return succeededReply(version);
}

/** Message ids (Action 2) stand for texts of the terminal's own: it shows its welcome for each. */
export function displayMessage(
  body: MessageBody<'DisplayMessageRequest'>,
  { engine, version }: HandlerContext,
): MessageBody<'DisplayMessageResponse'> {
  if (body.Action === 1 || body.Action === undefined) {
    engine.show([body.Line1, body.Line2, body.Line3, body.Line4].map((line) => line ?? ''));
  } else engine.showIdle();
  return succeededReply(version);
}

export async function showInfo(
  body: MessageBody<'ShowInfoRequest'>,
  { engine, version, client }: HandlerContext,
): Promise<MessageBody<'ShowInfoResponse'>> {
  return engine.run(client, async (operation) => {
    engine.show(
      [body.Line1, body.Line2, body.Line3, [body.Yes, body.No].filter(Boolean).join(' / ')].map((line) => line ?? ''),
    );
    try {
      const input = await operation.wait(
        (signal) => answer(engine, operation, body, signal),
        ['cancel', 'red-key', 'disconnect'],
      );
      return { ...succeededReply(version), Input: input };
    } catch (cause) {
      return handlerResult(refusalFrom(cause).code, version);
    }
  });
}

async function answer(
  engine: Engine,
  operation: Operation,
  body: MessageBody<'ShowInfoRequest'>,
  signal: AbortSignal,
): Promise<string> {
  const { showInfo: choice, timeoutScale } = engine.settings;
  if (choice === 'timeout') {
    const seconds = body.Timeout ?? engine.settings.waitCardTimeout;
    if (seconds > 0) await simulatedPause(seconds * 1000 * timeoutScale, signal);
    else await new Promise<never>(() => undefined);
    throw cardRefusal(RETURN_CODE.TIMEOUT);
  }
  await engine.spend('waiting-card', signal);
  if (choice === 'red-key') operation.attempt('red-key');
  const longest = (body.AnswerType ?? 0) > 100 ? (body.AnswerType ?? 0) - 100 : 16;
  return choice === 'red-key' ? '' : choice.input.slice(0, Math.min(longest, 16));
}

export function printLine(
  body: MessageBody<'PrintLineRequest'>,
  { engine, version }: HandlerContext,
): MessageBody<'PrintLineResponse'> {
  const { printerStatus } = engine.settings;
  const printed = printReceipt(engine, 'line', (body.Line ?? '') + '\n'.repeat(Math.min(body.LineFeedCount ?? 0, 99)));
  return {
    ...(printed ? succeededReply(version) : handlerResult(RETURN_CODE.TECHNICAL_ERROR, version)),
    ...(printerStatus === undefined ? {} : { PrinterStatus: printerStatus }),
  };
}
