/** What a shell reads once; each hands the words before the cursor to `terminal complete`, which knows the answers. */
const BASH = `# bash completion for terminal
_terminal() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == ':files' ]]; then
      compopt -o default 2>/dev/null
      return
    fi
    COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(terminal complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _terminal terminal`;

const ZSH = `#compdef terminal
_terminal() {
  local line value
  local -a values shown
  for line in "\${(@f)$(terminal complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == ':files' ]]; then
      _files
      return
    fi
    [[ -n $line ]] || continue
    value=\${line%%$'\\t'*}
    values+=("$value")
    [[ $line == "$value" ]] && shown+=("$value") || shown+=("\${(r:24:)value} \${line#*$'\\t'}")
  done
  (($#values)) && compadd -l -d shown -a values
}
if [[ $funcstack[1] == _terminal ]]; then
  _terminal "$@"
else
  compdef _terminal terminal
fi`;

const FISH = `# fish completion for terminal
function __terminal_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    test -n "$current"; or set current ''
    set -l lines (terminal complete -- $words[2..-1] $current 2>/dev/null)
    if test "$lines[1]" = ':files'
        __fish_complete_path $current
    else if test (count $lines) -gt 0
        printf '%s\\n' $lines
    end
end
complete -c terminal -f -a '(__terminal_complete)'`;

const POWERSHELL = `# PowerShell completion for terminal
Register-ArgumentCompleter -Native -CommandName terminal -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $words += '""' }
    terminal complete -- @words 2>$null | Where-Object { $_ -ne ':files' } | ForEach-Object {
        $value, $about = $_ -split "\`t", 2
        if (-not $about) { $about = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
}`;

export const SCRIPTS: Readonly<Record<string, string>> = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL };

export const SHELLS = Object.keys(SCRIPTS);
