import type { ServiceAnswer } from '../../../../src/connection/answer.js';
import type { ReadOnlyName, TerminalClient } from '../../../../src/connection/terminal-client.js';
import type { Said } from './terminal.js';

/** What the model's network makes of a request: what the terminal said, or nothing. */
type Carried = Said | 'lost';

const TIMING = { startedAt: 0 } as never;

/** The client for a terminal, as the program's own look takes it; each question goes through `carry`. */
export function askingClient(
  carry: (name: ReadOnlyName, body: object) => Carried,
  command?: TerminalClient['command'],
): TerminalClient {
  return {
    endpoint: { host: '127.0.0.1', port: 4445 },
    version: '7.1.0',
    refusedVersions: [],
    ask: (name, body) => Promise.resolve(answerOf(name, carry(name, body))),
    command: command ?? (() => Promise.reject(new Error('no command is expected'))),
  };
}

function answerOf<N extends ReadOnlyName>(request: N, said: Carried): ServiceAnswer<N> {
  if (said === 'lost') return lost('maybe');
  if (said.code !== 0) return { kind: 'error', returnCode: said.code, reason: undefined, timing: TIMING };
  return {
    kind: 'answer',
    name: request.replace('Request', 'Response') as never,
    body: said.body,
    returnCode: 0,
    unreadable: [],
    forgiven: [],
    version: '7.1.0',
    timing: TIMING,
  };
}

export function lost(sent: 'nothing' | 'maybe'): Extract<ServiceAnswer<'TransactionRequest'>, { kind: 'failed' }> {
  return {
    kind: 'failed',
    failure: { message: 'lost' } as never,
    sent,
    httpStatus: undefined,
    evidence: undefined as never,
    timing: TIMING,
  };
}
