import { answeringService, greetingService } from './service.js';
import type { Enter } from './service.js';

export const ssh: Enter = greetingService('SSH-2.0-dropbear_2022.83\r\n', 'Protocol mismatch.\r\n');
export const smtp: Enter = greetingService(
  '220 mail.clinic.example ESMTP Postfix\r\n',
  '502 5.5.2 Error: command not recognized\r\n',
);
export const ftp: Enter = greetingService('220 NAS FTP server ready.\r\n', '500 Unknown command.\r\n');
export const vnc: Enter = greetingService('RFB 003.008\n');
/** IAC DO and WILL (RFC 854), then a prompt. */
export const telnet: Enter = greetingService(
  Buffer.from('\u00ff\u00fd\u0001\u00ff\u00fb\u0001\r\nrouter login: ', 'latin1'),
);
/** A camera's stream. */
export const rtsp: Enter = answeringService('RTSP/1.0 400 Bad Request\r\nServer: IP Camera\r\n\r\n');
/** A network disk by its rsync port. */
export const rsync: Enter = greetingService('@RSYNCD: 31.0 sha512 sha256\n', '@ERROR: protocol startup error\n');
/** Speaks when it is spoken to, as chat servers and queues do. */
export const chat: Enter = (socket) => {
  socket.on('data', () => socket.write('UNKNOWN_COMMAND\r\n'));
};
/** Looks up who calls before it greets, and breaks off on one who does not wait for that (x11vnc). */
export const lateVnc: Enter = (socket) => {
  const timer = setTimeout(() => socket.write('RFB 003.008\n'), 250);
  socket.once('data', () => socket.resetAndDestroy());
  socket.once('close', () => {
    clearTimeout(timer);
  });
};
/** Says the time and hangs up (RFC 867). */
export const daytime: Enter = (socket) => {
  socket.resume();
  socket.end('Sunday, November 29, 2026 16:00:00-UTC\r\n');
};
/** A till that waits for terminals to call it (port 4444): it sends ENQ to one that is silent. */
export const callable: Enter = (socket) => {
  socket.resume();
  const timer = setInterval(() => socket.write(Uint8Array.of(0x05)), 100);
  socket.once('close', () => {
    clearInterval(timer);
  });
};
