/** How many terminals are looked at at a time, unless a person says otherwise. */
const DEFAULTS = { check: 1000, probe: 500 } as const;
/** Sockets that one look may have open. */
const SOCKETS_EACH = 2;
/** Left for the program itself, its files and its standard streams. */
const RESERVED = 64;

interface Concurrency {
  readonly at: number;
  /** Why it is less than what was asked for. */
  readonly lowered?: string;
}

/** Fewer open files than these need is no system's usual limit (256 on macOS, 1024 or more elsewhere). */
const ALWAYS_ALLOWED = 64;

/**
 * As many as asked for, or as suit this machine; never more than there are, or than its limit on open files allows.
 * @param targets how many there are; undefined for a list that is still to be read
 */
export function concurrencyFor(
  command: 'check' | 'probe',
  asked: number | undefined,
  targets: number | undefined,
  openFiles = limitOnOpenFiles,
): Concurrency {
  const wanted = Math.min(asked ?? DEFAULTS[command], targets ?? Infinity);
  if (wanted <= ALWAYS_ALLOWED) return { at: wanted };
  const limit = openFiles();
  const most = Math.max(1, Math.floor((limit - RESERVED) / SOCKETS_EACH));
  if (wanted <= most) return { at: wanted };
  return {
    at: most,
    ...(asked !== undefined && {
      lowered: `This computer allows ${String(limit)} open files: terminal checks ${String(most)} terminals in parallel, not ${String(asked)}. To check more, raise the limit (ulimit -n).`,
    }),
  };
}

/** Where the system has one. It takes 14 ms to read: not for a handful of terminals. */
function limitOnOpenFiles(): number {
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft?: number | string } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.MAX_SAFE_INTEGER;
}
