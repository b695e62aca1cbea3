/** Loaded into a program that is to meet a defect: at the path whose last part is BROKEN. On SIGUSR2 one is thrown where nobody waits for it. */
const path = require('node:path');
const { syncBuiltinESMExports } = require('node:module');

const defect = () => new TypeError('made on purpose \u001b[31m', { cause: new Error('by card 4111 1111 1111 1111') });
const { join } = path;
path.join = (...parts) => {
  if (parts.at(-1) === process.env['BROKEN']) throw defect();
  return join(...parts);
};
syncBuiltinESMExports();
process.on('SIGUSR2', () => {
  throw defect();
});
