import { clockParts } from '../../diagnosis/clock.js';
import type { TerminalEvent } from '../../sandbox/terminal/events.js';
import type { World } from '../../sandbox/sandbox.js';
import { renderClinic, renderKeys } from '../../ui/clinic-view.js';
import { readKeys } from '../../ui/keys.js';
import { canDraw, openLiveScreen } from '../../ui/live-screen.js';
import type { LiveScreen } from '../../ui/live-screen.js';
import { windowWidth } from '../../ui/wrap.js';
import { describeEvent } from './event-text.js';
import type { CommandContext } from '../../cli/command/context.js';
import { keyGroups, pressKey } from './keys.js';
import type { PracticeDesk } from './keys.js';
import { deskFacts, displayLines } from './desk-view.js';

interface Play {
  readonly title: string;
  /** To be typed in another window, for each terminal. */
  readonly commands: readonly (readonly string[])[];
  /** The situation is to be found out. */
  readonly blind: boolean;
}

/** What happened at a desk, the last time that it did so many times in a row. */
interface Happened {
  readonly at: Date;
  readonly text: string;
  readonly times: number;
}

/** What is remembered of each desk, more than any window shows. */
const EVENTS_KEPT = 200;

/**
 * Lets a person play the clinic with keys until it is ended.
 * @returns true if a key ended it, false if a signal did
 */
export async function playClinic(world: World, play: Play, context: CommandContext): Promise<boolean> {
  const clinic = new Clinic(world, play, context);
  try {
    return await clinic.ended;
  } finally {
    clinic.close();
  }
}

class Clinic {
  /** Whether a key ended it. */
  readonly ended: Promise<boolean>;
  readonly #play: Play;
  readonly #context: CommandContext;
  readonly #desks: readonly PracticeDesk[];
  readonly #events: readonly Happened[][];
  readonly #screen: LiveScreen | undefined;
  readonly #leave: readonly (() => void)[];
  #at = 0;
  #end: (byKey: boolean) => void = () => undefined;

  constructor({ terminals, outside, scenario }: World, play: Play, context: CommandContext) {
    this.#play = play;
    this.#context = context;
    this.#desks = outside.flatMap((router, index) => {
      const terminal = terminals[index];
      return terminal ? [{ terminal, router, elsewhere: scenario.elsewhere === true }] : [];
    });
    this.#events = this.#desks.map(() => []);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    context.interrupt.signal.addEventListener('abort', () => {
      this.#end(false);
    });
    if (context.interrupt.signal.aborted) this.#end(false);
    if (canDraw(process.stderr, context.err.redraws))
      this.#screen = openLiveScreen(process.stderr, (size) =>
        renderClinic(this.#view(), context.err, size).map(context.err.plain),
      );
    else
      for (const line of renderKeys(keyGroups(this.#desks.length), context.err, windowWidth(process.stderr)))
        process.stderr.write(`${context.err.plain(line)}\n`);
    this.#leave = [
      ...this.#desks.map(({ terminal, elsewhere }, index) =>
        terminal.on((event) => {
          const text = !elsewhere && this.#isTold(event) ? describeEvent(event) : undefined;
          if (text !== undefined) this.#tell(index, text);
          this.#screen?.redraw();
        }),
      ),
      readKeys(
        process.stdin,
        (key) => {
          this.#pressed(key);
        },
        this.#screen,
      ),
    ];
  }

  close(): void {
    this.#leave.forEach((leave) => {
      leave();
    });
    this.#screen?.close();
  }

  /** What the display shows is on the screen already, where there is one; what the bank thinks may be the riddle. */
  #isTold({ kind }: TerminalEvent): boolean {
    return kind === 'display' ? !this.#screen : !(this.#play.blind && kind === 'declined');
  }

  #pressed(key: string): void {
    // With keys read one by one, the system no longer makes a signal of it.
    if (key === 'ctrl-c') process.emit('SIGINT');
    else if (key === 'q') this.#end(true);
    else if (key === 'tab') this.#go((this.#at + 1) % this.#desks.length);
    else if (/^[1-9]$/.test(key)) this.#go(Number(key) - 1);
    else void this.#press(key, this.#at);
  }

  #go(index: number): void {
    if (index >= this.#desks.length || index === this.#at) return;
    this.#at = index;
    if (!this.#screen) this.#tell(index, 'the keys are for this terminal now');
    this.#screen?.redraw();
  }

  async #press(key: string, index: number): Promise<void> {
    const desk = this.#desks[index];
    if (!desk) return;
    const told = await pressKey(key, desk);
    if (told !== undefined) this.#tell(index, `you: ${told}`);
    this.#screen?.redraw();
  }

  /** A program that asks again and again is told once, with how often. */
  #tell(index: number, text: string): void {
    const events = this.#events[index];
    if (!events) return;
    const last = events.at(-1);
    const repeated = last?.text === text;
    if (repeated) events.pop();
    events.push({ at: new Date(), text, times: repeated ? last.times + 1 : 1 });
    if (events.length > EVENTS_KEPT) events.shift();
    const which = this.#desks.length > 1 ? ` ${String(index + 1)}` : '';
    if (!this.#screen && !repeated)
      process.stderr.write(`  ${this.#context.err.plain(this.#context.err.dim(`[clinic${which}] ${text}`))}\n`);
  }

  #view(): Parameters<typeof renderClinic>[0] {
    const [desk, count] = [this.#desks[this.#at], this.#desks.length];
    if (!desk) throw new Error('there is no terminal');
    const which = count > 1 ? ` (${String(this.#at + 1)} of ${String(count)})` : '';
    return {
      title: this.#play.title,
      commands: this.#play.commands[this.#at] ?? [],
      // The one that is looked at here is another one than the one that answers.
      name: `${desk.elsewhere ? 'terminal' : desk.terminal.settings.terminalId}${which}`,
      display: displayLines(desk),
      facts: deskFacts(desk, this.#play.blind),
      events: (this.#events[this.#at] ?? []).map(eventLine),
      keys: keyGroups(count),
    };
  }
}

/** `12:03:11  asked for its state (×5)`, in Estonia's time. */
function eventLine({ at, text, times }: Happened): string {
  const { hour, minute, second } = clockParts(at.getTime());
  const time = `${hour}:${minute}:${second}`;
  return `${time}  ${text}${times > 1 ? ` (×${String(times)})` : ''}`;
}
