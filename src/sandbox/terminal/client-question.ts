import type { TerminalQuestion } from '../../posxml/messages.js';
import { beforeTheBank, timesOut } from './card.js';
import type { Client } from './client.js';
import type { Engine } from './engine.js';
import type { Operation } from './operation.js';

/** What a sale may need to know of its client. */
export interface ClientQuestion {
  readonly question: TerminalQuestion;
  /** In which it is asked. */
  readonly version: string;
}

/** 7.1.0 is plain request and response. */
export function questionOf({ settings }: Engine, version: string): ClientQuestion | undefined {
  const { asksClient: question } = settings;
  return question === undefined || version.startsWith('7.1') ? undefined : { question, version };
}

/** Waits for the client's response, no longer than for a card. @throws Interrupted, OperationRefusal */
export async function askClient(
  engine: Engine,
  operation: Operation,
  { question, version }: ClientQuestion,
  client: Client,
  timeoutS: number,
): Promise<void> {
  await operation.wait(
    (signal) =>
      Promise.race([client.ask(question, version), timesOut(timeoutS * engine.settings.timeoutScale * 1000, signal)]),
    [...beforeTheBank(engine), 'card-out'],
  );
}
