import type { TerminalQuestion } from '../posxml/messages.js';

/** What a terminal asks in the middle of a payment: "the terminal asks the till …". */
export const QUESTION_WORDS: Readonly<Record<TerminalQuestion, string>> = {
  ClientCardRequest: 'about a client card',
  DiscountTransactionRequest: 'for a discount on this card',
  VoiceTransactionRequest: 'for a voice authorisation: the bank wants to be called about this card',
  FallbackTransactionRequest: 'whether the magnetic stripe may be used, since it cannot read the chip',
};
