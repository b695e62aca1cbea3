import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listRows } from '../../../../../../src/flows/look/sweep/input/rows.js';
import type { ListRow } from '../../../../../../src/flows/look/sweep/input/row.js';
import { LONGEST_LINE } from '../../../../../../src/flows/look/sweep/input/lines.js';

async function* piecesOf(text: string, size = 7): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
}

async function read(text: string): Promise<readonly ListRow[]> {
  const rows: ListRow[] = [];
  for await (const row of listRows(piecesOf(text))) rows.push(row);
  // As it stands in the list: file-targets.test.ts.
  return rows.map(
    (row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'raw')) as unknown as ListRow,
  );
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
    { text: '84.50.12.34', line: 2, lines: 2 },
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
    { line: 3, wrong: 'the line is not a JSON object' },
    { line: 4, wrong: 'the line is not a JSON object' },
    { line: 5, wrong: 'it has no address' },
    { text: '84.50.12.36', line: 7 },
  ]);
});

test('a line that was cut is told', async () => {
  expect(await read(`84.50.12.34${' '.repeat(LONGEST_LINE)}\n`)).toMatchObject([
    { line: 1, wrong: 'the line is too long' },
  ]);
});

describe('columns are known by what they are called', () => {
  test.each([
    ['Kliinik;IP-aadress;PosXML port;Logi port'],
    ['KLIINIK;IP AADRESS;POSXML PORT;LOGI PORT'],
    ['Название;Внешний IP;Порт posxml;Порт лога'],
    ['name;ipAddress;posXmlPort;logPort'],
    ['clinic;public_ip;Port 4445;Port 5551'],
    ['name;host;port;port'],
    ['name;WAN IP;Port 1;Port 2'],
  ])('%s is a header that is understood', async (header) => {
    expect(await read(`${header}\nA;84.50.12.34;14445;15551`)).toEqual([{ text: '84.50.12.34:14445,15551', line: 2 }]);
  });

  test.each([
    ['Aadress;IP;Port', 'Tartu mnt 5;84.50.12.34;14445'],
    ['Host;IP;Port', 'kassa1;84.50.12.34;14445'],
    ['Host;x;Port', 'kassa1;84.50.12.34;14445'],
    ['IP;Sisemine IP;DNS;Port', '84.50.12.34;192.168.1.50;194.126.115.18;14445'],
    ['Vana IP;IP;Port', '84.50.12.99;84.50.12.34;14445'],
  ])('the address is in one of %s', async (header, row) => {
    expect(texts(await read(`${header}\n${row}`))).toEqual(['84.50.12.34:14445']);
  });

  test('a number in a column of an unknown name is told beside the row', async () => {
    expect(await read('host;midagi\n84.50.12.34;14445')).toEqual([
      { text: '84.50.12.34', line: 2, leftOut: ['14445 (midagi)'] },
    ]);
  });

  test('a log port alone is one', async () => {
    expect(await read('host,posxml_port,log_port\n84.50.12.34,,9000')).toEqual([
      { text: '84.50.12.34:9000', line: 2, role: 'log' },
    ]);
  });
});

describe('cells as spreadsheets and databases write them', () => {
  test.each(['14445', '14445.0', '14445,00', '14 445', '14\u00a0445', '="14445"', "'14445", '14445/tcp', ' 14445 '])(
    '%j is 14445',
    async (cell) => {
      expect(texts(await read(`host;port\n84.50.12.34;${cell}`))).toEqual(['84.50.12.34:14445']);
    },
  );

  test.each(['', 'NULL', 'null', '-', 'N/A', '#N/A', 'nan', 'None', '="" '])('%j is not given', async (cell) => {
    expect(texts(await read(`host;port\n84.50.12.34;${cell}`))).toEqual(['84.50.12.34']);
  });

  test.each(['14445-15551', 'küsi ITlt', '14445 või nii'])('%j is told as no port', async (cell) => {
    expect(await read(`host;port\n84.50.12.34;${cell}`)).toMatchObject([
      { wrong: expect.stringContaining('is not a port') as string },
    ]);
  });
});

test('titles, remarks, separators, empty rows and repeated headers are no rows', async () => {
  const list = [
    'sep=;',
    'Kliinikute terminalid 2026',
    '// kõik',
    ';;;',
    'nimi;host;port',
    'A;84.50.12.34;14445',
    ' ;; ',
    '# teine leht',
    'nimi;host;port',
    'B;84.50.12.35;14445;;;',
    'port;host;nimi',
    '14445;84.50.12.36;C',
  ];
  expect(texts(await read(list.join('\r\n')))).toEqual(['84.50.12.34:14445', '84.50.12.35:14445', '84.50.12.36:14445']);
});

describe('JSON in any shape', () => {
  test.each([
    '[{"host":"84.50.12.34","posxml_port":14445,"logPort":"15551"}]',
    '[\n  {\n    "host": "84.50.12.34",\n    "ports": [14445, 15551]\n  }\n]',
    '{\n  "terminal": {\n    "ip": "84.50.12.34",\n    "port": "14445,15551"\n  }\n}',
    '{"clinics":[{"ipAddress":"84.50.12.34","posxml":{"port":14445},"log":{"port":15551}}]}',
    '["84.50.12.34:14445,15551"]',
  ])('%s holds one terminal', async (text) => {
    expect(texts(await read(text))).toEqual(['84.50.12.34:14445,15551']);
  });

  test('an array on one long line is no line that is too long', async () => {
    const all = Array.from({ length: 1000 }, (_, index) => ({
      name: 'x'.repeat(40),
      host: `84.50.${String(index % 9)}.1`,
    }));
    expect(texts(await read(JSON.stringify(all)))).toEqual(all.map(({ host }) => host));
  });

  test('addresses in brackets are none', async () => {
    expect(texts(await read('[2001:db8::1]:4445\n[2001:db8::2]'))).toEqual(['[2001:db8::1]:4445', '[2001:db8::2]']);
  });
});

test('no row of a table is lost, whatever is in its cells', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('"', '"a', 'a"', '', '84.50.12.1', '14445', '""'),
  );
  const row = fc
    .tuple(cell, cell)
    .map(([before, after]) => [before, after].map((one) => one.replaceAll(/[\r\n]/g, ' ')));
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 12 }), fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
      const lines = rows.map(([before = '', after = ''], index) =>
        [before, `84.50.13.${String(index)}`, after].map((one) => one.replaceAll(delimiter, ' ')).join(delimiter),
      );
      const found = await read(['name', 'host', 'port'].join(delimiter) + `\n${lines.join('\n')}`);
      const told = new Set(found.map(({ line }) => line));
      lines.forEach((line, index) => {
        if (!/^\s*(?:#|\/\/)/.test(line)) expect(told).toContain(index + 2);
      });
    }),
    { numRuns: 300 },
  );
});
