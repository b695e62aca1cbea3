import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { concurrencyFor } from '../../../../../src/flows/look/sweep/concurrency.js';
import { selectTargets } from '../../../../../src/flows/look/sweep/input/select-targets.js';
import { inOrder } from '../../../../../src/flows/look/sweep/ordered-output.js';
import { withSecondLook } from '../../../../../src/flows/look/sweep/retry-doubtful.js';
import { sweepTargets } from '../../../../../src/flows/look/sweep/sweep.js';
import type { SweepOptions } from '../../../../../src/flows/look/sweep/sweep.js';
import type { SeenTarget } from '../../../../../src/flows/look/seen-target.js';
import { createTally } from '../../../../../src/flows/look/tally.js';
import { readWritten } from '../../../../../src/flows/look/target-arguments.js';
import type { Written } from '../../../../../src/flows/look/target-arguments.js';
import { describeFailure } from '../../../../../src/connection/net/failure.js';
import { formatTarget } from '../../../../../src/model/endpoint.js';
import type { FailureReason } from '../../../../../src/model/failure.js';
import type { Target } from '../../../../../src/model/endpoint.js';
import type { Facts } from '../../../../../src/model/facts.js';
import { seeded } from '../../../../support/seeded.js';

const { random } = seeded('sweep');
const written = (...words: readonly string[]): readonly Written[] =>
  words.flatMap((word, index) => readWritten([word], index + 1, { role: undefined, allowPrivate: true }).written);
const EVERYTHING = { shard: undefined, former: undefined };

const open = ({ posxml }: Target): Facts => ({
  at: 0,
  ...(posxml && {
    posxml: { pair: posxml, tcp: { open: true, timing: { total: 1 }, address: posxml.host }, service: undefined },
  }),
});
const closed = ({ posxml }: Target, reason: FailureReason): Facts => ({
  at: 0,
  ...(posxml && {
    posxml: {
      pair: posxml,
      tcp: {
        open: false,
        timing: { total: 1 },
        failure: describeFailure(reason, 'connect', { endpoint: posxml, ms: 1 }),
      },
      service: undefined,
    },
  }),
});

interface Ran {
  readonly seen: readonly SeenTarget[];
  readonly most: number;
  readonly mostAtOnePlace: number;
}

async function run(words: readonly Written[], options: Partial<SweepOptions> = {}): Promise<Ran> {
  const [seen, at] = [[] as SeenTarget[], new Map<string, number>()];
  let [running, most, mostAtOnePlace] = [0, 0, 0];
  await sweepTargets(selectTargets(words, undefined, { ...EVERYTHING, tally: createTally() }), {
    command: 'check',
    concurrency: 8,
    jitterMs: 0,
    language: 'en',
    signal: new AbortController().signal,
    look: async (target) => {
      const place = formatTarget(target);
      running += 1;
      at.set(place, (at.get(place) ?? 0) + 1);
      most = Math.max(most, running);
      mostAtOnePlace = Math.max(mostAtOnePlace, at.get(place) ?? 0);
      await sleep(random() * 5);
      running -= 1;
      at.set(place, (at.get(place) ?? 0) - 1);
      return open(target);
    },
    onSeen: (one) => {
      seen.push(one);
      return Promise.resolve();
    },
    ...options,
  });
  return { seen, most, mostAtOnePlace };
}

const many = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `10.0.${String(index >> 8)}.${String(index & 255)}:4445`);

test('each target is looked at once, as many at a time as was said', async () => {
  const { seen, most } = await run(written(...many(200)));
  expect(seen.map(({ line }) => line).sort((one = 0, other = 0) => one - other)).toEqual(
    Array.from({ length: 200 }, (_, index) => index + 1),
  );
  expect(most).toBe(8);
});

test('a terminal that is written several times is looked at as often, one after the other', async () => {
  const { seen, most, mostAtOnePlace } = await run(
    written('10.0.0.1:4445', '10.0.0.1:4445', '10.0.0.2:4445', '10.0.0.1:4445'),
  );
  expect(seen).toHaveLength(4);
  expect([most, mostAtOnePlace]).toEqual([2, 1]);
});

test('a stopped sweep looks at nothing more, and the looks that are under way are told', async () => {
  const controller = new AbortController();
  let [begun, told] = [0, 0];
  const { seen } = await run(written(...many(50)), {
    signal: controller.signal,
    look: async (target, { signal }) => {
      begun += 1;
      if (begun === 8) controller.abort();
      await sleep(60_000, undefined, { signal }).catch(() => {
        told += 1;
      });
      return open(target);
    },
  });
  expect([seen.length, begun, told]).toEqual([0, 8, 8]);
});

test('what the input throws ends the sweep, after the looks that were under way', async () => {
  let done = 0;
  async function* broken(): AsyncGenerator<Written> {
    yield* written('10.0.0.1:4445', '10.0.0.2:4445');
    await sleep(1);
    throw new Error('the disk is gone');
  }
  const options = {
    look: async (target: Target) => {
      await sleep(20);
      done += 1;
      return open(target);
    },
  };
  const input = selectTargets([], broken(), { ...EVERYTHING, tally: createTally() });
  await expect(
    sweepTargets(input, {
      command: 'check',
      concurrency: 8,
      jitterMs: 0,
      language: 'en',
      signal: new AbortController().signal,
      onSeen: () => Promise.resolve(),
      ...options,
    }),
  ).rejects.toThrow('the disk is gone');
  expect(done).toBe(2);
});

