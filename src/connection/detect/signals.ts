/** ENQ and ACK (ASCII): what a till that waits for terminals sends to find out whether one is there. */
const SIGNALS: ReadonlySet<number> = new Set([0x05, 0x06]);

/** Whether these bytes are signals alone, or none at all. */
export function isSignal(bytes: Uint8Array): boolean {
  return bytes.every((byte) => SIGNALS.has(byte));
}
