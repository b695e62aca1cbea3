import { afterAll, expect, test } from 'vitest';
import { expectFullDisk, FULL_DISK } from './kill-disk.js';
import { casesOf, countSteps } from './kill-play.js';
import { forgetCompiled } from './kill-world.js';
import { eachOf } from '../support/each-of.js';
import { note } from '../support/notes.js';

const wanted = process.env['KILL_CASE'] ?? '';

afterAll(forgetCompiled);

test(
  'a disk that is full from any write on: refused before the sale, told after it, and settled once there is room',
  { timeout: 600_000 },
  async () => {
    const violations: string[] = [];
    const cases = casesOf(FULL_DISK, await countSteps(FULL_DISK)).filter(({ name }) => name.includes(wanted));
    await eachOf(cases, 4, async (one) => {
      await expectFullDisk(one).catch((error: unknown) =>
        violations.push(`KILL_CASE='${one.name}' npm run test:faults -- kill-disk\n${String(error)}`),
      );
    });
    note(`${FULL_DISK.name}: ${String(cases.length)} cases, ${String(violations.length)} violations`);
    expect(violations).toEqual([]);
  },
);