test('shards have no target twice and leave none out, and lines that are appended change no other', async () => {
  const part = async (words: readonly Written[], index: number, of: number): Promise<readonly number[]> => {
    const numbers: number[] = [];
    for await (const one of selectTargets(words, undefined, {
      shard: { index, of },
      former: undefined,
      tally: createTally(),
    }))
      numbers.push(one.index);
    return numbers;
  };
  for (const of of [1, 2, 3, 7, 250]) {
    const parts = await Promise.all(
      Array.from({ length: of }, (_, index) => part(written(...many(200)), index + 1, of)),
    );
    expect(parts.flat().sort((one, other) => one - other)).toEqual(Array.from({ length: 200 }, (_, index) => index));
    const longer = await part(written(...many(230)), 1, of);
    expect(longer.slice(0, parts[0]?.length)).toEqual(parts[0]);
  }
});

test('of several failures the first in the input is told, in whatever order they come; money before all', () => {
  const tally = createTally();
  const error = (message: string): never => ({ message }) as never;
  tally.add({ exit: 5, codes: ['service.http'], error: error('third') }, 3);
  tally.add({ exit: 0, codes: ['terminal.clock'], error: null }, 0);
  tally.add({ exit: 3, codes: ['network.timeout'], error: error('first') }, 1);
  expect([tally.exit, tally.error]).toEqual([3, { message: 'first' }]);
  expect(tally.summary()).toEqual({
    targets: 3,
    ok: 1,
    failed: 2,
    diagnoses: { 'network.timeout': 1, 'service.http': 1, 'terminal.clock': 1 },
    exitCode: 3,
  });
  tally.add({ exit: 10, codes: [], error: error('money') }, 9);
  expect([tally.exit, tally.error]).toEqual([10, { message: 'money' }]);
});

test('results are handed on in the order of the input, and nobody runs away from the slowest', async () => {
  const [told, ahead] = [[] as number[], [] as number[]];
  const take = inOrder<string>(10, async (_, index) => {
    await sleep(random() * 2);
    told.push(index);
  });
  const order = Array.from({ length: 100 }, (_, index) => index);
  let next = 0;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      for (let index = order[next++]; index !== undefined; index = order[next++]) {
        await sleep(random() * (index % 10 === 0 ? 30 : 3));
        await take(String(index), index);
        ahead.push(index - told.length);
      }
    }),
  );
  expect(told).toEqual(order);
  expect(Math.max(...ahead)).toBeLessThan(10);
});

test.each(['timeout', 'unreachable', 'local'] as const)(
  'in a crowd, %s is believed the second time',
  async (reason) => {
    const [target] = written('10.0.0.1:4445').flatMap((one) => one.target ?? []);
    const asked: (number | undefined)[] = [];
    const look = withSecondLook(
      (one, bounds) => {
        asked.push(bounds?.timeoutMs);
        return Promise.resolve(asked.length === 1 ? closed(one, reason) : open(one));
      },
      100,
      1500,
    );
    expect((await look(target as Target)).posxml?.tcp?.open).toBe(true);
    expect(asked).toEqual([1500, undefined]);
  },
);

test.each([
  ['refused', 100],
  ['timeout', 4],
] as const)('one port that is closed (%s), of %i, is believed at once', async (reason, concurrency) => {
  const [target] = written('10.0.0.1:4445').flatMap((one) => one.target ?? []);
  let looks = 0;
  const look = withSecondLook(
    (one) => {
      looks += 1;
      return Promise.resolve(closed(one, reason));
    },
    concurrency,
    undefined,
  );
  expect((await look(target as Target)).posxml?.tcp?.open).toBe(false);
  expect(looks).toBe(1);
});

test('no more terminals at a time than there are, or than the limit on open files allows; asked for in vain, it is told', () => {
  const limit = (files: number) => () => files;
  expect(concurrencyFor('check', undefined, undefined, limit(20_000))).toEqual({ at: 1000 });
  expect(concurrencyFor('probe', 300, undefined, limit(1024))).toEqual({ at: 300 });
  expect(concurrencyFor('probe', 300, 90, limit(1024))).toEqual({ at: 90 });
  expect(concurrencyFor('check', undefined, undefined, limit(256))).toEqual({ at: 96 });
  expect(concurrencyFor('check', 4096, undefined, limit(256))).toMatchObject({
    at: 96,
    lowered: expect.stringContaining('256 open files') as string,
  });
  expect(concurrencyFor('check', undefined, undefined, limit(10))).toEqual({ at: 1 });
});

test('for a handful of terminals the limit is not even read', () => {
  const read = (): never => {
    throw new Error('it takes a long time');
  };
  expect(concurrencyFor('probe', undefined, 1, read)).toEqual({ at: 1 });
  expect(concurrencyFor('check', 16, undefined, read)).toEqual({ at: 16 });
});
