import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seeded } from '../support/seeded.js';
import { expectTruth } from './kill-invariants.js';
import { forgetCompiled, KillWorld } from './kill-world.js';
import type { Told, Way } from './kill-world.js';

afterAll(forgetCompiled);

const [REFUSED, MONEY] = [8, 10];
const { int, seed } = seeded('faults/kill-store');

/** Bytes as characters, one each. */
type Damage = (lines: readonly string[]) => readonly string[];

/** Somewhere in the middle: the last line may be torn by a crash, and is not damage. */
const middle = (lines: readonly string[]): number => int(lines.length - 1);

const DAMAGES: readonly (readonly [string, string, Damage])[] = [
  [
    'a byte is flipped',
    'store.unreadable',
    (lines) => {
      const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
      const at = int(bytes.length - (lines.at(-1) ?? '').length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes.toString('latin1').split('\n').slice(0, -1);
    },
  ],
  ['a line is gone', 'store.unreadable', (lines) => lines.toSpliced(middle(lines), 1)],
  [
    'two lines are swapped',
    'store.unreadable',
    (lines) => {
      const at = middle(lines);
      return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
    },
  ],
  [
    'a newer version wrote in it',
    'store.newer',
    (lines) => [
      ...lines,
      `{"v":2,"n":${String(lines.length + 1)},"at":"2026-02-14T08:00:00.000Z","event":{},"sum":"0"}`,
    ],
  ],
];

const wordsOf = ({ run }: Told): string => `${run.stdout}${run.stderr}`.replaceAll(/\s+/g, ' ');
const sales = ({ terminal }: KillWorld): number =>
  terminal.wire.filter(({ name }) => name === 'TransactionRequest').length;

const ofTheSale = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.includes('"type":"sale.'));

/** What a bank finds it by comes before the damage. */
function expectMoneyNamed(words: string, journal: readonly string[]): void {
  expect(words).toContain('money.damaged-record');
  expect(words).toContain(/"transactionId":"([^"]+)"/.exec(journal.join('\n'))?.[1] ?? 'the id of the sale');
}

async function inWorld(act: (world: KillWorld) => Promise<void>): Promise<void> {
  const world = await KillWorld.open({});
  await act(world).finally(() => world.close());
}

test.each(DAMAGES)(
  '%s: refused with words, left as it is, and nothing is sold',
  { timeout: 60_000 },
  (_what, code, damage) =>
    inWorld(async (world) => {
      await world.run('test', { death: { step: 'sync sale.replied #1', moment: 'after' } });
      const [{ id } = { id: '' }] = world.open;
      const path = world.journalOf(id);
      const good = readFileSync(path, 'latin1').split('\n').slice(0, -1);
      const lines = damage(good);
      writeFileSync(path, `${lines.join('\n')}\n`, 'latin1');
      const damaged = readFileSync(path);
      const answers = new Set<string>();
      for (const [index, way] of (['test', 'resume', 'show', 'onboard'] as const satisfies readonly Way[]).entries()) {
        const told = await world.run(way, { session: id, json: index % 2 === 0 });
        const where = `${way}, TEST_SEED=${String(seed)}: ${wordsOf(told)}`;
        if (told.run.status === MONEY) expectMoneyNamed(wordsOf(told), good);
        else expect([told.run.status, wordsOf(told)], where).toEqual([REFUSED, expect.stringContaining(code)]);
        expect(wordsOf(told).replaceAll(' ', '')).toContain(path);
        answers.add(String(told.run.status));
      }
      const expected = ofTheSale(good).every((line) => lines.includes(line))
        ? [[String(MONEY)]]
        : [[String(MONEY)], [String(REFUSED)]];
      expect(expected, `TEST_SEED=${String(seed)}: every command says the same`).toContainEqual([...answers]);
      expect(readFileSync(path).equals(damaged)).toBe(true);
      expect(sales(world)).toBe(1);
    }),
);

test('a file stands where the folder should be: refused before the sale', { timeout: 60_000 }, () =>
  inWorld(async (world) => {
    mkdirSync(world.home);
    writeFileSync(join(world.home, 'sessions'), '');
    const told = await world.run('test');
    expect(told.run.status).toBe(REFUSED);
    expect(sales(world)).toBe(0);
    rmSync(join(world.home, 'sessions'));
    expect((await world.run('test')).run.status).toBe(0);
  }),
);

test('the store may not be written: what is open is read and told, and nothing is sold', { timeout: 60_000 }, () =>
  inWorld(async (world) => {
    await world.run('test', { death: { step: 'sync sale.replied #1', moment: 'after' } });
    const [{ id } = { id: '' }] = world.open;
    const before = readFileSync(world.journalOf(id));
    for (const way of ['test', 'onboard', 'resume', 'show'] as const) {
      const told = await world.run(way, { session: id, readOnly: true });
      expect(told.run.status, wordsOf(told)).toBe(MONEY);
      expectTruth(world, told);
      if (way !== 'show') expect(wordsOf(told)).toMatch(/cannot be (written|made)/);
    }
    expect(readFileSync(world.journalOf(id)).equals(before)).toBe(true);
    expect(sales(world)).toBe(1);
    expect((await world.run('test')).run.status).toBe(0);
    expect(world.terminal.ledger.net()).toBe(0);
  }),
);
