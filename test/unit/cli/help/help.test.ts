import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ENVIRONMENT } from '../../../../src/cli/args/environment.js';
import { helpFor } from '../../../../src/cli/help/index.js';
import { TARGETS, TOPICS } from '../../../../src/cli/help/topics.js';
import { readProgram } from '../../../../src/cli/package/package-info.js';
import { parseTargets } from '../../../../src/targets/parse-targets.js';
import { EXIT, EXIT_MEANINGS } from '../../../../src/contract/exit.js';
import { has } from '../../../support/on-path.js';
import { FILE, manPage } from '../../../tools/man-page.js';
import { OWN_FILES } from '../../../support/own-files.js';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const program = readProgram(OWN_FILES);
const IDS = Object.keys(program.index.files);
const FOLDERS = () => ({ home: '/home/agent/.local/share/terminal', cache: '/home/agent/.cache/terminal' });
const PIPE = { isTTY: false, columns: 0 };
const SUBJECTS = ['', ...IDS, ...Object.keys(program.package.oclif.topics ?? {}), ...TOPICS.map(({ name }) => name)];
const read = (id: string, stream = PIPE): string => helpFor(id, program, FOLDERS, stream, false);

test.each(SUBJECTS)('help %s: at most 80 columns, and fewer in a narrow window', (id) => {
  expect(
    read(id)
      .split('\n')
      .filter((line) => line.length > 80 || line !== line.trimEnd()),
  ).toEqual([]);
  // What is to be typed is not broken: a command, the name of a variable.
  const narrow = read(id, { isTTY: true, columns: 50 }).split('\n');
  expect(narrow.filter((line) => line.length > 50 && !/^ {2}\$|^ {4,5}\S+ |^ {2}\S+$|^ {2}["\d]/.test(line))).toEqual(
    [],
  );
});

test.each(IDS)('%s --help leads with three examples', (id) => {
  const lines = read(id).split('\n');
  const begins = lines.indexOf('EXAMPLES');
  expect(lines.slice(0, begins).join(' '), 'the summary before them').toMatch(/^[A-Z].*\.\s*$/);
  expect(lines.slice(begins, lines.indexOf('USAGE')).filter((line) => line.startsWith('  $ '))).toHaveLength(3);
  expect(begins).toBeGreaterThan(0);
});

test('terminal --help names each command once, and each topic', () => {
  const lines = read('').split('\n');
  for (const name of new Set(IDS.map((id) => id.replace(/:.*/, ''))))
    expect(
      lines.filter((line) => line.startsWith(`  ${name} `)),
      name,
    ).toHaveLength(1);
  for (const { name } of TOPICS) expect(lines.filter((line) => line.startsWith(`  help ${name} `))).toHaveLength(1);
});

test('every status has a meaning, and the page for scripts has the same ones', () => {
  expect(EXIT_MEANINGS.map(([status]) => status)).toEqual(Object.values(EXIT));
  const page = readFileSync(new URL('../../../../docs/scripting.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (\d+(?:, \d+)*) \|/gm)].flatMap(([, statuses = '']) =>
    statuses.split(', ').map(Number),
  );
  expect(rows).toEqual(Object.values(EXIT));
});

test('every variable that the sources read is told', () => {
  const names = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => readFileSync(join(ROOT, 'src', file), 'utf8').match(/(?<=')TERMINAL_[A-Z_]+(?=')/g) ?? []);
  expect(names).toContain('TERMINAL_HOME');
  expect([...new Set(names)].filter((name) => !read('environment').includes(name))).toEqual([]);
  expect(ENVIRONMENT.filter(([name]) => name.startsWith('TERMINAL_') && !names.includes(name))).toEqual([]);
});

test.each(TARGETS)('a target may be written as %s', (written) => {
  const words = /^"(.*)"$/.exec(written)?.[1];
  const { targets, problems } = parseTargets(words === undefined ? written.split(' ') : [words], {
    allowPrivate: false,
  });
  expect([targets.length, problems.filter(({ code }) => code !== 'address.hostname')]).toEqual([1, []]);
});

test('docs/terminal.1 is what the manifest says now (npm run generate:man)', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(manPage());
});

test.skipIf(!has('mandoc'))('the manual page is right, and shows every flag and variable', () => {
  expect(spawnSync('mandoc', ['-T', 'lint', '-W', 'error', FILE], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stdout: '',
    stderr: '',
  });
  const shown = execFileSync('mandoc', ['-T', 'ascii', '-O', 'width=78', FILE], { encoding: 'utf8' }).replaceAll(
    /.\u0008/g,
    '',
  );
  for (const { flags } of program.commands())
    for (const name of Object.keys(flags)) expect(shown).toContain(`--${name}`);
  for (const [name] of ENVIRONMENT) expect(shown).toContain(name);
});
