import { isIP } from 'node:net';
import type { Cloud } from '../../cloud/client.js';
import { CloudFailure } from '../../cloud/errors.js';
import { pingInstance } from '../../cloud/ping.js';
import type { GreetOptions, Greeting } from '../../cloud/ping.js';
import type { Instance } from '../../cloud/instance.js';
import { proxyName, wayTo } from '../../cloud/route.js';
import { resolveHost } from '../../connection/net/dial.js';
import type { CloudFacts } from '../../model/facts.js';
import { examinedCheck } from './examined.js';
import type { Ailment, Examined } from './examined.js';
import { monotonicMs } from '../../connection/net/monotonic-clock.js';

/** From here on tokens and the times of records suffer. */
const WRONG_CLOCK_MS = 60_000;

export interface CloudSideOptions extends GreetOptions {
  readonly instance: Instance;
  readonly access: Access;
}

/** What the credentials for an instance come to, before they are tried. */
export type Access =
  /** `from` says in words where they are. */
  | { readonly cloud: Cloud; readonly from: string }
  | { readonly code: 'credentials.missing' | 'credentials.unreadable'; readonly why: string };

/** The way to an instance, its clock, and whether it accepts the credentials. */
export async function examineCloudSide(options: CloudSideOptions): Promise<readonly Examined[]> {
  const name = await examineName(options);
  const [reach, clock] = name.check.status === 'fail' ? notReached(options.instance) : await examineInstance(options);
  if (reach.check.status !== 'pass') return [name, reach, clock, noAuth('the instance was not reached')];
  const auth = await examineCredentials(options);
  return isMissing(auth)
    ? [name, missingInstance(options.instance, auth), clock, noAuth('there is no such instance')]
    : [name, reach, clock, auth];
}

/** The host answers anybody; only what gives tokens tells that the instance is not there. */
function isMissing({ failure }: Examined): boolean {
  return failure?.kind === 'cloud' && failure.cloud.failure?.kind === 'instance';
}

function missingInstance({ url: target }: Instance, { failure }: Examined): Examined {
  return examinedCheck('doctor.instance', 'fail', {
    says: `${target} does not exist: its host answers, but has no instance with this name`,
    do: 'Copy the instance from the browser, like https://host/id.',
    target,
    ...(failure && { failure }),
  });
}

async function examineName({ instance, deadlineMs, signal }: CloudSideOptions): Promise<Examined> {
  const { host } = instance;
  if (isIP(host) !== 0)
    return examinedCheck('doctor.dns', 'skip', { says: `${host} is an address, so no DNS is needed` });
  const startedAt = monotonicMs();
  const found = await resolveHost({ host, port: 443 }, { deadlineMs, signal });
  if (found.ok)
    return examinedCheck('doctor.dns', 'pass', {
      says: `${host} resolves to ${found.address}`,
      ms: monotonicMs() - startedAt,
      evidence: { host, address: found.address },
    });
  const proxy = proxyName(wayTo(instance, undefined, process.env));
  if (proxy !== undefined)
    return examinedCheck('doctor.dns', 'warn', {
      says: `DNS has no address for ${host} here. The proxy ${proxy} may know it`,
      evidence: { host },
    });
  const sign = `DNS has no address for ${host}`;
  return examinedCheck('doctor.dns', 'fail', {
    says: sign,
    do: 'Check the network, its DNS, and the spelling of the instance.',
    ms: monotonicMs() - startedAt,
    evidence: { host, reason: found.failure.reason, errno: found.failure.errno ?? null },
    failure: { kind: 'own-side', sign },
  });
}

function notReached({ url }: Instance): readonly [Examined, Examined] {
  const says = 'not checked: DNS has no address for it';
  return [
    examinedCheck('doctor.instance', 'skip', { says, target: url }),
    examinedCheck('doctor.clock', 'skip', { says: 'the cloud’s time is not known' }),
  ];
}

async function examineInstance({ instance, ...options }: CloudSideOptions): Promise<readonly [Examined, Examined]> {
  const { url: target } = instance;
  try {
    const greeting = await pingInstance(instance, options);
    const { status, ms } = greeting;
    if (status < 500)
      return [
        examinedCheck('doctor.instance', 'pass', { says: `${target} answers`, target, ms, evidence: { status } }),
        examineClock(greeting),
      ];
    const failure = {
      kind: 'unavailable',
      status,
      detail: `the cloud answered ${String(status)}`,
      fields: {},
      retryAfterS: undefined,
    } as const;
    const says = `${target} answers with an error (${String(status)})`;
    return [
      examinedCheck('doctor.instance', 'fail', {
        says,
        do: 'Try again in a few minutes.',
        target,
        ms,
        evidence: { status },
        failure: cloudAilment(target, 'doctor.instance', failure),
      }),
      examineClock(greeting),
    ];
  } catch (cause) {
    if (!(cause instanceof CloudFailure)) throw cause;
    const { detail } = cause;
    const unreached = {
      says: detail,
      do: 'Check the proxies above, the firewall, and the spelling of the instance.',
      target,
      failure: cloudAilment(target, 'doctor.instance', cause.facts()),
    };
    return [
      examinedCheck('doctor.instance', 'fail', unreached),
      examinedCheck('doctor.clock', 'skip', { says: 'the cloud’s time is not known' }),
    ];
  }
}

function examineClock({ aheadMs }: Greeting): Examined {
  if (aheadMs === undefined)
    return examinedCheck('doctor.clock', 'unknown', { says: 'the cloud does not report its time' });
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const evidence = { aheadMs: Math.round(aheadMs) };
  if (Math.abs(aheadMs) < WRONG_CLOCK_MS)
    return examinedCheck('doctor.clock', 'pass', {
      says: `the clock of this computer agrees with the cloud’s to ${String(seconds)} s`,
      evidence,
    });
  const direction = aheadMs > 0 ? 'behind' : 'ahead of';
  return examinedCheck('doctor.clock', 'warn', {
    says: `the clock of this computer is ${String(seconds)} s ${direction} the cloud’s`,
    do: 'Correct the clock: tokens and the times in session files depend on it.',
    evidence,
  });
}

async function examineCredentials({ instance, access }: CloudSideOptions): Promise<Examined> {
  const { url: target } = instance;
  if ('code' in access) {
    return examinedCheck('cloud.auth', 'fail', {
      says: access.why,
      do: `terminal login --instance ${target}`,
      target,
      failure: { kind: 'error', code: access.code },
    });
  }
  const { cloud, from } = access;
  try {
    const startedAt = monotonicMs();
    await cloud.authenticate();
    return examinedCheck('cloud.auth', 'pass', {
      says: `the credentials, from ${from}, are accepted`,
      target,
      evidence: { from },
      ms: monotonicMs() - startedAt,
    });
  } catch (cause) {
    if (!(cause instanceof CloudFailure)) throw cause;
    return examinedCheck('cloud.auth', 'fail', {
      says: `${cause.detail} (the credentials are from ${from})`,
      target,
      evidence: { from },
      failure: cloudAilment(target, 'cloud.auth', cause.facts()),
    });
  }
}

function noAuth(why: string): Examined {
  return examinedCheck('cloud.auth', 'skip', { says: `the credentials were not checked: ${why}` });
}

type Failure = NonNullable<CloudFacts['failure']>;

function cloudAilment(instance: string, check: Failure['check'] & string, failure: Failure): Ailment {
  return { kind: 'cloud', cloud: { instance, failure: { ...failure, check } } };
}
