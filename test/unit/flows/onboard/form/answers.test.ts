import { expect, test } from 'vitest';
import { createClinic } from '../../../../../src/flows/onboard/form/clinic-cloud.js';
import type { Clinic } from '../../../../../src/flows/onboard/form/clinic-cloud.js';
import type { Draft } from '../../../../../src/flows/onboard/form/draft.js';
import { checkName } from '../../../../../src/flows/onboard/form/desk-name.js';
import type { FieldDeps } from '../../../../../src/flows/onboard/form/field.js';
import { fillForm, reviewForm } from '../../../../../src/flows/onboard/form/form.js';
import {
  earlierAnswer,
  earlierInstances,
  earlierName,
  unfinishedName,
} from '../../../../../src/flows/onboard/form/earlier-answers.js';
import { describeTarget } from '../../../../../src/flows/onboard/form/target-text.js';
import { formatTarget } from '../../../../../src/model/endpoint.js';
import { parseTargets } from '../../../../../src/targets/parse-targets.js';
import type { Target } from '../../../../../src/model/endpoint.js';
import type { EarlierCall } from '../../../../../src/session/previous-calls.js';
import { BACK } from '../../../../../src/steps/dependencies.js';
import type { Prompter } from '../../../../../src/steps/dependencies.js';

function target(text: string): Target {
  const [only] = parseTargets([text], { allowPrivate: false }).targets;
  if (!only) throw new Error(`no target in ${text}`);
  return only;
}

interface Asked {
  readonly question: string;
  readonly offered: string | undefined;
}

/** An agent who gives these answers, one after the other; an unexpected question fails. `⏎` takes what is offered. */
function agent(...answers: readonly string[]): {
  readonly talk: Prompter;
  readonly asked: Asked[];
  readonly told: string[];
} {
  const asked: Asked[] = [];
  const told: string[] = [];
  const waiting = [...answers];
  const answer = (question: string, offered: string | undefined): Promise<string> => {
    asked.push({ question, offered });
    const given = waiting.shift();
    if (given === undefined) throw new Error(`not expected: ${question}`);
    return Promise.resolve(given === '⏎' ? (offered ?? '') : given);
  };
  const talk: Prompter = {
    interactive: true,
    confirm: async ({ message }) => (await answer(message, undefined)) === 'y',
    text: async ({ message, preamble = [], check, ...question }) => {
      told.push(...preamble);
      const typed = await answer(message, question.default ?? question.former);
      if (typed !== BACK) expect(check?.(typed)).toBeUndefined();
      return typed;
    },
    choose: ({ message, choices, ...question }) => answer(message, question.default ?? choices[0]?.value),
  };
  return { talk, asked, told };
}

const DEPARTMENTS = [
  { id: '1', name: 'Kesklinn' },
  { id: '2', name: 'Pirita' },
];

function clinicWith(departments: readonly { id: string; name: string }[], unreadable = 0): Clinic {
  return {
    departments: () => Promise.resolve({ known: true, value: { departments, unreadable } }),
    department: () => Promise.resolve({ known: true, value: undefined }),
    terminalsAt: () => Promise.resolve({ known: true, value: [] }),
  };
}

function depsFor({ talk, told }: ReturnType<typeof agent>, own: Partial<FieldDeps> = {}): FieldDeps {
  const report: FieldDeps['report'] = (progress) => {
    if ('text' in progress) told.push(progress.text);
  };
  return {
    talk,
    report,
    language: 'en',
    clinic: clinicWith(DEPARTMENTS),
    earlier: [],
    targets: { role: undefined, allowPrivate: false },
    ...own,
  };
}

const NOTHING: Draft = { desks: [], names: [] };
const CLOUD = 'https://cloud.example/clinic';

