import type { IFlattenedRuleSet, IForbiddenRuleType } from 'dependency-cruiser';

/** One import rule: modules of `from` must not import what `to` matches. Paths are patterns on `src/…`. */
function never(name: string, from: object, to: object): IForbiddenRuleType {
  return { name, severity: 'error', from, to };
}

const VALUES = { dependencyTypesNot: ['type-only'] };
const PACKAGES = '(^|/)node_modules/';
const SOCKETS = '^(node:)?(net|dns|dns/promises|http|https|http2|tls|dgram)$';

const src = (...folders: string[]): string => `^src/(${folders.join('|')})/`;
const npm = (...names: string[]): string => `${PACKAGES}(${names.join('|')})/`;

/** What is bundled with the program. All else that is installed here only makes or tests it. */
const BUNDLED = ['@inquirer', '@oclif', 'chalk', 'csv-parse', 'env-paths', 'ipaddr\\.js', 'is-unicode-supported', 'is-wsl', 'ora', 'socks', 'undici', 'valibot'];

/** Folders of pure functions: what they do depends on what they are given, and on nothing else. */
const PURE = ['posxml', 'diagnosis', 'payment', 'contract', 'text', 'model'];
/** As pure, and above them: it also knows what a session is. */
const REPORT = 'report';

export const RULES: IFlattenedRuleSet = {
  forbidden: [
    never('pure-folders-share-only-types', { path: src('diagnosis', 'payment') }, { path: src('diagnosis', 'payment'), pathNot: '^src/$1/', ...VALUES }),
    never('pure-folders-know-only-pure-ones', { path: src(...PURE) }, { path: '^src/', pathNot: src(...PURE) }),
    never('codec-contract-and-text-are-the-ground', { path: src('posxml', 'contract', 'text') }, { path: src('diagnosis', 'payment'), ...VALUES }),
    never('pure-folders-use-no-package', { path: src(...PURE, REPORT) }, { path: PACKAGES }),
    never('pure-folders-use-no-builtin', { path: src(...PURE, REPORT) }, { dependencyTypes: ['core'] }),
    never('report-knows-pure-ones-and-sessions', { path: src(REPORT) }, { path: '^src/', pathNot: [src(...PURE, REPORT), '^src/session/(events|reduce)'] }),
    never('report-takes-types-of-sessions', { path: src(REPORT) }, { path: src('session'), ...VALUES }),

    never('steps-know-no-screen', { path: src('steps') }, { path: src('ui', 'report', 'commands', 'flows', 'cli', 'sandbox') }),
    never('ui-knows-no-socket', { path: src('ui') }, { path: SOCKETS }),
    never('ui-does-no-work', { path: src('ui') }, { path: src('connection', 'cloud', 'sandbox'), ...VALUES }),
    never('connection-does-not-judge', { path: src('connection') }, { path: src('diagnosis', 'payment'), ...VALUES }),
    never('the-core-knows-nothing-above-it', { path: src('connection', 'cloud', 'session', 'credentials') }, { path: src('steps', 'ui', 'report', 'commands', 'flows', 'cli') }),
    never('cli-knows-no-command', { path: '^src/', pathNot: src('commands') }, { path: src('commands') }),
    never('commands-stand-alone', { path: src('commands') }, { path: src('commands') }),

    never('sandbox-shares-only-the-codec', { path: src('sandbox') }, { path: '^src/', pathNot: [src('sandbox', 'posxml', 'contract', 'text'), '^src/cloud/api-types'] }),
    never('sandbox-takes-types-of-the-cloud', { path: src('sandbox') }, { path: '^src/cloud/', ...VALUES }),
    never('sandbox-is-composed-in-commands', { path: '^src/', pathNot: src('sandbox', 'commands', 'flows', 'cli') }, { path: src('sandbox') }),

    never('screen-packages-only-in-ui', { path: '^src/', pathNot: src('ui') }, { path: npm('chalk', 'ora', '@inquirer', 'is-unicode-supported') }),
    never('undici-only-in-cloud', { path: '^src/', pathNot: src('cloud') }, { path: npm('undici') }),
    never('ipaddr-only-in-connection', { path: '^src/', pathNot: src('connection', 'targets') }, { path: npm('ipaddr.js') }),
    never('socks-only-in-connection', { path: '^src/', pathNot: src('connection') }, { path: npm('socks') }),
    never('keyring-only-in-credentials', { path: '^src/', pathNot: src('credentials') }, { path: npm('@napi-rs') }),
    never('oclif-only-in-commands', { path: '^src/', pathNot: src('commands', 'flows', 'cli') }, { path: npm('@oclif') }),

    never('no-cycles', {}, { circular: true, viaOnly: VALUES }),
    // Two files of one folder may name each other's types; two folders may not go round in a circle at all.
    never('no-cycles-between-folders', { path: '^src/([^/]+)/' }, { path: '^src/', pathNot: '^src/$1/', circular: true }),
    never('no-orphans', { orphan: true, pathNot: src('commands') }, {}),
    never('everything-resolves', {}, { couldNotResolve: true }),
    never('no-development-dependency', { path: '^src/' }, { path: PACKAGES, pathNot: npm(...BUNDLED), dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] }),
  ],
};
