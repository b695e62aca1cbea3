/** Tells what goes over the wire; the caller has redacted it. */
export type TraceWriter = (direction: string, text: string, ms: number) => void;

/** On stderr with --debug, and to the file of --debug-file. None without them: to redact what nobody sees costs more memory than to read it. */
export function createTrace({
  debug,
  file,
}: {
  readonly debug: boolean;
  readonly file: TraceWriter | undefined;
}): TraceWriter | undefined {
  if (!debug) return file;
  return (direction, text, ms) => {
    process.stderr.write(`debug ${ms.toFixed(1).padStart(9)} ms ${direction} ${text}\n`);
    file?.(direction, text, ms);
  };
}
