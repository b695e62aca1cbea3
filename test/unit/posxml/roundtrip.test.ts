import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage } from '../../../src/posxml/decode.js';
import { encodeMessage } from '../../../src/posxml/encode.js';
import { VERSIONS } from '../../../src/posxml/versions.js';
import { seeded } from '../../support/seeded.js';
import { messageOf, NAMES } from './arbitraries.js';
import { howMany } from '../../support/thorough.js';

const { seed } = seeded('posxml round trip');
const utf8 = new TextEncoder();

for (const version of VERSIONS) {
  test.each(NAMES)(`%s of ${version} is read as it was written`, (name) => {
    fc.assert(
      fc.property(messageOf(name, version), (message) => {
        const expected = { ok: true, message, unreadable: [], forgiven: [] };
        expect(decodeMessage(encodeMessage(message))).toEqual(expected);
        expect(decodeMessage(utf8.encode(encodeMessage(message)))).toEqual(expected);
      }),
      { seed, numRuns: howMany(30, 8) },
    );
  });
}

test.each(NAMES)('every cut of %s is refused, whatever is missing', (name) => {
  for (const message of fc.sample(messageOf(name, '7.1.0'), { seed, numRuns: 2 })) {
    const bytes = utf8.encode(encodeMessage(message));
    for (let length = 0; length < bytes.length; length += 1) {
      const decoded = decodeMessage(bytes.subarray(0, length));
      if (decoded.ok) expect.fail(`${String(length)} of ${String(bytes.length)} bytes were read as a whole message`);
    }
  }
});
