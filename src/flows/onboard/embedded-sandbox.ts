import type { Credentials } from '../../cloud/token.js';
import { startSandbox } from '../../sandbox/sandbox.js';
import type { Prompter } from '../../steps/dependencies.js';
import { clinicOnStderr, showClinic } from '../sandbox/event-log.js';
import type { CommandContext } from '../../cli/command/context.js';
import { namedScenario } from '../sandbox/find-scenario.js';
import { sandboxClinic } from '../sandbox/simulated-clinic.js';
import { targetOf } from '../sandbox/result.js';

/** An embedded sandbox: where to find it, and who answers. */
export interface EmbeddedSandbox {
  readonly target: string;
  readonly instance: string;
  readonly credentials: Credentials;
  /** The agent, if there is one; else the sandbox's own clinic answers everything, to the end. */
  readonly talk: Prompter;
  close(): Promise<void>;
}

/** People are slower when a person watches. */
const SPEED = { watched: 0.6, alone: 0.2 };

/** @throws AppError usage.invalid for an unknown scenario */
export async function openSandbox(
  scenario: string,
  agent: Prompter,
  context: CommandContext,
): Promise<EmbeddedSandbox> {
  const { name } = namedScenario(scenario);
  const world = await startSandbox({
    terminals: 1,
    scenario: name,
    settings: { speed: agent.interactive ? SPEED.watched : SPEED.alone },
  });
  const [[terminal], [outside]] = [world.terminals, world.outside];
  if (!terminal || !outside) throw new Error('the sandbox started no terminal');
  context.report({
    kind: 'note',
    text: `Practice: a virtual terminal and a practice cloud on this computer (${world.scenario.shows}). No real money.`,
  });
  const tell = clinicOnStderr(context.err);
  const isElsewhere = world.scenario.elsewhere === true;
  if (isElsewhere) tell('the terminal here shows nothing and does nothing');
  else showClinic(terminal, tell);
  return {
    target: targetOf(outside),
    instance: world.cloud.url,
    credentials: { clientId: world.cloud.clientId, clientSecret: world.cloud.clientSecret },
    talk: agent.interactive ? agent : sandboxClinic(isElsewhere ? undefined : terminal, tell),
    close: () => world.close(),
  };
}
