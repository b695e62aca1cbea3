/** The files that this program is made of. */
export interface OwnFiles {
  /** The package's folder. */
  readonly root: string;
  /** What a file exports, or holds as JSON. @param path in the package, with slashes @throws for what cannot be read */
  readonly load: (path: string) => unknown;
}
