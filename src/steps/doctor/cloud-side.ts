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
    says: `${target} is not there: its host answers, and has no instance of this name`,
    do: 'Write the instance as the browser shows it, like https://host/id.',
    target,
    ...(failure && { failure }),
  });
}

async function examineName({ instance, deadlineMs, signal }: CloudSideOptions): Promise<Examined> {
  const { host } = instance;
  if (isIP(host) !== 0)
    return examinedCheck('doctor.dns', 'skip', { says: `${host} is an address; there is no name to look up` });
  const startedAt = monotonicMs();
  const found = await resolveHost({ host, port: 443 }, { deadlineMs, signal });
  if (found.ok)
    return examinedCheck('doctor.dns', 'pass', {
      says: `${host} leads to ${found.address}`,
      ms: monotonicMs() - startedAt,
      evidence: { host, address: found.address },
    });
  const proxy = proxyName(wayTo(instance, undefined, process.env));
  if (proxy !== undefined)
    return examinedCheck('doctor.dns', 'warn', {
      says: `${host} has no address here; the proxy ${proxy} may know one`,
      evidence: { host },
    });
  const sign = `the name ${host} has no address here`;
  return examinedCheck('doctor.dns', 'fail', {
    says: sign,
    do: 'Look at the network and its name server, and whether the instance is written right.',
    ms: monotonicMs() - startedAt,
    evidence: { host, reason: found.failure.reason, errno: found.failure.errno ?? null },
    failure: { kind: 'own-side', sign },
  });
}

function notReached({ url }: Instance): readonly [Examined, Examined] {
  const says = 'not looked at: its name has no address';
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
        do: 'Try again in some minutes.',
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
      do: 'Look at the proxies above, at the firewall, and whether the instance is written right.',
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
    return examinedCheck('doctor.clock', 'unknown', { says: 'the cloud does not tell its time' });
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
    do: 'Set the clock, or have it set by the network: tokens and the times of records depend on it.',
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
  return examinedCheck('cloud.auth', 'skip', { says: `the credentials were not tried: ${why}` });
}

type Failure = NonNullable<CloudFacts['failure']>;

function cloudAilment(instance: string, check: Failure['check'] & string, failure: Failure): Ailment {
  return { kind: 'cloud', cloud: { instance, failure: { ...failure, check } } };
}
