import { expect, test } from 'vitest';
import { readEarlierCalls } from '../../../src/session/previous-calls.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { folder } from './support.js';

test('the history has the answers of earlier calls, the latest first, without practice and without those that had none', () => {
  const store = new FolderStore(folder());
  const call = (id: string, sandbox = false): SessionWriter =>
    SessionWriter.begin(store.create(id), {
      type: 'session.opened',
      id,
      command: 'onboard',
      target: { host: '84.50.12.34', posxmlPort: 4445, logPort: 5551 },
      sandbox,
      program: '0',
    });
  const first = call('20260101-aaaaa');
  first.record({ type: 'answered', answers: { name: 'Front', bank: 'seb' } });
  first.record({ type: 'target.changed', target: { host: '84.50.12.35', posxmlPort: 4445, logPort: 5551 } });
  call('20260102-bbbbb', true).record({ type: 'answered', answers: { name: 'Practice desk' } });
  call('20260103-ccccc');
  first.record({ type: 'answered', answers: { name: 'Back' } });
  first.record({ type: 'session.closed', exitCode: 0 });
  const last = call('20260101-zzzzz');
  last.record({ type: 'answered', answers: { name: 'Late' } });
  expect(readEarlierCalls(store)).toMatchObject([
    { answers: { name: 'Late' }, done: false, target: { host: '84.50.12.34' } },
    { answers: { name: 'Back', bank: 'seb' }, done: true, target: { host: '84.50.12.35' } },
  ]);
});

test('a call with a sandbox in another window is marked as practice', () => {
  const store = new FolderStore(folder());
  const instances = ['http://127.0.0.1:40001/sandbox', 'https://cloud.example/sandbox'];
  for (const [index, instance] of instances.entries()) {
    const id = `2026010${String(index + 1)}-aaaaa`;
    const target = { host: '127.0.0.1', posxmlPort: 1, logPort: 2 };
    const opened = { type: 'session.opened', id, command: 'onboard', target, sandbox: false, program: '0' } as const;
    SessionWriter.begin(store.create(id), opened).record({ type: 'answered', answers: { instance } });
  }
  const marks = readEarlierCalls(store).map(({ answers, practice = false }) => [answers.instance, practice]);
  expect(new Map(marks as [string, boolean][])).toEqual(
    new Map([
      [instances[0], true],
      [instances[1], false],
    ]),
  );
});
