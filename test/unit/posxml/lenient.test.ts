import { expect, test } from 'vitest';
import { decodeMessage } from '../../../src/posxml/decode.js';
import type { Decoded } from '../../../src/posxml/decode.js';

const ENVELOPE = '<?xml version="1.0" encoding="UTF-8" ?><PosXML version="7.1.0">';
const status = (fields: string): string =>
  `${ENVELOPE}<GetTerminalStatusResponse>${fields}</GetTerminalStatusResponse></PosXML>`;
const sale = (fields: string): string => `${ENVELOPE}<TransactionResponse>${fields}</TransactionResponse></PosXML>`;

function bodyOf(decoded: Decoded): object {
  if (!decoded.ok) expect.fail(`refused: ${decoded.refusal.code}, ${decoded.refusal.detail}`);
  return decoded.message.body;
}

const ready = { ReturnCode: 0, CardStatus: 0 };

test.each([
  [
    'letter case',
    '<posxml VERSION="7.1.0"><getterminalSTATUSresponse><RETURNCODE>0</RETURNCODE><cardstatus>0</cardstatus></getterminalSTATUSresponse></posxml>',
  ],
  ['order', status('<CardStatus>0</CardStatus><ReturnCode>0</ReturnCode>')],
  [
    'white space everywhere',
    `\r\n\t ${status('\r\n\t<ReturnCode >\t0 \r\n</ReturnCode\n>\r\n<CardStatus>0</CardStatus>')} \r\n\r\n`,
  ],
  ['a byte order mark', `\ufeff${status('<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus>')}`],
  ['NULs around it', `\0\0${status('<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus>')}\0\0\0`],
  ['padded fields', status('<ReturnCode>    0</ReturnCode><CardStatus>0   </CardStatus>')],
  ['leading zeros', status('<ReturnCode>000000</ReturnCode><CardStatus>0</CardStatus>')],
  ['unknown fields', status('<ReturnCode>0</ReturnCode><New><Deep>1</Deep></New><CardStatus>0</CardStatus>')],
  [
    'a field given twice with one value',
    status('<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus><cardstatus> 0 </cardstatus>'),
  ],
  [
    'comments',
    `<!-- a -->${status('<!-- <b> - & --><ReturnCode><!-- c -->0<!-- d --></ReturnCode><CardStatus>0</CardStatus>')}<!-- e -->`,
  ],
  ['processing instructions', status('<?a b="<c>"?><ReturnCode>0<?d\n?></ReturnCode><CardStatus>0</CardStatus><?e?>')],
  ['CDATA', status('<ReturnCode><![CDATA[0]]></ReturnCode><CardStatus><![CDATA[ ]]>0<![CDATA[]]></CardStatus>')],
  ['character references', status('<ReturnCode>&#48;</ReturnCode><CardStatus>&#x30;</CardStatus>')],
  ['attributes on fields', status(`<ReturnCode a="1" b='"2&gt;>' c = "/">0</ReturnCode><CardStatus>0</CardStatus>`)],
  [
    'empty fields of other kinds',
    status(
      '<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus><NextSTAN></NextSTAN><Time/><ReversalActive> </ReversalActive>',
    ),
  ],
  [
    'an XML declaration in single quotes',
    status('<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus>').replace(/<\?.*?\?>/, "<?xml\tversion='1.0'?>\r\n"),
  ],
  ['no XML declaration', status('<ReturnCode>0</ReturnCode><CardStatus>0</CardStatus>').replace(/<\?.*?\?>/, '')],
])('%s: read all the same', (_, document) => {
  const decoded = decodeMessage(document);
  expect(bodyOf(decoded)).toEqual(ready);
  expect(decoded).toMatchObject({ message: { name: 'GetTerminalStatusResponse', version: '7.1.0' }, unreadable: [] });
  expect(decodeMessage(new TextEncoder().encode(document))).toEqual(decoded);
});

test('absent fields are absent, and an empty text is an empty text', () => {
  expect(bodyOf(decodeMessage(sale('<ReturnCode>32778</ReturnCode><Reason></Reason><AdditionalInfo/>')))).toEqual({
    ReturnCode: 32778,
    Reason: '',
    AdditionalInfo: '',
  });
});

test('a reply without a version has none', () => {
  expect(decodeMessage('<PosXML><Error><ReturnCode>32770</ReturnCode></Error></PosXML>')).toEqual({
    ok: true,
    message: { name: 'Error', version: undefined, body: { ReturnCode: 32770 } },
    unreadable: [],
    forgiven: [],
  });
});

test.each(['', ' ', '7.1.0 or so, whatever', '\u001b[31m', 'x'.repeat(17)])('version %j is none', (version) => {
  expect(decodeMessage(`<PosXML version="${version}"><Error/></PosXML>`)).toMatchObject({
    ok: true,
    message: { version: undefined },
  });
});

test('both spellings of the dates are read', () => {
  const dates = (one: string, other: string): string =>
    sale(
      `<TransactionData><${one}>23.11.2026 10:00:00</${one}><${other}>23.11.2026 10:01:00</${other}></TransactionData>`,
    );
  const TransactionData = { DateTime: '2026-11-23T10:00:00', DateTimeRev: '2026-11-23T10:01:00' };
  expect(bodyOf(decodeMessage(dates('Datetime', 'DatetimeRev')))).toEqual({ TransactionData });
  expect(bodyOf(decodeMessage(dates('DateTime', 'DateTimeRev')))).toEqual({ TransactionData });
});

test('line ends and tabs of a block are kept, with CR LF read as LF', () => {
  expect(bodyOf(decodeMessage(sale('<MerchReceipt> a\r\n\tb\rc&#13;\n </MerchReceipt>')))).toEqual({
    MerchReceipt: ' a\n\tb\nc\r\n ',
  });
});

test("a printer's control characters do not cost the reply", () => {
  expect(bodyOf(decodeMessage(sale('<ReturnCode>0</ReturnCode><MerchReceipt>\u001b!\u0001ok</MerchReceipt>')))).toEqual(
    {
      ReturnCode: 0,
      MerchReceipt: '\u001b!\u0001ok',
    },
  );
});

test('a value that its type cannot hold is named and absent', () => {
  expect(
    decodeMessage(
      sale('<ReturnCode>x</ReturnCode><Reason><b/></Reason><TransactionData><Amount>1.00</Amount></TransactionData>'),
    ),
  ).toMatchObject({
    ok: true,
    message: { body: { TransactionData: {} } },
    unreadable: ['ReturnCode', 'Reason', 'Amount'],
  });
});
