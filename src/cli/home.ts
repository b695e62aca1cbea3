import { join } from 'node:path';

/** The folder of this program's own files. */
export async function homeFolder(): Promise<string> {
  const own = process.env['TERMINAL_HOME'];
  if (own !== undefined && own !== '') return own;
  const { default: envPaths } = await import('env-paths');
  return join(envPaths('terminal', { suffix: '' }).data);
}
