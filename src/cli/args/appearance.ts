import { accessibleWanted, colorWanted } from '../../ui/theme.js';
import { asksFor } from './argv.js';

/** How text is to look, before the command line is parsed. */
export function lookOf(argv: readonly string[], env: NodeJS.ProcessEnv): { readonly color: boolean; readonly accessible: boolean } {
  return { color: colorWanted(asksFor('no-color', argv, env), env), accessible: accessibleWanted(asksFor('accessible', argv, env), env) };
}
