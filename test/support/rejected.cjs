/** Loaded into the executable: says on stderr which of its modules was compiled again, though it holds what had been compiled of it. */
const vm = require('node:vm');

vm.Script = class extends vm.Script {
  /** @param {string} text @param {import('node:vm').ScriptOptions} options */
  constructor(text, options) {
    super(text, options);
    process.stderr.write(
      `compiled ${options.cachedData === undefined ? 'here' : this.cachedDataRejected ? 'anew' : 'before'} ${options.filename}\n`,
    );
  }
};
