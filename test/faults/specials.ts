import type { PaymentEvent } from '../../src/payment/events.js';
import type { Act } from '../../src/sandbox/terminal/person.js';
import type { TerminalPhase } from '../../src/sandbox/terminal/events.js';
import type { TerminalSettings } from '../../src/sandbox/terminal/settings.js';
import type { Bench } from '../unit/steps/harness/bench.js';

/** Something that happens beside the fault on the line. */
export interface Special {
  readonly name: string;
  readonly settings?: Partial<TerminalSettings>;
  readonly acts?: readonly Act[];
  /** Called before the run. `ready` resolves when the line is as the fault wants it. */
  readonly strike?: (bench: Bench, ready: () => Promise<void>) => void;
  /** Called between the first run and the next. */
  readonly heal?: (bench: Bench) => void;
  /** The terminal counts no card time-out of its own that would outlast the program's patience. */
  readonly stops?: boolean;
  /** Its silences have to be sat out: patience costs minutes. */
  readonly waits?: boolean;
}

const HOUR_MS = 3_600_000;

/** Which answers in the place of the confirmed one. */
export const OTHER_TERMINAL = 'SB000009';

/** Does it once, after an event of one of these types is on disk. */
function after(types: readonly PaymentEvent['type'][], act: (bench: Bench) => void): (bench: Bench) => void {
  return (bench) => {
    let done = false;
    const others = bench.onRecord;
    bench.onRecord = (event, when) => {
      others(event, when);
      if (done || when === 'before' || !types.includes(event.type)) return;
      done = true;
      act(bench);
    };
  };
}

/** The agent wants to stop when the terminal enters a phase. */
function stopIn(phase: TerminalPhase): NonNullable<Special['strike']> {
  return (bench, ready) => {
    bench.terminal.on((event) => {
      if (event.kind !== 'phase' || event.phase !== phase) return;
      void ready().then(() => {
        bench.stop.abort(new Error('Ctrl-C'));
      });
    });
  };
}

const SALE_ENDED = ['sale.replied', 'sale.lost'] as const;
const another =
  (id: string) =>
  (bench: Bench): void => {
    bench.terminal.settings.terminalId = id;
  };
const stop = (bench: Bench): void => {
  bench.stop.abort(new Error('Ctrl-C'));
};
const sendBatch = (bench: Bench): void => {
  bench.terminal.sendBatch();
};
/** This machine's clock is set; the terminal's continues as before. */
const jump =
  (ms: number) =>
  (bench: Bench): void => {
    const { settings } = bench.terminal;
    const before = settings.clockOffsetMs + Date.now() - bench.clock.now();
    bench.clock.set(bench.clock.now() + ms);
    Object.defineProperty(settings, 'clockOffsetMs', {
      get: () => before + bench.clock.now() - ms - Date.now(),
      set: () => undefined,
    });
  };

export const CANCEL: Special = {
  name: 'the agent cancels',
  acts: ['no-card'],
  settings: { cancelReadOn: 'another', whileBusy: 'serve-status' },
  strike: stopIn('waiting-card'),
  stops: true,
};

