import type { ConnectionFailure } from '../../model/failure.js';

/**
 * Whether a connection that failed had stood before: a reset in answer to the first packet is told by the system as a
 * refusal (ECONNREFUSED), so ECONNRESET comes only after the port has accepted. Which of the two is seen first, the
 * connection or its end, is a matter of luck, and the finding must not be. A proxy's reset is its own.
 */
export function hadAccepted({ reason, phase, errno }: ConnectionFailure): boolean {
  return reason === 'reset' && phase === 'connect' && errno === 'ECONNRESET';
}
