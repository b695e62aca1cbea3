import { CODES } from '../../../diagnosis/codes.js';
import { BLIND } from '../../../sandbox/scenarios/blind.js';
import { SCENARIOS } from '../../../sandbox/scenarios/groups.js';
import { openFolder } from '../../../session/open-store.js';
import { escapeControls } from '../../../text/escape-controls.js';
import { homeFolder } from '../../process/paths.js';
import { TOPICS } from '../../help/topics.js';
import type { OwnFiles } from '../../package/package-files.js';
import { completionCandidates } from './candidates.js';
import type { Manifest } from './candidates.js';

/**
 * What a shell asks at each Tab: prints a candidate a line, `value<TAB>about`, or `:files`. It dials nobody, writes no
 * file, asks nothing and tells no error: whatever is wrong, there is nothing to complete.
 */
export function completeLine(words: readonly string[], files: OwnFiles): void {
  try {
    const home = homeFolder();
    const found = completionCandidates(unquoted(words), files.load('oclif.manifest.json') as Manifest, {
      sessions: () => openFolder(home).ids(),
      codes: () => CODES,
      scenarios: () => [
        ...SCENARIOS.map(({ name, shows }) => ({ value: name, about: shows })),
        { value: BLIND, about: 'one of these, not shown until the end' },
      ],
      topics: TOPICS.map(({ name, about }) => ({ value: name, about })),
    });
    const lines =
      found === 'files'
        ? [':files']
        : found.map(({ value, about }) =>
            about === undefined ? escapeControls(value) : `${escapeControls(value)}\t${about}`,
          );
    process.stdout.on('error', () => undefined).write(lines.map((line) => `${line}\n`).join(''));
  } catch {
    // Nobody reads it between two keys.
  }
}

/** bash takes `--language=e` apart; PowerShell cannot pass an empty word, and writes it as two quotes. */
function unquoted(words: readonly string[]): readonly string[] {
  const [flag = '', equals] = words.slice(-2);
  if (equals === '=' && flag.startsWith('--')) return [...words.slice(0, -1), ''];
  return words
    .map((word) => (word === '""' ? '' : word))
    .filter((word, index) => word !== '=' || words[index - 1]?.startsWith('--') !== true);
}
