import type { Cloud } from '../../cloud/client.js';
import { CloudFailure } from '../../cloud/errors.js';
import { sameRecord } from '../../cloud/records.js';
import type { TerminalRecord } from '../../cloud/records.js';
import { identityOf } from '../../connection/identity.js';
import type { Language } from '../../contract/language.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { Facts } from '../../model/facts.js';
import type { SessionWriter } from '../../session/session-writer.js';
import type { SessionStore } from '../../session/store.js';
import { posxmlOf } from '../../steps/test-payment/readiness.js';
import { lastRegistration } from './untold-test.js';

/** The cloud's record of the terminal, which hears how its test stands. */
export interface RegisteredTerminal {
  readonly record: TerminalRecord;
  readonly clouds: LastingClouds;
}

/** Not stopped by a signal: how a test ended is written, whatever key is pressed. */
export interface LastingClouds {
  /** Before the sale, when nothing is lost yet. */
  readonly before: Cloud;
  /** After it: tried for longer. */
  readonly after: Cloud;
}

interface Where {
  readonly store: SessionStore;
  readonly session: SessionWriter;
  /** @throws AppError */
  readonly connect: (instance: string) => Promise<LastingClouds>;
  /** Where the agent's terminals are usually registered; it may know nothing of this one. */
  readonly usual: string | undefined;
  readonly language: Language;
}

/**
 * The record of a terminal that is tested by itself: no record may be active meanwhile. Undefined where none is known.
 * Where it is known and cannot be read, why: whether it is active is not known either.
 * @throws AppError where there are no credentials for the instance
 */
export async function identifiedRecord(
  facts: Facts,
  where: Where,
): Promise<RegisteredTerminal | JudgedFacts | undefined> {
  const { terminalId } = identityOf(posxmlOf(facts)?.parameters);
  if (terminalId === undefined || where.session.state.sandbox) return undefined;
  const { registration, target } = where.session.state;
  const known = registration ?? lastRegistration(terminalId, target, where.store);
  const found = known
    ? await readKnown(known.instance, where, (cloud) => recordOf(cloud, known.recordId, terminalId))
    : await lookAtUsual(terminalId, where);
  if (found && 'record' in found) {
    const { record, clouds } = found;
    where.session.record({
      type: 'terminal.registered',
      instance: clouds.before.instance.url,
      recordId: record.id,
      action: 'unchanged',
    });
  }
  return found;
}

async function readKnown(
  instance: string,
  { connect, language }: Where,
  read: (cloud: Cloud) => Promise<TerminalRecord | undefined>,
): Promise<RegisteredTerminal | JudgedFacts | undefined> {
  const clouds = await connect(instance);
  try {
    const record = await read(clouds.before);
    return record && { record, clouds };
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    // A sandbox that was closed has taken its records along.
    if (clouds.before.instance.loopback && error.status === undefined) return undefined;
    return judgeFacts({ at: Date.now(), cloud: { instance, failure: error.facts() } }, language);
  }
}

async function recordOf(cloud: Cloud, id: string, terminalId: string): Promise<TerminalRecord | undefined> {
  try {
    const record = await cloud.terminal(id);
    return sameRecord(record.terminalId, terminalId) ? record : undefined;
  } catch (error) {
    // A person has removed it, or it was entered by hand.
    if (error instanceof CloudFailure && [404, 410].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}

/** What is only likely to know the terminal stops no test. */
async function lookAtUsual(terminalId: string, where: Where): Promise<RegisteredTerminal | undefined> {
  if (where.usual === undefined) return undefined;
  const found = await readKnown(where.usual, where, async (cloud) => {
    const [record, ...others] = await cloud.findTerminals({ terminalId });
    return others.length === 0 ? record : undefined;
  }).catch(() => undefined);
  return found && 'record' in found ? found : undefined;
}
