import type { CloudFailure } from '../../cloud/errors.js';
import type { Check } from '../../contract/document.js';
import type { Done } from './execute.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

/** Times the two things that are checked, and tells how they came out. */
interface Watch {
  readonly authenticated: () => void;
  readonly done: (done: Done) => readonly Check[];
  readonly entered: (entry: string) => readonly Check[];
  readonly otherClinic: () => readonly Check[];
  readonly failed: (failure: CloudFailure) => readonly Check[];
}

export function startWatch(instance: string): Watch {
  const started = monotonicMs();
  let authenticatedAt: number | undefined;
  const since = (from: number) => Math.round(monotonicMs() - from);

  const auth = (status: Check['status'], evidence: Check['evidence'] = {}): Check => ({
    id: 'cloud.auth',
    status,
    target: instance,
    ms: authenticatedAt === undefined ? since(started) : Math.round(authenticatedAt - started),
    evidence,
  });
  const register = (status: Check['status'], evidence: Check['evidence']): Check => ({
    id: 'cloud.register',
    status,
    target: instance,
    ms: authenticatedAt === undefined ? null : since(authenticatedAt),
    evidence,
  });

  return {
    authenticated: () => {
      authenticatedAt = monotonicMs();
    },
    done: (done) => [auth('pass'), register(...judge(done))],
    entered: (record) => [auth('pass'), register('pass', { action: 'entered-by-hand', record })],
    otherClinic: () => [auth('pass'), register('fail', { reason: 'other-clinic', records: [] })],
    failed(failure) {
      const { kind, status = null, retryAfterS = null } = failure;
      const evidence = { kind, status, retryAfterS };
      // A 401 late in the day is about the credentials still; a 403 is about what they may do.
      const refused = kind === 'unauthorized' && (authenticatedAt === undefined || status === 401);
      if (refused) return [auth('fail', evidence), register('skip', {})];
      if (authenticatedAt === undefined) return [auth('unknown', evidence), register('skip', {})];
      return [auth('pass'), register(failure.maybeDone ? 'unknown' : 'fail', evidence)];
    },
  };
}

function judge(done: Done): [Check['status'], Check['evidence']] {
  if (done.kind === 'registered')
    return ['pass', { action: done.action, record: done.record.id, status: done.record.status }];
  if (done.kind === 'planned') return ['skip', { action: done.action, record: done.record?.id ?? null }];
  return ['fail', { reason: done.reason, records: done.records.map(({ id }) => id) }];
}
