import type { CloudFacts, CloudFailureKind } from '../model/facts.js';

interface CloudFailureInit {
  readonly kind: CloudFailureKind;
  /** HTTP status; absent where no answer came. */
  readonly status?: number | undefined;
  /** One sentence, safe to show. */
  readonly detail: string;
  /** Errors by field of the contract, safe to show. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
  /** Seconds that the cloud asks to wait. */
  readonly retryAfterS?: number | undefined;
  /** Whether a write that was asked for may have been carried out all the same. */
  readonly maybeDone?: boolean;
  /** It is gone in a moment, most likely: the same request may get its answer then. */
  readonly passing?: boolean | undefined;
  /** Already without secrets. */
  readonly cause?: unknown;
}

/** Why the cloud did not do what it was asked. Holds no secret, also not in its cause. */
export class CloudFailure extends Error {
  override readonly name = 'CloudFailure';
  readonly kind: CloudFailureKind;
  readonly status: number | undefined;
  readonly detail: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly retryAfterS: number | undefined;
  readonly maybeDone: boolean;
  readonly passing: boolean;

  constructor(init: CloudFailureInit) {
    super(init.detail, init.cause === undefined ? undefined : { cause: init.cause });
    this.kind = init.kind;
    this.status = init.status;
    this.detail = init.detail;
    this.fields = init.fields ?? {};
    this.retryAfterS = init.retryAfterS;
    this.maybeDone = init.maybeDone ?? false;
    this.passing = init.passing ?? false;
  }

  /** The same failure, told otherwise. */
  with(changes: Partial<CloudFailureInit>): CloudFailure {
    return new CloudFailure({ ...this.toInit(), ...changes });
  }

  facts(): NonNullable<CloudFacts['failure']> {
    const { kind, status, detail, fields, retryAfterS } = this;
    return { kind, status, detail, fields, retryAfterS };
  }

  private toInit(): CloudFailureInit {
    const { kind, status, detail, fields, retryAfterS, maybeDone, passing, cause } = this;
    return { kind, status, detail, fields, retryAfterS, maybeDone, passing, cause };
  }
}
