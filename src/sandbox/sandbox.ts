import { startSandboxCloud } from './cloud/server.js';
import type { SandboxCloud } from './cloud/server.js';
import { leadElsewhere } from './rules.js';
import { openRouter } from './nat-router.js';
import type { Router } from './nat-router.js';
import { findScenario } from './scenarios/groups.js';
import type { Scenario } from './scenarios/scenario.js';
import { healthyVariant } from './terminal/variant.js';
import { startVirtualTerminal } from './terminal/virtual-terminal.js';
import type { TerminalSettings } from './terminal/settings.js';
import type { VirtualTerminal } from './terminal/virtual-terminal.js';

interface WorldOptions {
  readonly terminals: number;
  readonly scenario: string;
  /** Each terminal is another healthy variant of what the protocol leaves open; the same for the same seed. */
  readonly seed?: number;
  /** The loopback address that all of it is at; 127.0.0.1 by default. */
  readonly host?: string;
  /** Over the scenario's own settings. */
  readonly settings?: Partial<TerminalSettings>;
}

/** Virtual terminals and a cloud on loopback: everything that an onboarding needs. */
export interface World {
  readonly scenario: Scenario;
  readonly terminals: readonly VirtualTerminal[];
  /** For each terminal, where it is reached: behind the rules of the scenario, which may lead elsewhere, and can be changed. */
  readonly outside: readonly Router[];
  readonly cloud: SandboxCloud;
  close(): Promise<void>;
}

/** A port is free to use after a few rounds of the event loop: alone, each terminal would wait for them again. */
const AT_A_TIME = 50;
/** More terminals than these are a fleet, of which each may take little. */
const FEW = 20;

type Closing = () => Promise<void> | void;

/** @throws RangeError for a scenario that does not exist */
export async function startSandbox(options: WorldOptions): Promise<World> {
  const scenario = findScenario(options.scenario);
  if (!scenario) throw new RangeError(`no such scenario: ${options.scenario}`);
  const { host } = options;
  const { deployment } = scenario;
  const cloud = await startSandboxCloud({ ...(host !== undefined && { host }), ...(deployment && { deployment }) });
  const closings: Closing[] = [() => cloud.close()];
  const close = async (): Promise<void> => {
    await Promise.all(closings.splice(0).map(async (end) => end()));
  };
  const desks: Desk[] = [];
  try {
    for (let first = 1; first <= options.terminals; first += AT_A_TIME) {
      const indices = Array.from(
        { length: Math.min(AT_A_TIME, options.terminals - first + 1) },
        (_, offset) => first + offset,
      );
      desks.push(...(await allOf(indices.map((index) => startDesk(index, scenario, options, closings)))));
    }
    for (const { terminal, outside } of desks) {
      const record = scenario.registered?.(terminal, outside);
      if (record) cloud.put(record);
      const entered = scenario.entered?.(terminal, outside);
      if (entered) cloud.enteredLater.push(entered);
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  return {
    scenario,
    terminals: desks.map(({ terminal }) => terminal),
    outside: desks.map(({ outside }) => outside),
    cloud,
    close,
  };
}

/** Ends when each has: the one who closes what was started knows all of it then. */
async function allOf<T>(started: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(started);
  return Promise.all(started);
}

interface Desk {
  readonly terminal: VirtualTerminal;
  readonly outside: Router;
}

/** One terminal with its rules, and anyone else who is there. */
async function startDesk(index: number, scenario: Scenario, options: WorldOptions, closings: Closing[]): Promise<Desk> {
  const { rules = {}, company } = scenario;
  const start = async (prefix: string): Promise<VirtualTerminal> => {
    const terminal = await startTerminal(prefix, index, scenario, options);
    closings.push(() => terminal.close());
    return terminal;
  };
  const terminal = await start('SB');
  const other = leadElsewhere(rules) ? await start('NB') : undefined;
  const outside = await openRouter(terminal, other, rules);
  closings.push(() => outside.close());
  if (company) closings.push(await company(terminal));
  return { terminal, outside };
}

async function startTerminal(
  prefix: string,
  index: number,
  scenario: Scenario,
  { terminals, seed, host, settings }: WorldOptions,
): Promise<VirtualTerminal> {
  const own = {
    terminalId: `${prefix}${String(index).padStart(6, '0')}`,
    serialNumber: `17001CT2${String(index).padStart(7, '0')}`,
  };
  const variant = seed === undefined ? {} : healthyVariant(seed + index - 1);
  const terminal = await startVirtualTerminal({
    ...variant,
    ...own,
    fewFiles: terminals > FEW,
    ...(host !== undefined && { host }),
    ...scenario.settings,
    ...settings,
  });
  terminal.person.will(...(scenario.acts ?? []));
  // Nobody of this call stands there.
  if (scenario.elsewhere === true) terminal.person.byHand = true;
  return terminal;
}
