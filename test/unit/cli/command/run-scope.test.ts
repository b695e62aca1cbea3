import { describe, expect, test, vi } from 'vitest';
import { RunScope } from '../../../../src/cli/command/run-scope.js';
import type { UnfinishedWork } from '../../../../src/cli/command/run-scope.js';
import { describeError } from '../../../../src/cli/output/describe-error.js';
import { EMPTY } from '../../../../src/cli/output/outcome.js';
import type { Outcome } from '../../../../src/cli/output/outcome.js';
import { InterruptedError } from '../../../../src/contract/app-error.js';
import { EXIT } from '../../../../src/contract/exit.js';
import { LockedError } from '../../../../src/session/locked-error.js';
import { StoreError } from '../../../../src/session/store-error.js';

const DONE: Outcome = { ...EMPTY, text: ['done'] };

const createScope = (): RunScope => new RunScope((error) => ({ ...EMPTY, ...describeError(error) }));

/** Work of a session that can be resumed and whose payment is open. */
function unfinishedSession(id: string): Required<UnfinishedWork> {
  return {
    resume: () => ({ resume: { id, command: `terminal onboard --resume ${id}` }, warnings: [`${id} is left`] }),
    openPayments: vi.fn((outcome: Outcome) => ({
      ...outcome,
      exit: EXIT.money,
      text: [...outcome.text, `${id} is open`],
    })),
  };
}

const unreadable: UnfinishedWork = {
  openPayments: () => {
    throw new StoreError('store.unreadable', 'the disk is gone');
  },
};

const passes = (): Promise<Outcome> => Promise.resolve(DONE);
const fails = (error: Error) => (): Promise<Outcome> => Promise.reject(error);
const hangs = (): Promise<Outcome> => new Promise(() => undefined);

describe('work that ends', () => {
  test('comes with what it has left open', async () => {
    const outcome = await createScope().run(unfinishedSession('a'), passes);
    expect(outcome).toEqual({ ...DONE, exit: EXIT.money, text: ['done', 'a is open'] });
  });

  test('is as it is where it says nothing of payments', async () => {
    expect(await createScope().run({}, passes)).toBe(DONE);
  });

  test('has failed where its payments cannot be read', async () => {
    const outcome = await createScope().run(unreadable, passes);
    expect(outcome).toMatchObject({ error: { code: 'store.unreadable' }, text: [] });
  });

  test('is judged by the work around it too', async () => {
    const scope = createScope();
    const outcome = await scope.run(unfinishedSession('outer'), () => scope.run(unfinishedSession('inner'), passes));
    expect(outcome.text).toEqual(['done', 'inner is open', 'outer is open']);
  });
});

describe('work that fails', () => {
  test('says how to resume it, and what it has left open', async () => {
    const outcome = await createScope().run(unfinishedSession('a'), fails(new Error('broken')));
    expect(outcome).toMatchObject({
      exit: EXIT.money,
      resume: { id: 'a' },
      warnings: ['a is left'],
      text: ['a is open'],
    });
    expect(outcome.error?.code).toBe('defect.unexpected');
  });

  test('speaks for the work around it, which does not judge it again', async () => {
    const scope = createScope();
    const outer = unfinishedSession('outer');
    const inner = { ...unfinishedSession('inner'), openPayments: (outcome: Outcome) => outcome };
    const outcome = await scope.run(outer, () => scope.run(inner, fails(new Error('broken'))));
    expect(outcome).toMatchObject({ exit: EXIT.defect, resume: { id: 'inner' }, text: [] });
    expect(outer.openPayments).not.toHaveBeenCalled();
  });

  test('is not spoken for by work that has ended', async () => {
    const scope = createScope();
    const outcome = await scope.run(unfinishedSession('outer'), async () => {
      await scope.run(unfinishedSession('inner'), passes);
      throw new Error('broken');
    });
    expect(outcome).toMatchObject({ resume: { id: 'outer' }, text: ['outer is open'] });
  });

  test('keeps its own error where its payments cannot be read', async () => {
    const outcome = await createScope().run(unreadable, fails(new Error('broken')));
    expect(outcome).toMatchObject({ exit: EXIT.defect, error: { code: 'defect.unexpected' } });
  });

  test('for a terminal that is locked says so, and leaves its payments to the other program', async () => {
    const work = unfinishedSession('a');
    const outcome = await createScope().run(work, fails(new LockedError('192.0.2.1:4445', undefined)));
    expect(outcome).toMatchObject({ exit: EXIT.conflict, resume: { id: 'a' }, text: [] });
    expect(outcome.error?.message).toContain('192.0.2.1:4445');
    expect(work.openPayments).not.toHaveBeenCalled();
  });
});

test.each([
  ['SIGINT', EXIT.sigint],
  ['SIGTERM', EXIT.sigterm],
] as const)('work that %s stops stays stopped, with its way on and its warnings', async (signal, exit) => {
  const scope = createScope();
  const outer = unfinishedSession('outer');
  const inner = unfinishedSession('inner');
  const outcome = await scope.run(outer, () => scope.run(inner, fails(new InterruptedError(signal))));
  expect(outcome).toMatchObject({ exit, resume: { id: 'inner' }, warnings: ['inner is left'], text: [] });
  expect(outcome.error?.category).toBe('interrupted');
  expect(inner.openPayments).not.toHaveBeenCalled();
  expect(outer.openPayments).not.toHaveBeenCalled();
});

describe('while work hangs', () => {
  /** Two sessions, one within the other; neither ends. */
  function hangingScope(inner: UnfinishedWork): RunScope {
    const scope = createScope();
    void scope.run(unfinishedSession('outer'), () => scope.run(inner, hangs));
    return scope;
  }

  test('a second signal names its way on, and puts its open payments first', () => {
    const outcome = hangingScope(unfinishedSession('inner')).left(new InterruptedError('SIGINT'));
    expect(outcome).toMatchObject({ exit: EXIT.money, resume: { id: 'inner' }, warnings: ['inner is left'] });
  });

  test('a second signal is a stop where nothing is open, or that cannot be read', () => {
    for (const inner of [{ openPayments: (outcome: Outcome) => outcome }, unreadable])
      expect(hangingScope(inner).left(new InterruptedError('SIGINT')).exit).toBe(EXIT.sigint);
  });

  test('a crash elsewhere puts its open payments first', () => {
    const outcome = hangingScope(unfinishedSession('inner')).left(new Error('elsewhere'));
    expect(outcome).toMatchObject({ exit: EXIT.money, resume: { id: 'inner' }, text: ['inner is open'] });
    expect(outcome.error?.code).toBe('defect.unexpected');
  });

  test('a crash is told where its payments cannot be read', () => {
    const outcome = hangingScope(unreadable).left(new Error('elsewhere'));
    expect(outcome).toMatchObject({ exit: EXIT.defect, resume: null, error: { code: 'defect.unexpected' } });
  });

  test('what runs beside it and ends takes nothing from it', async () => {
    const scope = createScope();
    const beside = scope.run(unfinishedSession('beside'), () => new Promise((resolve) => setImmediate(resolve, DONE)));
    void scope.run(unfinishedSession('hanging'), hangs);
    await beside;
    expect(scope.left(new InterruptedError('SIGINT')).resume?.id).toBe('hanging');
  });
});

test('where no work is under way, an error is all there is to say', () => {
  expect(createScope().left(new Error('early'))).toMatchObject({ exit: EXIT.defect, resume: null, warnings: [] });
});
