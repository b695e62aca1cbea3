import type { Agent, Dispatcher } from 'undici';
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
export function proxiesFor(instance: Instance, explicit: ProxySettings | undefined, env: NodeJS.ProcessEnv): ProxySettings | undefined {
  const settings = explicit ?? (instance.loopback ? undefined : fromEnvironment(env));
  return settings?.http ?? settings?.https ? settings : undefined;
}

/** The lower-case name wins, as with curl. */
function fromEnvironment(env: NodeJS.ProcessEnv): ProxySettings {
  const read = (name: string) => env[name.toLowerCase()] ?? env[name];
  return { http: given(read('HTTP_PROXY')), https: given(read('HTTPS_PROXY')), no: read('NO_PROXY') };
}

const given = (value: string | undefined) => (value === '' ? undefined : value);

/** `host:port` of each proxy, without its credentials. */
export function proxyNames(settings: ProxySettings | undefined): readonly string[] {
  const urls = [settings?.https, settings?.http].filter((url) => url !== undefined);
  return [...new Set(urls.map((url) => (URL.canParse(url) ? new URL(url).host : 'unreadable')))];
}

export function proxySecrets(settings: ProxySettings | undefined): readonly string[] {
  const urls = [settings?.https, settings?.http].filter((url) => url !== undefined && URL.canParse(url)) as string[];
  return urls.flatMap((text) => {
    const { username, password } = new URL(text);
    if (password === '') return [];
    const plain = decode(password);
    return [password, plain, Buffer.from(`${decode(username)}:${plain}`).toString('base64')];
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * One operation's way to the instance. Every request has a connection of its own: a POST on a connection that
 * the cloud closed while it was idle would look like a lost reply. Certificates are checked whatever
 * NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export async function openRoute(proxies: ProxySettings | undefined, ca: string | undefined, deadlineMs: number): Promise<Dispatcher> {
  // undici costs 144 ms to import.
  const { Agent, EnvHttpProxyAgent } = await import('undici');
  const connect = { rejectUnauthorized: true, timeout: deadlineMs, ...(ca === undefined ? {} : { ca }) };
  const agent = { connect, pipelining: 0, headersTimeout: deadlineMs, bodyTimeout: deadlineMs } satisfies Agent.Options;
  if (!proxies) return new Agent(agent);
  const { http = '', https = '', no = '' } = proxies;
  try {
    return new EnvHttpProxyAgent({ ...agent, httpProxy: http, httpsProxy: https, noProxy: no, requestTls: connect, proxyTls: connect });
  } catch {
    // The error of an unusable URL repeats the URL, and with it a password.
    throw new CloudFailure({ kind: 'unavailable', detail: 'HTTP_PROXY or HTTPS_PROXY is not a usable URL' });
  }
}
