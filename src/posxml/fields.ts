/**
 * The field types of PosXML (posxml documents, "Types"): `N-k` is up to k digits, `C-k` up to k characters,
 * amounts are cents, dates are `DD.MM.YYYY HH:MM:SS` in the terminal's own local time.
 */
export interface NumberField {
  readonly type: 'number';
  readonly max: number;
}
/** Text is trimmed when read, since terminals pad fields with blanks. */
export interface TextField {
  readonly type: 'text';
  readonly max: number;
}
/** Text whose blanks carry meaning: receipts and the tab-separated batch. */
export interface BlockField {
  readonly type: 'block';
}
export interface AmountField {
  readonly type: 'amount';
}
export interface DateTimeField {
  readonly type: 'datetime';
}
export interface GroupField<F extends Fields = Fields> {
  readonly type: 'group';
  readonly fields: F;
}
export type FieldShape = NumberField | TextField | BlockField | AmountField | DateTimeField | GroupField;
export type Fields = Readonly<Record<string, FieldShape>>;

/** Integer cents. */
export type Cents = number;

/** A wall-clock time with no zone, `YYYY-MM-DDTHH:MM:SS`, as the terminal shows it. */
export type LocalDateTime = string;

type ValueOf<F extends FieldShape> = F extends NumberField
  ? number
  : F extends AmountField
    ? Cents
    : F extends DateTimeField
      ? LocalDateTime
      : F extends GroupField<infer G>
        ? BodyOf<G>
        : string;

/** What a message carries. Every field may be absent: absence is a fact, never a default. */
export type BodyOf<F extends Fields> = { readonly [K in keyof F]?: ValueOf<F[K]> };

export const numberField = (max: number): NumberField => ({ type: 'number', max });
export const textField = (max: number): TextField => ({ type: 'text', max });
export const block: BlockField = { type: 'block' };
export const amount: AmountField = { type: 'amount' };
export const datetime: DateTimeField = { type: 'datetime' };
export const groupField = <F extends Fields>(fields: F): GroupField<F> => ({ type: 'group', fields });
