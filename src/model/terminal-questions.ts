import type { TerminalQuestion } from '../posxml/messages.js';

/** What a terminal asks in the middle of a payment: "the terminal asks the till …". */
export const QUESTION_WORDS: Readonly<Record<TerminalQuestion, string>> = {
  ClientCardRequest: 'about a loyalty card',
  DiscountTransactionRequest: 'for a discount on this card',
  VoiceTransactionRequest: 'for a voice authorisation: the bank requires a call about this card',
  FallbackTransactionRequest: 'whether to use the magnetic stripe, because it cannot read the chip',
};
