/** One number of a list, by its place among the words. */
export interface Item {
  readonly at: number;
  readonly text: string;
  /** On the terminal itself, behind the router. */
  readonly inside: boolean;
  /** Said to be reached from outside. */
  readonly outside: boolean;
}
