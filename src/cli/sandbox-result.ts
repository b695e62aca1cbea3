import type { Json } from '../contract/document.js';
import type { Outside } from '../sandbox/outside.js';
import type { World } from '../sandbox/world.js';
import type { Theme } from '../ui/theme.js';

/** Where each terminal is reached from outside, which the scenario's rules may have led elsewhere. */
export function sandboxResult({ scenario, terminals, outside, cloud }: World): { readonly [key: string]: Json } {
  return {
    scenario: scenario.name,
    terminals: outside.map((ports, index) => ({
      terminalId: terminals[index]?.settings.terminalId ?? null,
      target: targetOf(ports),
      host: ports.host,
      posxmlPort: ports.posxmlPort,
      logPort: ports.logPort,
    })),
    cloud: { instance: cloud.url, department: '1', environment: { TERMINAL_CLIENT_ID: cloud.clientId, TERMINAL_CLIENT_SECRET: cloud.clientSecret } },
  };
}

export function sandboxText({ scenario, terminals, outside, cloud }: World, theme: Theme): readonly string[] {
  const target = outside[0] ? targetOf(outside[0]) : '';
  return [
    `${theme.strong('Sandbox')}: ${scenario.name} (${scenario.shows})`,
    ...outside.map((ports, index) => `  terminal ${terminals[index]?.settings.terminalId ?? ''}  ${targetOf(ports)}`),
    `  cloud              ${cloud.url}  (department 1; practice credentials ${cloud.clientId} / ${cloud.clientSecret})`,
    '',
    'In another window:',
    `  terminal probe ${target} --allow-private`,
    `  TERMINAL_CLIENT_ID=${cloud.clientId} TERMINAL_CLIENT_SECRET=${cloud.clientSecret} terminal onboard ${target} --allow-private --instance ${cloud.url} --department 1`,
    '',
    'Ctrl-C ends it.',
  ];
}

function targetOf({ host, posxmlPort, logPort }: Outside): string {
  return `${host}:${String(posxmlPort)},${String(logPort)}`;
}
