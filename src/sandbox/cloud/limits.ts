export interface RateLimit {
  /** Requests for each endpoint in the window. */
  readonly requests: number;
  /** The cloud's is 60 s. Milliseconds. */
  readonly windowMs: number;
}

/** Counts requests over a rolling window. Answers the seconds to wait, or undefined if the request may pass. */
export function createLimiter(limit: RateLimit | undefined): (endpoint: string, cost: number) => number | undefined {
  const passed = new Map<string, number[]>();
  return (endpoint, cost) => {
    if (!limit) return undefined;
    const now = Date.now();
    const recent = (passed.get(endpoint) ?? []).filter((at) => at > now - limit.windowMs);
    passed.set(endpoint, recent);
    const over = recent.length + cost - limit.requests;
    if (over > 0) return Math.max(1, Math.ceil(((recent[over - 1] ?? now) + limit.windowMs - now) / 1000));
    for (let i = 0; i < cost; i += 1) recent.push(now);
    return undefined;
  };
}
