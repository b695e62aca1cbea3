/** What a PosXML ReturnCode means. Source: the ReturnCodes chapter of the vendor's 6.0.2.4, 7.1 and 7.2.0. */
interface ReturnCodeMeaning {
  readonly name: string;
  readonly meaning: string;
}

const TABLE = {
  0: { name: 'SUCCEEDED', meaning: 'the request was carried out; not by itself a proof of payment' },
  1: { name: 'CARD_INSERTED', meaning: 'a card is in the reader' },
  32769: { name: 'MESSAGE_ERROR', meaning: 'the terminal did not accept the XML message' },
  32770: { name: 'WRONG_VERSION', meaning: 'the terminal does not speak this version of PosXML' },
  32771: { name: 'WRONG_PARAMETER', meaning: 'a field of the request was not accepted' },
  32772: { name: 'COMMUNICATION_PROBLEM', meaning: 'the terminal cannot reach its bank' },
  32773: { name: 'XML_SYNTAX', meaning: 'the terminal could not read the XML' },
  32774: { name: 'TECHNICAL_ERROR', meaning: 'technical error in the terminal' },
  32775: { name: 'SEQUENCE_ERROR', meaning: "the request does not fit the terminal's current state" },
  32776: { name: 'TIMEOUT', meaning: 'no action at the terminal in time' },
  32778: { name: 'TRANSACTION_FAILED', meaning: 'the transaction failed or was declined' },
  32779: { name: 'NOT_NOW', meaning: 'the terminal is busy; try again' },
  32780: { name: 'DISCONNECTED', meaning: 'the connection to the terminal was closed' },
  32781: { name: 'NO_SUCH_TRANSACTION', meaning: 'the terminal has no such transaction' },
  32782: { name: 'CANCELLED_BY_HAND', meaning: 'cancelled on the terminal or by a cancel request' },
  32783: { name: 'NOT_SUPPORTED', meaning: "not supported in this terminal's configuration" },
  32784: { name: 'ID_CARD_PIN', meaning: 'ID card PIN error' },
  32785: { name: 'CARD_READER', meaning: 'the card reader failed' },
  32786: { name: 'AMOUNT', meaning: 'the amount was not accepted' },
  32787: { name: 'CURRENCY', meaning: 'the currency was not accepted' },
} as const satisfies Record<number, ReturnCodeMeaning>;

type KnownReturnCode = keyof typeof TABLE;
type ReturnCodeName = (typeof TABLE)[KnownReturnCode]['name'];

/** Numbers by name, so that code reads `RETURN_CODE.NOT_NOW` and not 32779. */
export const RETURN_CODE = Object.fromEntries(
  Object.entries(TABLE).map(([code, { name }]) => [name, Number(code)]),
) as Readonly<Record<ReturnCodeName, number>>;

/** The terminal is doing something else, usually a sale; asked again later, it answers. */
export const BUSY_CODES: readonly number[] = [RETURN_CODE.SEQUENCE_ERROR, RETURN_CODE.NOT_NOW];

export const KNOWN_RETURN_CODES: readonly number[] = Object.keys(TABLE).map(Number);

/** The meaning of a code; a code that the documents do not define (32777 among them) says so. */
export function describeReturnCode(code: number): ReturnCodeMeaning {
  return (
    (TABLE as Record<number, ReturnCodeMeaning>)[code] ?? {
      name: `UNDEFINED_${String(code)}`,
      meaning: 'this code is not defined in the PosXML documents',
    }
  );
}
