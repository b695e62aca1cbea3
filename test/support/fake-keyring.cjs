/**
 * Loaded into every program that a test starts with it: a credential store in a file stands in for the system's. FAKE_KEYRING
 * names the file; where it holds no JSON, the credential store is locked. What the program was started with is noted beside it.
 */
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');

const file = process.env['FAKE_KEYRING'] ?? '';
const read = () => /** @type {Record<string, string>} */ (JSON.parse(readFileSync(file, 'utf8')));

class Entry {
  /** @param {string} service @param {string} account @param {{ linux: { store: string } }} options */
  constructor(service, account, options) {
    this.name = [service, account, options.linux.store].join(' ');
  }

  getPassword() {
    return read()[this.name] ?? null;
  }

  /** @param {string} secret */
  setPassword(secret) {
    writeFileSync(file, JSON.stringify({ ...read(), [this.name]: secret }));
  }

  deletePassword() {
    const { [this.name]: was, ...rest } = read();
    writeFileSync(file, JSON.stringify(rest));
    return was !== undefined;
  }
}

const loader = /** @type {{ _load: (name: string, ...rest: unknown[]) => unknown }} */ (
  /** @type {unknown} */ (Module)
);
const load = loader._load;
loader._load = (name, ...rest) => (name === '@napi-rs/keyring' ? { Entry } : load(name, ...rest));
appendFileSync(`${file}.started`, `${process.argv.join(' ')} ${JSON.stringify(process.env)}\n`);
