import { diagnoseFacts } from '../../diagnosis/diagnose.js';
import type { Facts } from '../../model/facts.js';
import { ipOf } from './controls.js';

const LATELY_MS = 60 * 60 * 1000;

/** What may be a fault of the bank's or the card network's, and is told as that where other clinics have it, too. */
const MAY_BE_OUTAGE: readonly string[] = ['terminal.bank-unreachable', 'terminal.outage', 'payment.declined'];

/** Whether its payments do not get through. */
export function isBankTrouble(facts: Facts): boolean {
  // Of a port that was only connected to there is nothing to tell: lists of these are long.
  const isSeen = facts.payment !== undefined || facts.posxml?.service?.kind === 'posxml';
  return isSeen && diagnoseFacts(facts).some(({ row }) => MAY_BE_OUTAGE.includes(row.code));
}

/**
 * Adds how many other clinics' payments did not get through in the last hour, where this terminal's did not. Never throws.
 * @param read gives the hosts of the terminals whose payments did not get through since an instant
 * @param inRun those that this run has met, and meets
 */
export async function withOthersLately(
  facts: Facts,
  read: (since: number) => Promise<ReadonlySet<string>>,
  inRun: Set<string> = new Set(),
): Promise<Facts> {
  if (!isBankTrouble(facts)) return facts;
  const here = ipOf(facts);
  if (here !== undefined) inRun.add(here);
  const before = await read(facts.at - LATELY_MS).catch(() => new Set<string>());
  const hosts = new Set([...before, ...inRun]);
  return { ...facts, lately: { troubled: [...hosts].filter((host) => host !== here).length } };
}
