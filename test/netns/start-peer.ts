import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Peer {
  /** What connections it accepted so far, as `address port`. */
  readonly accepted: () => readonly string[];
  close(): void;
}

/** Starts one on every address of a namespace. */
export function startPeer(
  namespace: string,
  kind: 'silent' | 'terminal' | 'yes' | 'socks' | 'refused',
  ports: readonly number[],
): Promise<Peer> {
  const program = [process.execPath, '--import', 'tsx', fileURLToPath(new URL('peer.js', import.meta.url))];
  const child = spawn('ip', ['netns', 'exec', namespace, ...program, kind, ...ports.map(String)], {
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
