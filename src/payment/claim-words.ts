import type { Claim } from './types.js';

/** Who claims what of a payment, with all that a bank finds it by. */
export function claimWords({ of, terminalId, stan, authorizationNo, dateTime, cardLastFour }: Claim): string {
  const who = terminalId === undefined ? 'a terminal that did not report its ID' : `terminal ${terminalId}`;
  const what =
    of === 'reversal'
      ? 'reports a reversal'
      : authorizationNo === undefined
        ? 'may have made it'
        : 'reports an approval';
  const marks = [
    stan === undefined ? undefined : `STAN ${String(stan)}`,
    authorizationNo === undefined ? undefined : `authorisation code ${authorizationNo}`,
    dateTime === undefined ? undefined : `at ${dateTime.replace('T', ' ')} by its clock`,
    cardLastFour === undefined ? undefined : `card ending ${cardLastFour}`,
  ].filter((mark) => mark !== undefined);
  return `${who} ${what}${marks.length === 0 ? '' : `: ${marks.join(', ')}`}`;
}
