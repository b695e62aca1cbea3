import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { someOf } from '../support/thorough.js';
import { validateLine } from '../support/validate.js';
import { expectContract, expectPlain } from './cells.js';
import type { Ending, Form, Line } from './matrix/cell.js';
import { ENDINGS } from './matrix/endings.js';
import { STAGES } from './matrix/stages.js';
import { dialledFile, loading, temporaryFolder } from '../support/program.js';
import { run, start } from '../support/run.js';
import type { Run, RunOptions } from '../support/run.js';

/**
 * The contract, cell by cell: every command × every way that it can end × every form in which it can be asked for its
 * result. A command or a form that is not in it is missed by the first test; the others take a sample of the cells,
 * and with TEST_THOROUGH all of them.
 */
interface Cell {
  readonly title: string;
  readonly command: string;
  readonly ending: 'done' | 'failure' | 'usage' | 'defect' | 'stopped';
  readonly status: number;
  readonly hold: () => Promise<void>;
}

const { commands: manifest } = JSON.parse(
  readFileSync(new URL('../../oclif.manifest.json', import.meta.url), 'utf8'),
) as {
  readonly commands: Readonly<
    Record<string, { readonly flags?: Readonly<Record<string, unknown>>; readonly hidden?: boolean }>
  >;
};
const COMMANDS = Object.entries(manifest).map(([id, { flags = {} }]) => ({
  command: id.replaceAll(':', ' '),
  forms: formsOf(flags),
}));
const SIGNALS = [
  ['SIGINT', 130, 'interrupted.sigint'],
  ['SIGTERM', 143, 'interrupted.sigterm'],
  ['SIGHUP', 143, 'interrupted.sigterm'],
] as const;

function formsOf(flags: Readonly<Record<string, unknown>>): readonly Form[] {
  return 'jsonl' in flags ? ['text', 'json', 'jsonl'] : ['text', 'json'];
}

/** What any command can be given, since it is stopped or breaks before it has begun. */
const least = (
  { command, options }: { readonly command: string; readonly options: RunOptions },
  loaded: string,
): Line => {
  const home = temporaryFolder();
  return {
    args: command.split(' '),
    options: {
      home,
      ...options,
      env: { NODE_OPTIONS: loading('guard.cjs', loaded), DIALLED: dialledFile(home), ...options.env },
    },
  };
};

const inForm = (args: readonly string[], form: Form): readonly string[] =>
  form === 'text' ? args : [...args, `--${form}`];

/** What is true of a run that has ended, in whatever form it was asked for its result. */
function expectEnd(ended: Run, form: Form, { status, code }: Pick<Ending, 'status' | 'code'>): void {
  expect(ended.signal).toBeNull();
  expect(ended.status, `${ended.stdout}\n${ended.stderr}`).toBe(status);
  expectPlain(ended);
  if (form === 'json') expect(expectContract(ended).error?.code ?? null).toBe(code);
  else if (form === 'jsonl')
    expect(summaryOf(ended)).toMatchObject({ exitCode: status, error: code === null ? null : { code } });
  else expectText(ended, code);
}

