import type { Scenario } from './scenario.js';

/** Rules that lead to something that is no terminal. */
export const DEVICE_SCENARIOS: readonly Scenario[] = [
  { name: 'router-page', shows: "the rule for 4445 leads to the router's own page", rules: { posxml: 'router-page' } },
  { name: 'router-login', shows: 'the same, where the page wants a password first (401)', rules: { posxml: 'router-login' } },
  { name: 'redirect', shows: 'the same, where the page leads to its encrypted self', rules: { posxml: 'redirect' } },
  { name: 'hostile-page', shows: 'a page whose title attacks the screen that shows it', rules: { posxml: 'hostile-page' } },
  { name: 'router-page-behind-log', shows: "the rule for 5551 leads to the router's own page", rules: { log: 'router-page' } },
  { name: 'tls', shows: 'an encrypted page, which answers plain text with an alert', rules: { posxml: 'tls' } },
  { name: 'tls-page', shows: 'an encrypted page that says so in plain text, as nginx does', rules: { posxml: 'wants-tls' } },
  { name: 'ssh', shows: 'a remote login', rules: { posxml: 'ssh' } },
  { name: 'ssh-behind-log', shows: 'a remote login behind the log port', rules: { log: 'ssh' } },
  { name: 'printer', shows: 'a network printer, which prints the question and stays silent', rules: { posxml: 'jet-direct' } },
  { name: 'printer-ipp', shows: 'a network printer by its web port', rules: { posxml: 'ipp' } },
  { name: 'printer-receipts', shows: 'a receipt printer, which answers with its status', rules: { posxml: 'receipt-printer' } },
  { name: 'mail-server', shows: 'a mail server', rules: { posxml: 'smtp' } },
  { name: 'ftp', shows: 'a network disk by its FTP port', rules: { posxml: 'ftp' } },
  { name: 'camera', shows: 'a camera', rules: { posxml: 'rtsp' } },
  { name: 'telnet', shows: 'an old router by its Telnet port', rules: { posxml: 'telnet' } },
  { name: 'remote-screen', shows: 'a computer by its VNC port', rules: { posxml: 'vnc' } },
];
