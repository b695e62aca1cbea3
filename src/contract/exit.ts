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

/** What each status means, in the order of the contract; `terminal help exit` and the manual page tell it. */
export const EXIT_MEANINGS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.done, 'done; warnings allowed'],
  [EXIT.defect, 'a bug in terminal'],
  [EXIT.usage, 'usage: missing or invalid input, unknown command'],
  [EXIT.unreachable, 'not reachable'],
  [EXIT.credentials, 'cloud credentials'],
  [EXIT.notATerminal, 'reachable, but no usable PosXML terminal answers'],
  [EXIT.cloud, 'cloud unavailable or request refused'],
  [EXIT.conflict, 'conflict: registered elsewhere, or in use by another program'],
  [EXIT.incomplete, 'incomplete, can be resumed'],
  [EXIT.notCharged, 'test payment not made; nothing is owed'],
  [EXIT.money, 'money open: outcome unknown, or reversal not confirmed'],
  [EXIT.sigint, 'stopped by Ctrl-C'],
  [EXIT.sigterm, 'stopped by the system (SIGTERM), or its window was closed'],
];

/** Of several statuses the gravest: money first, else the first failure. */
export function gravestExit(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.money)) return EXIT.money;
  return codes.find((code) => code !== EXIT.done) ?? EXIT.done;
}
