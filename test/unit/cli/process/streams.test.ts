import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { writeAll } from '../../../../src/cli/process/streams.js';

test('many writes at a time add no listeners, and each ends when its text has gone', async () => {
  const slow = new PassThrough({ highWaterMark: 1 });
  const before = slow.listenerCount('error');
  const writes = Array.from({ length: 40 }, (_, index) => writeAll(slow, `${String(index)}\n`));
  expect(slow.listenerCount('error')).toBe(before);
  slow.resume();
  await Promise.all(writes);
});

test('a write that fails ends as well', async () => {
  const full = new Writable({
    write: (_chunk, _encoding, done) => {
      done(new Error('ENOSPC'));
    },
  });
  full.on('error', () => undefined);
  await writeAll(full, 'first');
  await writeAll(full, 'after it was destroyed');
  expect(full.destroyed).toBe(true);
});
