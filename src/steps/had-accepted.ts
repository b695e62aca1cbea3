import type { Failure } from '../connection/types.js';

/**
 * Whether a connection that failed had stood before: a reset in answer to the first packet is told by the system as a
 * refusal (ECONNREFUSED), so ECONNRESET comes only after the port has accepted. Which of the two is seen first, the
 * connection or its end, is a matter of luck, and the finding must not be.
 */
export function hadAccepted({ phase, errno }: Failure): boolean {
  return phase === 'connect' && errno === 'ECONNRESET';
}
