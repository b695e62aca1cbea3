import { expect, test } from 'vitest';
import { rowsOf } from '../../../../../../src/flows/look/sweep/input/rows.js';
import type { ListRow } from '../../../../../../src/flows/look/sweep/input/row.js';
import type { ListLine } from '../../../../../../src/flows/look/sweep/input/lines.js';

async function* linesIn(text: string): AsyncGenerator<ListLine> {
  for (const [index, one] of text.split('\n').entries()) yield await Promise.resolve({ text: one, line: index + 1 });
}

async function read(text: string): Promise<readonly ListRow[]> {
  const rows: ListRow[] = [];
  for await (const row of rowsOf(linesIn(text))) rows.push(row);
  return rows;
}

const texts = (rows: readonly ListRow[]): readonly string[] => rows.map(({ text }) => text);

test('plain lines, without remarks and empty ones', async () => {
  expect(await read('# clinics\n\n 84.50.12.34 \n84.50.12.35:4445\n')).toEqual([
    { text: '84.50.12.34', line: 3 },
    { text: '84.50.12.35:4445', line: 4 },
  ]);
});

test.each([',', ';', '\t', '|'])(
  'a CSV with %j, its columns in any order and by any of their names',
  async (delimiter) => {
    const rows = [
      ['Kliinik', 'Log-Port', 'IP address', 'posxml_port'],
      ['"Kassa 1, Tartu; a|b"', '15551', '84.50.12.34', '14445'],
      ['x', '', '84.50.12.35:4445', '9'],
      ['x', '', '84.50.12.36', ''],
    ];
    expect(texts(await read(rows.map((row) => row.join(delimiter)).join('\n')))).toEqual([
      '84.50.12.34:14445,15551',
      '84.50.12.35:4445',
      '84.50.12.36',
    ]);
  },
);

test('a header with a single column', async () => {
  expect(texts(await read('host\n84.50.12.34'))).toEqual(['84.50.12.34']);
});

test('IPv6 addresses get their brackets where ports have columns of their own', async () => {
  expect(
    texts(await read('host;port;log\n2001:db8::1;4445;5551\n[2001:db8::1];4445;\n[2001:db8::1]:4446;4445;')),
  ).toEqual(['[2001:db8::1]:4445,5551', '[2001:db8::1]:4445', '[2001:db8::1]:4446']);
});

test('a cell of several lines is one record, told by its first line', async () => {
  expect(await read('name,host\n"Kliinik\nTartu",84.50.12.34\n"a ""b""",84.50.12.35')).toEqual([
    { text: '84.50.12.34', line: 2 },
    { text: '84.50.12.35', line: 4 },
  ]);
});

test('a quote that nobody closes costs its own line and no other', async () => {
  const rows = await read(
    `name,host\n"open,84.50.12.1\n${Array.from({ length: 30 }, (_, index) => `x,84.50.13.${String(index)}`).join('\n')}`,
  );
  expect(rows[0]).toMatchObject({ line: 2, wrong: 'a quote is not closed' });
  expect(texts(rows.slice(1))).toEqual(Array.from({ length: 30 }, (_, index) => `84.50.13.${String(index)}`));
});

test('of the last record, too', async () => {
  expect(await read('name,host\nx,84.50.12.1\n"open,84.50.12.2')).toMatchObject([
    { text: '84.50.12.1' },
    { line: 3, wrong: 'a quote is not closed' },
  ]);
});

test('JSON lines, those of this program among them; a bad one is told and no other is lost', async () => {
  const rows = await read(
    '{"host":"84.50.12.34","posxmlPort":14445,"log_port":"15551"}\n{"target":"84.50.12.35:4445","line":3,"posxml":{"open":true}}\n{"host":\n[]\n{"name":"x"}\n{"summary":{"targets":2}}\n{"ip":"84.50.12.36"}',
  );
  expect(rows).toMatchObject([
    { text: '84.50.12.34:14445,15551', line: 1 },
    { text: '84.50.12.35:4445', line: 2 },
    { line: 3, wrong: 'the line is no JSON object' },
    { line: 4, wrong: 'the line is no JSON object' },
    { line: 5, wrong: 'it has no address' },
    { text: '84.50.12.36', line: 7 },
  ]);
});

test('a line that was cut is told', async () => {
  async function* one(): AsyncGenerator<ListLine> {
    yield await Promise.resolve({ text: '84.50.12.34', line: 1, cut: true });
  }
  const rows: ListRow[] = [];
  for await (const row of rowsOf(one())) rows.push(row);
  expect(rows).toMatchObject([{ line: 1, wrong: 'the line is too long' }]);
});
