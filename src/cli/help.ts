import { format, stripVTControlCharacters } from 'node:util';
import { Help } from '@oclif/core';
import type { Config } from '@oclif/core';

/** Keeps the help instead of printing it. */
class KeptHelp extends Help {
  readonly kept: string[] = [];

  protected override log(...parts: string[]): void {
    this.kept.push(format(...parts));
  }
}

/** The help of a command, a topic, or the whole program where `id` is empty. */
export async function helpFor(id: string, config: Config, color: boolean): Promise<string> {
  const help = new KeptHelp(config, config.pjson.oclif.helpOptions);
  await help.showHelp(id === '' ? [] : [id]);
  const text = help.kept.join('\n').trimEnd();
  return color ? text : stripVTControlCharacters(text);
}