function expectText({ stdout, stderr }: Run, code: string | null): void {
  expect(stdout).not.toMatch(/^\{"schemaVersion"/m);
  if (code === null) expect(stdout).not.toBe('');
  else expect(`${stdout}${stderr}`).toContain(code);
}

/** Of the last line; those before it are of targets. */
function summaryOf({ stdout }: Run): unknown {
  const lines = stdout.trimEnd().split('\n');
  lines.forEach((line, index) => {
    validateLine(line, index === lines.length - 1 ? 'SummaryLine' : 'TargetLine');
  });
  return (JSON.parse(lines.at(-1) ?? '') as { readonly summary: unknown }).summary;
}

/** No more than this many programs at a time, whatever else the machine does. */
const AT_MOST = 4;
const waiting: (() => void)[] = [];
let running = 0;

async function inTurn(work: () => Promise<void>): Promise<void> {
  if (running >= AT_MOST) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function cell(
  command: string,
  form: Form,
  what: string,
  ending: Cell['ending'],
  { status, code }: Pick<Ending, 'status' | 'code'>,
  end: () => Promise<Run>,
): Cell {
  const hold = (): Promise<void> =>
    inTurn(async () => {
      expectEnd(await end(), form, { status, code });
    });
  return { title: `${command} (${form}): ${what}`, command, ending, status, hold };
}

const kindOf = ({ status }: Ending): Cell['ending'] => (status === 0 ? 'done' : status === 2 ? 'usage' : 'failure');
const formsFor = (command: string): readonly Form[] => COMMANDS.find((one) => one.command === command)?.forms ?? [];

const ENDED = ENDINGS.flatMap((ending) =>
  formsFor(ending.command).map((form) =>
    cell(
      ending.command,
      form,
      `${ending.what} ends with ${String(ending.status)}`,
      kindOf(ending),
      ending,
      async () => {
        const { args, options } = await ending.begin();
        return run(inForm(args, form), options);
      },
    ),
  ),
);

const UNKNOWN_FLAG = COMMANDS.flatMap(({ command, forms }) =>
  forms.map((form) =>
    cell(command, form, 'an unknown flag', 'usage', { status: 2, code: 'usage.unknown-flag' }, () =>
      run(inForm([...command.split(' '), '--frobnicate'], form)),
    ),
  ),
);

const BROKEN = COMMANDS.flatMap(({ command, forms }) =>
  forms.map((form) =>
    cell(command, form, 'a defect', 'defect', { status: 1, code: 'defect.unexpected' }, () => {
      const { args, options } = least({ command, options: {} }, 'crashing.cjs');
      return run(inForm(args, form), options);
    }),
  ),
);

const STOPPED_EARLY = COMMANDS.flatMap(({ command, forms }) =>
  forms.flatMap((form) =>
    SIGNALS.map(([signal, status, code]) =>
      cell(command, form, `${signal} while it is loaded`, 'stopped', { status, code }, () => {
        const { args, options } = least({ command, options: { env: { STOPPED: signal } } }, 'stopped-early.cjs');
        return run(inForm(args, form), options);
      }),
    ),
  ),
);

const STOPPED = STAGES.flatMap(({ command, what, begin }) =>
  formsFor(command).flatMap((form) =>
    SIGNALS.map(([signal, status, code]) =>
      cell(command, form, `${signal} while it ${what}`, 'stopped', { status, code }, async () => {
        const { args, options, until } = await begin();
        const program = start(inForm(args, form), options);
        // Anyone who ended before has missed the stage, and its end is told as wrong.
        await Promise.race([until(program), program.ended]);
        program.child.kill(signal);
        return program.ended;
      }),
    ),
  ),
);

const CELLS = [...ENDED, ...UNKNOWN_FLAG, ...BROKEN, ...STOPPED_EARLY, ...STOPPED];

/** Which statuses a command can end with, beside 1, 2, 130 and 143, which every one can. */
const STATUSES: Readonly<Record<string, readonly number[]>> = {
  check: [0, 3],
  completion: [0],
  config: [0],
  'config get': [0],
  'config set': [0, 8],
  'config unset': [0],
  doctor: [0, 3, 4, 6, 8],
  explain: [0],
  letter: [0, 8],
  login: [0, 4, 6, 8],
  logout: [0, 4, 8],
  onboard: [0, 3, 4, 5, 6, 7, 8, 9, 10],
  practice: [0, 8],
  probe: [0, 3, 5],
  register: [0, 3, 4, 5, 6, 7],
  report: [0, 8, 10],
  sandbox: [0],
  'sessions close': [0, 8],
  'sessions list': [0, 8],
  'sessions note': [0, 8],
  'sessions resolve': [0, 7, 8],
  'sessions show': [0, 8, 10],
  // Without a server. With one: test/store.
  'store init': [8],
  'store prune': [8],
  'store push': [0],
  'store status': [8],
  team: [0, 8],
  test: [0, 3, 5, 7, 8, 9, 10],
};

test(`the matrix has ${String(CELLS.length)} cells: ${String(COMMANDS.length)} commands, ${String(ENDINGS.length)} endings of their own, ${String(STAGES.length)} stages in which one waits`, () => {
  expect(Object.keys(STATUSES)).toEqual(COMMANDS.map(({ command }) => command).sort());
  expect(new Set(CELLS.map(({ title }) => title)).size).toBe(CELLS.length);
  for (const { command, forms } of COMMANDS) {
    const wanted = [...(STATUSES[command] ?? []), 1, 2, 130, 143].sort((a, b) => a - b);
    for (const form of forms) {
      const held = CELLS.filter(({ title }) => title.startsWith(`${command} (${form}): `)).map(({ status }) => status);
      expect([command, form, ...new Set(held.sort((a, b) => a - b))]).toEqual([command, form, ...wanted]);
    }
  }
});

// Not by test.for, which cuts a title that is long.
for (const { title, hold } of someOf('matrix', CELLS, 25)) test.concurrent(title, hold);
