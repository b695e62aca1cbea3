import type { IncomingMessage } from 'node:http';
import type { SandboxRequest, Resource } from './types.js';

/** No request of the contract comes near this. */
const MAX_BODY_BYTES = 64 * 1024;

const PATHS: readonly (readonly [RegExp, Resource])[] = [
  [/^\/oauth2\/token\/$/, 'token'],
  [/^\/api\/0\.1\/paymentterminal\/$/, 'terminals'],
  [/^\/api\/0\.1\/paymentterminal\/([1-9]\d{0,8})\/$/, 'terminal'],
  [/^\/api\/0\.1\/transaction_terminal\/$/, 'entered-by-hand'],
  [/^\/api\/0\.1\/user\/current\/active_permissions\/$/, 'permissions'],
  [/^\/api\/0\.1\/department\/$/, 'departments'],
  [/^\/api\/0\.1\/department\/([1-9]\d{0,8})\/$/, 'department'],
];

export async function readRequest(
  incoming: IncomingMessage,
  instance: string,
): Promise<{ pathname: string; search: string; request: SandboxRequest }> {
  const [pathname = '', search = ''] = (incoming.url ?? '').split('?', 2);
  const path = pathname.startsWith(`/${instance}/`) ? pathname.slice(instance.length + 1) : '';
  const [shape, resource] = PATHS.find(([pattern]) => pattern.test(path)) ?? [undefined, 'none' as const];
  const id = shape?.exec(path)?.[1];
  const request: SandboxRequest = {
    method: incoming.method ?? '',
    resource,
    id: id === undefined ? undefined : Number(id),
    query: new URLSearchParams(search),
    contentType: (incoming.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    authorization: incoming.headers.authorization ?? '',
    body: await readBody(incoming),
  };
  return { pathname, search, request };
}

/** The rest of a body that is too large is read and thrown away, so that the answer can still be heard. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    if (size > 16 * MAX_BODY_BYTES) throw new Error('the request does not end');
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString();
}
