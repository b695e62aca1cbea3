import type { Body } from '../../../posxml/messages.js';
import { RETURN_CODE } from '../../../posxml/return-codes.js';
import { refusal, refusalFrom } from '../card.js';
import { pause } from '../clock.js';
import type { Engine } from '../engine.js';
import type { Operation } from '../operation.js';
import { print } from '../receipts.js';
import { result, succeeded } from './context.js';
import type { Context } from './context.js';

export function beep(_body: Body<'DoBeepRequest'>, { engine, version }: Context): Body<'DoBeepResponse'> {
  engine.events.emit({ kind: 'beep' });
  return succeeded(version);
}

/** Message ids (Action 2) stand for texts of the terminal's own: it shows its welcome for each. */
export function displayMessage(body: Body<'DisplayMessageRequest'>, { engine, version }: Context): Body<'DisplayMessageResponse'> {
  if (body.Action === 1 || body.Action === undefined) {
    engine.show([body.Line1, body.Line2, body.Line3, body.Line4].map((line) => line ?? ''));
  } else engine.showIdle();
  return succeeded(version);
}

export async function showInfo(body: Body<'ShowInfoRequest'>, { engine, version, client }: Context): Promise<Body<'ShowInfoResponse'>> {
  return engine.run(client, async (operation) => {
    engine.show([body.Line1, body.Line2, body.Line3, [body.Yes, body.No].filter(Boolean).join(' / ')].map((line) => line ?? ''));
    try {
      const input = await operation.wait((signal) => answer(engine, operation, body, signal), ['cancel', 'red-key', 'disconnect']);
      return { ...succeeded(version), Input: input };
    } catch (cause) {
      return result(refusalFrom(cause).code, version);
    }
  });
}

async function answer(engine: Engine, operation: Operation, body: Body<'ShowInfoRequest'>, signal: AbortSignal): Promise<string> {
  const { showInfo: choice, timeoutScale } = engine.settings;
  if (choice === 'timeout') {
    const seconds = body.Timeout ?? engine.settings.waitCardTimeout;
    if (seconds > 0) await pause(seconds * 1000 * timeoutScale, signal);
    else await new Promise<never>(() => undefined);
    throw refusal(RETURN_CODE.TIMEOUT);
  }
  await engine.spend('waiting-card', signal);
  if (choice === 'red-key') operation.attempt('red-key');
  const longest = (body.AnswerType ?? 0) > 100 ? (body.AnswerType ?? 0) - 100 : 16;
  return choice === 'red-key' ? '' : choice.input.slice(0, Math.min(longest, 16));
}

export function printLine(body: Body<'PrintLineRequest'>, { engine, version }: Context): Body<'PrintLineResponse'> {
  const { printerStatus } = engine.settings;
  const printed = print(engine, 'line', (body.Line ?? '') + '\n'.repeat(Math.min(body.LineFeedCount ?? 0, 99)));
  return {
    ...(printed ? succeeded(version) : result(RETURN_CODE.TECHNICAL_ERROR, version)),
    ...(printerStatus === undefined ? {} : { PrinterStatus: printerStatus }),
  };
}
