import type { Json } from '../contract/document.js';
import type { World } from '../sandbox/world.js';
import type { Theme } from '../ui/theme.js';

export function sandboxResult({ scenario, terminals, cloud }: World): { readonly [key: string]: Json } {
  return {
    scenario: scenario.name,
    terminals: terminals.map((terminal) => ({
      terminalId: terminal.settings.terminalId,
      target: `${terminal.host}:${String(terminal.posxmlPort)},${String(terminal.logPort)}`,
      host: terminal.host,
      posxmlPort: terminal.posxmlPort,
      logPort: terminal.logPort,
    })),
    cloud: { instance: cloud.url, department: '1', environment: { TERMINAL_CLIENT_ID: cloud.clientId, TERMINAL_CLIENT_SECRET: cloud.clientSecret } },
  };
}

export function sandboxText({ scenario, terminals, cloud }: World, theme: Theme): readonly string[] {
  const first = terminals[0];
  const target = first ? `${first.host}:${String(first.posxmlPort)},${String(first.logPort)}` : '';
  return [
    `${theme.strong('Sandbox')}: ${scenario.name} (${scenario.shows})`,
    ...terminals.map((terminal) => `  terminal ${terminal.settings.terminalId}  ${terminal.host}:${String(terminal.posxmlPort)},${String(terminal.logPort)}`),
    `  cloud              ${cloud.url}  (department 1; practice credentials ${cloud.clientId} / ${cloud.clientSecret})`,
    '',
    'In another window:',
    `  terminal probe ${target} --allow-private`,
    `  TERMINAL_CLIENT_ID=${cloud.clientId} TERMINAL_CLIENT_SECRET=${cloud.clientSecret} terminal onboard ${target} --allow-private --instance ${cloud.url} --department 1`,
    '',
    'Ctrl-C ends it.',
  ];
}
