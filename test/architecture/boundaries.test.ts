import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { violations } from './cruise.js';
import { someOf } from '../support/thorough.js';
import { RULES } from './rules.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('src keeps the import rules', async () => {
  expect(await violations(ROOT)).toEqual([]);
});

/** For each rule a small tree that breaks it, and nothing else. Files not named are empty modules. */
const PLANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'pg-only-for-a-team': { 'session/a.ts': `import pg from 'pg'; export const a = pg;` },
  'a-team-is-loaded-where-one-is-set': {
    'session/a.ts': `import { x } from './team/x.js'; export const a = x;`,
    'session/team/x.ts': 'export const x = 1;',
  },
  'the-ground-knows-nothing-else': { 'text/a.ts': `import { x } from '../payment/x.js'; export const a = x;` },
  'pure-folders-share-only-types': { 'payment/a.ts': `import { x } from '../diagnosis/x.js'; export const a = x;` },
  'pure-folders-know-only-pure-ones': {
    'payment/a.ts': `import type { x } from '../session/x.js'; export type a = typeof x;`,
  },
  'pure-folders-use-no-package': { 'diagnosis/a.ts': `import * as v from 'valibot'; export const a = v;` },
  'pure-folders-use-no-builtin': { 'posxml/a.ts': `import { join } from 'node:path'; export const a = join;` },
  'report-knows-pure-ones-and-sessions': {
    'report/a.ts': `import type { x } from '../ui/x.js'; export type a = typeof x;`,
  },
  'report-takes-types-of-sessions': {
    'report/a.ts': `import { x } from '../session/reduce.js'; export const a = x;`,
    'session/reduce.ts': 'export const x = 1;',
  },
  'connection-knows-the-ground': {
    'connection/a.ts': `import type { x } from '../diagnosis/x.js'; export type a = typeof x;`,
  },
  'targets-know-addresses': { 'targets/a.ts': `import { x } from '../connection/net/x.js'; export const a = x;` },
  'the-core-knows-nothing-above-it': {
    'session/a.ts': `import type { x } from '../steps/x.js'; export type a = typeof x;`,
  },
  'steps-know-no-screen': { 'steps/a.ts': `import type { x } from '../ui/x.js'; export type a = typeof x;` },
  'ui-knows-no-socket': { 'ui/a.ts': `import { connect } from 'node:net'; export const a = connect;` },
  'ui-does-no-work': { 'ui/a.ts': `import { x } from '../connection/x.js'; export const a = x;` },
  'ui-and-report-know-no-flow': { 'ui/a.ts': `import type { x } from '../flows/look/x.js'; export type a = typeof x;` },
  'ui-takes-dependencies-of-steps': {
    'ui/a.ts': `import type { x } from '../steps/probe/x.js'; export type a = typeof x;`,
  },
  'shell-knows-no-flow': {
    'cli/output/a.ts': `import type { x } from '../../flows/look/x.js'; export type a = typeof x;`,
  },
  'entry-reads-the-configuration': {
    'cli/entry/a.ts': `import { x } from '../../flows/look/x.js'; export const a = x;`,
  },
  'shell-does-no-work': { 'cli/output/a.ts': `import { x } from '../../payment/x.js'; export const a = x;` },
  'completion-knows-scenarios': {
    'cli/entry/completion/a.ts': `import { x } from '../../../cloud/x.js'; export const a = x;`,
  },
  'shell-rooms-know-no-entry': { 'cli/output/a.ts': `import { x } from '../entry/x.js'; export const a = x;` },
  'flow-onboard': { 'flows/onboard/a.ts': `import { x } from '../config/x.js'; export const a = x;` },
  'flow-register': { 'flows/register/a.ts': `import { x } from '../onboard/x.js'; export const a = x;` },
  'flow-test-payment': { 'flows/test-payment/a.ts': `import { x } from '../onboard/x.js'; export const a = x;` },
  'flow-sessions': { 'flows/sessions/a.ts': `import { x } from '../onboard/x.js'; export const a = x;` },
  'flow-config': { 'flows/config/a.ts': `import { x } from '../onboard/x.js'; export const a = x;` },
  'flow-alone': { 'flows/look/a.ts': `import { x } from '../register/x.js'; export const a = x;` },
  'sweep-is-loaded-for-lists': { 'flows/look/a.ts': `import { x } from './sweep/x.js'; export const a = x;` },
  'flows-know-no-command': { 'flows/look/a.ts': `import { x } from '../../commands/x.js'; export const a = x;` },
  'commands-stand-alone': { 'commands/a.ts': `import { x } from './x.js'; export const a = x;` },
  'sandbox-shares-only-the-codec': { 'sandbox/a.ts': `import { x } from '../connection/x.js'; export const a = x;` },
  'sandbox-takes-types-of-the-cloud': {
    'sandbox/a.ts': `import { x } from '../cloud/api-types.js'; export const a = x;`,
    'cloud/api-types.ts': 'export const x = 1;',
  },
  'sandbox-is-composed-in-flows': {
    'session/a.ts': `import type { x } from '../sandbox/x.js'; export type a = typeof x;`,
  },
  'sandbox-is-loaded-for-practice': {
    'flows/onboard/a.ts': `import { x } from '../../sandbox/x.js'; export const a = x;`,
  },
  'screen-packages-only-in-ui': { 'cli/output/a.ts': `import chalk from 'chalk'; export const a = chalk;` },
  'undici-only-in-cloud': { 'connection/a.ts': `import { fetch } from 'undici'; export const a = fetch;` },
  'ipaddr-only-in-connection': { 'cloud/a.ts': `import ip from 'ipaddr.js'; export const a = ip;` },
  'socks-only-in-connection': { 'cloud/a.ts': `import { SocksClient } from 'socks'; export const a = SocksClient;` },
  'keyring-only-in-credentials': {
    'cli/output/a.ts': `import { Entry } from '@napi-rs/keyring'; export const a = Entry;`,
  },
  'oclif-only-in-commands': { 'ui/a.ts': `import type { Command } from '@oclif/core'; export type a = Command;` },
  'no-cycles': {
    'cloud/a.ts': `import type { b } from './b.js'; export type a = b;`,
    'cloud/b.ts': `import type { a } from './a.js'; export type b = a;`,
  },
  // No file of it leads back to itself.
  'no-circle-of-folders': {
    'cloud/a.ts': `import type { b } from '../session/b.js'; export type a = b;`,
    'session/b.ts': 'export type b = 1;',
    'session/c.ts': `import type { d } from '../cloud/d.js'; export type c = d;`,
    'cloud/d.ts': 'export type d = 1;',
  },
  'no-orphans': { 'cloud/a.ts': 'export const a = 1;' },
  'everything-resolves': { 'cloud/a.ts': `import { x } from './gone.js'; export const a = x;` },
  'no-development-dependency': { 'cloud/a.ts': `import { test } from 'vitest'; export const a = test;` },
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  symlinkSync(join(ROOT, 'package.json'), join(root, 'package.json'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function plant(files: Readonly<Record<string, string>>): void {
  for (const [path, source] of Object.entries(files)) {
    const imported = /'(\.[^']*\/x)\.js'/.exec(source)?.[1];
    if (imported !== undefined) write(join(dirname(path), `${imported}.ts`), 'export const x = 1;');
    write(path, source);
  }
}

