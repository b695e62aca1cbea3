/** The versions seen on the wire. 7.1 is likely the Standard set, 7.2 the Extended one. */
export const VERSIONS = ['7.1.0', '7.2.0', '6.0.2'] as const;
export type Version = (typeof VERSIONS)[number];

/** True for what an envelope's `version` can hold. Wider than {@link VERSIONS}, since a terminal may speak another. */
export function isVersion(text: string): boolean {
  return /^[\dA-Za-z][\dA-Za-z._-]{0,15}$/.test(text);
}
