import type { SessionTarget } from './events.js';
import { unsettledPayment } from './reduce.js';
import type { SessionState } from './reduce.js';
import type { Salvaged } from './salvage.js';
import type { StoreError } from './store-error.js';

/** The ids of the test payments that a session has made and returned so far. */
export function returnedBefore({ payments }: SessionState): readonly string[] {
  return payments.filter(({ stage }) => stage === 'reconciled').map(({ sale }) => sale?.transactionId ?? '');
}

/** The terminal that a session has sold on or registered; another is not meant unless it is named. */
export function confirmedTerminal({ payments, registration, terminal }: SessionState): string | undefined {
  return payments.at(-1)?.sale?.terminalId ?? (isRegistered(registration) ? terminal?.terminalId : undefined);
}

/** Whether the session's terminal has a record that was not reversed again. */
export function isRegistered(registration: SessionState['registration']): boolean {
  return registration !== undefined && registration.action !== UNDONE;
}

/** The action of a record that turned out to be a stranger's, and was disabled. */
export const UNDONE = 'disabled';

/** True if a journal that cannot be relied on may hide money of this terminal: it names it, or no terminal at all. */
export function mayHideMoneyOf(
  { salvaged }: StoreError,
  target: SessionTarget,
  terminalId: string | undefined,
): boolean {
  if (!salvaged) return true;
  if (salvaged.sandbox !== undefined && isOfNone(salvaged)) return false;
  if (isOfNone(salvaged)) return true;
  if (terminalId !== undefined && salvaged.terminalIds.includes(terminalId)) return true;
  return salvaged.targets.some(({ host, posxmlPort }) => host === target.host && posxmlPort === target.posxmlPort);
}

/** Practice, and what is no journal at all. */
function isOfNone({ sandbox, terminalIds, targets }: Salvaged): boolean {
  return sandbox === true || (terminalIds.length === 0 && targets.length === 0);
}

/** The terminals of a sandbox call themselves so, in every sandbox the same. */
const SANDBOX_TERMINAL = /^(SB|NB)\d{6}$/;
const LOOPBACK = /^(127\.|\[?::1\]?$)/;

/** Practice: with `--sandbox`, or with a sandbox in another window of this machine, whose terminal need not have answered. */
export function isPractice({ sandbox, target, terminal, answers }: SessionState): boolean {
  return sandbox || isSandboxTerminal(target.host, terminal?.terminalId) || isSandboxCloud(answers.instance);
}

/** The practice cloud of a sandbox of this machine. */
export function isSandboxCloud(instance: string | undefined): boolean {
  return /^http:\/\/(?:127\.[\d.]+|\[::1\]):\d+\/sandbox\/?$/.test(instance ?? '');
}

function isSandboxTerminal(host: string, terminalId: string | undefined): boolean {
  return LOOPBACK.test(host) && terminalId !== undefined && SANDBOX_TERMINAL.test(terminalId);
}

/** Every sandbox has a terminal of the same name: which one it was, its ports tell. */
export function isOfAnotherSandbox({ target, terminal }: SessionState, here: SessionTarget): boolean {
  const isHere = target.host === here.host && target.posxmlPort === here.posxmlPort;
  return isSandboxTerminal(target.host, terminal?.terminalId) && !isHere;
}

/** True if both may be the same terminal: the same confirmed id, or the same address where no id is known. */
export function concernsTerminal(state: SessionState, target: SessionTarget, terminalId: string | undefined): boolean {
  const payment = unsettledPayment(state);
  if (!payment?.sale) return false;
  const { sale } = payment;
  if (
    terminalId !== undefined &&
    // Every sandbox has one of that name: which one it was, its ports tell.
    !isSandboxTerminal(target.host, terminalId) &&
    [sale.terminalId, ...payment.claims.map((claim) => claim.terminalId)].includes(terminalId)
  )
    return true;
  return sale.host === target.host && sale.port === target.posxmlPort;
}
