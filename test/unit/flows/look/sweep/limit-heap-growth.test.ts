import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('../../../../../src/flows/look/sweep/limit-heap-growth.ts', import.meta.url));
/** Something survives all the time: V8 would grow its room for new objects to its most. */
const LIVE = `
  const room = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  const before = room();
  const kept = [];
  for (let times = 0; times < 3_000_000; times += 1) kept[times % 30_000] = { times: String(times) };
  console.log(room() <= before);
`;

function roomStaysWith(first: string): readonly [printed: string, said: string] {
  const script = `import { getHeapSpaceStatistics } from 'node:v8'; import { keepMemorySteady } from ${JSON.stringify(MODULE)}; ${first} ${LIVE}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return [stdout.trim(), stderr];
}

test('V8’s room for new objects stays as it is, and V8 knows the flag', () => {
  expect(roomStaysWith('')).toEqual(['false', '']);
  expect(roomStaysWith('keepMemorySteady();')).toEqual(['true', '']);
});
