import { expect, test } from 'vitest';
import { wereNamesAgreed } from '../../../src/session/agreed-names.js';
import { FolderStore } from '../../../src/session/folder-store.js';
import { SessionWriter } from '../../../src/session/session-writer.js';
import { folder } from './support.js';
import { opened } from './support-events.js';

test.each([
  ['https://cloud.example/clinic', 'Pirita', true],
  ['https://cloud.example/clinic', 'Tartu', false],
  // What was agreed to in practice settles nothing.
  ['http://127.0.0.1:40001/sandbox', 'Pirita', false],
])('registered in %s: the names OÜ Loom and %s are agreed: %s', (instance, department, agreed) => {
  const store = new FolderStore(folder());
  const work = SessionWriter.begin(store.create('20260101-aaaaa'), opened('20260101-aaaaa'));
  work.record({ type: 'terminal.identified', terminalId: 'T1', ownerName: 'OÜ Loom', version: undefined });
  work.record({ type: 'terminal.registered', instance, recordId: '1', action: 'created', departmentName: 'Pirita' });
  work.close();
  expect(wereNamesAgreed(store, 'OÜ Loom', department)).toBe(agreed);
});
