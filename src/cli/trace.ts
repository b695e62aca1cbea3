/** Tells on stderr what goes over the wire; the caller has redacted it. */
export type Trace = (direction: string, text: string, ms: number) => void;

/** None without --debug: to redact what nobody sees costs more memory than to read it. */
export function createTrace(debug: boolean): Trace | undefined {
  if (!debug) return undefined;
  return (direction, text, ms) => {
    process.stderr.write(`debug ${ms.toFixed(1).padStart(9)} ms ${direction} ${text}\n`);
  };
}
