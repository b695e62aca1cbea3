import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { languageFlag } from '../cli/command/flags.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { AppError } from '../contract/app-error.js';
import { EXIT } from '../contract/exit.js';
import { explainCode } from '../diagnosis/advice.js';
import { CODES } from '../diagnosis/codes.js';
import { explainAnything } from '../diagnosis/explain.js';
import type { Language } from '../contract/language.js';
import { renderCodeList, renderExplanation } from '../ui/explanation.js';

export default class ExplainCommand extends BaseCommand {
  static override summary = 'explain a code, a return code, an exit status or a term';
  static override args = {
    code: Args.string({ description: 'a code such as ports.swapped, a number or a term; without it, all codes' }),
  };
  static override strict = false;
  static override examples = [
    '<%= config.bin %> explain 32776',
    '<%= config.bin %> explain ports.swapped',
    '<%= config.bin %> explain payment.declined --language ru --json',
  ];
  static override flags = { ...languageFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { argv, flags } = await this.parse(ExplainCommand);
    const language = flags.language as Language;
    const words = argv.map(String);
    if (words.length === 0) {
      const codes = CODES.flatMap((code) => explainCode(code, language) ?? []);
      return {
        ...EMPTY,
        result: {
          codes: codes.map(({ code, kind, severity, exit, meaning }) => ({ code, kind, severity, exit, meaning })),
        },
        text: renderCodeList(codes, context.out, context.width),
      };
    }
    const typed = words.join(' ');
    const explained = explainAnything(typed, language);
    if (explained.kind === 'unknown') throw unknownCode(typed, explained.nearest);
    const { explanation } = explained;
    return { ...EMPTY, result: explanation, text: renderExplanation(explanation, context.out, context.width) };
  }
}

function unknownCode(typed: string, nearest: readonly string[]): AppError {
  return new AppError({
    code: 'usage.unknown-code',
    category: 'usage',
    exit: EXIT.usage,
    message: `There is no code or term ${JSON.stringify(typed.slice(0, 60))}.`,
    actions:
      nearest.length > 0
        ? nearest.map((code) => `Did you mean: terminal explain ${code}`)
        : ['See all codes: terminal explain'],
  });
}
