import { isPaymentOpen } from '../../src/payment/state.js';
import { seeded } from '../support/seeded.js';
import { shareOf } from '../support/thorough.js';
import { reasonsFor } from './escalations.js';
import { Figures } from './figures.js';
import { expectLaw } from './fault-invariants.js';
import { runCase } from './wire-run.js';
import type { Ran } from './wire-run.js';
import type { WireCase } from './wire-case.js';

/** So many at the same time: most of them wait for sockets, and some for a silence to end. */
const AT_ONCE = 24;
/** A case whose fault was outrun, a cancel's for one, is run again so often. */
const TRIES = 3;
const SHOWN_FAILURES = 12;

export const SEED = seeded('faults/wire').seed;
const ONLY = process.env['FAULT_CASE'];

/** Those to be run: all or a share of them, or the one that was asked for. */
function chosen(cases: readonly WireCase[]): readonly WireCase[] {
  const names = new Set(cases.map(({ name }) => name));
  if (names.size < cases.length) throw new Error('two cases have the same name');
  return ONLY === undefined ? shareOf('faults/wire', cases) : cases.filter(({ name }) => name === ONLY);
}

/** Runs all of them and prints what they came to. */
export async function run(title: string, all: readonly WireCase[]): Promise<void> {
  const cases = chosen(all);
  if (cases.length === 0) {
    process.stderr.write(`${title}: none of its cases is named ${JSON.stringify(ONLY)}\n`);
    return;
  }
  const figures = new Figures(title);
  try {
    await runCases(cases, figures);
  } finally {
    figures.print();
  }
}

/** Holds each to the law, and throws with a line for each that broke it. */
async function runCases(cases: readonly WireCase[], figures: Figures): Promise<void> {
  const failures: string[] = [];
  const queue = cases.values();
  const work = async (): Promise<void> => {
    for (const one of queue) {
      const failure = await failureOf(one, figures);
      if (failure !== undefined)
        failures.push(`TEST_SEED=${String(SEED)} FAULT_CASE='${one.name}' npm run test:faults -- wire\n    ${failure}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  figures.count('violations', 'in all', failures.length);
  if (failures.length > 0)
    throw new Error(`${String(failures.length)} cases broke the law:\n${failures.slice(0, SHOWN_FAILURES).join('\n')}`);
}

async function failureOf(one: WireCase, figures: Figures): Promise<string | undefined> {
  try {
    const ran = await runUntilStruck(one);
    count(one, ran, figures);
    if (one.mustStrike && one.fault && !ran.struck) throw new Error('the fault never struck');
    expectLaw(ran);
    expectSettledIfPossible(ran, figures);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', '\n    ').slice(0, 1500) : String(error);
  }
}

async function runUntilStruck(one: WireCase): Promise<Ran> {
  let ran = await runCase(one, SEED);
  for (let tries = 1; tries < TRIES && one.mustStrike && one.fault && !ran.struck; tries += 1)
    ran = await runCase(one, SEED);
  return ran;
}

function count({ fault }: WireCase, ran: Ran, figures: Figures): void {
  const kind = fault === undefined ? 'no fault' : fault.kind;
  figures.count('cases', kind);
  figures.count(`end after ${kind}`, ran.payments.at(-1)?.stage ?? 'no sale');
  if (fault && !ran.struck) figures.count('not reached', kind);
  figures.count('requests', 'on the wire', ran.sent.length);
}

/** Open money must have a reason that no request could have removed: after the first run, and after the last. */
function expectSettledIfPossible(ran: Ran, figures: Figures): void {
  const [first, last] = [ran.told[0]?.payment, ran.told.length > 1 ? ran.payments.at(-1) : undefined];
  for (const [run, payment] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (!payment || !isPaymentOpen(payment)) continue;
    const reasons = reasonsFor(ran, payment, run);
    figures.count(`escalated after the ${run} run`, reasons[0] ?? 'NO REASON');
    if (reasons.length === 0)
      throw new Error(
        `could have been settled and was escalated after the ${run} run: ${payment.stage}, ${String(payment.doubt)}, proof ${JSON.stringify(payment.proof)}, ${JSON.stringify(ran.told.map(({ said }) => said)).slice(0, 300)}`,
      );
  }
}
