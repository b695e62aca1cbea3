import { acquireFileLock } from '../../../src/session/file-lock.js';

/** Run by a test as a process of its own: once it is told to, takes the lock or does not, says so, and stays. */
const [home = '', what = ''] = process.argv.slice(2);
process.stdin.once('data', () => {
  const holder = { pid: process.pid, since: new Date().toISOString(), command: 'test', session: 's1' };
  void acquireFileLock(home, what, holder, what).then(
    () => process.stdout.write('held\n'),
    () => process.stdout.write('refused\n'),
  );
});
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
