import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { homeFolder } from '../cli/process/paths.js';
import { readPracticeResults } from '../session/practice-results.js';

export default class PracticeCommand extends BaseCommand {
  static override summary = 'show the results of practice: which riddles, found or not, how fast';
  static override examples = [
    '<%= config.bin %> practice',
    '<%= config.bin %> practice --json',
    '<%= config.bin %> practice --no-color',
  ];

  protected async execute({ out, width }: CommandContext): Promise<Outcome> {
    await this.parse(PracticeCommand);
    const { practiceResult, practiceText } = await import('../flows/sandbox/practice-text.js');
    const riddles = readPracticeResults(homeFolder());
    return { ...EMPTY, result: practiceResult(riddles), text: practiceText(riddles, out, width, Date.now()) };
  }
}
