import type { ServiceName } from './services/index.js';

/** What a rule leads to: a port of this terminal, of another one at the clinic, nobody (who refuses), nothing (what drops), or no terminal. */
export type Behind = 'posxml' | 'log' | 'other-posxml' | 'other-log' | 'nobody' | 'nothing' | ServiceName;

/** What lies behind each external port; left out, it is the terminal's own port of that role. */
export interface Rules {
  readonly posxml?: Behind;
  readonly log?: Behind;
}

/** What the clinic says on the telephone. */
export interface Outside {
  readonly host: string;
  readonly posxmlPort: number;
  readonly logPort: number;
}

/** Whether these rules need a second terminal at the clinic. */
export function leadElsewhere({ posxml, log }: Rules): boolean {
  return [posxml, log].some((behind) => behind?.startsWith('other-'));
}
