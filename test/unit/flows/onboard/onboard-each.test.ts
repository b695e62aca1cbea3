import { expect, test } from 'vitest';
import type { CommandContext } from '../../../../src/cli/command/context.js';
import { EMPTY } from '../../../../src/cli/output/outcome.js';
import { startRun } from '../../../../src/cli/output/print-outcome.js';
import type { OnboardAnswers } from '../../../../src/flows/onboard/form/ask-for-answers.js';
import { onboardEach } from '../../../../src/flows/onboard/onboard-each.js';
import type { Progress, Prompter } from '../../../../src/steps/dependencies.js';
import { themeFor } from '../../../../src/ui/theme.js';

function desk(name: string, port: number): OnboardAnswers {
  const host = '84.50.12.34';
  const registering = { instance: '', name, model: 'desk3200', bank: 'seb', departmentId: '1' } as const;
  return {
    target: { host, family: 'ipv4', posxml: { host, port, role: 'posxml' }, log: undefined },
    registering,
    stored: {},
  };
}

test('each of several terminals begins with its desk, and the sentence that sends the person there', async () => {
  const told: Progress[] = [];
  const theme = themeFor({ isTTY: false }, false);
  const context = {
    report: (progress: Progress) => told.push(progress),
    err: theme,
    out: theme,
    errWidth: 80,
    interrupt: { signal: new AbortController().signal },
    endProgress: () => undefined,
  } as unknown as CommandContext;
  const run = startRun('onboard', { json: true, jsonl: false, color: false, accessible: false });
  await onboardEach(
    { terminals: [desk('Front desk', 4445), desk('Lab', 14_445)], asked: false },
    {
      context,
      run,
      talk: { interactive: false } as Prompter,
      language: 'en',
      onboard: () => Promise.resolve(EMPTY),
      more: () => Promise.reject(new Error('nobody asked')),
    },
  );
  const lines = told.flatMap((one) => (one.kind === 'aside' ? one.lines : one.kind === 'say' ? [one.text] : []));
  expect(lines.filter((line) => line !== '')).toEqual([
    'Terminal 1 of 2: Front desk, 84.50.12.34:4445',
    '“Please go to this payment terminal now: Front desk.”',
    'Terminal 2 of 2: Lab, 84.50.12.34:14445',
    '“Please go to this payment terminal now: Lab.”',
  ]);
});
