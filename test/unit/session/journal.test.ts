import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Journal, readJournal } from '../../../src/session/journal.js';
import { StoreError } from '../../../src/session/store-error.js';
import { seeded } from '../../support/seeded.js';
import { WINDOWS } from '../../support/system.js';
import { folder, STORY } from './support.js';

function written(path: string): Buffer {
  const journal = Journal.create(path, () => Date.UTC(2026, 1, 14, 8));
  for (const event of STORY) journal.append(event);
  journal.close();
  return readFileSync(path);
}

/** JSON leaves out what is undefined. */
const asStored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function errorOf(act: () => unknown): StoreError {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('what was damaged', () => {
  test('is refused, whichever byte of whichever line it is, and left as it was', () => {
    const { seed, random, int } = seeded('session/journal');
    const path = join(folder(), 'a.jsonl');
    const whole = written(path);
    for (let at = 0; at < whole.length; at += 1) {
      // One bit, and one random other value.
      for (const value of [
        (whole[at] ?? 0) ^ (1 << int(8)),
        ((whole[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256,
      ]) {
        const damaged = Buffer.from(whole);
        damaged[at] = value;
        writeFileSync(path, damaged);
        expect(
          ['store.unreadable', 'store.newer'],
          `byte ${String(at)} as ${String(value)}, seed ${String(seed)}`,
        ).toContain(errorOf(() => Journal.open(path)).code);
        expect(readFileSync(path).equals(damaged)).toBe(true);
      }
    }
  });

  test('is a missing, a doubled or a swapped line', () => {
    const path = join(folder(), 'a.jsonl');
    const lines = written(path).toString('utf8').split('\n').slice(0, -1);
    const [first = '', second = '', third = ''] = lines;
    for (const wrong of [
      lines.slice(1),
      [first, ...lines],
      [second, first, ...lines.slice(2)],
      [first, third, second],
      ['', ...lines],
      [...lines, ''],
    ]) {
      writeFileSync(path, `${wrong.join('\n')}\n`);
      expect(errorOf(() => readJournal(path))).toMatchObject({ code: 'store.unreadable' });
    }
  });

  test.each([
    'null\n',
    '[]\n',
    '1\n',
    '{}\n',
    '\n',
    '\u0000\n',
    '{"v":1,"n":1,"at":"x","event":null,"sum":"0000000000000000"}\n',
  ])('a damaged line is %j', (text) => {
    const path = join(folder(), 'a.jsonl');
    writeFileSync(path, text);
    expect(errorOf(() => readJournal(path))).toMatchObject({ code: 'store.unreadable' });
  });

  test('says which line of which file, and that nothing was changed', () => {
    const path = join(folder(), 'a.jsonl');
    writeFileSync(path, written(path).toString('utf8').replace('lost', 'last'));
    expect(errorOf(() => readJournal(path)).message).toMatch(
      /line 6 of the journal .*a\.jsonl.*[Nn]othing was changed/,
    );
  });

  test('is a file that cannot be read at all', () => {
    const path = folder();
    expect(errorOf(() => readJournal(path))).toMatchObject({ code: 'store.unreadable' });
    expect(errorOf(() => readJournal(join(path, 'none')))).toMatchObject({ code: 'store.unreadable' });
  });
});

test('a journal of a newer version is refused and never guessed at', () => {
  const path = join(folder(), 'a.jsonl');
  const text = written(path).toString('utf8');
  writeFileSync(path, `${text}{"v":2,"n":8,"at":"2026-02-14T08:00:00.000Z","event":{},"sum":"0"}\n`);
  expect(errorOf(() => Journal.open(path))).toMatchObject({ code: 'store.newer' });
});

describe('a line that a crash tore', () => {
  test('is cut off at whatever byte it ends, and the journal goes on from there', () => {
    const path = join(folder(), 'a.jsonl');
    const whole = written(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let end = lastLine; end < whole.length; end += 1) {
      writeFileSync(path, whole.subarray(0, end));
      const journal = Journal.open(path, () => Date.UTC(2026, 1, 14, 8));
      expect(journal.entries).toHaveLength(STORY.length - 1);
      expect(statSync(path).size).toBe(lastLine);
      journal.append(STORY.at(-1) ?? STORY[0] ?? { type: 'session.closed', exitCode: 0 });
      journal.close();
      expect(readFileSync(path).equals(whole)).toBe(true);
    }
  });

  test('is not touched by who only reads', () => {
    const path = join(folder(), 'a.jsonl');
    const torn = written(path).subarray(0, -5);
    writeFileSync(path, torn);
    expect(readJournal(path)).toMatchObject({ totalBytes: torn.length, entries: { length: STORY.length - 1 } });
    expect(readFileSync(path).equals(torn)).toBe(true);
  });

  test('may be the first', () => {
    const path = join(folder(), 'a.jsonl');
    writeFileSync(path, written(path).subarray(0, 20));
    expect(Journal.open(path).entries).toEqual([]);
    expect(statSync(path).size).toBe(0);
  });
});

describe('a journal', () => {
  test('gives back what was written, numbered from 1', () => {
    const path = join(folder(), 'a.jsonl');
    written(path);
    const { entries, wholeBytes, totalBytes } = readJournal(path);
    expect(entries).toEqual(
      STORY.map((event, index) => ({ n: index + 1, at: '2026-02-14T08:00:00.000Z', event: asStored(event) })),
    );
    expect(wholeBytes).toBe(totalBytes);
  });

  test('goes on after it was opened again', () => {
    const path = join(folder(), 'a.jsonl');
    written(path);
    const journal = Journal.open(path);
    journal.append({ type: 'session.closed', exitCode: 10 });
    journal.close();
    expect(readJournal(path).entries.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test.skipIf(WINDOWS)('is its owner’s alone', () => {
    const path = join(folder(), 'a.jsonl');
    written(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('never takes the place of another', () => {
    const path = join(folder(), 'a.jsonl');
    const before = written(path);
    expect(errorOf(() => Journal.create(path))).toMatchObject({ code: 'store.full' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('cannot be made where there is no folder', () => {
    expect(errorOf(() => Journal.create(join(folder(), 'none', 'a.jsonl')))).toMatchObject({ code: 'store.full' });
  });

  test('may hold a line of any length, and characters that JSON escapes', () => {
    const path = join(folder(), 'a.jsonl');
    const journal = Journal.create(path);
    const how = `${'x'.repeat(300_000)}\u2028\ud800"\\\n`;
    journal.append({ type: 'step.ended', step: 'test', exitCode: 0, summary: how, codes: [] });
    journal.close();
    expect(readJournal(path).entries[0]?.event).toMatchObject({ summary: how });
  });

  test('does not take a second writer’s line for its own', () => {
    const path = join(folder(), 'a.jsonl');
    const [line = ''] = written(path).toString('utf8').split('\n');
    appendFileSync(path, `${line}\n`);
    expect(errorOf(() => readJournal(path)).message).toContain('is numbered 1');
  });
});