test('the form asks for everything in the order of a call, and reads the department back', async () => {
  const person = agent('84.50.12.34', CLOUD, '2', 'Desk', 'ipp310', 'seb');
  const { draft, asked } = await fillForm(NOTHING, depsFor(person));
  expect(draft).toMatchObject({
    desks: [{ target: { host: '84.50.12.34' }, name: 'Desk' }],
    instance: CLOUD,
    department: { id: '2', name: 'Pirita' },
    model: 'ipp310',
    bank: 'seb',
  });
  expect(asked).toBe(true);
  expect(person.told).toContain(
    'Understood: 84.50.12.34, posxml port 4445 and log port 5551 (not given, using the defaults).',
  );
  expect(person.told).toContain('“Am I speaking with Pirita?”');
});

test('the form asks for nothing that is known, and then has asked nothing', async () => {
  const given: Draft = {
    desks: [{ target: target('84.50.12.34'), name: 'Desk' }],
    names: [],
    instance: CLOUD,
    department: { id: '1' },
    model: 'ipp310',
    bank: 'seb',
  };
  expect(await fillForm(given, depsFor(agent()))).toEqual({ draft: given, asked: false, recalled: false });
});

test('the form says that some departments cannot be read, and then takes no only one without a word', async () => {
  const person = agent('84.50.12.34', CLOUD, '1', 'Desk', 'ipp310', 'seb');
  const { draft } = await fillForm(NOTHING, depsFor(person, { clinic: clinicWith([{ id: '1', name: 'Only' }], 2) }));
  expect(draft.department).toMatchObject({ id: '1' });
  expect(person.told).toContain('The cloud has 2 more departments, with an ID or a name that cannot be used.');
  expect(person.asked.map(({ question }) => question)).toContain('Department:');
});

test('the form goes back over what was found without a question, and asks again for what hangs on it', async () => {
  const lists: Record<string, readonly { id: string; name: string }[]> = {
    [CLOUD]: [{ id: '1', name: 'Only' }],
    'https://other.example/x': DEPARTMENTS,
  };
  const clinic = {
    ...clinicWith([]),
    departments: (instance: string) =>
      Promise.resolve({ known: true as const, value: { departments: lists[instance] ?? [], unreadable: 0 } }),
  };
  const person = agent('84.50.12.34', CLOUD, BACK, 'https://other.example/x', '2', 'Desk', BACK, '⏎', 'ipp320', 'lhv');
  const { draft } = await fillForm(NOTHING, depsFor(person, { clinic }));
  expect(draft).toMatchObject({
    instance: 'https://other.example/x',
    department: { id: '2' },
    model: 'ipp320',
    bank: 'lhv',
    desks: [{ name: 'Desk' }],
  });
  expect(person.asked.filter(({ question }) => question.startsWith('Desk')).map(({ offered }) => offered)).toEqual([
    undefined,
    undefined,
    'Desk',
  ]);
});

test('the form keeps the answers when the way back leads to the beginning', async () => {
  const person = agent(
    '84.50.12.34',
    CLOUD,
    '1',
    BACK,
    BACK,
    BACK,
    '84.50.12.35:14445,15551',
    '⏎',
    '⏎',
    'Desk',
    '⏎',
    '⏎',
  );
  const { draft } = await fillForm(NOTHING, depsFor(person));
  expect(draft).toMatchObject({
    desks: [{ target: { host: '84.50.12.35', posxml: { port: 14445 } } }],
    instance: CLOUD,
    department: { id: '1' },
  });
});

test.each(['84.50.12.34:14445,15551', '84.50.12.34', '84.50.12.34:14445', '84.50.12.34:14445,15551 84.50.12.35'])(
  'the form offers the address %s whole when the way back leads to it',
  async (address) => {
    const all = address.includes(' ') ? ['all'] : address === '84.50.12.34:14445' ? [''] : [];
    const person = agent(address, ...all, BACK, '⏎', ...all, CLOUD);
    const { draft } = await fillForm(
      { ...NOTHING, names: ['One', 'Two'], department: { id: '1' }, model: 'ipp310', bank: 'seb' },
      depsFor(person),
    );
    expect(draft.desks.map((desk) => formatTarget(desk.target)).join(' ')).toBe(address);
  },
);

