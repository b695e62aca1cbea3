import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/program.js';
import { seeded } from '../support/seeded.js';
import { droppingNamespace, NO_NAMESPACE } from './namespace.js';

const { random } = seeded('fleet');
const LIVE = 1500;
const REFUSED = 400;
const DROPPED = 100;

const addresses = (block: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${block}.${String(index >> 7)}.${String((index & 127) + 1)}`);

interface Target {
  readonly target: string;
  readonly line: number;
  readonly posxml: { readonly reason: string | null };
}

describe.skipIf(NO_NAMESPACE !== undefined)('a fleet', () => {
  test('in which each twentieth pair is dropped without a word: nobody alive is called dead, nor the reverse, and refused is told from dropped', async () => {
    const net = droppingNamespace('10.0.0.0/16');
    await net.peer('silent', 4445);
    const reasons = new Map<string, string | null>([
      ...addresses('10.0', LIVE).map((host) => [`${host}:4445`, null] as const),
      ...addresses('10.0', REFUSED).map((host) => [`${host}:4446`, 'refused'] as const),
      // Nobody forwards there.
      ...addresses('10.9', DROPPED).map((host) => [`${host}:4445`, 'timeout'] as const),
    ]);
    const pairs = [...reasons.keys()]
      .map((pair) => [random(), pair] as const)
      .sort(([one], [other]) => one - other)
      .map(([, pair]) => pair);
    const file = join(temporaryFolder(), 'fleet.txt');
    writeFileSync(file, pairs.join('\n'));
    const { document, status } = await net.run(['check', '--file', file, '--allow-private', '--timeout', '6s']);
    const seen = document.result['targets'] as unknown as readonly Target[];
    expect(seen.map(({ target, line }) => [target, line])).toEqual(pairs.map((pair, index) => [pair, index + 1]));
    expect(seen.filter(({ target, posxml }) => posxml.reason !== reasons.get(target))).toEqual([]);
    expect([status, document.result['summary']]).toEqual([
      3,
      {
        targets: 2000,
        ok: LIVE,
        failed: 500,
        diagnoses: { 'network.refused': REFUSED, 'network.timeout': DROPPED },
        exitCode: 3,
        list: { rows: 2000, understood: 2000, wrong: 0, passedOver: 0 },
      },
    ]);
  });
});
