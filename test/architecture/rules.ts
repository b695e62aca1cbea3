import type { IFlattenedRuleSet, IForbiddenRuleType } from 'dependency-cruiser';

/** One import rule: modules of `from` must not import what `to` matches. Paths are patterns on `src/…`. */
function never(name: string, from: object, to: object): IForbiddenRuleType {
  return { name, severity: 'error', from, to };
}

const VALUES = { dependencyTypesNot: ['type-only'] };
/** What is loaded together with the module that imports it. */
const AT_THE_START = { dependencyTypesNot: ['type-only', 'dynamic-import'] };
const PACKAGES = '(^|/)node_modules/';
const SOCKETS = '^(node:)?(net|dns|dns/promises|http|https|http2|tls|dgram)$';

const src = (...folders: string[]): string => `^src/(${folders.join('|')})/`;
const npm = (...names: string[]): string => `${PACKAGES}(${names.join('|')})/`;
const SRC = '^src/';

/** What is bundled with the program. All else that is installed here only makes or tests it. */
const BUNDLED = [
  '@inquirer',
  '@oclif',
  'chalk',
  'csv-parse',
  'fast-string-width',
  'ipaddr\\.js',
  'is-unicode-supported',
  'is-wsl',
  'ora',
  'p-limit',
  'pg',
  'postal-mime',
  'socks',
  'undici',
  'valibot',
];

/** What everything may build on: no logic of another folder, no input, no output. */
const GROUND = ['model', 'posxml', 'contract', 'text'];
/** Folders of pure functions: what they do depends on what they are given, and on nothing else. */
const PURE = [...GROUND, 'diagnosis', 'payment'];
/** As pure, and above them: it also knows what a session is. */
const REPORT = 'report';

/** Rooms of `cli` that a flow may use; the rest belongs to the start of the program. */
const SHELL = ['args', 'command', 'help', 'input', 'output', 'package', 'process'].map((room) => `cli/${room}`);
/** What the shell may call, beside itself: nothing of a payment, a cloud or a command. */
const SHELL_USES = [
  src(...GROUND, 'ui', 'cli'),
  '^src/diagnosis/(error-rows|codes)\\.ts',
  '^src/session/(store-error|locked-error|replace-file|open-store|folder|rights)\\.ts',
  '^src/connection/net/(monotonic-clock|parse-proxy|pause|resolver)\\.ts',
];

/** Where a clinic is simulated: the command of its own, and the onboarding that practises. */
const PRACTICE = ['^src/commands/sandbox\\.ts', '^src/flows/onboard/embedded-sandbox\\.ts'];

/** Which flow may use which, beside `step`, which all of them share; every other one stands alone. */
const FLOWS: Readonly<Record<string, readonly string[]>> = {
  onboard: ['look', 'register', 'test-payment', 'open-payments', 'sessions', 'sandbox', 'cloud'],
  register: ['look', 'cloud'],
  'test-payment': ['open-payments', 'sessions', 'look'],
  sessions: ['open-payments'],
  config: ['cloud', 'look'],
};
const STANDING_ALONE = ['look', 'open-payments', 'cloud', 'doctor', 'completion', 'sandbox', 'step', 'store', 'team'];

const flowRules = Object.entries(FLOWS).map(([flow, others]) =>
  never(
    `flow-${flow}`,
    { path: src(`flows/${flow}`) },
    { path: src('flows'), pathNot: src(`flows/${flow}`, 'flows/step', ...others.map((other) => `flows/${other}`)) },
  ),
);

