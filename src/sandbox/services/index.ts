import * as noise from './noise.js';
import * as printer from './printer.js';
import type { Enter } from './service.js';
import * as silence from './silence.js';
import * as text from './text.js';
import { curtTlsServer, tlsServer } from './tls.js';
import * as web from './web-page.js';

const plainly = (enter: Enter) => (): Enter => enter;

/** What else may lie behind a rule; each is made when it is needed, since some make a key first. */
export const SERVICES = {
  'router-page': plainly(web.routerPage),
  'router-login': plainly(web.routerLogin),
  redirect: plainly(web.redirect),
  'hostile-page': plainly(web.hostilePage),
  'wants-tls': plainly(web.wantsTls),
  tls: () => tlsServer('router.clinic.example', 'fritz.box'),
  'tls-closes': () => curtTlsServer('close', 'nas.clinic.example'),
  'tls-resets': () => curtTlsServer('reset', 'nas.clinic.example'),
  ssh: plainly(text.ssh),
  smtp: plainly(text.smtp),
  ftp: plainly(text.ftp),
  vnc: plainly(text.vnc),
  telnet: plainly(text.telnet),
  rtsp: plainly(text.rtsp),
  rsync: plainly(text.rsync),
  chat: plainly(text.chat),
  'late-vnc': plainly(text.lateVnc),
  daytime: plainly(text.daytime),
  callable: plainly(text.callable),
  'jet-direct': plainly(printer.jetDirect),
  ipp: plainly(printer.ipp),
  'receipt-printer': plainly(printer.receiptPrinter),
  silent: plainly(silence.silentService),
  'closes-at-once': plainly(silence.closesAtOnce),
  'closes-on-data': plainly(silence.closesOnData),
  'resets-at-once': plainly(silence.resetsAtOnce),
  'resets-on-data': plainly(silence.resetsOnData),
  garbage: plainly(noise.garbage),
  'half-document': plainly(noise.halfDocument),
  echo: plainly(noise.echoService),
  drip: plainly(noise.dripService),
  continue: plainly(noise.continueService),
  'broken-off': plainly(noise.brokenOff),
} as const satisfies Readonly<Record<string, () => Enter>>;

export type ServiceName = keyof typeof SERVICES;
