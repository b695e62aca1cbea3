/** A code in full; texts are without a case's numbers. */
export interface ExplanationResult {
  readonly code: string;
  /** `diagnosis`, `error`, `exit-status`, `return-code` or `term`. */
  readonly kind: string;
  /** null for all but a diagnosis. */
  readonly severity: string | null;
  readonly exit: number;
  readonly meaning: string;
  /** What a summary looks like, with made-up values; null for an error. */
  readonly example: string | null;
  readonly causes: readonly string[];
  readonly ask: string | null;
  readonly say: string | null;
  /** One step an entry. */
  readonly do: readonly string[];
  /** After "It is solved when"; null for an error. */
  readonly solved: string | null;
  readonly help: string | null;
  /** Codes that are not shown beside this one, being its symptoms. */
  readonly explains: readonly string[];
}

export interface SandboxResult {
  readonly scenario: string;
  readonly terminals: readonly {
    readonly terminalId: string | null;
    readonly target: string;
    readonly host: string;
    readonly posxmlPort: number;
    readonly logPort: number;
  }[];
  /** `environment`: the practice credentials. */
  readonly cloud: {
    readonly instance: string;
    readonly department: string;
    readonly environment: { readonly [name: string]: string };
  };
}

/** A situation that was to be found out: the document that comes last. `found` is null where nobody knows. */
export interface RiddleResult extends SandboxResult {
  readonly shows: string;
  readonly blind: true;
  /** Draws the same again. */
  readonly seed: number;
  readonly codes: readonly string[];
  readonly found: boolean | null;
}

/** The riddles that were played on this computer, the latest last. */
export interface PracticeResults {
  readonly riddles: readonly {
    /** When it ended. */
    readonly at: string;
    readonly scenario: string;
    readonly seed: number;
    /** The code to find. */
    readonly code: string;
    /** null where it is not known. */
    readonly found: boolean | null;
    /** Until it was found, else until it ended. */
    readonly seconds: number;
  }[];
  readonly played: number;
  readonly found: number;
}

/** `keptIn`: `keyring`, `file`, or null where nothing was kept; `keyring`: why the credential store was not used. */
export interface LoginResult {
  readonly instance: string;
  readonly clientId: string;
  readonly tried: boolean;
  readonly keptIn: string | null;
  readonly file: string | null;
  readonly keyring: string | null;
}

/** One setting; `origin`: flag, environment, configuration or default. */
export interface SettingResult {
  readonly key: string;
  readonly value: string | null;
  readonly origin: string;
  readonly problem: string | null;
}
