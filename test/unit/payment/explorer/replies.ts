import { viewOf } from '../../../../src/payment/redacted-reply.js';
import type { TransactionView } from '../../../../src/payment/types.js';
import { safeExcerpt } from '../../../../src/text/safe-excerpt.js';
import { SALE } from '../support.js';
import { APPROVED, OTHER_ID, STRANGER, STRANGERS_STAN } from './terminal.js';
import type { World } from './terminal.js';

/** What may come back from a money request in the state that the terminal is in. */
export interface Reply {
  readonly name: string;
  /** The body of a TransactionResponse, or of an `Error`. */
  readonly body: object;
  /** It is not what this terminal would say of this sale: stale, of another, or not true. */
  readonly fault: boolean;
}

export const viewOfReply = ({ body }: Reply): TransactionView => viewOf(body, safeExcerpt, SALE.transactionId);

const reply = (name: string, body: object, fault = false): Reply => ({ name, body, fault });
const ok = (data: object, terminal: string = SALE.terminalId): object => ({
  ReturnCode: 0,
  TransactionData: data,
  TerminalData: { ID: terminal },
});
const no = (code: number, data?: object): object => ({
  ReturnCode: code,
  Reason: 'no',
  ...(data ? { TransactionData: data, TerminalData: { ID: SALE.terminalId } } : {}),
});

/** Of another sale, or with a mark missing: none of them proves anything of ours. */
const STALE: readonly Reply[] = [
  reply('a stale approval of another sale', ok({ ...APPROVED, TransactionID: OTHER_ID, Stan: 41 }), true),
  reply('an approval without an ID', ok({ ...APPROVED, TransactionID: '', Stan: 41 }), true),
  reply('an approval of another amount', ok({ ...APPROVED, Amount: 500, Stan: 41 }), true),
  reply('an approval by another terminal', ok({ ...APPROVED, Stan: 41 }, STRANGER), true),
  reply('an approval in another currency', ok({ ...APPROVED, CurrencyName: 'SEK', Stan: 41 }), true),
  reply('a stale refusal of another sale', no(32778, { TransactionID: OTHER_ID, Stan: 41 }), true),
  reply('a refusal by another terminal', { ...no(32778), TerminalData: { ID: STRANGER } }, true),
  reply('ReturnCode 0 and nothing else', { ReturnCode: 0 }, true),
  reply(
    'an approval that is a notification',
    ok({ ...APPROVED, TransactionCompletion: 'NOTIFICATION', Stan: 41 }),
    true,
  ),
  reply('an approval that the host did not give', ok({ ...APPROVED, HostAnswer: '116', Stan: 41 }), true),
  reply('no such transaction', no(32781), true),
];

/** Known only to the terminal: an approval without its number is no approval, and a refusal that bears one neither. */
const UNCLEAR: readonly Reply[] = [
  reply('an approval without a number', ok({ ...APPROVED, AuthorizationNo: '   ', Stan: 42 }), true),
  reply('a refusal that bears an approval', no(32778, { ...APPROVED, Stan: 42 }), true),
];

export function saleReplies(world: World): readonly Reply[] {
  if (world.saleAt === 'stranger') return strangersReplies(world);
  const late = [reply('a technical error', no(32774), true), reply('no way to the bank', no(32772), true), ...STALE];
  switch (world.sale) {
    case 'booked':
      return [
        reply('approved', ok({ ...APPROVED, Stan: world.saleStan })),
        reply(
          'approved in few words',
          ok({ ...APPROVED, Stan: world.saleStan, HostAnswer: '', TransactionCompletion: '' }),
        ),
        ...UNCLEAR,
        ...late,
      ];
    case 'failed':
      return [
        reply('declined', no(32778, { TransactionID: SALE.transactionId, Stan: world.saleStan ?? 0 })),
        reply('declined without a name', no(32778)),
        reply(
          'a notification',
          ok({
            TransactionID: SALE.transactionId,
            Amount: SALE.amount,
            HostAnswer: '---',
            AuthorizationNo: '',
            TransactionCompletion: 'NOTIFICATION',
          }),
        ),
        ...UNCLEAR,
        ...late,
      ];
    case 'running':
    case 'undoing':
      return late;
    default:
      return [];
  }
}

