import type { Cloud } from '../../cloud/client.js';
import type { HandEntry } from '../../cloud/entered-by-hand.js';
import type { Bank, Model } from '../../model/catalog.js';
import type { Department, TerminalPatch, TerminalRecord } from '../../cloud/records.js';
import type { Identity } from '../../model/endpoint.js';
import type { Json } from '../../contract/json.js';
import type { Check } from '../../contract/document.js';
import type { CloudFacts } from '../../model/facts.js';

export interface RegisterInput {
  /** The host and the external ports; the log port is left as it is where none is known. */
  readonly target: { readonly host: string; readonly posxmlPort: number; readonly logPort: number | undefined };
  readonly name: string;
  readonly model: Model;
  readonly bank: Bank;
  readonly departmentId: string;
  /** What the terminal said of itself. Without a terminal id there is nothing to register. */
  readonly identity: { readonly terminalId: string; readonly serialNumber: Identity['serialNumber'] };
  /** The version that the terminal accepted. */
  readonly protocolVersion: string | undefined;
  /** Tells what would be done; nothing is written and nobody is asked. */
  readonly dryRun: boolean;
  /** Given beforehand, so that nobody is asked. */
  readonly consent: boolean;
}

export interface RegisterDeps {
  readonly cloud: Cloud;
  readonly confirm: (question: Question) => Promise<boolean>;
  /** Whether the department is the terminal's own clinic. */
  readonly sameClinic?: (department: Department) => Promise<boolean>;
  readonly signal?: AbortSignal;
  /** Tells a person what to enter by hand, and looks until it is there or the person stops. Absent where nobody is. */
  readonly waitForEntry?: (fields: readonly FieldChange[], look: () => Promise<HandEntry>) => Promise<HandEntry>;
}

/**
 * `move`: the terminal is registered at another address. `replace`: another terminal is registered at this address.
 * `enable`: the record was disabled by someone, or has a status that is not ours. `update`: something that a person
 * wrote into it would be written over.
 */
export type QuestionKind = 'move' | 'replace' | 'enable' | 'update';

export interface Question {
  readonly kind: QuestionKind;
  /** The question in one sentence; safe to show. */
  readonly text: string;
  readonly record: TerminalRecord;
  readonly changes: readonly FieldChange[];
}

export interface FieldChange {
  readonly field: keyof TerminalPatch;
  readonly from: Json;
  readonly to: Json;
}

export type RegisterAction = 'created' | 'updated' | 'moved' | 'replaced' | 'enabled' | 'unchanged';
export type Planned = 'would-create' | 'would-update' | 'would-move' | 'would-replace' | 'would-enable';

/**
 * `several`: the cloud has more than one record for it. `occupied`: another terminal's record uses an outside
 * port of it. `refused`: consent was asked for and not given. `changed`: someone else was at work on it meanwhile.
 */
export type ConflictReason = 'several' | 'occupied' | 'refused' | 'changed';

interface RegistrationDetails {
  /** Its name is to be read back to the clinic; null where it was not reached. */
  readonly department: { readonly id: string; readonly name: string } | null;
  readonly changes: readonly FieldChange[];
  readonly checks: readonly Check[];
  readonly cloud: CloudFacts;
}

export type RegisterResult =
  | (RegistrationDetails & {
      readonly outcome: 'registered';
      readonly action: RegisterAction;
      readonly record: TerminalRecord;
    })
  /** `record` is the one that would be changed; null where one would be created. */
  | (RegistrationDetails & {
      readonly outcome: 'planned';
      readonly action: Planned;
      readonly record: TerminalRecord | null;
    })
  | (RegistrationDetails & {
      readonly outcome: 'conflict';
      readonly reason: ConflictReason;
      readonly detail: string;
      readonly records: readonly TerminalRecord[];
    })
  /** Entered in the cloud's own pages, and seen there; `entry` is its id. */
  | (RegistrationDetails & { readonly outcome: 'entered-by-hand'; readonly entry: string })
  /** The department is another clinic than the terminal's: nothing was written. */
  | (RegistrationDetails & { readonly outcome: 'other-clinic' })
  | (RegistrationDetails & {
      readonly outcome: 'failed';
      readonly detail: string;
      readonly retryAfterS: number | null;
    });

/** What is to be done, decided from what the cloud has. */
export type Plan =
  | { readonly kind: 'create' }
  | { readonly kind: 'unchanged'; readonly record: TerminalRecord }
  | { readonly kind: 'update'; readonly record: TerminalRecord; readonly changes: readonly FieldChange[] }
  | { readonly kind: 'ask'; readonly question: Question }
  | {
      readonly kind: 'conflict';
      readonly reason: ConflictReason;
      readonly detail: string;
      readonly records: readonly TerminalRecord[];
    };
