import * as Flags from '@oclif/core/flags';
import { LANGUAGES } from '../../contract/language.js';
import { BANK_IDS, MODEL_IDS } from '../../model/catalog.js';
import { environmentName } from '../args/environment.js';

const named = (flag: string): { env: string } => ({ env: environmentName(flag) });

/** Flags that every command has. */
export const globalFlags = {
  json: Flags.boolean({
    ...named('json'),
    description: 'print exactly one JSON document on stdout',
    helpGroup: 'GLOBAL',
  }),
  'no-input': Flags.boolean({
    ...named('no-input'),
    description: 'do not ask; exit with 2 if a value is missing',
    helpGroup: 'GLOBAL',
  }),
  yes: Flags.boolean({ ...named('yes'), description: 'answer yes to every question', helpGroup: 'GLOBAL' }),
  timeout: Flags.string({
    ...named('timeout'),
    default: '5s',
    description: 'time limit for one request',
    helpValue: 'DURATION',
    helpGroup: 'GLOBAL',
  }),
  'allow-private': Flags.boolean({
    ...named('allow-private'),
    description: 'allow private, loopback and reserved addresses',
    helpGroup: 'GLOBAL',
  }),
  'no-color': Flags.boolean({ ...named('no-color'), description: 'print without colour', helpGroup: 'GLOBAL' }),
  accessible: Flags.boolean({
    ...named('accessible'),
    description: 'plain output for screen readers: no redrawing, numbered choices, no symbols; also ACCESSIBLE=1',
    helpGroup: 'GLOBAL',
  }),
  debug: Flags.boolean({
    ...named('debug'),
    description: 'log requests and replies to stderr, card data masked',
    helpGroup: 'GLOBAL',
  }),
  'debug-file': Flags.string({
    ...named('debug-file'),
    description: 'also log them to a file, as JSON lines for the developers',
    helpValue: 'F',
    helpGroup: 'GLOBAL',
  }),
};

export const roleFlag = {
  role: Flags.string({
    ...named('role'),
    options: ['posxml', 'log'],
    description: 'which port this is, if only one is given',
  }),
};

export const sweepFlags = {
  file: Flags.string({
    ...named('file'),
    description: 'read targets from a file: lines, CSV with a header, or JSON lines; - is stdin',
    helpValue: 'F',
  }),
  jsonl: Flags.boolean({
    ...named('jsonl'),
    description: 'print one JSON object per line as results arrive, then a summary',
    exclusive: ['json'],
  }),
  continue: Flags.string({
    ...named('continue'),
    description: 'append results to a file and skip targets already in it',
    helpValue: 'F',
    exclusive: ['json'],
  }),
  concurrency: Flags.string({
    ...named('concurrency'),
    description: 'terminals to check in parallel [automatic]',
    helpValue: 'N',
  }),
  shard: Flags.string({ ...named('shard'), description: 'check only part I of N of the input', helpValue: 'I/N' }),
};

export const dryLookFlag = {
  'dry-run': Flags.boolean({
    ...named('dry-run'),
    description: 'show what was understood, from which words, and what was left out; connect to nothing',
    exclusive: ['via', 'continue'],
  }),
};

export const viaFlag = {
  via: Flags.string({
    ...named('via'),
    description: 'also check through this proxy: socks5://host:port or http://host:port',
    helpValue: 'URL',
  }),
};

export const beepFlag = {
  beep: Flags.boolean({
    ...named('beep'),
    description: 'make the terminal beep, so that the clinic can tell which one it is',
    exclusive: ['file', 'via', 'watch', 'continue'],
  }),
};

export const watchFlag = {
  watch: Flags.string({
    ...named('watch'),
    description: 'check again every few seconds for this long and show changes',
    helpValue: 'DURATION',
    exclusive: ['file', 'via', 'continue'],
  }),
};

export const cloudFlags = {
  instance: Flags.string({
    ...named('instance'),
    description: "the clinic's instance, https://host/id",
    helpValue: 'URL',
  }),
};

export const storeFlag = {
  store: Flags.string({
    ...named('store'),
    description: "the team's PostgreSQL, postgresql://host/database; the rest as for psql: PGUSER, PGPASSFILE",
    helpValue: 'URL',
  }),
};

export const registerFlags = {
  ...cloudFlags,
  department: Flags.string({
    ...named('department'),
    description: 'the department of the terminal',
    helpValue: 'ID',
  }),
  name: Flags.string({ ...named('name'), description: 'desk name' }),
  model: Flags.string({
    ...named('model'),
    options: [...MODEL_IDS],
    description: 'the model of the terminal',
  }),
  bank: Flags.string({ ...named('bank'), options: [...BANK_IDS], description: "the clinic's bank" }),
  'dry-run': Flags.boolean({ ...named('dry-run'), description: 'show what would be written, without writing it' }),
};

export const languageFlag = {
  language: Flags.string({
    ...named('language'),
    options: [...LANGUAGES],
    default: 'et',
    description: 'the language of the clinic',
  }),
};

export const takeOverFlag = {
  'take-over': Flags.boolean({
    ...named('take-over'),
    description: 'take over from an agent who has not been heard of for a while',
  }),
};

export const testFlags = {
  amount: Flags.string({
    ...named('amount'),
    default: '0.01',
    description: 'amount of the test payment, in euros',
    helpValue: '0.01',
  }),
  'card-timeout': Flags.string({
    ...named('card-timeout'),
    default: '60s',
    description: 'how long the terminal waits for a card',
    helpValue: 'DURATION',
  }),
  tid: Flags.string({
    ...named('tid'),
    description: 'expected terminal ID (TID); stop if another terminal answers',
    helpValue: 'ID',
  }),
  'skip-identify': Flags.boolean({
    ...named('skip-identify'),
    description: 'skip confirming the terminal with a code',
  }),
  ...languageFlag,
  ...takeOverFlag,
};
