import { CloudFailure } from '../../cloud/errors.js';
import { isAnotherAddress } from '../../connection/net/address.js';
import { formatPair } from '../../model/endpoint.js';
import type { Department } from '../../cloud/records.js';
import type { CloudFacts } from '../../model/facts.js';
import { fieldsToEnter, verifyEntry } from './by-hand.js';
import { startWatch } from './checks.js';
import { lookUpDepartment, executePlan } from './execute.js';
import type { Done } from './execute.js';
import type { RegisterDeps, RegisterInput, RegisterResult } from './types.js';

/**
 * Registers a terminal with the cloud, or brings its record up to date. However often it is done, there is one
 * record. The status is never raised to `active` here: that is for {@link recordTest}.
 * @throws the signal's reason, when the caller gives up
 */
export async function registerTerminal(input: RegisterInput, deps: RegisterDeps): Promise<RegisterResult> {
  const { cloud, signal } = deps;
  const instance = cloud.instance.url;
  const watch = startWatch(instance);
  let department: Department | null = null;
  try {
    signal?.throwIfAborted();
    await cloud.authenticate();
    watch.authenticated();
    department = await lookUpDepartment(cloud, input.departmentId);
    signal?.throwIfAborted();
    if (!input.dryRun && (await deps.sameClinic?.(department)) === false)
      return {
        outcome: 'other-clinic',
        department,
        changes: [],
        checks: watch.otherClinic(),
        cloud: { instance, failure: undefined },
      };
    signal?.throwIfAborted();
    const done = await orByHand(executePlan(input, deps), input, deps);
    if (typeof done === 'string')
      return {
        outcome: 'entered-by-hand',
        entry: done,
        department,
        changes: [],
        checks: watch.entered(done),
        cloud: { instance, failure: undefined },
      };
    return conclude(done, {
      department,
      checks: watch.done(done),
      cloud: { instance, failure: undefined, ...movedFrom(done, input) },
    });
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    const { detail, retryAfterS = null } = error;
    return {
      outcome: 'failed',
      detail,
      retryAfterS,
      department,
      // What is to be entered by hand.
      changes: error.kind === 'enter-by-hand' ? fieldsToEnter(input) : [],
      checks: watch.failed(error),
      cloud: { instance, failure: error.facts() },
    };
  }
}

/** The entry's id where the cloud lets nobody write. */
async function orByHand(writing: Promise<Done>, input: RegisterInput, deps: RegisterDeps): Promise<Done | string> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof CloudFailure) || error.kind !== 'enter-by-hand') throw error;
    return verifyEntry(input, deps);
  }
}

/** The cloud had the terminal at another address. Another port or department of the same place is no such move. */
function movedFrom({ before }: Done, { target: { host, posxmlPort } }: RegisterInput): Pick<CloudFacts, 'moved'> {
  if (!before || !isAnotherAddress(before.host, host)) return {};
  const [from, to] = [
    { host: before.host, port: before.posxmlPort },
    { host, port: posxmlPort },
  ];
  return { moved: { terminalId: before.terminalId, name: before.name, from: formatPair(from), to: formatPair(to) } };
}

function conclude(
  done: Done,
  { department, checks, cloud }: Pick<RegisterResult, 'department' | 'checks' | 'cloud'>,
): RegisterResult {
  if (done.kind === 'registered') {
    const { action, record, changes } = done;
    return { outcome: 'registered', action, record, changes, department, checks, cloud };
  }
  if (done.kind === 'planned') {
    const { action, record, changes } = done;
    return { outcome: 'planned', action, record, changes, department, checks, cloud };
  }
  const { reason, detail, records, status } = done;
  const failure = { kind: 'conflict', status, detail, fields: {}, retryAfterS: undefined } as const;
  return {
    outcome: 'conflict',
    reason,
    detail,
    records,
    changes: [],
    department,
    checks,
    cloud: { ...cloud, failure },
  };
}
