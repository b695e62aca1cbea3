/** The addresses of a host name, in the resolver's order. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** The system's, which knows its own files, too. */
export const systemResolver: Resolver = async (host) => {
  // Not every command dials.
  const { lookup } = await import('node:dns/promises');
  return (await lookup(host, { all: true })).map(({ address }) => address);
};

/**
 * Asks once for each name, and again only where there was no answer. A name can come to lead elsewhere at any time: with
 * this, what was found to be the right terminal is the one that is dialled until the end.
 */
export function resolveOnce(resolve: Resolver = systemResolver): Resolver {
  const found = new Map<string, ReturnType<Resolver>>();
  return (host) => {
    const known = found.get(host);
    if (known) return known;
    const asked = resolve(host).then((addresses) => {
      if (addresses.length === 0) found.delete(host);
      return addresses;
    });
    asked.catch(() => found.delete(host));
    found.set(host, asked);
    return asked;
  };
}
