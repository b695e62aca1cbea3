import { commandLine, shellAtHand } from '../../cli/process/shell.js';
import { formatPair } from '../../model/endpoint.js';
import type { SandboxResult } from '../../contract/program-results.js';
import type { Outside } from '../../sandbox/rules.js';
import type { World } from '../../sandbox/sandbox.js';
import type { Theme } from '../../ui/theme.js';

/** Where each terminal is reached from outside, which the scenario's rules may have led elsewhere. */
export function sandboxResult({ scenario, terminals, outside, cloud }: World): SandboxResult {
  return {
    scenario: scenario.name,
    terminals: outside.map((ports, index) => ({
      terminalId: terminals[index]?.settings.terminalId ?? null,
      target: targetOf(ports),
      host: ports.host,
      posxmlPort: ports.posxmlPort,
      logPort: ports.logPort,
    })),
    cloud: {
      instance: cloud.url,
      department: '1',
      environment: { TERMINAL_CLIENT_ID: cloud.clientId, TERMINAL_CLIENT_SECRET: cloud.clientSecret },
    },
  };
}

/** @param title the scenario, unless it is to be found out */
export function sandboxText({ terminals, outside, cloud }: World, title: string, theme: Theme): readonly string[] {
  return [
    `${theme.strong('Sandbox')}: ${title}`,
    ...outside.map((ports, index) => `  terminal ${terminals[index]?.settings.terminalId ?? ''}  ${targetOf(ports)}`),
    `  cloud              ${cloud.url}  (department 1; practice credentials ${cloud.clientId} / ${cloud.clientSecret})`,
    '',
    'In another window:',
    ...(outside[0] ? commandsFor(outside[0], cloud).map((command) => `  ${command}`) : []),
    '',
    'Ctrl-C ends it.',
  ];
}

/** What to type in another window to look at a terminal, and to do the whole call. */
export function commandsFor(
  outside: Outside,
  cloud: World['cloud'],
  shell = shellAtHand(process.platform, process.env),
): readonly string[] {
  const target = targetOf(outside);
  return [
    commandLine(['terminal', 'probe', target, '--allow-private'], {}, shell),
    commandLine(
      ['terminal', 'onboard', target, '--allow-private', '--instance', cloud.url, '--department', '1'],
      { TERMINAL_CLIENT_ID: cloud.clientId, TERMINAL_CLIENT_SECRET: cloud.clientSecret },
      shell,
    ),
  ];
}

/** As an agent types it. */
export function targetOf({ host, posxmlPort, logPort }: Outside): string {
  return `${formatPair({ host, port: posxmlPort })},${String(logPort)}`;
}
