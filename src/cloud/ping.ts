import type { Instance } from './instance.js';
import { startOperation } from './operation.js';
import { sendRequest } from './request.js';
import { openRoute, proxySecrets, wayTo } from './route.js';
import { createSecrets } from './secrets.js';
import type { CloudTrace } from './trace.js';

/** What an instance says to one who has not said who it is. */
export interface Greeting {
  readonly status: number;
  /** The round trip. Milliseconds. */
  readonly ms: number;
  /** The cloud's clock less this machine's. Milliseconds, right to a second or so; undefined where it tells no time. */
  readonly aheadMs: number | undefined;
}

export interface GreetOptions {
  /** Milliseconds. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly trace?: (event: CloudTrace) => void;
}

/** Date has whole seconds: on average it is half a second old. */
const HALF_A_SECOND = 500;

/** Asks an instance for nothing in particular, with no credentials. @throws CloudFailure when no answer comes */
export async function pingInstance(instance: Instance, options: GreetOptions): Promise<Greeting> {
  const { deadlineMs, signal, trace = () => undefined } = options;
  const way = wayTo(instance, undefined, process.env);
  const secrets = createSecrets();
  proxySecrets(way).forEach(secrets.add);
  const dispatcher = await openRoute(way, undefined, deadlineMs);
  const operation = startOperation({ dispatcher, way, deadlineMs, signal, trace });
  try {
    const sentAt = Date.now();
    const { status, date } = await sendRequest(operation, { method: 'GET', url: new URL(`${instance.url}/`) }, secrets);
    const ms = Date.now() - sentAt;
    return { status, ms, aheadMs: date === undefined ? undefined : date + HALF_A_SECOND - (sentAt + ms / 2) };
  } finally {
    operation.end();
    await dispatcher.destroy();
  }
}
