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
