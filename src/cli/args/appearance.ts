import { accessibleWanted, colorWanted } from '../../ui/theme.js';
import { hasFlag } from './argv.js';
import type { Settings } from './settings.js';

/** How text is to look, before the command line is parsed. @param env for what other programs obey, too */
export function appearanceOf(
  argv: readonly string[],
  settings: Settings,
  env: NodeJS.ProcessEnv,
): { readonly color: boolean; readonly accessible: boolean } {
  return {
    color: colorWanted(hasFlag('no-color', argv, settings), env),
    accessible: accessibleWanted(hasFlag('accessible', argv, settings), env),
  };
}
