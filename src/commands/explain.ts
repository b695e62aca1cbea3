import * as Args from '@oclif/core/args';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { languageFlag } from '../cli/command/flags.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { AppError } from '../contract/app-error.js';
import { EXIT } from '../contract/exit.js';
import { explainCode } from '../diagnosis/advice.js';
import { CODES, findCode } from '../diagnosis/codes.js';
import type { Language } from '../contract/language.js';
import { renderCodeList, renderExplanation } from '../ui/explanation.js';

export default class Explain extends BaseCommand {
  static override summary = 'any diagnosis or error code in full';
  static override args = { code: Args.string({ description: 'a code such as ports.swapped; without it, all codes' }) };
  static override examples = [
    '<%= config.bin %> explain',
    '<%= config.bin %> explain ports.swapped',
    '<%= config.bin %> explain payment.declined --language ru --json',
  ];
  static override flags = { ...languageFlag };

  protected async execute(context: CommandContext): Promise<Outcome> {
    const { args, flags } = await this.parse(Explain);
    const language = flags.language as Language;
    if (args.code === undefined) {
      const codes = CODES.flatMap((code) => explainCode(code, language) ?? []);
      return {
        ...EMPTY,
        result: {
          codes: codes.map(({ code, kind, severity, exit, meaning }) => ({ code, kind, severity, exit, meaning })),
        },
        text: renderCodeList(codes, context.out, context.width),
      };
    }
    const search = findCode(args.code);
    const found = search.kind === 'found' ? explainCode(search.code, language) : undefined;
    if (!found) throw unknownCode(args.code, search.kind === 'unknown' ? search.nearest : []);
    return { ...EMPTY, result: found, text: renderExplanation(found, context.out, context.width) };
  }
}

function unknownCode(typed: string, nearest: readonly string[]): AppError {
  return new AppError({
    code: 'usage.unknown-code',
    category: 'usage',
    exit: EXIT.usage,
    message: `There is no code ${JSON.stringify(typed.slice(0, 60))}.`,
    actions:
      nearest.length > 0
        ? nearest.map((code) => `If you meant it: terminal explain ${code}`)
        : ['See all codes: terminal explain'],
  });
}
