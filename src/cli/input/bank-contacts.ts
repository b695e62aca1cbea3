import { usageError } from '../../contract/app-error.js';
import { BANKS, findBank } from '../../model/catalog.js';

/** The telephone lines for merchants, by bank: `swedbank=+372 600 0000, seb=…, lhv=…`. */
const SETTING = 'TERMINAL_BANK_LINES';

const EXAMPLE = Object.entries(BANKS)
  .map(([id, { exampleLine }]) => `${id}=${exampleLine}`)
  .join(', ');

/**
 * Who can help with money at a bank, with the number where the operator set one: numbers change, and a wrong one in
 * such a moment is worse than none, so the program has none of its own. @param bank its id in the catalog
 * @param bankLines the setting, as it is written
 */
export function bankContact(bank: string | undefined, bankLines: string | undefined): string {
  const lines = new Map(itemsOf(bankLines).flatMap((item) => readLine(item) ?? []));
  const named = bank === undefined ? undefined : findBank(bank);
  if (bank !== undefined && named) return withNumber(`${named.label}'s support for merchants`, lines.get(bank));
  const known = [...lines].map(([id, number]) => `${findBank(id)?.label ?? ''} ${number}`).join(', ');
  return withNumber("the bank's support for merchants", known === '' ? undefined : known);
}

/** To be called before a sale, so that a mistake in the setting shows then. @throws AppError usage.invalid */
export function checkBankContacts(bankLines: string | undefined): void {
  const wrong = itemsOf(bankLines).find((item) => readLine(item) === undefined);
  if (wrong === undefined) return;
  throw usageError(
    'usage.invalid',
    `${SETTING} holds ${JSON.stringify(wrong.slice(0, 60))}, which is not a bank's telephone line.`,
    [`Write it like ${SETTING}="${EXAMPLE}".`],
  );
}

const withNumber = (who: string, number: string | undefined): string =>
  number === undefined ? who : `${who}: ${number}`;

function itemsOf(bankLines: string | undefined): readonly string[] {
  return (bankLines ?? '')
    .split(/[,;\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readLine(item: string): readonly [readonly [string, string]] | undefined {
  const [, name = '', number = ''] = /^(\w+)\s*=\s*(\+?\d[\d ()-]{2,24})$/.exec(item) ?? [];
  return findBank(name.toLowerCase()) ? [[name.toLowerCase(), number.trim()]] : undefined;
}
