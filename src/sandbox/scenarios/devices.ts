import type { Scenario } from './scenario.js';

/** Rules that lead to something that is no terminal. */
export const DEVICE_SCENARIOS: readonly Scenario[] = [
  {
    name: 'router-page',
    shows: "the rule for 4445 leads to the router's own page",
    finds: ['service.http'],
    rules: { posxml: 'router-page' },
  },
  {
    name: 'router-login',
    shows: 'the same, where the page wants a password first (401)',
    finds: ['service.http'],
    rules: { posxml: 'router-login' },
  },
  {
    name: 'redirect',
    shows: 'the same, where the page leads to its encrypted self',
    finds: ['service.http'],
    rules: { posxml: 'redirect' },
  },
  {
    name: 'hostile-page',
    shows: 'a page whose title attacks the screen that shows it',
    finds: ['service.http'],
    rules: { posxml: 'hostile-page' },
  },
  {
    name: 'router-page-behind-log',
    shows: "the rule for 5551 leads to the router's own page",
    finds: ['service.http'],
    rules: { log: 'router-page' },
  },
  {
    name: 'tls',
    shows: 'an encrypted page, which answers plain text with an alert',
    finds: ['service.tls'],
    rules: { posxml: 'tls' },
  },
  {
    name: 'tls-page',
    shows: 'an encrypted page that says so in plain text, as nginx does',
    finds: ['service.tls'],
    rules: { posxml: 'wants-tls' },
  },
  { name: 'ssh', shows: 'a remote login', finds: ['service.ssh'], rules: { posxml: 'ssh' } },
  {
    name: 'ssh-behind-log',
    shows: 'a remote login behind the log port',
    finds: ['service.ssh'],
    rules: { log: 'ssh' },
  },
  {
    name: 'printer',
    shows: 'a network printer, which prints the question and stays silent',
    finds: ['service.silent'],
    rules: { posxml: 'jet-direct' },
  },
  {
    name: 'printer-ipp',
    shows: 'a network printer by its web port',
    finds: ['service.printer'],
    rules: { posxml: 'ipp' },
  },
  {
    name: 'printer-receipts',
    shows: 'a receipt printer, which answers with its status',
    finds: ['service.printer'],
    rules: { posxml: 'receipt-printer' },
  },
  { name: 'mail-server', shows: 'a mail server', finds: ['service.other'], rules: { posxml: 'smtp' } },
  { name: 'ftp', shows: 'a network disk by its FTP port', finds: ['service.other'], rules: { posxml: 'ftp' } },
  { name: 'camera', shows: 'a camera', finds: ['service.other'], rules: { posxml: 'rtsp' } },
  { name: 'telnet', shows: 'an old router by its Telnet port', finds: ['service.other'], rules: { posxml: 'telnet' } },
  { name: 'remote-screen', shows: 'a computer by its VNC port', finds: ['service.other'], rules: { posxml: 'vnc' } },
];
