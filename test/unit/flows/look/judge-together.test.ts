import { expect, test } from 'vitest';
import { judgeTogether } from '../../../../src/flows/look/judge-together.js';
import { seenTarget } from '../../../../src/flows/look/seen-target.js';
import type { SeenTarget } from '../../../../src/flows/look/seen-target.js';
import type { Facts } from '../../../../src/model/facts.js';
import { withOthersLately } from '../../../../src/steps/trust/outage.js';
import { answering, healthy } from '../../diagnosis/facts.js';

const OPTIONS = { command: 'probe', language: 'en' } as const;
const at = (host: string, facts: Facts): Facts => ({
  ...facts,
  address: { input: host, problem: undefined, resolved: host },
});
const seen = (facts: Facts): SeenTarget =>
  seenTarget({ target: facts.address?.input ?? '', line: undefined, facts }, OPTIONS);
const codes = (all: readonly SeenTarget[]): readonly (string | undefined)[] => all.map(({ error }) => error?.code);

const [one, two, three] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((host) => at(host, answering(32772))) as [
  Facts,
  Facts,
  Facts,
];

test('terminals of three places that do not reach the bank are an outage, from the first one on', () => {
  const all = judgeTogether([one, at('192.0.2.9', healthy({})), two, three].map(seen), OPTIONS);
  expect(codes(all)).toEqual(['terminal.outage', undefined, 'terminal.outage', 'terminal.outage']);
});

test('two places, or one place with three terminals, are none', () => {
  expect(codes(judgeTogether([one, two, two].map(seen), OPTIONS))).toEqual(Array(3).fill('terminal.bank-unreachable'));
});

test('what is told as it comes is judged by what the run has met so far, and by the sessions', async () => {
  const inRun = new Set<string>();
  const judged = async (facts: Facts, lately: readonly string[] = []): Promise<readonly (string | undefined)[]> =>
    codes([seen(await withOthersLately(facts, () => Promise.resolve(new Set(lately)), inRun))]);
  expect(await judged(one)).toEqual(['terminal.bank-unreachable']);
  expect(await judged(two)).toEqual(['terminal.bank-unreachable']);
  expect(await judged(three)).toEqual(['terminal.outage']);
  expect(await judged(one, ['192.0.2.1', '192.0.2.8'])).toEqual(['terminal.outage']);
  expect([...inRun]).toHaveLength(3);
});
