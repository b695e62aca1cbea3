type Shell = 'posix' | 'cmd' | 'powershell';

/** The shell that a command which is shown will be typed into: the one that started this program, as far as its environment tells. */
export function shellAtHand(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Shell {
  // Git Bash and its like set SHELL on Windows, too.
  if (platform !== 'win32' || env['SHELL'] !== undefined) return 'posix';
  // cmd.exe sets PROMPT; PowerShell does not.
  return env['PROMPT'] === undefined ? 'powershell' : 'cmd';
}

/** A command with variables for it alone, or for its window where the shell has no such thing. */
export function commandLine(
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  shell: Shell,
): string {
  const set = Object.entries(variables);
  switch (shell) {
    case 'posix':
      return [...set.map(([name, value]) => `${name}=${value}`), ...words].join(' ');
    case 'cmd':
      return [...set.map(([name, value]) => `set "${name}=${value}"`), words.join(' ')].join(' && ');
    case 'powershell':
      return [...set.map(([name, value]) => `$env:${name}='${value}'`), words.map(inPowerShell).join(' ')].join('; ');
  }
}

/** PowerShell reads `host:1,2` as a list of two words. */
function inPowerShell(word: string): string {
  return word.includes(',') ? `'${word}'` : word;
}