test('corrects in the review; another instance asks for its department', async () => {
  const given: Draft = {
    desks: [{ target: target('84.50.12.34'), name: 'Desk' }],
    names: [],
    instance: CLOUD,
    department: { id: '1' },
    model: 'ipp310',
    bank: 'seb',
  };
  const person = agent('3', 'New desk', '1', 'another', 'https://other.example/x', '2', BACK, 'lhv', 'go');
  const draft = await reviewForm(given, depsFor(person));
  expect(draft).toMatchObject({
    desks: [{ name: 'New desk' }],
    instance: 'https://other.example/x',
    department: { id: '2' },
    bank: 'lhv',
  });
});

test('the form asks for the name of each of several desks; one may have a model and a department of its own', async () => {
  const person = agent('https://cloud.example/clinic', '1', 'Front', 'Back', 'desk3200', 'seb');
  const desks = [{ target: target('84.50.12.34:14445,15551') }, { target: target('84.50.12.34:24445,25551') }];
  const { draft } = await fillForm({ ...NOTHING, desks }, depsFor(person));
  expect(person.asked.map(({ question }) => question)).toContain('Desk name at 84.50.12.34:24445:');
  const corrected = await reviewForm(draft, depsFor(agent('4', '⏎', 'ipp310', '2', 'go')));
  expect(corrected).toMatchObject({
    model: 'desk3200',
    department: { id: '1' },
    desks: [{ name: 'Front' }, { name: 'Back', model: 'ipp310', department: { id: '2' } }],
  });
  expect(corrected.desks[0]?.model).toBeUndefined();
});

test.each<[string, readonly string[], string | RegExp]>([
  ['a name', ['clinic.example:4445', 'y', ''], 'clinic.example:4445 is a name, not a fixed address.'],
  [
    'an inside address beside an outside one',
    ['IP 84.50.12.34, terminal 192.168.1.20:4445', 'y'],
    /^Left out: 192\.168\.1\.20/,
  ],
  [
    'only a log port, then a whole address',
    ['84.50.12.34:5551', '84.50.12.34:4445', ''],
    /only the log port was given/,
  ],
  [
    'a number that is not a port of what was understood',
    ['84.50.12.34:14445, 20 sõna hiljem ka 15551', 'n', '84.50.12.34:14445,15551'],
    /^Not used: 15551\. A port is used only if/,
  ],
  [
    'an inside address, then one from outside',
    ['192.168.1.20', '84.50.12.34'],
    /only works inside your clinic|inside address/,
  ],
])('the form is in doubt about %s', async (_, answers, told) => {
  const person = agent(...answers);
  const confirming: Prompter = {
    ...person.talk,
    confirm: (question) => {
      person.told.push(...(question.preamble ?? []));
      return person.talk.confirm(question);
    },
  };
  const { draft } = await fillForm(
    { ...NOTHING, names: ['Desk'], instance: CLOUD, department: { id: '1' }, model: 'ipp310', bank: 'seb' },
    { ...depsFor(person), talk: confirming },
  );
  expect(draft.desks).toHaveLength(1);
  expect(person.told).toContainEqual(typeof told === 'string' ? told : expect.stringMatching(told));
});

test('the form asks for the log port where one port was said and no other', async () => {
  const person = agent('IP 84.50.12.34, port 14445', '15551');
  const { draft } = await fillForm(
    { ...NOTHING, names: ['Desk'], instance: CLOUD, department: { id: '1' }, model: 'ipp310', bank: 'seb' },
    depsFor(person),
  );
  expect(draft.desks.map((desk) => formatTarget(desk.target))).toEqual(['84.50.12.34:14445,15551']);
  const question = 'Only port 14445 of 84.50.12.34:14445 was given. What is its log port?';
  expect(person.asked.map((one) => one.question)).toContain(question);
});