export const SPECIALS: readonly Special[] = [
  { name: 'goes on when its client leaves', settings: { onDisconnect: 'commit' } },
  { name: 'stops when its client leaves', settings: { onDisconnect: 'abort' } },
  { name: 'undoes it when its client leaves', settings: { onDisconnect: 'auto-reverse' } },
  { name: 'takes an id again', settings: { duplicateId: 'accepted' } },
  { name: 'refuses an id that it had', settings: { duplicateId: 'refused' } },
  { name: 'answers an id that it had as before', settings: { duplicateId: 'replayed' } },
  CANCEL,
  {
    name: 'the agent cancels, and nobody hears it',
    acts: ['no-card'],
    settings: { cancelReadOn: 'neither' },
    strike: stopIn('waiting-card'),
    stops: true,
  },
  {
    name: 'the agent cancels too late, 32779',
    settings: { cancelReadOn: 'another', lateCancelCode: 32779 },
    strike: stopIn('host'),
    stops: true,
  },
  {
    name: 'the agent cancels too late, 0',
    settings: { cancelReadOn: 'another', lateCancelCode: 0 },
    strike: stopIn('host'),
    stops: true,
  },
  { name: 'the agent stops before the sale is sent', strike: after(['sale.intended'], stop), stops: true },
  { name: 'the agent stops after the sale', strike: after(SALE_ENDED, stop), stops: true },
  { name: 'the agent stops at the reversal', strike: after(['reversal.sending'], stop), stops: true },
  { name: 'another card at the reversal', acts: ['pay', 'wrong-card'] },
  { name: 'no card at the reversal', acts: ['pay', 'no-card'] },
  { name: 'the bank refuses the reversal', acts: ['pay', { decline: '116' }] },
  { name: 'the card goes too early at the reversal', acts: ['pay', 'pull-early'] },
  {
    name: 'the reversal is refused again and again',
    acts: ['pay', 'wrong-card', 'wrong-card', 'wrong-card', 'wrong-card'],
  },
  { name: 'the batch leaves with the sale', settings: { batchLeaves: 'after-sale' } },
  { name: 'the batch leaves after the sale', strike: after(SALE_ENDED, sendBatch) },
  { name: 'the batch leaves before the reversal', strike: after(['reversal.intended'], sendBatch) },
  { name: 'the batch leaves after the reversal', strike: after(['reversal.replied', 'reversal.lost'], sendBatch) },
  ...(['waiting-card', 'card-in', 'pin', 'host', 'card-out', 'reversing'] as const).map((phase) => ({
    name: `restarts in ${phase}`,
    settings: { restartIn: phase },
  })),
  { name: 'this clock goes ahead after the sale', strike: after(SALE_ENDED, jump(6 * HOUR_MS)) },
  { name: 'this clock goes back after the sale', strike: after(SALE_ENDED, jump(-6 * HOUR_MS)) },
  { name: 'this clock goes ahead between the runs', heal: jump(6 * HOUR_MS) },
  { name: 'this clock goes back between the runs', heal: jump(-6 * HOUR_MS) },
  { name: 'its replies name another terminal', settings: { terminalIdInReplies: OTHER_TERMINAL } },
  {
    name: 'another terminal answers after the sale',
    strike: after(SALE_ENDED, another(OTHER_TERMINAL)),
    heal: another('SB000001'),
  },
  {
    name: 'another terminal answers after the reversal',
    strike: after(['reversal.replied', 'reversal.lost'], another(OTHER_TERMINAL)),
    heal: another('SB000001'),
  },
  { name: "answers with the till's sale", settings: { staleReply: true, priorSales: 1 } },
  { name: 'is declined by code', acts: ['decline'], settings: { declineForm: 'code' } },
  {
    name: 'is declined with ReturnCode 0 and NOTIFICATION',
    acts: ['decline'],
    settings: { declineForm: 'notification' },
  },
  {
    name: 'says yes to a declined sale',
    acts: ['decline'],
    settings: {
      declineForm: 'notification',
      saleReplyOverrides: { TransactionCompletion: 'COMPLETED', HostAnswer: '000' },
    },
  },
  { name: 'shows no authorisation', settings: { saleReplyOverrides: { AuthorizationNo: '' } } },
  { name: 'nobody shows a card', acts: ['no-card'] },
  { name: 'the red key', acts: ['red-key'] },
  { name: 'the card goes too early', acts: ['pull-early'] },
  ...(['refuse-code', 'no-reply', 'queue', 'refuse-connection'] as const).map((whileBusy) => ({
    name: `while busy: ${whileBusy}`,
    acts: ['no-card'] as const,
    settings: { whileBusy },
  })),
  {
    name: 'the bank is away at the reversal',
    waits: true,
    strike: (bench) => {
      after(['reversal.sending'], () => (bench.terminal.settings.bank = 'no-answer'))(bench);
    },
    heal: (bench) => (bench.terminal.settings.bank = 'ok'),
  },
];
