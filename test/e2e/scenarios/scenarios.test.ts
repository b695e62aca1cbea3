import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCENARIOS } from '../../../src/sandbox/scenarios/groups.js';
import { eachOf } from '../../support/each-of.js';
import { expectedOf, SPECIAL } from './expected.js';
import { play } from './play.js';
import type { Played } from './play.js';
import { someOf } from '../../support/thorough.js';
import { note } from '../../support/notes.js';

/** Long enough for a slow machine, short enough for a silence to be over soon. */
const TIMEOUT = '4s';
/** The machines that run this have two cores, and most of the time here is spent waiting. */
const AT_A_TIME = 10;
/** Nothing that may stand in a text for people: control, bidirectional and zero-width characters. */
const RAW = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/u;

/** Played whatever the sample is: something more is said of them below. */
const ALWAYS = ['busy-then-free', 'slow-line'];
const SAMPLE = someOf('scenarios', SCENARIOS, 20);
const PLAYED = SCENARIOS.filter((scenario) => SAMPLE.includes(scenario) || ALWAYS.includes(scenario.name));
const names = SCENARIOS.map(({ name }) => name);
const probed = new Map<string, Played>();
const checked = new Map<string, Played>();

beforeAll(async () => {
  await eachOf(PLAYED, AT_A_TIME, async (scenario) => {
    const { name } = scenario;
    const timeout = expectedOf(scenario).timeout ?? TIMEOUT;
    probed.set(name, await play(name, 'probe', ['--timeout', timeout, '--language', 'en']));
    checked.set(name, await play(name, 'check', ['--timeout', timeout]));
  });
}, 400_000);

afterAll(() => {
  const rows = PLAYED.map(({ name }) => {
    const [probe, check] = [probed.get(name), checked.get(name)];
    const codes = probe?.document.diagnoses.map(({ code }) => code).join(' ') ?? '';
    return `${name.padEnd(24)} probe ${String(probe?.status)} ${String(probe?.ms).padStart(5)} ms  check ${String(check?.status)} ${String(check?.ms).padStart(5)} ms  ${codes}`;
  });
  note(rows.join('\n'));
});

function played(all: ReadonlyMap<string, Played>, name: string): Played {
  const found = all.get(name);
  if (!found) throw new Error(`${name} was not played`);
  return found;
}

test('each scenario has a name of its own, and what is special about any is of one that exists', () => {
  expect(Object.keys(SPECIAL).filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(PLAYED)('$name', (scenario) => {
  const { name } = scenario;
  const expected = expectedOf(scenario);

  test('probe finds what is wrong, and nothing else', () => {
    const { status, document, commands } = played(probed, name);
    expect(document.diagnoses.map(({ code }) => code)).toEqual(expected.probe);
    expect([status, document.exitCode, document.ok]).toEqual([expected.exit, expected.exit, expected.exit === 0]);
    expect(document.diagnoses.map(({ summary }) => summary).join('\n')).toMatch(expected.seen ?? /^/);
    expect(commands).toEqual([]);
  });

  test('whatever it finds comes with evidence, a question and a sentence, and nothing raw', () => {
    const { document, stderr } = played(probed, name);
    for (const { because, causes, ask, say, do: todo } of document.diagnoses) {
      expect([because.length > 0, causes.length > 0, ask, say, todo]).toEqual([
        true,
        true,
        expect.any(String),
        expect.any(String),
        expect.any(String),
      ]);
    }
    expect(rawIn(document)).toEqual([]);
    expect(stderr.replaceAll('\n', '')).not.toMatch(RAW);
  });

  test('check finds what the scenario plays', () => {
    const { status, document } = played(checked, name);
    expect([document.diagnoses.map(({ code }) => code), status]).toEqual([
      expected.check ?? [],
      expected.checkExit ?? 0,
    ]);
  });
});

test('somebody else’s sale is waited for, and nobody is told to hurry', () => {
  const { stderr, document } = played(probed, 'busy-then-free');
  expect(stderr).toContain('is busy, probably with a payment. Waiting up to 15 s.');
  expect(document.checks.find(({ id }) => id === 'posxml.status')?.status).toBe('pass');
});

test('a slow line shows its figures', () => {
  const { checks } = played(probed, 'slow-line').document;
  expect(checks.find(({ id }) => id === 'posxml.status')?.ms).toBeGreaterThan(100);
});

/** Every text in a value that holds a character which may not be shown. */
function rawIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return RAW.test(value) ? [JSON.stringify(value)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(rawIn) : [];
}