test('the form continues without a question where both ports were said, and tells which other numbers were not used', async () => {
  const person = agent('84.50.12.34:14445,15551, 10115 Tallinn');
  await fillForm(
    { ...NOTHING, names: ['Desk'], instance: CLOUD, department: { id: '1' }, model: 'ipp310', bank: 'seb' },
    depsFor(person),
  );
  expect(person.told).toContain('Not used: 10115.');
});

test('no Enter leaves out a number that may be a port', async () => {
  const person = agent('84.50.12.34, 10115 Tallinn', 'y');
  const defaults: boolean[] = [];
  const talk: Prompter = {
    ...person.talk,
    confirm: (question) => {
      defaults.push(question.default);
      return person.talk.confirm(question);
    },
  };
  await fillForm(
    { ...NOTHING, names: ['Desk'], instance: CLOUD, department: { id: '1' }, model: 'ipp310', bank: 'seb' },
    { ...depsFor(person), talk },
  );
  expect(defaults).toEqual([false]);
});

test('the form takes one of several terminals, if only that was meant', async () => {
  const person = agent('84.50.12.34 ja 84.50.12.35', BACK, '84.50.12.34 ja 84.50.12.35', '1');
  const { draft } = await fillForm(
    { ...NOTHING, names: ['Desk'], instance: CLOUD, department: { id: '1' }, model: 'ipp310', bank: 'seb' },
    depsFor(person),
  );
  expect(draft.desks).toMatchObject([{ target: { host: '84.50.12.35' }, name: 'Desk' }]);
});

test.each([
  ['84.50.12.34', '84.50.12.34', '84.50.12.34, posxml port 4445 and log port 5551 (not given, using the defaults)'],
  ['84.50.12.34:4445', '84.50.12.34:4445', '84.50.12.34, posxml port 4445, no log port'],
  [
    '84.50.12.34:14445,15551',
    '８４.５０.１２.３４:１４４４５,１５５５１',
    '84.50.12.34, posxml port 14445, log port 15551',
  ],
  [
    '84.50.12.34:14445,5551',
    'IP 84.50.12.34 port 14445',
    '84.50.12.34, posxml port 14445, log port 5551 (not given, using the default)',
  ],
  ['84.50.12.34:14445,15551', '', '84.50.12.34, posxml port 14445, log port 15551'],
])('%s, said as “%s”, is understood in words', (address, said, words) => {
  expect(describeTarget(target(address), said)).toBe(words);
});

test.each([
  ['', /Enter a value/],
  ['x'.repeat(101), /100 characters, and this name has 101/],
  ['a\u0007b', /invisible/],
  ['a\u202eb', /invisible/],
  ['FRONT', /has this name/],
  ['Vastuvõtt nr 2', undefined],
])('the name %j is refused with a reason, or taken', (name, reason) => {
  const refused = checkName(name, ['Front']);
  if (reason) expect(refused).toMatch(reason);
  else expect(refused).toBeUndefined();
});

function call(host: string, port: number, answers: EarlierCall['answers'], done = true): EarlierCall {
  return { target: { host, posxmlPort: port, logPort: 5551 }, answers, done, at: '' };
}

test('recalls what was answered for the same clinic, and nothing of another', () => {
  const calls = [
    call('84.50.12.99', 4445, { instance: 'https://a.example/a', bank: 'lhv', department: '3', name: 'Elsewhere' }),
    call('84.50.12.34', 4445, { instance: CLOUD, bank: 'seb', department: '2', name: 'Front' }),
    call('84.50.12.34', 14445, { instance: CLOUD, name: 'Back' }),
  ];
  expect(earlierInstances(calls, target('84.50.12.34'))).toEqual([CLOUD, 'https://a.example/a']);
  expect(earlierInstances(calls, undefined)).toEqual(['https://a.example/a', CLOUD]);
  expect(earlierAnswer(calls, 'bank', { host: '84.50.12.34', instance: undefined })).toBe('seb');
  expect(earlierAnswer(calls, 'bank', { host: '84.50.12.77', instance: CLOUD })).toBe('seb');
  expect(earlierAnswer(calls, 'bank', { host: '84.50.12.77', instance: 'https://new.example/n' })).toBeUndefined();
  // The same address may have moved to another instance, whose departments are others.
  expect(earlierAnswer(calls, 'department', { host: '84.50.12.34', instance: 'https://a.example/a' })).toBe('3');
  expect(earlierName(calls, target('84.50.12.34:14445,15551'))).toBe('Back');
  expect(earlierName(calls, target('84.50.12.34:24445,25551'))).toBeUndefined();
});

