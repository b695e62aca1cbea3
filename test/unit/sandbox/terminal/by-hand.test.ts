import { expect, test } from 'vitest';
import type { Act, Card } from '../../../../src/sandbox/terminal/person.js';
import { OTHER_CARD, TEST_CARD } from '../../../../src/sandbox/terminal/person.js';
import { begin, code, field, inPhase, SALE, sell, status, terminalWith } from './raw-client.js';

const STORIES: readonly (readonly [
  name: string,
  card: Card,
  act: Act,
  code: number,
  pins: number,
  cardStatus: string,
])[] = [
  ['pays', TEST_CARD, 'pay', 0, 1, '0'],
  ['is declined', TEST_CARD, 'decline', 32778, 1, '0'],
  ['types a wrong PIN first', TEST_CARD, 'wrong-pin-then-pay', 0, 2, '0'],
  ['pays with another card', OTHER_CARD, 'pay', 0, 1, '0'],
  ['forgets the card', TEST_CARD, 'leave-card', 0, 1, '1'],
];

test.each(STORIES)('whoever plays the person %s', async (_, card, act, ended, pins, cardStatus) => {
  const terminal = await terminalWith();
  const phases: string[] = [];
  terminal.on((event) => event.kind === 'phase' && phases.push(event.phase));
  terminal.person.byHand = true;
  const sale = await begin(terminal, 'TransactionRequest', SALE);
  await inPhase(terminal, 'waiting-card');
  terminal.insertCard(card, act);
  const reply = await sale.reply();
  expect([code(reply), phases.filter((phase) => phase === 'pin').length]).toEqual([ended, pins]);
  expect(field(reply, 'Pan') ?? `*${card.lastFour}`).toMatch(new RegExp(`${card.lastFour}$`));
  expect([field(await status(terminal), 'CardStatus'), terminal.holdsCard]).toEqual([cardStatus, cardStatus === '1']);
});

test('taken over while the person was about to pay, it waits; given back, it pays', async () => {
  const terminal = await terminalWith({
    delays: {
      'waiting-card': 200,
      'card-in': 0,
      pin: 0,
      host: 0,
      reversing: 0,
      'card-out': 0,
      'auto-reversal': 0,
      off: 0,
    },
    speed: 1,
  });
  const sale = await begin(terminal, 'TransactionRequest', SALE);
  await inPhase(terminal, 'waiting-card');
  terminal.person.byHand = true;
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(terminal.phase).toBe('waiting-card');
  terminal.person.byHand = false;
  expect(code(await sale.reply())).toBe(0);
});

test('a card that is only claimed to be in the reader can be taken out', async () => {
  const terminal = await terminalWith({ cardStatus: 1 });
  expect(terminal.holdsCard).toBe(true);
  terminal.removeCard();
  expect([field(await status(terminal), 'CardStatus'), terminal.holdsCard]).toEqual(['0', false]);
  const declined: unknown[] = [];
  terminal.on((event) => event.kind === 'declined' && declined.push(event.declined.hostAnswer));
  terminal.person.will('decline');
  await sell(terminal);
  expect(declined).toEqual(['116']);
});
