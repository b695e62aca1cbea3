import { acquireLock } from '../../../src/session/lock.js';

/** Run by a test as a process of its own: takes the lock, says so, and keeps it until it ends. */
const [what = '', since = ''] = process.argv.slice(2);
await acquireLock(what, { pid: process.pid, since, command: 'test', session: 's1' });
process.stdout.write('held\n');
setInterval(() => undefined, 1000);
