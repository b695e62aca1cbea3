/**
 * The models of terminals and the banks that can be registered, one row each. Options of flags, choices, names in texts,
 * the cloud's values and what the sandbox accepts all follow from these rows. docs/cloud-api.yaml states the cloud's
 * values once more: a row that the page does not have, or lacks, fails to compile or to pass its test.
 */
interface TerminalModel {
  /** In choices, reviews and reports. */
  readonly label: string;
  /** As it stands on the back of the terminal, in every language. */
  readonly mark: string;
  /** The value of the cloud's field `model`. */
  readonly cloudValue: string;
  /** Without one, a receipt is only on the screen or with the cash register. */
  readonly hasPrinter: boolean;
}

interface MerchantBank {
  /** For people, in every language. */
  readonly label: string;
  /** The value of the cloud's field `bank`. */
  readonly cloudValue: string;
  /** Made up: how a telephone line for merchants is written in a setting. */
  readonly exampleLine: string;
}

export const MODELS = {
  desk3200: { label: 'Ingenico DESK3200', mark: 'DESK3200', cloudValue: 'ingenico_desk3200', hasPrinter: true },
  ipp310: { label: 'Ingenico iPP310', mark: 'iPP310', cloudValue: 'ingenico_ipp310', hasPrinter: false },
  ipp320: { label: 'Ingenico iPP320', mark: 'iPP320', cloudValue: 'ingenico_ipp320', hasPrinter: false },
} as const satisfies Record<string, TerminalModel>;
export type Model = keyof typeof MODELS;
export const MODEL_IDS = Object.keys(MODELS) as readonly Model[];

export const BANKS = {
  swedbank: { label: 'Swedbank', cloudValue: 'swedbank', exampleLine: '+372 600 0000' },
  seb: { label: 'SEB', cloudValue: 'seb', exampleLine: '+372 600 0001' },
  lhv: { label: 'LHV', cloudValue: 'lhv', exampleLine: '+372 600 0002' },
} as const satisfies Record<string, MerchantBank>;
export type Bank = keyof typeof BANKS;
export const BANK_IDS = Object.keys(BANKS) as readonly Bank[];

/** The model of an id that was read from a record, a flag or an answer; undefined where there is none. */
export function findModel(id: string): TerminalModel | undefined {
  return Object.hasOwn(MODELS, id) ? MODELS[id as Model] : undefined;
}

/** As {@link findModel}, for a bank. */
export function findBank(id: string): MerchantBank | undefined {
  return Object.hasOwn(BANKS, id) ? BANKS[id as Bank] : undefined;
}
