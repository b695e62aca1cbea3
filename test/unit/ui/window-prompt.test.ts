import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { askChoice } from '../../../src/ui/choice-prompt.js';
import { askYesOrNo } from '../../../src/ui/confirm-prompt.js';
import { askSecret } from '../../../src/ui/secret-prompt.js';
import { askText } from '../../../src/ui/text-prompt.js';
import { BACK } from '../../../src/steps/dependencies.js';
import { screenOf } from '../../support/screen.js';

type Act =
  | string
  | { readonly name: 'paste'; readonly text: string }
  | { readonly name: 'back' | 'hide' | 'show' }
  | { readonly shell: string };

const ENTER = '\r';
const paste = (text: string): Act => ({ name: 'paste', text });

/** Does these things at a prompt, one after the other; gives its answer, if it has one by then, and what stands on the screen. */
async function at<T>(
  prompt: (context: { input: PassThrough; output: PassThrough }) => Promise<T>,
  ...acts: readonly Act[]
): Promise<{ readonly answer: T | undefined; readonly screen: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let raw = '';
  output.on('data', (bytes: Buffer) => {
    raw += bytes.toString();
  });
  let answer: T | undefined;
  const stop = new AbortController();
  const asking = prompt(Object.assign({ input, output }, { signal: stop.signal })).then(
    (given) => {
      answer = given;
    },
    () => undefined,
  );
  for (const act of acts) {
    await setImmediate();
    if (typeof act === 'string') input.write(act);
    else if ('shell' in act) output.write(act.shell);
    else input.emit('keypress', undefined, { ...act, sequence: '', ctrl: false, meta: false, shift: false });
    await setImmediate();
  }
  await setImmediate();
  // A window begins a line at its first column.
  const screen = screenOf(raw.replaceAll(/\r?\n/g, '\r\n')).join('\n');
  stop.abort();
  await asking;
  return { answer, screen };
}

const yesOrNo =
  (usual: boolean, back = true, isOneKey = false) =>
  (context: object) =>
    askYesOrNo({ message: 'Go on?', default: usual, back, isOneKey }, context);
const choice =
  (back = false) =>
  (context: object) =>
    askChoice(
      {
        message: 'Which?',
        width: 80,
        choices: [
          { value: '1', label: 'Kesklinn' },
          { value: '2', label: 'Pirita', echo: 'No: Pirita' },
        ],
        back,
      },
      context,
    );

test.each(['ei tea', '84.50.12.34:4445', 'jah\nei'])(
  '%j pasted at a question of yes or no is neither',
  async (text) => {
    expect(await at(yesOrNo(true), paste(text), ENTER)).toMatchObject({
      answer: undefined,
      screen: expect.stringContaining('Type y or n.') as string,
    });
  },
);

test('a pasted n is a no, as if it was typed', async () => {
  expect((await at(yesOrNo(true), paste('n\n'), ENTER)).answer).toBe(false);
});

test('where one key is an answer, y and n are taken as they are typed; Enter alone and a paste stay what they are', async () => {
  const oneKey = yesOrNo(false, true, true);
  expect((await at(oneKey, 'y')).answer).toBe(true);
  expect((await at(oneKey, 'n')).answer).toBe(false);
  expect((await at(yesOrNo(false), 'y')).answer).toBeUndefined();
  expect((await at(oneKey, 'k')).answer).toBeUndefined();
  expect((await at(oneKey, paste('y'))).answer).toBeUndefined();
  expect((await at(oneKey, ENTER)).answer).toBe(false);
});

test('Esc and < go back from a question of yes or no, where there is a way back', async () => {
  expect(await at(yesOrNo(true), { name: 'back' })).toMatchObject({
    answer: false,
    screen: expect.stringContaining('< Go on?') as string,
  });
  expect((await at(yesOrNo(true), BACK, ENTER)).answer).toBe(false);
  expect((await at(yesOrNo(true, false), { name: 'back' })).answer).toBeUndefined();
});

test('what is pasted or typed at a list and is none of its choices is told, and the Enter after it chooses nothing', async () => {
  expect(await at(choice(), paste('84.50.12.34'), ENTER)).toMatchObject({ answer: undefined });
  expect((await at(choice(), paste('84.50.12.34'))).screen).toContain('No choice starts with 84.50.12.34.');
  expect((await at(choice(), 'x', ENTER)).answer).toBeUndefined();
  expect((await at(choice(), 'x', ENTER, ENTER)).answer).toBe('1');
  expect((await at(choice(), paste('Pirita'), ENTER)).answer).toBe('2');
});

