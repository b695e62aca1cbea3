/** One customer's cloud: `https://host/id`. */
export interface Instance {
  /** Without a slash at the end; safe to show. */
  readonly url: string;
  readonly origin: string;
  /** Host name or address without brackets. */
  readonly host: string;
  readonly id: string;
  /** This machine itself: the only place that plain http is accepted for. */
  readonly loopback: boolean;
}

type InstanceReading =
  | { readonly ok: true; readonly instance: Instance }
  /** The reason never repeats what was written: it could hold a password. */
  | { readonly ok: false; readonly reason: string };

const SHAPE = /^(https?):\/\/([^/]+)(?:\/([^/]*))?\/?$/i;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Reads an instance's URL. Strict, since credentials are sent to what it names. */
export function readInstance(text: string): InstanceReading {
  const written = text.trim();
  if (/[\s\\]/.test(written) || written.length > 500)
    return refuse('it contains spaces or backslashes, or is too long');
  if (written.includes('?')) return refuse('it must not contain a query (?…)');
  if (written.includes('#')) return refuse('it must not contain a fragment (#…)');
  if (written.includes('@')) return refuse('it must not contain a user name or a password');
  const [, scheme, authority, id] = SHAPE.exec(written) ?? [];
  if (scheme === undefined || authority === undefined)
    return refuse('write it like https://host/id, with one ID and nothing after it');
  if (id === undefined || id === '') return refuse('the ID of the instance is missing: https://host/id');
  if (!ID.test(id)) return refuse('the ID of the instance contains characters that are not allowed');
  return readHost(scheme.toLowerCase(), authority.toLowerCase(), id);
}

function readHost(scheme: string, authority: string, id: string): InstanceReading {
  const url = parse(`${scheme}://${authority}/${id}`);
  if (!url) return refuse('the host or the port is not valid');
  // URL reads `127.1` and `0x7f.1` as addresses without a word; nobody who writes them means it.
  const writtenHost = authority.replace(/:\d*$/, '');
  if (/^[\d.]+$/.test(url.hostname) && url.hostname !== writtenHost)
    return refuse('the address is not four numbers with dots');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const loopback = isLoopback(host);
  if (scheme === 'http' && !loopback) return refuse('plain http would expose the credentials: use https');
  return { ok: true, instance: { url: `${url.origin}/${id}`, origin: url.origin, host, id, loopback } };
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function refuse(reason: string): InstanceReading {
  return { ok: false, reason };
}
