import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, terminalWith } from '../support/sandbox.js';

test.concurrent('a return that the record proves is told without a warning', async () => {
  const terminal = await terminalWith({ reversedQuery: 'StanRev' });
  const ended = await run(['test', `127.0.0.1:${String(terminal.posxmlPort)}`, PRIVATE, ...AGREED, '--json'], {
    home: temporaryFolder(),
  });
  expect([ended.status, ended.document().warnings]).toEqual([0, []]);
});
