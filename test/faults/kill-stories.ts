import { readFileSync, writeFileSync } from 'node:fs';
import type { Story } from './kill-play.js';

const mend: Story['meanwhile'] = ({ terminal }) => {
  terminal.settings.returnCodes = {};
};

/** Of the journal nothing is left but what was on disk when the sale was prepared. */
const keepIntent: Story['meanwhile'] = (world) => {
  for (const { id } of world.sessions) {
    const path = world.journalOf(id);
    const [before = '', after = ''] = readFileSync(path, 'utf8').split(/(?<="sale\.intended".*\n)/);
    if (after !== '') writeFileSync(path, before);
  }
};

/** Every program that is killed at every step. Only the first tears and loses what is written: the others write alike. */
export const STORIES: readonly Story[] = [
  { name: 'test', way: 'test', moments: ['before', 'after', 'torn', 'power'], cleanExit: 0 },
  { name: 'onboard', way: 'onboard', moments: ['before', 'power'], cleanExit: 0 },
  {
    name: 'the reply of the sale is lost',
    way: 'test',
    options: {
      settings: { faults: [{ kind: 'lose-reply', ending: 'reset', request: 'TransactionRequest', occurrence: 1 }] },
    },
    after: 'send TransactionRequest',
    moments: ['before'],
    cleanExit: 0,
  },
  {
    name: 'the reply of the reversal is lost',
    way: 'test',
    options: {
      settings: {
        faults: [{ kind: 'lose-reply', ending: 'close', request: 'ReverseTransactionRequest', occurrence: 1 }],
      },
    },
    after: 'send ReverseTransactionRequest',
    moments: ['before'],
    cleanExit: 0,
  },
  {
    name: 'the reversal is refused at first',
    way: 'test',
    options: { settings: { returnCodes: { ReverseTransactionRequest: 32783 } } },
    after: 'send ReverseTransactionRequest',
    moments: ['before'],
    meanwhile: mend,
    cleanExit: 10,
  },
  {
    name: 'the reversal is refused for good',
    way: 'test',
    options: { settings: { returnCodes: { ReverseTransactionRequest: 32783 } } },
    after: 'send ReverseTransactionRequest',
    only: /^(write|send)/,
    moments: ['before'],
    staysOpen: true,
    cleanExit: 10,
  },
  {
    name: 'declined',
    way: 'test',
    options: { settings: { declinedQuery: 'as-declined' }, acts: ['decline'] },
    after: 'send TransactionRequest',
    moments: ['before'],
    cleanExit: 9,
  },
  {
    name: 'the disk kept the intent alone',
    way: 'test',
    after: 'send TransactionRequest',
    only: /^(write|send)/,
    moments: ['before'],
    meanwhile: keepIntent,
    ways: ['test', 'resume'],
    cleanExit: 0,
  },
  {
    name: 'another terminal answers for a while',
    way: 'test',
    after: 'sync sale.sending',
    only: /^(write|send)/,
    moments: ['before'],
    meanwhile: ({ terminal }) => {
      terminal.settings.terminalId = 'JT000009';
    },
    staysOpen: true,
    afterwards: ({ terminal }) => {
      terminal.settings.terminalId = 'JT000001';
    },
    cleanExit: 0,
  },
];
