/** What oclif's parser returns: the flags, and which of them it has filled in from a default. */
export interface ParsedFlags<T> {
  readonly flags: T;
  readonly metadata: { readonly flags: Readonly<Record<string, { readonly setFromDefault?: boolean } | undefined>> };
}

/** Whether a flag was typed or set in the environment, and did not come from a default or the user configuration. */
export function isTyped({ metadata }: ParsedFlags<unknown>, name: string): boolean {
  return metadata.flags[name]?.setFromDefault !== true;
}