test('the form asks a clinic that called before only for what may be another', async () => {
  const calls = [
    call('84.50.12.34', 4445, { instance: CLOUD, department: '2', name: 'Front', model: 'ipp320', bank: 'lhv' }),
  ];
  const same = agent('84.50.12.34');
  const { draft, recalled } = await fillForm(NOTHING, depsFor(same, { earlier: calls }));
  expect(recalled).toBe(true);
  expect(draft).toMatchObject({
    instance: CLOUD,
    department: { id: '2', name: 'Pirita' },
    model: 'ipp320',
    bank: 'lhv',
    desks: [{ name: 'Front' }],
  });
  expect(same.told).toEqual(
    expect.arrayContaining([
      '“Am I speaking with Pirita?”',
      `Instance: ${CLOUD} (from an earlier call).`,
      'Department 2 is Pirita (from an earlier call).',
      'Desk: Front (from an earlier call).',
      'Bank: LHV (from an earlier call).',
    ]),
  );
  const other = agent('84.50.12.34:14445,15551', '⏎', 'Back', '⏎');
  expect((await fillForm(NOTHING, depsFor(other, { earlier: calls }))).draft).toMatchObject({
    department: { id: '2' },
    model: 'ipp320',
    bank: 'lhv',
  });
  expect(other.asked.at(-1)?.question).toBe('Model of the terminal:');
  // Another clinic of the instance, and the same one with another terminal and another instance.
  const stranger = agent('84.50.12.99', '⏎', '⏎', 'Desk', '⏎', '⏎');
  await fillForm(NOTHING, depsFor(stranger, { earlier: calls }));
  const moved = agent('84.50.12.34:14445,15551', 'https://other.example/x', '1', 'Desk', '⏎', '⏎');
  await fillForm(
    NOTHING,
    depsFor(
      {
        ...moved,
        talk: {
          ...moved.talk,
          choose: (question) => (question.id === 'instance' ? Promise.resolve('another') : moved.talk.choose(question)),
        },
      },
      { earlier: calls },
    ),
  );
  expect([stranger, moved].map(({ asked }) => asked.length)).toEqual([6, 6]);
});

test('the form asks again for what was recalled, when a way back leads over it', async () => {
  const calls = [
    call('84.50.12.34', 4445, { instance: CLOUD, department: '2', name: 'Front', model: 'ipp320', bank: 'lhv' }),
  ];
  const person = agent('84.50.12.34:14445,15551', '⏎', BACK, '⏎', '1', 'Back', '⏎');
  const { draft } = await fillForm(NOTHING, depsFor(person, { earlier: calls }));
  expect(draft).toMatchObject({ department: { id: '1' }, model: 'ipp320', bank: 'lhv' });
});

test('the form asks for the instance again where the cloud of an earlier call is gone', async () => {
  const gone = { known: false as const, why: 'It refuses', refused: false };
  const clinic = {
    ...clinicWith(DEPARTMENTS),
    departments: (instance: string) =>
      Promise.resolve(
        instance === CLOUD ? { known: true as const, value: { departments: DEPARTMENTS, unreadable: 0 } } : gone,
      ),
  };
  const person = agent('84.50.12.34', 'https://gone.example/x', '⏎', CLOUD, '2', 'Desk', 'ipp310', 'seb');
  const { draft } = await fillForm(NOTHING, depsFor(person, { clinic }));
  expect(draft).toMatchObject({ instance: CLOUD, department: { id: '2' } });
  expect(person.asked.map(({ question }) => question).slice(2, 4)).toEqual(['What next?', "The clinic's instance:"]);
});

