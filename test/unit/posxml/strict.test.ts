import { expect, test } from 'vitest';
import { decodeMessage, MAX_DOCUMENT_BYTES } from '../../../src/posxml/decode.js';
import type { RefusalCode } from '../../../src/posxml/decode.js';

const ENVELOPE = '<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0">';
const sale = (fields: string): string => `${ENVELOPE}<TransactionResponse>${fields}</TransactionResponse></PosXML>`;
const inTag = (tag: string): string => sale(`<ReturnCode>0</ReturnCode>${tag}`);

test.each<[string, RefusalCode, string]>([
  ['nothing', 'empty', ''],
  ['padding alone', 'empty', ' \r\n\0\ufeff'],
  ['text', 'not-posxml', 'LOG 12:00:00 host ok'],
  ['HTML', 'not-posxml', '<!DOCTYPE html><html></html>'],
  ['another root', 'not-posxml', '<?xml version="1.0"?><note><Error/></note>'],
  ['a longer name', 'not-posxml', '<PosXMLs><Error/></PosXMLs>'],
  ['an empty envelope', 'no-message', `${ENVELOPE}</PosXML>`],
  ['a closed envelope', 'no-message', '<PosXML/>'],
  ['two messages', 'several-messages', `${ENVELOPE}<Error/><Error/></PosXML>`],
  ['an unknown message', 'unknown-message', `${ENVELOPE}<ShutDownRequest/></PosXML>`],
  ['__proto__ as a message', 'unknown-message', `${ENVELOPE}<__proto__/></PosXML>`],
  ['constructor as a message', 'unknown-message', `${ENVELOPE}<constructor/></PosXML>`],
  ['a DOCTYPE', 'doctype', `<?xml version="1.0"?><!DOCTYPE PosXML><PosXML/>`],
  ['an entity declaration', 'doctype', `<?xml version="1.0"?><!doctype a [<!ENTITY b "c">]><PosXML/>`],
  ['an entity declaration inside', 'doctype', sale('<!ENTITY b "c">')],
  ['an entity declaration after a blank', 'doctype', sale('<! ENTITY b "c">')],
  ['a tag within a tag that closes nothing', 'malformed', sale('<ReturnCode <b>0</b></ReturnCode>')],
  ['an end tag without a name', 'malformed', sale('<Reason>a </ b</Reason>')],
  ['a second root', 'malformed', `${sale('')}${sale('')}`],
  ['text after the document', 'malformed', `${sale('')}x`],
  ['half a tag after the document', 'malformed', `${sale('')}<`],
  ['text before the root', 'malformed', `<?xml version="1.0"?>x<PosXML><Error/></PosXML>`],
  ['a field given twice', 'ambiguous-field', sale('<ReturnCode>0</ReturnCode><ReturnCode>1</ReturnCode>')],
  ['a field given twice in two cases', 'ambiguous-field', sale('<ReturnCode>0</ReturnCode><returncode>1</returncode>')],
  ['a field given full and empty', 'ambiguous-field', sale('<Reason>x</Reason><Reason/>')],
  [
    'a date in two spellings',
    'ambiguous-field',
    sale(
      '<TransactionData><DateTime>23.11.2026 10:00:00</DateTime><Datetime>23.11.2026 10:00:01</Datetime></TransactionData>',
    ),
  ],
  [
    'two groups',
    'ambiguous-field',
    sale('<TransactionData><Amount>1</Amount></TransactionData><TransactionData><Amount>2</Amount></TransactionData>'),
  ],
  ['an end tag in another case', 'malformed', inTag('<Reason></reason>')],
  ['crossed tags', 'malformed', inTag('<a><b></a></b>')],
  ['an end tag with an attribute', 'malformed', inTag('<a></a b="1">')],
  ['an end tag of a no-break space', 'malformed', inTag('<a></a\u00a0>')],
  ['an attribute without quotes', 'malformed', inTag('<a b=c/>')],
  ['an attribute without a value', 'malformed', inTag('<a b/>')],
  ['attributes without a blank', 'malformed', inTag('<a b="1"c="2"/>')],
  ['equals signs for attributes', 'malformed', inTag('<a ====/>')],
  ['a slash apart', 'malformed', inTag('<a / >')],
  ['too long a name', 'malformed', inTag(`<${'a'.repeat(65)}/>`)],
  ['another declaration', 'malformed', inTag('<!ELEMENT a>')],
  ['a comment that is not closed', 'malformed', inTag('<!-- ')],
  ['CDATA that is not closed', 'malformed', inTag('<![CDATA[ ]>')],
  ['CDATA in small letters', 'malformed', inTag('<![cdata[x]]>')],
  ['a processing instruction that is not closed', 'malformed', inTag('<?a >')],
  ['a tower', 'too-deep', sale('<a>'.repeat(17))],
  ['a crowd', 'too-large', sale('<a/>'.repeat(3000))],
  ['too many bytes', 'too-large', sale(' '.repeat(MAX_DOCUMENT_BYTES))],
])('%s is refused as %s', (_, code, document) => {
  const decoded = decodeMessage(document);
  expect(decoded).toMatchObject({ ok: false, refusal: { code } });
});

