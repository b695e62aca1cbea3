import type { Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import { makeCertificate } from './certificate.js';
import type { Enter } from './service.js';

const HANDSHAKE = 0x16;
/** A fatal alert, unexpected_message (RFC 8446, section 6). */
const ALERT = Uint8Array.of(0x15, 3, 3, 0, 2, 2, 10);

/** An encrypted page: an alert to plain text, a self-signed certificate to those who shake hands. */
export function tlsServer(...names: readonly string[]): Enter {
  return tlsOr((socket) => socket.end(ALERT), names);
}

/** The same where plain text gets no alert: OpenSSL, Go, Java and Node close, some of them with a reset. */
export function curtTlsServer(ending: 'close' | 'reset', ...names: readonly string[]): Enter {
  return tlsOr((socket) => (ending === 'close' ? socket.end() : socket.resetAndDestroy()), names);
}

function tlsOr(refuse: (socket: Socket) => unknown, names: readonly string[]): Enter {
  const secureContext = createSecureContext(makeCertificate(names));
  return (socket) => {
    socket.once('data', (first: Buffer) => {
      if (first[0] !== HANDSHAKE) {
        refuse(socket);
        return;
      }
      socket.pause();
      socket.unshift(first);
      const secured = new TLSSocket(socket, { isServer: true, secureContext });
      secured.on('error', () => socket.destroy());
      secured.resume();
      secured.once('end', () => secured.end());
    });
  };
}
