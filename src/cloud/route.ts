import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Agent, Dispatcher, Pool } from 'undici';
import { CloudFailure } from './errors.js';
import type { Instance } from './instance.js';

/** Proxies by scheme, and the hosts that go without one, as in HTTP_PROXY, HTTPS_PROXY and NO_PROXY. */
export interface ProxySettings {
  readonly http: string | undefined;
  readonly https: string | undefined;
  readonly no: string | undefined;
}

/**
 * Which proxies an instance is reached through. The environment's, but not for loopback: to a proxy,
 * 127.0.0.1 is the proxy's own machine, and a sandbox would be looked for there. Settings that are given
 * explicitly are obeyed for loopback too.
 */
export function proxiesFor(
  instance: Instance,
  explicit: ProxySettings | undefined,
  env: NodeJS.ProcessEnv,
): ProxySettings | undefined {
  const settings = explicit ?? (instance.loopback ? undefined : fromEnvironment(env));
  return (settings?.http ?? settings?.https) ? settings : undefined;
}

/** The lower-case name wins, as with curl. */
function fromEnvironment(env: NodeJS.ProcessEnv): ProxySettings {
  const read = (name: string) => env[name.toLowerCase()] ?? env[name];
  return { http: given(read('HTTP_PROXY')), https: given(read('HTTPS_PROXY')), no: read('NO_PROXY') };
}

/** `host:port` is what most tools take as well, and read as http://. */
function given(value: string | undefined): string | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  return /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value.trim()}`;
}

/** The way of one operation to its instance, and what was met on it. */
export interface ProxyRoute {
  /** The proxy's URL as it is set, with its password; undefined where there is none on the way. */
  readonly proxy: string | undefined;
  /** Addresses that names led to, the proxy's name where there is one. */
  readonly addresses: string[];
  /** What is being waited for before the instance itself. */
  readonly waiting: Set<'name' | 'proxy'>;
}

export function wayTo(instance: Instance, explicit: ProxySettings | undefined, env: NodeJS.ProcessEnv): ProxyRoute {
  return { proxy: proxyFor(instance, explicit, env), addresses: [], waiting: new Set() };
}

/** For https the proxy for http serves where there is no other. */
function proxyFor(instance: Instance, explicit: ProxySettings | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const settings = proxiesFor(instance, explicit, env);
  const url = new URL(instance.url);
  if (!settings || isExempt(url, settings.no ?? '')) return undefined;
  return url.protocol === 'https:' ? (settings.https ?? settings.http) : settings.http;
}

/** NO_PROXY as curl reads it: names with all below them, addresses, each with or without a port; `*` is everything. */
function isExempt({ hostname, port, protocol }: URL, no: string): boolean {
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return no
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, name = '', only] = /^(?:\*?\.)?(\[[^\]]*\]|[^:]+|[^[\]]*:[^[\]]*:[^[\]]*)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === '' || (only !== undefined && only !== own)) return false;
      const bare = hostname.replace(/^\[|\]$/g, '');
      const wanted = name.replace(/^\[|\]$/g, '');
      return wanted === '*' || bare === wanted || bare.endsWith(`.${wanted}`);
    });
}

/** `host:port` of the proxy, without its credentials. */
export function proxyName({ proxy }: Pick<ProxyRoute, 'proxy'>): string | undefined {
  if (proxy === undefined) return undefined;
  return URL.canParse(proxy) ? new URL(proxy).host : 'unreadable';
}

export function proxySecrets({ proxy }: Pick<ProxyRoute, 'proxy'>): readonly string[] {
  if (proxy === undefined || !URL.canParse(proxy)) return [];
  const url = new URL(proxy);
  return url.password === '' ? [] : [url.password, decode(url.password), basicOf(url)];
}

/** What a proxy is told of who asks, after `Basic ` (RFC 7617). */
export function basicOf({ username, password }: URL): string {
  return Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In the chain of causes of whatever went wrong before the proxy led anywhere. */
export const PROXY_FAULT = 'ERR_PROXY';

/**
 * One operation's way to the instance. Every request has a connection of its own: a POST on a connection that
 * the cloud closed while it was idle would look like a lost reply. Certificates are checked whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export async function openRoute(way: ProxyRoute, ca: string | undefined, deadlineMs: number): Promise<Dispatcher> {
  // undici costs 144 ms to import.
  const { Agent, Pool, ProxyAgent } = await import('undici');
  const connect = {
    rejectUnauthorized: true,
    timeout: deadlineMs,
    lookup: lookupFor(way),
    ...(ca === undefined ? {} : { ca }),
  };
  const agent = { connect, pipelining: 0, headersTimeout: deadlineMs, bodyTimeout: deadlineMs } satisfies Agent.Options;
  if (way.proxy === undefined) return new Agent(agent);
  try {
    return new ProxyAgent({
      ...agent,
      uri: way.proxy,
      requestTls: connect,
      proxyTls: connect,
      clientFactory: (url, options) => watched(new Pool(url, options), way),
    });
  } catch {
    // The error of an unusable URL repeats the URL, and with it a password.
    throw new CloudFailure({ kind: 'proxy', detail: 'HTTP_PROXY or HTTPS_PROXY is not a usable URL' });
  }
}

/** Notes which addresses a name resolves to, and that the answer is still due: a DNS server that is silent has no error of its own. */
function lookupFor({ addresses, waiting }: ProxyRoute): LookupFunction {
  return (host, options, callback) => {
    waiting.add('name');
    lookup(host, options, (error, found, family) => {
      waiting.delete('name');
      if (error === null)
        addresses.push(
          ...(typeof found === 'string'
            ? [found]
            : (found as readonly { readonly address: string }[]).map(({ address }) => address)),
        );
      callback(error, found, family);
    });
  };
}

/** Tells the proxy's own failures from those behind it; undici gives both the same errors. */
function watched(pool: Pool, { waiting }: ProxyRoute): Pool {
  const connect: (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData> = pool.connect.bind(pool);
  const ask = async (options: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    waiting.add('proxy');
    try {
      return await connect(options);
    } catch (cause) {
      throw Object.assign(new Error('the proxy failed', { cause }), { code: PROXY_FAULT });
    } finally {
      waiting.delete('proxy');
    }
  };
  return Object.assign(pool, { connect: ask });
}