test('a refusal keeps what an Error reply needs: version and name', () => {
  expect(decodeMessage('<PosXML version="9.9"><ShutDownRequest/></PosXML>')).toMatchObject({
    refusal: { code: 'unknown-message', version: '9.9', name: 'ShutDownRequest' },
  });
});

test('element names of Object.prototype are unknown fields like any other', () => {
  const decoded = decodeMessage(
    sale(
      '<__proto__><polluted>1</polluted></__proto__><constructor>1</constructor><toString>1</toString><ReturnCode>0</ReturnCode>',
    ),
  );
  expect(decoded).toEqual({
    ok: true,
    message: { name: 'TransactionResponse', version: '7.1.0', body: { ReturnCode: 0 } },
    unreadable: [],
    forgiven: [],
  });
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each(['+1', '-1', '1.0', '1,0', '1e3', '0x10', '1 0', '१', 'Infinity', '1234567890123456', '--1', '1;'])(
  'number %j is unreadable, not guessed',
  (written) => {
    expect(decodeMessage(sale(`<ReturnCode>${written}</ReturnCode>`))).toMatchObject({
      ok: true,
      message: { body: {} },
      unreadable: ['ReturnCode'],
    });
  },
);

test.each(['+1', '1.00', '1e3', '- 1', '(1)', '1-'])('amount %j is unreadable, not guessed', (written) => {
  const decoded = decodeMessage(sale(`<TransactionData><Amount>${written}</Amount></TransactionData>`));
  expect(decoded).toMatchObject({ ok: true, unreadable: ['Amount'] });
  expect(decoded).toHaveProperty('message.body.TransactionData', {});
});

test.each([
  '30.02.2026 10:00:00',
  '29.02.2025 10:00:00',
  '31.11.2026 10:00:00',
  '00.01.2026 10:00:00',
  '01.13.2026 10:00:00',
  '01.01.2026 24:00:00',
  '01.01.2026 10:60:00',
  '01.01.2026 10:00:60',
  '1.1.2026 10:00:00',
  '01.01.26 10:00:00',
  '2026-01-01T10:00:00',
  '01.01.2026',
  '01/01/2026 10:00:00',
])('date %j is unreadable, not shifted', (written) => {
  const decoded = decodeMessage(
    `${ENVELOPE}<GetTerminalStatusResponse><Time>${written}</Time></GetTerminalStatusResponse></PosXML>`,
  );
  expect(decoded).toMatchObject({ ok: true, unreadable: ['Time'] });
  expect(decoded).toHaveProperty('message.body', {});
});

test('29 February of a leap year exists', () => {
  const decoded = decodeMessage(
    `${ENVELOPE}<GetTerminalStatusResponse><Time>29.02.2028 23:59:59</Time></GetTerminalStatusResponse></PosXML>`,
  );
  expect(decoded).toHaveProperty('message.body.Time', '2028-02-29T23:59:59');
});

test('a text of hostile length is unreadable, and a block is not', () => {
  const long = 'x'.repeat(2000);
  const decoded = decodeMessage(sale(`<Reason>${long}</Reason><MerchReceipt>${long}</MerchReceipt>`));
  expect(decoded).toMatchObject({ ok: true, message: { body: { MerchReceipt: long } }, unreadable: ['Reason'] });
});