test('an answer is repeated in its own words, and none has the sign of a success', async () => {
  const [chosen, typed, agreed] = [
    await at(choice(), 'p', ENTER),
    await at(
      (context) => askText({ message: 'Code:', width: 80, back: false, check: () => undefined }, context),
      '7160',
      ENTER,
    ),
    await at(yesOrNo(true), ENTER),
  ];
  expect(chosen.screen).toContain('Which? No: Pirita');
  expect(typed.screen).toContain('Code: 7160');
  expect([chosen, typed, agreed].map(({ screen }) => screen).join()).not.toMatch(/✔|ok /);
});

test('a paste that is too long is told and not taken, and what was typed before it stays', async () => {
  const asking = (context: object) =>
    askText(
      {
        message: 'Address:',
        width: 80,
        back: false,
        check: (answer) => (answer === '' ? 'Enter a value.' : undefined),
      },
      context,
    );
  const long = paste(`${'x'.repeat(50_000)} 84.50.12.34`);
  expect(await at(asking, long, ENTER)).toMatchObject({
    answer: undefined,
    screen: expect.stringContaining('Enter a value.') as string,
  });
  expect((await at(asking, long)).screen).toMatch(/That was more than 50000 characters, so it was ignored/);
  expect((await at(asking, 'ab', long, 'c', ENTER)).answer).toBe('abc');
  expect((await at(asking, paste('x'.repeat(50_000)), ENTER)).answer).toHaveLength(50_000);
});

test.each([40, 60, 80])('at %i columns no word of a choice, of its help or of an answer is cut', async (width) => {
  const label = 'Save and hang up: terminal onboard --resume goes on with it, next: resolve the open test payment';
  const asking = (context: { output: PassThrough }): ReturnType<typeof askChoice> =>
    askChoice(
      {
        message: 'Resume an unfinished onboarding?',
        width,
        choices: [
          { value: '1', label },
          { value: '2', label: 'Another' },
        ],
        back: true,
      },
      Object.assign(context, { output: Object.assign(context.output, { columns: width }) }),
    );
  const shown = await at(asking);
  const done = await at(asking, ENTER);
  for (const word of [...label.split(' '), 'Enter,', 'Another']) expect(shown.screen.split(/\s+/)).toContain(word);
  for (const word of label.split(' ')) expect(done.screen.split(/\s+/)).toContain(word);
});

const away = [{ name: 'hide' }, { shell: '\r<suspended>\r\n$ fg\r\n' }] as const;
const text = (context: object) =>
  askText({ message: 'Address:', width: 40, hint: 'A mail will do.', back: true, check: () => undefined }, context);

test.each([
  ['a list', choice(true), ['p'], '2', '? Which? (↑↓ and Enter, Esc: back)\n  Kesklinn\n❯ Pirita'],
  ['yes or no', yesOrNo(true), ['n'], false, '? Go on? (Y/n) n'],
  ['a line', text, ['Kes'], 'Kes', '? Address: Kes\nA mail will do.'],
  [
    'a long line and a paste',
    text,
    [paste('a\nb'), 'x'.repeat(90)],
    `a\nb\n${'x'.repeat(90)}`,
    `? Address: [a, 2 lines] ${'x'.repeat(56)}\n${'x'.repeat(34)}\nA mail will do.`,
  ],
  [
    'a secret',
    (context: object) => askSecret({ message: 'Secret:', check: () => undefined }, context),
    ['s3cret'],
    's3cret',
    '? Secret: (hidden, 6 characters)',
  ],
] as const)(
  'hidden while the shell has the window, and shown again as it was, over none of its lines: %s',
  async (_, prompt, typed: readonly Act[], answer, question) => {
    const ask = prompt as (context: { input: PassThrough; output: PassThrough }) => Promise<unknown>;
    expect((await at(ask, ...typed, { name: 'hide' })).screen.trim()).toBe('');
    const shown = await at(ask, ...typed, ...away, { name: 'show' });
    expect(shown.screen).toBe(`<suspended>\n$ fg\n${question}`);
    expect((await at(ask, ...typed, ...away, { name: 'show' }, ENTER)).answer).toBe(answer);
  },
);
