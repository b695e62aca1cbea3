import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { BaseCommand } from '../cli/command/base-command.js';
import type { CommandContext } from '../cli/command/context.js';
import { environmentName } from '../cli/args/environment.js';
import { isTyped } from '../cli/args/typed-flag.js';
import { languageFlag } from '../cli/command/flags.js';
import { EMPTY } from '../cli/output/outcome.js';
import type { Outcome } from '../cli/output/outcome.js';
import { outputFile, writeOutput } from '../cli/output/write-file.js';
import { copyToClipboard } from '../cli/process/clipboard.js';
import { usageError } from '../contract/app-error.js';
import type { Language } from '../contract/language.js';
import { onlyTarget, writtenTargets } from '../flows/look/target-arguments.js';
import { namedSession } from '../flows/sessions/find-session.js';
import { letterFactsOf, letterFactsOfTarget, letterText } from '../flows/sessions/session-letter.js';
import { letterFor } from '../report/letter.js';
import type { LetterFacts } from '../report/letter.js';

export default class LetterCommand extends BaseCommand {
  static override summary = "write the mail for the clinic's IT person";
  static override description =
    'It holds both port forwarding rules, the addresses, and how to test them. In a terminal window it is also copied to the clipboard, if there is one.';
  static override args = { about: Args.string({ description: 'a session ID, or the address of the terminal' }) };
  static override strict = false;
  static override flags = {
    ...languageFlag,
    output: Flags.string({
      env: environmentName('output'),
      description: 'write it to this file; - is stdout',
      helpValue: 'F',
    }),
  };
  static override examples = [
    '<%= config.bin %> letter 20260214-bcdfg',
    '<%= config.bin %> letter 84.50.12.34:14445,15551 --language ru',
    '<%= config.bin %> letter 84.50.12.34 --language en --output letter.txt',
  ];

  protected async execute(context: CommandContext): Promise<Outcome> {
    const parsed = await this.parse(LetterCommand);
    const words = parsed.argv.map(String);
    const { facts, spoken } = await this.about(words, parsed.flags['allow-private'], context);
    const language = (isTyped(parsed, 'language') ? undefined : spoken) ?? (parsed.flags.language as Language);
    const letter = letterFor(facts, language);
    const text = letterText(letter);
    const file = outputFile(parsed.flags.output);
    if (file !== null) writeOutput(file, `${text}\n`);
    const inWindow = file === null && process.stdout.isTTY && !parsed.flags.json;
    // In a pipe `isTTY` is undefined.
    const copied = inWindow ? await copyToClipboard(text) : false;
    if (copied) context.report({ kind: 'note', text: 'Copied to the clipboard.' });
    return {
      ...EMPTY,
      result: { letter: { language, subject: letter.subject, body: letter.lines.join('\n') }, output: file, copied },
      text: [file === null ? text : `The letter is in ${file}.`],
    };
  }

  private async about(
    words: readonly string[],
    allowPrivate: boolean,
    context: CommandContext,
  ): Promise<{ readonly facts: LetterFacts; readonly spoken: Language | undefined }> {
    const [first] = words;
    if (first === undefined)
      throw usageError('usage.missing', 'Session ID or address missing.', [
        'Give an address, like 84.50.12.34, or a session ID: terminal sessions list',
      ]);
    if (words.length === 1 && SESSION_ID.test(first)) {
      const { entries, state } = await namedSession(await context.store(), first, 'letter');
      return letterFactsOf(entries, state);
    }
    const { written } = writtenTargets({ words, role: undefined, allowPrivate });
    return { facts: letterFactsOfTarget(onlyTarget(written, 'et')), spoken: undefined };
  }
}

const SESSION_ID = /^\d{8}-\w+$/;
