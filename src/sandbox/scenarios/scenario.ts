import type { Company } from '../background-clients.js';
import type { Deployment } from '../cloud/api.js';
import type { Writable } from '../cloud/serializer.js';
import type { Outside, Rules } from '../rules.js';
import type { Act } from '../terminal/person.js';
import type { TerminalSettings } from '../terminal/settings.js';
import type { VirtualTerminal } from '../terminal/virtual-terminal.js';

/** A situation to practise: what is different from a healthy terminal with a willing person in front of it. */
export interface Scenario {
  readonly name: string;
  /** What it shows, in one line. */
  readonly shows: string;
  /** The codes that `probe` finds in it, in order, and nothing else; left out, it finds nothing. */
  readonly finds?: readonly string[];
  /** What the test payment finds, where a probe cannot. */
  readonly inTest?: readonly string[];
  /** What the clinic's own words show in an onboarding, where neither a probe nor a payment can. */
  readonly inCall?: readonly string[];
  /** The terminal stands at another clinic: the one who is on the telephone looks at one that does nothing. */
  readonly elsewhere?: true;
  readonly settings?: Partial<TerminalSettings>;
  /** What the person does at each request for a card, in order; afterwards always pays. */
  readonly acts?: readonly Act[];
  /** Where the router's rules lead, if not to the terminal's own two ports. */
  readonly rules?: Rules;
  /** What others do at the same time. */
  readonly company?: Company;
  /** What the cloud holds of each terminal before it is registered. */
  readonly registered?: (terminal: VirtualTerminal, outside: Outside) => Partial<Writable>;
  /** What kind of instance the cloud is. */
  readonly deployment?: Deployment;
  /** What a person enters in the cloud's own pages, once the terminal was looked for there. */
  readonly entered?: (terminal: VirtualTerminal, outside: Outside) => object;
}

/** Scenarios of one kind, in the order in which they are listed. */
export interface ScenarioGroup {
  readonly title: string;
  readonly scenarios: readonly Scenario[];
}
