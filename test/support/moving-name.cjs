/**
 * Loaded into a program that a test starts: the name `localhost` resolves to 127.0.0.1, and from the look-up on that STAYS
 * counts to, to 127.0.0.2.
 */
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');

const stays = Number(process.env['STAYS'] ?? '0');
let asked = 0;

dns.promises.lookup = /** @type {any} */ (
  () => {
    asked += 1;
    return Promise.resolve([{ address: asked > stays ? '127.0.0.2' : '127.0.0.1', family: 4 }]);
  }
);

syncBuiltinESMExports();
