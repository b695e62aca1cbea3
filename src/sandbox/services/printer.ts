import { answeringService } from './service.js';
import type { Enter } from './service.js';
import { webPageService } from './web-page.js';

/** Port 9100: prints whatever it is sent and says nothing, but for those who speak its job language (HP PJL). */
export const jetDirect: Enter = (socket) => {
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('@PJL INFO ID')) socket.write('@PJL INFO ID\r\n"LaserJet"\r\n\f');
  });
  socket.once('end', () => socket.end());
};

/** Port 631. */
export const ipp: Enter = answeringService(
  webPageService('400 Bad Request', ['Server: CUPS/2.4 IPP/2.1', 'Content-Type: application/ipp']),
);

/** A receipt printer with automatic status back: four bytes, nothing wrong (Epson ESC/POS, GS a). */
export const receiptPrinter: Enter = (socket) => {
  socket.once('data', () => socket.write(Uint8Array.of(0x14, 0, 0, 0x0f)));
};
