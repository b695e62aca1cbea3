import { isIP } from 'node:net';
import type { Cloud } from '../../cloud/client.js';
import { CloudFailure } from '../../cloud/errors.js';
import { greet } from '../../cloud/ping.js';
import type { GreetOptions, Greeting } from '../../cloud/ping.js';
import type { Instance } from '../../cloud/instance.js';
import { proxyName, wayTo } from '../../cloud/route.js';
import { resolve } from '../../connection/net/dial.js';
import type { CloudFacts } from '../../model/facts.js';
import { examined } from './examined.js';
import type { Ailment, Examined } from './examined.js';
import { elapsed } from '../../connection/net/monotonic-clock.js';

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
  return [name, reach, clock, reach.check.status === 'pass' ? await examineCredentials(options) : noAuth('the instance was not reached')];
}

async function examineName({ instance, deadlineMs, signal }: CloudSideOptions): Promise<Examined> {
  const { host } = instance;
  if (isIP(host) !== 0) return examined('doctor.dns', 'skip', { says: `${host} is an address; there is no name to look up` });
  const startedAt = elapsed();
  const found = await resolve({ host, port: 443 }, { deadlineMs, signal });
  if (found.ok) return examined('doctor.dns', 'pass', { says: `${host} leads to ${found.address}`, ms: elapsed() - startedAt, evidence: { host, address: found.address } });
  const proxy = proxyName(wayTo(instance, undefined, process.env));
  if (proxy !== undefined) return examined('doctor.dns', 'warn', { says: `${host} has no address here; the proxy ${proxy} may know one`, evidence: { host } });
  const sign = `the name ${host} has no address here`;
  return examined('doctor.dns', 'fail', {
    says: sign,
    do: 'Look at the network and its name server, and whether the instance is written right.',
    ms: elapsed() - startedAt,
    evidence: { host, reason: found.failure.reason, errno: found.failure.errno ?? null },
    failure: { kind: 'own-side', sign },
  });
}

function notReached({ url }: Instance): readonly [Examined, Examined] {
  const says = 'not looked at: its name has no address';
  return [examined('doctor.instance', 'skip', { says, target: url }), examined('doctor.clock', 'skip', { says: 'the cloud’s time is not known' })];
}

async function examineInstance({ instance, ...options }: CloudSideOptions): Promise<readonly [Examined, Examined]> {
  const { url: target } = instance;
  try {
    const greeting = await greet(instance, options);
    const { status, ms } = greeting;
    if (status < 500) return [examined('doctor.instance', 'pass', { says: `${target} answers`, target, ms, evidence: { status } }), examineClock(greeting)];
    const failure = { kind: 'unavailable', status, detail: `the cloud answered ${String(status)}`, fields: {}, retryAfterS: undefined } as const;
    const says = `${target} answers with an error (${String(status)})`;
    return [examined('doctor.instance', 'fail', { says, do: 'Try again in some minutes.', target, ms, evidence: { status }, failure: cloudAilment(target, 'doctor.instance', failure) }), examineClock(greeting)];
  } catch (cause) {
    if (!(cause instanceof CloudFailure)) throw cause;
    const { detail } = cause;
    const unreached = { says: detail, do: 'Look at the proxies above, at the firewall, and whether the instance is written right.', target, failure: cloudAilment(target, 'doctor.instance', cause.facts()) };
    return [examined('doctor.instance', 'fail', unreached), examined('doctor.clock', 'skip', { says: 'the cloud’s time is not known' })];
  }
}

function examineClock({ aheadMs }: Greeting): Examined {
  if (aheadMs === undefined) return examined('doctor.clock', 'unknown', { says: 'the cloud does not tell its time' });
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  const evidence = { aheadMs: Math.round(aheadMs) };
  if (Math.abs(aheadMs) < WRONG_CLOCK_MS) return examined('doctor.clock', 'pass', { says: `the clock of this computer agrees with the cloud’s to ${String(seconds)} s`, evidence });
  const direction = aheadMs > 0 ? 'behind' : 'ahead of';
  return examined('doctor.clock', 'warn', { says: `the clock of this computer is ${String(seconds)} s ${direction} the cloud’s`, do: 'Set the clock, or have it set by the network: tokens and the times of records depend on it.', evidence });
}

async function examineCredentials({ instance, access }: CloudSideOptions): Promise<Examined> {
  const { url: target } = instance;
  if ('code' in access) {
    return examined('cloud.auth', 'fail', { says: access.why, do: `terminal login --instance ${target}`, target, failure: { kind: 'error', code: access.code } });
  }
  const { cloud, from } = access;
  try {
    const startedAt = elapsed();
    await cloud.authenticate();
    return examined('cloud.auth', 'pass', { says: `the credentials, from ${from}, are accepted`, target, evidence: { from }, ms: elapsed() - startedAt });
  } catch (cause) {
    if (!(cause instanceof CloudFailure)) throw cause;
    return examined('cloud.auth', 'fail', { says: `${cause.detail} (the credentials are from ${from})`, target, evidence: { from }, failure: cloudAilment(target, 'cloud.auth', cause.facts()) });
  }
}

function noAuth(why: string): Examined {
  return examined('cloud.auth', 'skip', { says: `the credentials were not tried: ${why}` });
}

type Failure = NonNullable<CloudFacts['failure']>;

function cloudAilment(instance: string, check: Failure['check'] & string, failure: Failure): Ailment {
  return { kind: 'cloud', cloud: { instance, failure: { ...failure, check } } };
}
