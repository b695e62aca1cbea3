import { answeringService } from './service.js';
import type { Enter } from './service.js';

/** A router's own page: the commonest thing behind a rule that forwards to the wrong internal address. */
export const routerPage: Enter = answeringService(
  webPageService(
    '200 OK',
    ['Server: Mini web server 1.0 ZTE corp 2005.', 'Content-Type: text/html'],
    '<!DOCTYPE html>\n<html><head>\n<title>H298A &middot; Login</title></head><body>Please log in.</body></html>',
  ),
);

/** Wants a password before it shows anything. */
export const routerLogin: Enter = answeringService(
  webPageService('401 Unauthorized', ['Server: GoAhead-Webs', 'WWW-Authenticate: Basic realm="Router"']),
);

/** Leads to its encrypted page. */
export const redirect: Enter = answeringService(
  webPageService('302 Found', ['Server: lighttpd', 'Location: https://router.example/']),
);

/** A network disk's page, whose title is an attack on the screen of the one who prints it. */
export const hostilePage: Enter = answeringService(
  webPageService(
    '200 OK',
    ['Server: x\u001b]0;owned\u0007'],
    `<html><title>\u001b[2J\u202e\u0000evil${'!'.repeat(9000)}</title>`,
  ),
);

/** A page on its encrypted port that was asked without encryption, as nginx answers then. */
export const wantsTls: Enter = answeringService(
  webPageService(
    '400 Bad Request',
    ['Server: nginx'],
    '<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>',
  ),
);

export function webPageService(status: string, headers: readonly string[], body = ''): string {
  const length = `Content-Length: ${String(Buffer.byteLength(body))}`;
  return [`HTTP/1.1 ${status}`, ...headers, length, 'Connection: close', '', body].join('\r\n');
}
