/** How many terminals are looked at at a time, unless somebody says otherwise. */
const DEFAULTS = { check: 1000, probe: 200 } as const;
/** Sockets that one look may have open. */
const SOCKETS_EACH = 2;
/** Left for the program itself, its files and its standard streams. */
const RESERVED = 64;

export interface Concurrency {
  readonly at: number;
  /** Why it is less than what was asked for. */
  readonly lowered?: string;
}

/** As many as asked for, or as suit this machine; never more than its limit on open files allows. */
export function concurrencyFor(command: 'check' | 'probe', asked: number | undefined, limit = openFiles()): Concurrency {
  const most = Math.max(1, Math.floor((limit - RESERVED) / SOCKETS_EACH));
  const wanted = asked ?? DEFAULTS[command];
  if (wanted <= most) return { at: wanted };
  return { at: most, ...(asked !== undefined && { lowered: `This machine lets a program have ${String(limit)} open files: ${String(most)} terminals are looked at at a time instead of ${String(asked)}. Raise the limit (ulimit -n) to have more.` }) };
}

/** The limit on open files, where the system has one. */
function openFiles(): number {
  const { userLimits } = process.report.getReport() as { readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.MAX_SAFE_INTEGER;
}
