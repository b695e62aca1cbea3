import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { FolderStore } from '../../../src/session/folder-store.js';
import { exposedIn } from '../../../src/session/rights.js';
import { examineStore } from '../../../src/steps/doctor/store.js';
import { WINDOWS } from '../../support/system.js';
import { folder } from './support.js';

function home(): string {
  const path = folder();
  mkdirSync(join(path, 'credentials'), { mode: 0o700 });
  for (const name of ['config.json', 'credentials/a.json']) writeFileSync(join(path, name), '{}', { mode: 0o600 });
  return path;
}

test('a folder that its user alone can change exposes nothing, though others may see its names', () => {
  const path = home();
  chmodSync(path, 0o755);
  expect(exposedIn(path)).toEqual([]);
  expect(exposedIn(join(path, 'nowhere'))).toEqual([]);
});

test.skipIf(WINDOWS).each([
  ['', 0o777, 'changed'],
  ['config.json', 0o666, 'changed'],
  ['credentials', 0o770, 'changed'],
  ['credentials/a.json', 0o644, 'read'],
])('what others may do there is named by the doctor, too: %s %o', (name, mode, word) => {
  const path = home();
  chmodSync(join(path, name), mode);
  expect(exposedIn(path)).toEqual([`${join(path, name)} can be ${word} by other users`]);
  const [writing] = examineStore(new FolderStore(path));
  expect(writing?.check).toMatchObject({ id: 'doctor.store', status: 'warn' });
  expect(JSON.stringify(writing?.check.evidence)).toContain(`can be ${word} by other users`);
});

test('on Windows a folder outside of the profile is named', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  for (const name of ['HOME', 'USERPROFILE']) vi.stubEnv(name, 'C:\\Users\\Mari');
  expect(exposedIn('C:\\Users\\mari\\AppData\\Local\\terminal\\Data')).toEqual([]);
  expect(exposedIn('C:\\x')).toEqual(['C:\\x is not in your profile: other users may read it']);
});
