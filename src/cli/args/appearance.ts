import { accessibleWanted, colorWanted } from '../../ui/theme.js';
import { hasFlag } from './argv.js';

/** How text is to look, before the command line is parsed. */
export function appearanceOf(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly color: boolean; readonly accessible: boolean } {
  return {
    color: colorWanted(hasFlag('no-color', argv, env), env),
    accessible: accessibleWanted(hasFlag('accessible', argv, env), env),
  };
}
