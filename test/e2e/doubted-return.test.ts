import { expect, test } from 'vitest';
import { changing } from '../support/leaky-terminal.js';
import { temporaryFolder } from '../support/program.js';
import { run } from '../support/run.js';
import { AGREED, PRIVATE, terminalWith } from '../support/sandbox.js';

/** The batch without its minus rows, as complete as it says. */
const withoutReturns = (body: string): string => {
  const rows = /<FileData>([^<]*)<\/FileData>/.exec(body)?.[1]?.split(/\r\n|\n|&#10;|&#xA;/) ?? [];
  const kept = rows.filter((row) => !/\t-\d+$/.test(row.trim()));
  return body
    .replace(/<FileData>[^<]*<\/FileData>/, () => `<FileData>${kept.join('\n')}</FileData>`)
    .replace(
      /<FileTransactionCount>\d+</,
      `<FileTransactionCount>${String(kept.filter((row) => row.trim() !== '').length)}<`,
    );
};

test.concurrent.each([
  ['in words', []],
  ['as a document', ['--json']],
])('a return that the reply proves and the batch does not show is told, with what to do: %s', async (_, form) => {
  const terminal = await terminalWith({ reversedQuery: 'StanRev' });
  const posxml = await changing(terminal, withoutReturns);
  const ended = await run(['test', `127.0.0.1:${String(posxml)}`, PRIVATE, ...AGREED, ...form], {
    home: temporaryFolder(),
  });
  expect(ended.status, ended.stderr).toBe(0);
  expect(terminal.ledger.entries.map(({ kind }) => kind)).toEqual(['sale', 'reversal']);
  const told = form.length > 0 ? ended.document().warnings.join(' ') : ended.stderr;
  expect(told.replaceAll(/\s+/g, ' ')).toMatch(
    /its unsent batch shows the payment and not the reversal\. Check the terminal's daily report \(STAN \d+ and \d+\)/,
  );
  if (form.length > 0)
    expect(ended.document().checks.find(({ id }) => id === 'test.reconcile')).toMatchObject({
      status: 'warn',
      evidence: { proof: 'reply', doubt: 'return-not-in-batch' },
    });
});

test.concurrent('a return that the record proves is told without a warning', async () => {
  const terminal = await terminalWith({ reversedQuery: 'StanRev' });
  const ended = await run(['test', `127.0.0.1:${String(terminal.posxmlPort)}`, PRIVATE, ...AGREED, '--json'], {
    home: temporaryFolder(),
  });
  expect([ended.status, ended.document().warnings]).toEqual([0, []]);
});
