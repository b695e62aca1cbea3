import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { closedPort } from '../support/closed-port.js';
import { has, shell, withTerminalOnPath } from '../support/on-path.js';
import { temporaryFolder } from '../support/program.js';
import { terminalWith } from '../support/sandbox.js';

const DOCUMENT = readFileSync(new URL('../../docs/lists.md', import.meta.url), 'utf8');
const blocks = (kind: string): readonly string[] =>
  [...DOCUMENT.matchAll(new RegExp(`\`\`\`${kind}\\n(.*?)\`\`\``, 'gs'))].map(([, text = '']) => text);
const TOOLS = has('bash') && has('jq');

interface Fleet {
  readonly folder: string;
  readonly targets: readonly string[];
  /** Runs a script beside `clinics.csv`. */
  readonly run: (script: string, env?: Readonly<Record<string, string>>) => string;
}

/** Seven of which the first is a terminal. */
async function fleet(): Promise<Fleet> {
  const [home, folder, terminal] = [temporaryFolder(), temporaryFolder(), await terminalWith()];
  const closed = await Promise.all(Array.from({ length: 6 }, closedPort));
  const rows = [[terminal.posxmlPort, terminal.logPort], ...closed.map((port) => [port, ''])];
  writeFileSync(
    join(folder, 'clinics.csv'),
    [
      'name;host;posxml_port;log_port',
      ...rows.map((ports, index) => `Kliinik ${String(index)};127.0.0.1;${ports.join(';')}`),
    ].join('\n'),
  );
  const targets = [
    `127.0.0.1:${String(terminal.posxmlPort)},${String(terminal.logPort)}`,
    ...closed.map((port) => `127.0.0.1:${String(port)}`),
  ];
  return {
    folder,
    targets,
    run: (script, env = {}) =>
      shell('bash', ['-e', '-c', script], withTerminalOnPath(home, { TERMINAL_ALLOW_PRIVATE: '1', ...env }), folder),
  };
}

const targetsIn = (lines: string): readonly string[] =>
  lines
    .split('\n')
    .filter((line) => line.startsWith('{"target"'))
    .map((line) => (JSON.parse(line) as { readonly target: string }).target);
const sorted = (targets: readonly string[]): readonly string[] => [...targets].sort();

test.skipIf(!TOOLS).concurrent('the commands for one machine', async () => {
  const { run, folder, targets } = await fleet();
  const [list = '', failed = '', goOn = '', small = ''] = blocks('sh');
  expect(sorted(run(list).trimEnd().split('\n'))).toEqual(
    sorted(targets.slice(1).map((target) => `${target} network.refused`)),
  );
  expect(sorted(targetsIn(run(failed)))).toEqual(sorted(targets.slice(1)));
  expect(run(goOn)).toContain('7 checked: 1 without problems, 6 with problems.');
  expect(sorted(targetsIn(readFileSync(join(folder, 'nightly.jsonl'), 'utf8')))).toEqual(sorted(targets));
  run(`rm sweep.jsonl; ${small}`);
  expect(sorted(targetsIn(readFileSync(join(folder, 'sweep.jsonl'), 'utf8')))).toEqual(sorted(targets));
});

test.skipIf(!TOOLS || !has('parallel')).concurrent('GNU parallel shares a list among machines', async () => {
  const { run, folder, targets } = await fleet();
  expect(JSON.parse(run(blocks('sh').find((block) => block.startsWith('parallel')) ?? ''))).toEqual({
    'in order': 1,
    'network.refused': 6,
  });
  const parts = readdirSync(folder)
    .filter((name) => name.startsWith('part-'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(parts).toHaveLength(4);
  expect(sorted(parts.flatMap(targetsIn))).toEqual(sorted(targets));
});

interface Job {
  readonly spec: {
    readonly completions: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly command: readonly string[]; readonly args: readonly [string] }[];
      };
    };
  };
}

interface Workflow {
  readonly jobs: {
    readonly check: {
      readonly strategy: { readonly matrix: { readonly shard: readonly number[] } };
      readonly steps: readonly { readonly run?: string }[];
    };
  };
}

test.skipIf(!TOOLS).concurrent('a Kubernetes Indexed Job: its pods have all targets, and none twice', async () => {
  const { run, targets } = await fleet();
  const { spec } = parse(blocks('yaml')[0] ?? '') as Job;
  const script = spec.template.spec.containers[0]?.args[0] ?? '';
  const seen = Array.from({ length: spec.completions }, (_, index) =>
    targetsIn(run(script, { JOB_COMPLETION_INDEX: String(index) })),
  );
  expect(sorted(seen.flat())).toEqual(sorted(targets));
});

test.skipIf(!TOOLS).concurrent('a matrix in CI: its jobs have all targets, and none twice', async () => {
  const { run, folder, targets } = await fleet();
  const { check } = (parse(blocks('yaml')[1] ?? '') as Workflow).jobs;
  const script = check.steps.find((step) => step.run !== undefined)?.run ?? '';
  const seen = check.strategy.matrix.shard.map((shard) => {
    run(script.replaceAll('${{ matrix.shard }}', String(shard)));
    return targetsIn(readFileSync(join(folder, `part-${String(shard)}.jsonl`), 'utf8'));
  });
  expect(sorted(seen.flat())).toEqual(sorted(targets));
});
