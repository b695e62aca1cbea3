/**
 * Loaded into every program that a test starts with it: a key store in a file stands in for the system's. FAKE_KEYRING
 * names the file; where it holds no JSON, the key store is locked. What the program was started with is noted beside it.
 */
import { appendFileSync } from 'node:fs';
import { register } from 'node:module';

const FAKE = `
  import { readFileSync, writeFileSync } from 'node:fs';
  const file = process.env.FAKE_KEYRING;
  const read = () => JSON.parse(readFileSync(file, 'utf8'));
  export class Entry {
    constructor(service, account, options) { this.name = [service, account, options.linux.store].join(' '); }
    getPassword() { return read()[this.name] ?? null; }
    setPassword(secret) { writeFileSync(file, JSON.stringify({ ...read(), [this.name]: secret })); }
    deletePassword() {
      const { [this.name]: was, ...rest } = read();
      writeFileSync(file, JSON.stringify(rest));
      return was !== undefined;
    }
  }`;

const url = (/** @type {string} */ source) => `data:text/javascript,${encodeURIComponent(source)}`;
register(url(`export const resolve = (name, context, next) => (name === '@napi-rs/keyring' ? { url: ${JSON.stringify(url(FAKE))}, shortCircuit: true } : next(name, context));`));
appendFileSync(`${process.env['FAKE_KEYRING'] ?? ''}.started`, `${process.argv.join(' ')} ${JSON.stringify(process.env)}\n`);
