import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderStore } from '../../src/session/folder-store.js';
import { SessionWriter } from '../../src/session/session-writer.js';
import { expectContract } from './cells.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';

const ID = '20260214-bcdfg';
const PAN = '4111111111111111';

test.concurrent('a call is noted, found by its note, and closed; nothing of a card is kept', async () => {
  const home = temporaryFolder();
  mkdirSync(join(home, 'sessions'), { recursive: true });
  SessionWriter.begin(new FolderStore(home).create(ID), {
    type: 'session.opened',
    id: ID,
    command: 'onboard',
    target: { host: '84.50.12.34', posxmlPort: 4445, logPort: 5551 },
    sandbox: false,
    program: '0',
  }).close();
  const env = { TERMINAL_AGENT: 'Mari' };
  const noted = await run(
    ['sessions', 'note', ID, `card ${PAN}`, '--call-back', 'Monday 10:00', '--telephone', '+372 600 0000', '--json'],
    { home, env },
  );
  expect(expectContract(noted)).toMatchObject({
    exitCode: 0,
    result: {
      session: { notes: [{ text: 'card [card number]', callBack: 'Monday 10:00', telephone: '+372 600 0000' }] },
    },
  });
  const found = await run(['sessions', 'list', 'monday', '--open', '--json'], { home });
  expect(expectContract(found).result['sessions']).toMatchObject([{ id: ID, status: 'unfinished' }]);
  const nothing = expectContract(await run(['sessions', 'note', ID, '--json'], { home }));
  expect(nothing).toMatchObject({ exitCode: 2, error: { code: 'usage.missing' } });
  const closed = await run(['sessions', 'close', ID, '--why', 'another provider', '--json'], { home, env });
  expect(expectContract(closed)).toMatchObject({ result: { session: { status: 'closed', left: [] } }, resume: null });
  const left = await run(['sessions', 'list', '--open'], { home });
  expect([left.status, left.stdout]).toEqual([0, 'No matching calls on this computer.\n']);
});
