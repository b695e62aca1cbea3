import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/command/base-command.js';
import { SCRIPTS, SHELLS } from '../flows/completion/scripts.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';

export default class CompletionCommand extends BaseCommand {
  static override summary = 'print a completion script for your shell';
  static override description = `Add the line to your shell's startup file, then open a new window:

bash, in ~/.bashrc:
  eval "$(terminal completion bash)"
zsh, in ~/.zshrc, after compinit:
  eval "$(terminal completion zsh)"
fish:
  terminal completion fish > ~/.config/fish/completions/terminal.fish
PowerShell, in the file that $PROFILE names:
  terminal completion powershell | Out-String | Invoke-Expression

When you press Tab, the script calls "terminal complete -- WORD…". It reads this computer's session files and connects to nothing.`;
  static override args = { shell: Args.string({ required: true, options: [...SHELLS], description: 'the shell' }) };
  static override examples = [
    '<%= config.bin %> completion bash',
    '<%= config.bin %> completion zsh',
    '<%= config.bin %> completion fish --json',
  ];

  protected async execute(): Promise<Outcome> {
    const { shell } = (await this.parse(CompletionCommand)).args;
    const script = SCRIPTS[shell] ?? '';
    return { ...EMPTY, result: { shell, script }, text: [script] };
  }
}
