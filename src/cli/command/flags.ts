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
    description: 'never ask; end with status 2 naming what is missing',
    helpGroup: 'GLOBAL',
  }),
  yes: Flags.boolean({ ...named('yes'), description: 'agree to what would be asked', helpGroup: 'GLOBAL' }),
  timeout: Flags.string({
    ...named('timeout'),
    default: '5s',
    description: 'the most that one exchange may take',
    helpValue: 'DURATION',
    helpGroup: 'GLOBAL',
  }),
  'allow-private': Flags.boolean({
    ...named('allow-private'),
    description: 'accept inside, loopback and reserved addresses',
    helpGroup: 'GLOBAL',
  }),
  'no-color': Flags.boolean({ ...named('no-color'), description: 'print without colour', helpGroup: 'GLOBAL' }),
  accessible: Flags.boolean({
    ...named('accessible'),
    description: 'redraw nothing, number the choices, and use words for signs; also ACCESSIBLE=1',
    helpGroup: 'GLOBAL',
  }),
  debug: Flags.boolean({
    ...named('debug'),
    description: 'tell on stderr what is sent and received, redacted',
    helpGroup: 'GLOBAL',
  }),
  'debug-file': Flags.string({
    ...named('debug-file'),
    description: 'append the same to a file, as JSON lines that can be sent to the vendor',
    helpValue: 'F',
    helpGroup: 'GLOBAL',
  }),
};

export const roleFlag = {
  role: Flags.string({ ...named('role'), options: ['posxml', 'log'], description: 'what a single pair is for' }),
};

export const sweepFlags = {
  file: Flags.string({
    ...named('file'),
    description: 'read targets from a file: lines, CSV with a header, or JSON lines; - is stdin',
    helpValue: 'F',
  }),
  jsonl: Flags.boolean({
    ...named('jsonl'),
    description: 'print one JSON object a line as results arrive, then a summary',
    exclusive: ['json'],
  }),
  continue: Flags.string({
    ...named('continue'),
    description: 'append the JSON lines to a file, and leave out the targets that it has already',
    helpValue: 'F',
    exclusive: ['json'],
  }),
  concurrency: Flags.string({
    ...named('concurrency'),
    description: 'how many terminals at a time; else what suits here',
    helpValue: 'N',
  }),
  shard: Flags.string({ ...named('shard'), description: 'only the I-th of N parts of the input', helpValue: 'I/N' }),
};

export const dryLookFlag = {
  'dry-run': Flags.boolean({
    ...named('dry-run'),
    description: 'tell what is understood, from which words, and what is left out; dial nothing',
    exclusive: ['via', 'continue'],
  }),
};

export const viaFlag = {
  via: Flags.string({
    ...named('via'),
    description: 'look from where this proxy stands, too: socks5://host:port or http://host:port',
    helpValue: 'URL',
  }),
};

export const beepFlag = {
  beep: Flags.boolean({
    ...named('beep'),
    description: 'make the terminal beep, so that the clinic can say which one it is',
    exclusive: ['file', 'via', 'watch', 'continue'],
  }),
};

export const watchFlag = {
  watch: Flags.string({
    ...named('watch'),
    description: 'look again every few seconds for this long, and tell what changes',
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

export const registerFlags = {
  ...cloudFlags,
  department: Flags.string({
    ...named('department'),
    description: 'the department that the terminal belongs to',
    helpValue: 'ID',
  }),
  name: Flags.string({ ...named('name'), description: 'what the clinic calls the desk' }),
  model: Flags.string({
    ...named('model'),
    options: [...MODEL_IDS],
    description: 'the model of the terminal',
  }),
  bank: Flags.string({ ...named('bank'), options: [...BANK_IDS], description: "the clinic's bank" }),
  'dry-run': Flags.boolean({ ...named('dry-run'), description: 'tell what would be written, and write nothing' }),
};

export const languageFlag = {
  language: Flags.string({
    ...named('language'),
    options: [...LANGUAGES],
    default: 'et',
    description: 'the language of the clinic',
  }),
};

export const testFlags = {
  amount: Flags.string({
    ...named('amount'),
    default: '0.01',
    description: 'what is charged and returned, in euros',
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
    description: 'the terminal id that must answer; another is not touched',
    helpValue: 'ID',
  }),
  'skip-identify': Flags.boolean({
    ...named('skip-identify'),
    description: 'do not show a code on the terminal first',
  }),
  ...languageFlag,
};