/** docs/architecture.md tells the same in words. */
export const RULES: IFlattenedRuleSet = {
  forbidden: [
    never('the-ground-knows-nothing-else', { path: src(...GROUND) }, { path: SRC, pathNot: src(...GROUND) }),
    never(
      'pure-folders-share-only-types',
      { path: src('diagnosis', 'payment') },
      { path: src('diagnosis', 'payment'), pathNot: '^src/$1/', ...VALUES },
    ),
    never('pure-folders-know-only-pure-ones', { path: src(...PURE) }, { path: SRC, pathNot: src(...PURE) }),
    never('pure-folders-use-no-package', { path: src(...PURE, REPORT) }, { path: PACKAGES }),
    never('pure-folders-use-no-builtin', { path: src(...PURE, REPORT) }, { dependencyTypes: ['core'] }),
    never(
      'report-knows-pure-ones-and-sessions',
      { path: src(REPORT) },
      { path: SRC, pathNot: [src(...PURE, REPORT), '^src/session/(events|reduce)'] },
    ),
    never('report-takes-types-of-sessions', { path: src(REPORT) }, { path: src('session'), ...VALUES }),

    never(
      'connection-knows-the-ground',
      { path: src('connection') },
      { path: SRC, pathNot: src('connection', 'model', 'posxml', 'text') },
    ),
    never(
      'targets-know-addresses',
      { path: src('targets') },
      { path: SRC, pathNot: [src('targets', 'model', 'text'), '^src/connection/net/address'] },
    ),
    never(
      'the-core-knows-nothing-above-it',
      { path: src('cloud', 'session', 'credentials') },
      { path: src('steps', 'targets', 'ui', 'report', 'commands', 'flows', 'cli', 'sandbox') },
    ),

    never(
      'steps-know-no-screen',
      { path: src('steps') },
      { path: src('ui', 'report', 'commands', 'flows', 'cli', 'sandbox', 'targets') },
    ),
    never('ui-knows-no-socket', { path: src('ui') }, { path: SOCKETS }),
    never(
      'ui-does-no-work',
      { path: src('ui') },
      { path: src('connection', 'cloud', 'sandbox', 'session'), ...VALUES },
    ),
    never('ui-and-report-know-no-flow', { path: src('ui', REPORT) }, { path: src('commands', 'flows', 'cli') }),
    never(
      'ui-takes-dependencies-of-steps',
      { path: src('ui') },
      { path: src('steps'), pathNot: '^src/steps/dependencies' },
    ),

    never(
      'shell-knows-no-flow',
      { path: src('cli'), pathNot: src('cli/entry') },
      { path: src('commands', 'flows', 'report') },
    ),
    never(
      'entry-reads-the-configuration',
      { path: src('cli/entry') },
      { path: src('commands', 'flows', 'report'), pathNot: src('flows/config') },
    ),
    never(
      'shell-does-no-work',
      { path: src('cli'), pathNot: src('cli/entry/completion') },
      { path: SRC, pathNot: [...SHELL_USES, src('flows')], ...VALUES },
    ),
    never(
      'completion-knows-scenarios',
      { path: src('cli/entry/completion') },
      { path: SRC, pathNot: [...SHELL_USES, src('sandbox/scenarios')], ...VALUES },
    ),
    never('shell-rooms-know-no-entry', { path: src(...SHELL, 'flows', 'commands') }, { path: src('cli/entry') }),

    ...flowRules,
    never(
      'flow-alone',
      { path: `^src/flows/(${STANDING_ALONE.join('|')})/` },
      { path: src('flows'), pathNot: '^src/flows/($1|step)/' },
    ),
    // A probe of one terminal is to start as fast as it can.
    never(
      'sweep-is-loaded-for-lists',
      { path: SRC, pathNot: src('flows/look/sweep') },
      { path: src('flows/look/sweep'), ...AT_THE_START },
    ),
    never('flows-know-no-command', { path: SRC, pathNot: src('commands') }, { path: src('commands') }),
    never('commands-stand-alone', { path: src('commands') }, { path: src('commands') }),

    // The catalog is shared too: what the practice cloud accepts is the list that the program offers. The test that holds
    // the catalog to docs/cloud-api.yaml keeps the two from being wrong together.
    never(
      'sandbox-shares-only-the-codec',
      { path: src('sandbox') },
      {
        path: SRC,
        pathNot: [src('sandbox', 'posxml', 'contract', 'text'), '^src/cloud/api-types', '^src/model/catalog'],
      },
    ),
    never('sandbox-takes-types-of-the-cloud', { path: src('sandbox') }, { path: '^src/cloud/', ...VALUES }),
    never(
      'sandbox-is-composed-in-flows',
      { path: SRC, pathNot: src('sandbox', 'commands', 'flows', 'cli/entry/completion') },
      { path: src('sandbox') },
    ),
    never(
      'sandbox-is-loaded-for-practice',
      { path: SRC, pathNot: [src('sandbox', 'flows/sandbox', 'cli/entry/completion'), ...PRACTICE] },
      { path: [src('sandbox', 'flows/sandbox'), ...PRACTICE], ...AT_THE_START },
    ),

    never(
      'screen-packages-only-in-ui',
      { path: SRC, pathNot: src('ui') },
      { path: npm('chalk', 'ora', '@inquirer', 'is-unicode-supported', 'fast-string-width') },
    ),
    never('undici-only-in-cloud', { path: SRC, pathNot: src('cloud') }, { path: npm('undici') }),
    never('ipaddr-only-in-connection', { path: SRC, pathNot: src('connection') }, { path: npm('ipaddr.js') }),
    never('socks-only-in-connection', { path: SRC, pathNot: src('connection') }, { path: npm('socks') }),
    never('pg-only-for-a-team', { path: SRC, pathNot: src('session/team') }, { path: npm('pg') }),
    never(
      'a-team-is-loaded-where-one-is-set',
      { path: SRC, pathNot: [src('session/team', 'flows/store', 'commands/store'), '^src/flows/config/settings\\.ts'] },
      { path: src('session/team'), ...AT_THE_START },
    ),
    never('keyring-only-in-credentials', { path: SRC, pathNot: src('credentials') }, { path: npm('@napi-rs') }),
    never('oclif-only-in-commands', { path: SRC, pathNot: src('commands', 'flows', 'cli') }, { path: npm('@oclif') }),

    // Types count. Circles between folders, which need no circle between files: `cruise`.
    never('no-cycles', {}, { circular: true }),
    never('no-orphans', { orphan: true, pathNot: src('commands') }, {}),
    never('everything-resolves', {}, { couldNotResolve: true }),
    never(
      'no-development-dependency',
      { path: '^src/' },
      {
        path: PACKAGES,
        pathNot: npm(...BUNDLED),
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
};