function write(path: string, source: string): void {
  const file = join(root, 'src', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, source);
}

test('every rule has a plant that breaks it', () => {
  expect(Object.keys(PLANTS).sort()).toEqual(
    ['no-circle-of-folders', ...(RULES.forbidden ?? []).map((rule) => rule.name)].sort(),
  );
});

test.each(someOf('plants', Object.entries(PLANTS), 4))('a plant that breaks %s is found', async (rule, files) => {
  plant(files);
  const found = await violations(root);
  expect(found.map((line) => line.split(':')[0])).toContain(rule);
});

test('what is allowed is not found', async () => {
  plant({
    'payment/a.ts': `import type { x } from '../diagnosis/x.js'; export type a = typeof x;`,
    'diagnosis/a.ts': `import { x } from '../contract/x.js'; export const a = x;`,
    'ui/a.ts': `import chalk from 'chalk'; import type { x } from '../connection/x.js'; export type a = typeof x; export { chalk };`,
    'commands/sandbox.ts': `import { x } from '../sandbox/x.js'; export const a = x;`,
    'flows/onboard/b.ts': `import type { x } from '../../sandbox/x.js'; export type b = typeof x; export const c = () => import('./embedded-sandbox.js');`,
    'flows/onboard/embedded-sandbox.ts': `import { x } from '../../sandbox/x.js'; export const a = x;`,
    'flows/look/b.ts': `import type { x } from './sweep/x.js'; export type b = typeof x; export const c = () => import('./sweep/x.js');`,
    'cli/entry/a.ts': `import { x } from '../../flows/config/x.js'; export const a = x;`,
    'flows/onboard/a.ts': `import { x } from '../register/x.js'; export const a = x;`,
    'flows/look/a.ts': `import { x } from '../../cli/output/x.js'; export const a = x;`,
    'commands/b.ts': 'export const b = 1;',
    'cloud/a.ts': `import { fetch } from 'undici'; export const a = fetch;`,
    'report/a.ts': `import type { a } from '../session/events.js'; import { x } from '../contract/x.js'; export type b = a; export const c = x;`,
    'session/events.ts': 'export type a = 1;',
    'session/a.ts': `import type { b } from './b.js'; export type a = b;`,
    'session/b.ts': 'export type b = 1;',
  });
  expect(await violations(root)).toEqual([]);
});
