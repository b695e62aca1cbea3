/**
 * Loaded into every program that an end-to-end test starts: whatever the program does, nothing leaves this machine. An
 * attempt is written to the file that DIALLED names, and then fails.
 */
const { AsyncLocalStorage } = require('node:async_hooks');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/i;

/** The same for one of several runs of a process. */
const dialledTo = new AsyncLocalStorage();

/** @param {string} host @param {string} how */
function note(host, how) {
  const log = dialledTo.getStore() ?? process.env['DIALLED'];
  if (log !== undefined) appendFileSync(log, `${how} ${host}\n`);
  if (!LOOPBACK.test(host)) throw new Error(`the guard of the tests: ${how} ${host}`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guarded(/** @type {any[]} */ ...given) {
  const [first] = Array.isArray(given[0]) ? given[0] : given;
  const options =
    typeof first === 'object' ? first : { port: first, host: typeof given[1] === 'string' ? given[1] : 'localhost' };
  const isFile = options.path !== undefined || (typeof first === 'string' && Number.isNaN(Number(first)));
  if (!isFile) note(options.host ?? 'localhost', 'connect');
  return connect.apply(this, given);
};

for (const api of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny', 'reverse']) {
    const original = api[name];
    api[name] = (/** @type {string} */ host, /** @type {any[]} */ ...rest) => {
      note(host, name);
      return original(host, ...rest);
    };
  }
}

syncBuiltinESMExports();

module.exports = { dialledTo };
