import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { decode } from '../../src/posxml/decode.js';
import { encode } from '../../src/posxml/encode.js';
import { VERSIONS } from '../../src/posxml/messages.js';
import { seeded } from '../tools/seeded.js';
import { messageOf, NAMES } from './arbitraries.js';

const { seed } = seeded('posxml round trip');
const utf8 = new TextEncoder();

for (const version of VERSIONS) {
  test.each(NAMES)(`%s of ${version} is read as it was written`, (name) => {
    fc.assert(
      fc.property(messageOf(name, version), (message) => {
        const expected = { ok: true, message, unreadable: [] };
        expect(decode(encode(message))).toEqual(expected);
        expect(decode(utf8.encode(encode(message)))).toEqual(expected);
      }),
      { seed, numRuns: 30 },
    );
  });
}

test.each(NAMES)('every cut of %s is refused, whatever is missing', (name) => {
  for (const message of fc.sample(messageOf(name, '7.1.0'), { seed, numRuns: 2 })) {
    const bytes = utf8.encode(encode(message));
    for (let length = 0; length < bytes.length; length += 1) {
      const decoded = decode(bytes.subarray(0, length));
      if (decoded.ok) expect.fail(`${String(length)} of ${String(bytes.length)} bytes were read as a whole message`);
    }
  }
});

test('another XML parser reads the same from what is written', () => {
  const peer = new XMLParser({ parseTagValue: false, ignoreAttributes: false, trimValues: false, htmlEntities: true });
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~õäöüжщ\t\n]{1,24}$/), (line) => {
      const document = encode({ name: 'DisplayMessageRequest', version: '7.2.0', body: { Action: 1, Line1: line } });
      const read = peer.parse(document) as { PosXML: { '@_version': string; DisplayMessageRequest: { Line1: string } } };
      expect(read.PosXML['@_version']).toBe('7.2.0');
      expect(read.PosXML.DisplayMessageRequest.Line1).toBe(line);
    }),
    { seed, numRuns: 300 },
  );
});
