import type { CommonFlags } from '../../cli/command/context.js';
import type { LookAt } from './create-look.js';

/** What `check` and `probe` are told of their targets and of how to tell what was seen. */
export interface TargetFlags extends CommonFlags {
  readonly file?: string | undefined;
  readonly jsonl: boolean;
  readonly concurrency?: string | undefined;
  readonly continue?: string | undefined;
  readonly role?: string | undefined;
  readonly 'dry-run'?: boolean;
  readonly shard?: string | undefined;
  readonly language: string;
}

/** What the two do at each target. */
export interface LookCommand {
  readonly command: 'check' | 'probe';
  readonly look: LookAt;
  /** In a crowd, what the first look at a terminal may take at the most; the second has the whole `--timeout`. Milliseconds. */
  readonly firstLookMs?: number;
  /** A flag that makes sense for one terminal at a time. */
  readonly onlyOneFor?: string | undefined;
}
