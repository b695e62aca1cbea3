import { expect } from 'vitest';
import { openPayment } from '../../src/session/reduce.js';
import { validateDocument } from '../support/validate.js';
import { expectLaw } from '../unit/steps/harness/payment-invariants.js';
import type { KillWorld, Told } from './kill-world.js';

const MONEY = 10;
const CARD = /\*{4}|VISA|MASTERCARD|\b\d{13,19}\b|CardID|(?<![\w-])[0-9a-f]{64}\b/;

/** Ledger, wire and every journal of the store together, once the terminal is at rest. */
export function expectKillLaw(world: KillWorld): void {
  expect(world.seen).toEqual([]);
  const { sessions } = world;
  const entries = sessions.flatMap(({ id }) => world.entriesOf(id));
  const [first] = sessions;
  if (first) expectLaw(world.terminal, { ...first, payments: sessions.flatMap(({ payments }) => payments) }, entries);
  else expect(world.terminal.ledger.entries).toEqual([]);
  for (const { transactionId } of world.terminal.ledger.entries) expectNetOrNamed(world, transactionId);
  const openAtHome = sessions.some((session) => session.command === 'onboard' && openPayment(session) !== undefined);
  if (openAtHome) expect(world.isActive, 'active while its test is open').toBe(false);
}

function expectNetOrNamed({ terminal, open }: KillWorld, id: string): void {
  if (terminal.ledger.net(id) === 0) return;
  expect(
    open.map((session) => openPayment(session)?.sale?.transactionId),
    `a record names ${id}`,
  ).toContain(id);
}

/** What one run said, held against what is true now. */
export function expectTruth(world: KillWorld, told: Told): void {
  const { way, run, session, json } = told;
  const about = way === 'show' ? world.open.filter(({ id }) => id === session) : world.open;
  const words = `${run.stdout}\n${run.stderr}`.replaceAll(/\s+/g, ' ');
  expect(run.signal, words).toBeNull();
  expect(run.status === MONEY, `exit ${String(run.status)} with ${String(about.length)} open: ${words}`).toBe(
    about.length > 0,
  );
  expect(words).not.toMatch(CARD);
  for (const one of about) expectNamed(words, one.id, openPayment(one)?.sale?.transactionId ?? '');
  const statements = json ? saidInJson(run.stdout) : saidInWords(words);
  for (const statement of statements) expectTrue(world, statement);
}

/** An open record is named with what settles it. */
function expectNamed(words: string, session: string, transactionId: string): void {
  expect(words).toContain(transactionId);
  expect(words).toContain(`terminal onboard --resume ${session}`);
}

/** Before anything new, the agent hears what a former run left open. */
export function expectLeftoverTold({ run }: Told, leftOpen: readonly string[]): void {
  const words = run.stderr.replaceAll(/\s+/g, ' ');
  for (const id of leftOpen) expect(words).toContain(`left a test payment open (${id}). Resolving it first`);
}

/** What was said of one payment; undefined is "not known". */
interface Statement {
  readonly transactionId: string;
  readonly charged: boolean | undefined;
  readonly returned: boolean;
}

function expectTrue({ terminal, sessions }: KillWorld, { transactionId, charged, returned }: Statement): void {
  const kinds = terminal.ledger.entries
    .filter((entry) => entry.transactionId === transactionId)
    .map(({ kind }) => kind);
  if (charged === false) expect(kinds, `${transactionId}: nothing was charged`).toEqual([]);
  if (charged === true) expect(kinds[0], `${transactionId}: was charged`).toBe('sale');
  if (returned) expect(kinds, `${transactionId}: was returned`).toEqual(['sale', 'reversal']);
  const { stage } =
    sessions.flatMap(({ payments }) => payments).find(({ sale }) => sale?.transactionId === transactionId) ?? {};
  if (stage === 'intended') expect(charged, `${transactionId}: was never sent`).not.toBe(true);
}

interface PaymentJson {
  readonly transactionId: string;
  readonly charged: boolean | null;
  readonly returned: boolean;
}

function saidInJson(stdout: string): readonly Statement[] {
  const { result } = validateDocument(stdout);
  const { payment, session } = result as {
    payment?: PaymentJson | null;
    session?: { payments?: PaymentJson[] } | string;
  };
  const payments = [...(payment ? [payment] : []), ...(typeof session === 'object' ? (session.payments ?? []) : [])];
  return payments.map(({ transactionId, charged, returned }) => ({
    transactionId,
    charged: charged ?? undefined,
    returned,
  }));
}

const HEADLINES: readonly (readonly [RegExp, Omit<Statement, 'transactionId'>])[] = [
  [/charged and \S+ EUR reversed\. Nothing is owed/, { charged: true, returned: true }],
  [/Nothing was charged\. Nothing is owed/, { charged: false, returned: false }],
  [/was charged, and the reversal is not confirmed/, { charged: true, returned: false }],
  [/not known whether \S+ EUR was charged/, { charged: undefined, returned: false }],
];

/** While settling, the headline follows the id that it speaks of; in a result the id follows, with the other details. */
function saidInWords(words: string): readonly Statement[] {
  const settled = [
    ...words.matchAll(
      /left a test payment (?:open|that it has no record of sending) \((\S+)\)(.*?)(?=left a test payment|$)/g,
    ),
  ].map(([, id, text]) => [id, text] as const);
  const results = [...words.matchAll(/[✔!✖] ([^✔!✖]*?) terminal \S+ · id (\S+)/g)].map(
    ([, text, id]) => [id, text] as const,
  );
  return [...settled, ...results].flatMap(([transactionId = '', text = '']) => {
    const first = HEADLINES.map(([pattern, said]) => ({ at: text.search(pattern), said }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at)[0];
    return first ? [{ transactionId, ...first.said }] : [];
  });
}
