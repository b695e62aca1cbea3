import { diagnoseFacts } from '../../diagnosis/diagnose.js';
import type { Facts } from '../../model/facts.js';
import { ipOf } from './controls.js';

const LATELY_MS = 60 * 60 * 1000;

/** What may be a fault of the bank's or the card network's, and is told as that where other clinics have it, too. */
const MAY_BE_OUTAGE: readonly string[] = ['terminal.bank-unreachable', 'payment.declined'];

/**
 * Adds how many other clinics' payments did not get through in the last hour, where this terminal's did not. Never throws.
 * @param read gives the hosts of the terminals whose payments did not get through since an instant
 */
export async function withOthersLately(
  facts: Facts,
  read: (since: number) => Promise<ReadonlySet<string>>,
): Promise<Facts> {
  // Of a port that was only connected to there is nothing to tell: lists of these are long.
  const isSeen = facts.payment !== undefined || facts.posxml?.service?.kind === 'posxml';
  if (!isSeen || !diagnoseFacts(facts).some(({ row }) => MAY_BE_OUTAGE.includes(row.code))) return facts;
  const hosts = await read(facts.at - LATELY_MS).catch(() => new Set<string>());
  const here = ipOf(facts);
  return { ...facts, lately: { troubled: [...hosts].filter((host) => host !== here).length } };
}
