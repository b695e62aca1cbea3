import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodeMessage } from '../../src/posxml/encode.js';
import type { ResponseName } from '../../src/posxml/messages.js';

export interface Peer {
  /** What connections it accepted so far, as `address port`. */
  readonly accepted: () => readonly string[];
  close(): void;
}

/** Encoded here: a peer that loads the codec starts ten times as slowly. */
const REPLIES = JSON.stringify({
  GetParametersRequest: reply('GetParametersResponse', { ReturnCode: 0, TerminalID: '12345678' }),
  GetTerminalStatusRequest: reply('GetTerminalStatusResponse', {
    ReturnCode: 0,
    CardStatus: 0,
    NextSTAN: 1,
    NotFinishedTransactionsCount: 0,
    TransactionsCount: 0,
    ReversalActive: 0,
  }),
});

function reply(name: ResponseName, body: object): string {
  const document = encodeMessage({ name, body, version: '7.1.0' });
  return `HTTP/1.0 200 OK\r\nContent-Length: ${String(Buffer.byteLength(document))}\r\n\r\n${document}`;
}

/** Starts one on every address of a namespace. */
export function startPeer(
  namespace: string,
  kind: 'silent' | 'terminal' | 'yes' | 'socks' | 'refused',
  ports: readonly number[],
): Promise<Peer> {
  const program = [process.execPath, fileURLToPath(new URL('peer.js', import.meta.url))];
  const child = spawn('ip', ['netns', 'exec', namespace, ...program, kind, ...ports.map(String)], {
    env: { ...process.env, PEER_REPLIES: REPLIES },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  const peer: Peer = {
    accepted: () => told.split('\n').filter((line) => /^[\d.]+ \d+$/.test(line)),
    close: () => {
      child.kill('SIGKILL');
    },
  };
  return new Promise((resolve, reject) => {
    child.on('exit', () => {
      reject(new Error('the peer ended'));
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.includes('ready\n')) resolve(peer);
    });
  });
}
