// The clock of a computer that is wrong: CLOCK_APART_MS ahead of this one's, for a program that loads this first.
'use strict';

const apart = Number(process.env['CLOCK_APART_MS'] ?? 0);
const Real = Date;

globalThis.Date = class extends Real {
  /** @param {any[]} given */
  constructor(...given) {
    // @ts-expect-error: as many as were given
    super(...(given.length === 0 ? [Real.now() + apart] : given));
  }

  static now() {
    return Real.now() + apart;
  }
};