test('a token that is not found is a mistyped instance, and no number of a department leads on', async () => {
  const clinic = {
    ...clinicWith(DEPARTMENTS),
    departments: (instance: string) =>
      Promise.resolve(
        instance === CLOUD
          ? { known: true as const, value: { departments: DEPARTMENTS, unreadable: 0 } }
          : { known: false as const, why: 'It is not there', refused: false, mistyped: true as const },
      ),
  };
  const person = agent('84.50.12.34', 'https://cloud.example/klinic', '⏎', CLOUD, '2', 'Desk', 'ipp310', 'seb');
  const ways: unknown[] = [];
  const talk: Prompter = {
    ...person.talk,
    choose: (question) => {
      if (question.id === 'cloud')
        ways.push(
          question.preamble,
          question.choices.map(({ value }) => value),
        );
      return person.talk.choose(question);
    },
  };
  const { draft } = await fillForm(NOTHING, depsFor({ ...person, talk }, { clinic }));
  expect(draft).toMatchObject({ instance: CLOUD, department: { id: '2' } });
  expect(ways).toEqual([
    ['https://cloud.example/klinic is mistyped, most likely: It is not there.'],
    ['another', 'again'],
  ]);
});

test('the form asks for missing credentials immediately, and offers no way on without them', async () => {
  let kept = false;
  const clinic = {
    ...clinicWith(DEPARTMENTS),
    departments: () =>
      Promise.resolve(
        kept
          ? { known: true as const, value: { departments: DEPARTMENTS, unreadable: 0 } }
          : { known: false as const, why: 'There are none', refused: false, unknownHere: true as const },
      ),
  };
  const person = agent('84.50.12.34', CLOUD, '⏎', '2', 'Desk', 'ipp310', 'seb');
  const ways: string[] = [];
  const talk: Prompter = {
    ...person.talk,
    choose: (question) => {
      if (question.id === 'cloud') ways.push(...question.choices.map(({ value }) => value));
      return person.talk.choose(question);
    },
  };
  await fillForm(
    NOTHING,
    depsFor(
      { ...person, talk },
      {
        clinic,
        logIn: () => {
          kept = true;
          return Promise.resolve();
        },
      },
    ),
  );
  expect(ways).toEqual(['login', 'another', 'again']);
});

test('the form offers the name of a desk whose call was not finished, but no Enter takes it for another terminal', async () => {
  const calls = [call('84.50.12.33', 4445, { instance: CLOUD, name: 'Front' }, false)];
  expect(unfinishedName(calls, target('84.50.12.34'), CLOUD)).toBe('Front');
  expect(unfinishedName(calls, target('84.50.12.34'), 'https://a.example/a')).toBeUndefined();
  const offered: (string | undefined)[] = [];
  const person = agent('New');
  const talk: Prompter = {
    ...person.talk,
    text: (question) => {
      offered.push(question.default, question.former);
      return person.talk.text(question);
    },
  };
  const given: Draft = {
    desks: [{ target: target('84.50.12.34') }],
    names: [],
    instance: CLOUD,
    department: { id: '1' },
    model: 'ipp310',
    bank: 'seb',
  };
  await fillForm(given, depsFor({ ...person, talk }, { earlier: calls }));
  expect(offered).toEqual([undefined, 'Front']);
});

test('the form tells why the cloud could not be asked, and throws what is no answer of it', async () => {
  const clinic = createClinic(() => {
    throw new TypeError('a defect');
  });
  await expect(clinic.departments(CLOUD)).rejects.toThrow('a defect');
});
