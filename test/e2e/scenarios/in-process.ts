import type { Target } from '../../../src/model/endpoint.js';
import { diagnoseFacts } from '../../../src/diagnosis/diagnose.js';
import type { Facts } from '../../../src/model/facts.js';
import type { Outside } from '../../../src/sandbox/rules.js';
import { probeTarget } from '../../../src/steps/probe/probe.js';
import type { ProbeOptions } from '../../../src/steps/probe/options.js';

/** Looks at these external ports from within this process. */
export async function probeOutside(
  { host, posxmlPort, logPort }: Outside,
  options: Partial<ProbeOptions> = {},
): Promise<Facts> {
  const target: Target = {
    host,
    family: 'ipv4',
    posxml: { host, port: posxmlPort, role: 'posxml' },
    log: { host, port: logPort, role: 'log' },
  };
  return probeTarget(target, { timeoutMs: 5000, allowPrivate: true, ...options });
}

export function codesOf(facts: Facts): readonly string[] {
  return diagnoseFacts(facts).map(({ row }) => row.code);
}
