import envPaths from 'env-paths';

/** The folder of this program's own files. */
export function homeFolder(): string {
  const own = process.env['TERMINAL_HOME'];
  return own !== undefined && own !== '' ? own : usualFolders().data;
}

/** Of what can be made again. */
export function cacheFolder(): string {
  return usualFolders().cache;
}

function usualFolders(): { readonly data: string; readonly cache: string } {
  return envPaths('terminal', { suffix: '' });
}
