/** Exit statuses, as in the README. The same with and without `--json`. */
export const EXIT = {
  done: 0,
  defect: 1,
  usage: 2,
  unreachable: 3,
  credentials: 4,
  notATerminal: 5,
  cloud: 6,
  conflict: 7,
  incomplete: 8,
  notCharged: 9,
  money: 10,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Of several statuses the gravest: money first, else the first failure. */
export function gravest(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.money)) return EXIT.money;
  return codes.find((code) => code !== EXIT.done) ?? EXIT.done;
}
