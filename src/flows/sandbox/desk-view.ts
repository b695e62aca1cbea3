import type { Behind } from '../../sandbox/rules.js';
import { inLanguage } from '../../sandbox/terminal/display-text.js';
import type { TerminalPhase } from '../../sandbox/terminal/events.js';
import { escapeControls } from '../../text/escape-controls.js';
import type { ViewFact } from '../../ui/clinic-view.js';
import type { PracticeDesk } from './keys.js';

const PHASES: Readonly<Record<TerminalPhase, string>> = {
  idle: 'is idle',
  'waiting-card': 'waits for a card',
  'card-in': 'reads the card',
  pin: 'asks for the PIN',
  host: 'asks the bank',
  'card-out': 'asks for the card to be removed',
  reversing: 'asks the bank to reverse it',
  'auto-reversal': 'reverses a payment by itself',
  off: 'is off',
};

const BEHIND: Readonly<Partial<Record<Behind, string>>> = {
  posxml: '4445',
  log: '5551',
  'other-posxml': '4445 of another terminal',
  'other-log': '5551 of another terminal',
  nobody: 'nobody',
  nothing: 'nothing',
};

/** What may be hidden where the situation is to be found out: the one who practises alone sees this screen, too. */
export function deskFacts({ terminal, router, elsewhere }: PracticeDesk, blind: boolean): readonly ViewFact[] {
  const { settings } = terminal;
  const byHand = terminal.person.byHand && !elsewhere;
  const phase = elsewhere ? 'idle' : terminal.phase;
  const out = (is: boolean): Pick<ViewFact, 'stands'> => (is ? { stands: 'out' } : {});
  const seen: readonly ViewFact[] = [
    { name: 'person', value: byHand ? 'BY HAND: waits for your keys' : 'acts by itself', ...out(byHand) },
    {
      name: 'terminal',
      value: settings.occupied && !blind && phase === 'idle' ? 'a customer is paying' : PHASES[phase],
    },
    { name: 'network', value: router.plugged ? 'plugged in' : 'PULLED OUT', ...out(!router.plugged) },
  ];
  if (blind) return [...seen, { name: 'the rest', value: 'is for you to find out' }];
  const { posxml, log } = router.rules;
  const rules = `${String(router.posxmlPort)} → ${named(posxml)}, ${String(router.logPort)} → ${named(log)}`;
  return [
    ...seen,
    { name: 'card', value: terminal.holdsCard ? 'in the reader' : 'none in the reader' },
    { name: 'paper', value: settings.paper ? 'in the printer' : 'NONE', ...out(!settings.paper) },
    { name: 'rules', value: rules, ...out(posxml !== 'posxml' || log !== 'log') },
  ];
}

function named(behind: Behind): string {
  return BEHIND[behind] ?? behind;
}

/** The display's lines, whatever a client wrote there. */
export function displayLines({ terminal, elsewhere }: PracticeDesk): readonly string[] {
  if (elsewhere)
    return [inLanguage('idle', terminal.settings.displayLanguage), ...terminal.display.slice(1).map(() => '')];
  return terminal.display.map((line) => escapeControls(line));
}