/** What another terminal says of our sale; it names itself, but in an error. */
function strangersReplies({ sale }: World): readonly Reply[] {
  const stan = STRANGERS_STAN;
  switch (sale) {
    case 'booked':
      return [
        reply('approved by the stranger', ok({ ...APPROVED, Stan: stan }, STRANGER)),
        reply(
          'approved by the stranger in few words',
          ok({ ...APPROVED, TransactionID: '', HostAnswer: '', TransactionCompletion: '', Stan: stan }, STRANGER),
        ),
        reply(
          'booked by the stranger, without a number',
          ok({ ...APPROVED, AuthorizationNo: '', Stan: stan }, STRANGER),
        ),
        reply(
          'a refusal by the stranger that bears an approval',
          { ...no(32778, { ...APPROVED, Stan: stan }), TerminalData: { ID: STRANGER } },
          true,
        ),
        reply('a technical error of the stranger', { ...no(32774), TerminalData: { ID: STRANGER } }, true),
      ];
    case 'failed':
      return [
        reply('declined by the stranger', { ...no(32778), TerminalData: { ID: STRANGER } }),
        reply('declined without a name', no(32778)),
      ];
    default:
      return [];
  }
}

export function reversalReplies(world: World): readonly Reply[] {
  if (world.reversalAt === 'stranger') return strangersReversalReplies(world);
  const data = { ...APPROVED, Stan: world.saleStan };
  const unclear = [
    reply('ReturnCode 0 and nothing else', { ReturnCode: 0 }, true),
    reply('the reply to the sale', ok(data), true),
    reply(
      'a stale reversal of another sale',
      ok({ ...data, TransactionID: OTHER_ID, StanRev: 41, TransactionCompletion: 'COMPLETED_REV' }),
      true,
    ),
    reply(
      'a reversal without an ID',
      ok({ ...data, TransactionID: '', StanRev: 41, TransactionCompletion: 'COMPLETED_REV' }),
      true,
    ),
  ];
  switch (world.reversal) {
    case 'done':
      return [
        reply('reversed', ok({ ...data, StanRev: world.stanRev, TransactionCompletion: 'COMPLETED_REV' })),
        reply('reversed, by its STAN', ok({ ...data, StanRev: world.stanRev })),
        reply('a technical error', no(32774), true),
        ...unclear,
      ];
    case 'failed':
      return [32778, 32781, 32771].map((code) => reply(`refused with ${String(code)}`, no(code))).concat(unclear);
    case 'running':
      return [reply('refused, and made', no(32774), true), reply('not now, and made', no(32779), true), ...unclear];
    default:
      return [];
  }
}

function strangersReversalReplies({ reversal }: World): readonly Reply[] {
  const taken = {
    ...APPROVED,
    TransactionID: OTHER_ID,
    Amount: 500,
    Stan: STRANGERS_STAN,
    StanRev: STRANGERS_STAN + 1,
  };
  switch (reversal) {
    case 'done':
      return [
        reply('the stranger took a payment back', ok({ ...taken, TransactionCompletion: 'COMPLETED_REV' }, STRANGER)),
        reply(
          'the stranger took a payment back, in few words',
          ok({ Stan: STRANGERS_STAN, StanRev: STRANGERS_STAN + 1 }, STRANGER),
        ),
        reply('ReturnCode 0 of the stranger', ok({}, STRANGER)),
      ];
    case 'failed':
      return [
        reply('no such sale at the stranger', { ...no(32781), TerminalData: { ID: STRANGER } }),
        reply('no such sale', no(32781)),
      ];
    default:
      return [];
  }
}
