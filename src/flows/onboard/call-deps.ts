import type { CommandContext } from '../../cli/command/context.js';
import type { SessionStore } from '../../session/store.js';
import type { Prompter } from '../../steps/dependencies.js';
import type { Controls } from '../../steps/trust/controls.js';
import type { CloudChoice } from '../cloud/connect.js';
import type { TestSettings } from '../test-payment/run-test.js';
import type { EmbeddedSandbox } from './embedded-sandbox.js';

/** What all terminals of a call have in common. */
export interface OnboardCall {
  readonly context: CommandContext;
  readonly store: SessionStore;
  readonly talk: Prompter;
  readonly sandbox: EmbeddedSandbox | undefined;
  readonly credentials: CloudChoice['credentials'];
  readonly exchangeMs: number | undefined;
  readonly controls: Controls;
  readonly settings: TestSettings;
  readonly dryRun: boolean;
  readonly consent: boolean;
  /** The version of this program, for the journal. */
  readonly program: string;
  /** Where terminals were registered in this call, by terminal id. */
  readonly registeredInThisCall: Map<string, string>;
}
