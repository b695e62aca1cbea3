import type { Router } from '../../sandbox/nat-router.js';
import { OTHER_CARD, TEST_CARD } from '../../sandbox/terminal/person.js';
import type { Act, Card } from '../../sandbox/terminal/person.js';
import type { VirtualTerminal } from '../../sandbox/terminal/virtual-terminal.js';
import type { KeyGroup } from '../../ui/clinic-view.js';

/** A desk of the clinic: the terminal, and the router before it. */
export interface PracticeDesk {
  readonly terminal: VirtualTerminal;
  readonly router: Router;
  /** The terminal stands at another clinic: the one that is looked at here does nothing. */
  readonly elsewhere: boolean;
}

interface Key {
  readonly does: string;
  /** Does it and tells what was done. */
  readonly press: (desk: PracticeDesk) => string | Promise<string>;
}

/** Anyone who presses one of these is the person in front of the terminal from then on: two would be in each other's way. */
const PERSON: Readonly<Record<string, Key>> = {
  c: card('card', 'the card is inserted', TEST_CARD, 'pay'),
  w: card(
    'card, wrong PIN first',
    'the card is inserted, and the first PIN will be wrong',
    TEST_CARD,
    'wrong-pin-then-pay',
  ),
  d: card('card the bank declines', 'a card is inserted that the bank will decline', TEST_CARD, 'decline'),
  o: card('another card', 'another card is inserted', OTHER_CARD, 'pay'),
  l: card('card, then forgotten', 'the card is inserted, and will be left in', TEST_CARD, 'leave-card'),
  t: {
    does: 'remove the card',
    press: ({ terminal }) => {
      if (!terminal.holdsCard) return 'there is no card to remove';
      terminal.removeCard();
      return 'the card is removed';
    },
  },
  x: {
    does: 'red key',
    press: ({ terminal }) => {
      terminal.cancelButton();
      return 'the red key is pressed';
    },
  },
};

const CLINIC: Readonly<Record<string, Key>> = {
  u: {
    does: 'network plug',
    press: async ({ router }) => {
      if (router.plugged) await router.unplug();
      else await router.plugIn();
      return router.plugged ? 'the network plug is put back' : 'the network plug is pulled out';
    },
  },
  s: {
    does: 'swap the rules',
    press: async ({ router }) => {
      await router.swap();
      return "the router's two rules are exchanged";
    },
  },
  p: {
    does: 'paper',
    press: ({ terminal: { settings } }) => {
      settings.paper = !settings.paper;
      settings.printerStatus = settings.paper ? '2' : '1';
      return settings.paper ? 'a new roll of paper is put in' : 'the paper is torn out';
    },
  },
  k: {
    does: 'a customer pays',
    press: ({ terminal: { settings } }) => {
      settings.occupied = !settings.occupied;
      return settings.occupied ? 'a customer begins to pay' : 'the customer is done';
    },
  },
  r: {
    does: 'restart the terminal',
    press: ({ terminal }) => {
      if (terminal.phase === 'off') return 'the terminal is already off';
      // It takes a while to come back, which the screen shows.
      void terminal.restart();
      return 'the terminal is switched off and on';
    },
  },
  b: {
    does: 'send the batch',
    press: ({ terminal }) => {
      terminal.sendBatch();
      return 'the end of the day is made on the terminal';
    },
  },
};

function card(does: string, told: string, which: Card, act: Act): Key {
  return {
    does,
    press: ({ terminal }) => {
      terminal.insertCard(which, act);
      return told;
    },
  };
}

/** The legend. */
export function keyGroups(desks: number): readonly KeyGroup[] {
  const list = (keys: Readonly<Record<string, Key>>): KeyGroup['keys'] =>
    Object.entries(keys).map(([key, { does }]) => ({ key, does }));
  // The way out comes first: a small window cuts off what comes last.
  return [
    {
      title: 'sandbox',
      keys: [{ key: 'q', does: 'end' }, ...(desks > 1 ? [{ key: 'Tab', does: 'next terminal' }] : [])],
    },
    { title: 'person ', keys: [...list(PERSON), { key: 'm', does: 'by itself or by hand' }] },
    { title: 'clinic ', keys: list(CLINIC) },
  ];
}

/** What was done, or undefined for a key that does nothing at a desk. */
export async function pressKey(key: string, desk: PracticeDesk): Promise<string | undefined> {
  const { person } = desk.terminal;
  if (desk.elsewhere && (PERSON[key] || key === 'm')) return 'nothing happens: the terminal here asks for nothing';
  if (key === 'm') {
    person.byHand = !person.byHand;
    return person.byHand ? 'the person waits for your keys' : 'the person acts by itself again';
  }
  if (PERSON[key]) person.byHand = true;
  return (PERSON[key] ?? CLINIC[key])?.press(desk);
}
