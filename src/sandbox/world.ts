import { startSandboxCloud } from './cloud/server.js';
import type { SandboxCloud } from './cloud/server.js';
import { findScenario } from './scenarios.js';
import type { Scenario } from './scenarios.js';
import { healthyVariant, startVirtualTerminal } from './terminal/index.js';
import type { TerminalSettings, VirtualTerminal } from './terminal/index.js';

export interface WorldOptions {
  readonly terminals: number;
  readonly scenario: string;
  /** Each terminal is another healthy variant of what the protocol leaves open; the same for the same seed. */
  readonly seed?: number;
  /** Over the scenario's own settings. */
  readonly settings?: Partial<TerminalSettings>;
}

/** Virtual terminals and a cloud on loopback: everything that an onboarding needs. */
export interface World {
  readonly scenario: Scenario;
  readonly terminals: readonly VirtualTerminal[];
  readonly cloud: SandboxCloud;
  close(): Promise<void>;
}

/** @throws RangeError for a scenario that does not exist */
export async function startWorld(options: WorldOptions): Promise<World> {
  const scenario = findScenario(options.scenario);
  if (!scenario) throw new RangeError(`no such scenario: ${options.scenario}`);
  const cloud = await startSandboxCloud();
  const terminals: VirtualTerminal[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([...terminals.map((terminal) => terminal.close()), cloud.close()]);
  };
  try {
    for (let index = 1; index <= options.terminals; index += 1) terminals.push(await startTerminal(index, scenario, options));
  } catch (cause) {
    await close();
    throw cause;
  }
  return { scenario, terminals, cloud, close };
}

async function startTerminal(index: number, scenario: Scenario, { seed, settings }: WorldOptions): Promise<VirtualTerminal> {
  const own = { terminalId: `SB${String(index).padStart(6, '0')}`, serialNumber: `17001CT2${String(index).padStart(7, '0')}` };
  const variant = seed === undefined ? {} : healthyVariant(seed + index - 1);
  const terminal = await startVirtualTerminal({ ...variant, ...own, ...scenario.settings, ...settings });
  terminal.person.will(...(scenario.acts ?? []));
  return terminal;
}
