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
  const command = words.map((word) => quoted(word, shell)).join(' ');
  switch (shell) {
    case 'posix':
      return [...set.map(([name, value]) => `${name}=${quoted(value, shell)}`), command].join(' ');
    case 'cmd':
      return [...set.map(([name, value]) => `set "${name}=${value}"`), command].join(' && ');
    case 'powershell':
      return [...set.map(([name, value]) => `$env:${name}=${inPowerShell(value)}`), command].join('; ');
  }
}

/** Letters of any language, digits and signs that mean nothing to the shell; PowerShell reads `host:1,2` as a list of two words. */
const PLAIN: Readonly<Record<Shell, RegExp>> = {
  posix: /^[\p{L}\p{N}_@%+:,./-]+$/u,
  cmd: /^[\p{L}\p{N}_@+:,./\\[\]-]+$/u,
  powershell: /^[\p{L}\p{N}_+:./\\-]+$/u,
};

function quoted(word: string, shell: Shell): string {
  if (PLAIN[shell].test(word)) return word;
  switch (shell) {
    case 'posix':
      return `'${word.replaceAll("'", String.raw`'\''`)}'`;
    case 'cmd':
      // Between quotes nothing means anything there but the name of a variable that is set.
      return `"${word.replaceAll('"', '""')}"`;
    case 'powershell':
      return inPowerShell(word);
  }
}

/** Curly ones count as quotes there, too. */
function inPowerShell(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
}
