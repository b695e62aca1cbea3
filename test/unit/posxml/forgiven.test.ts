import { describe, expect, test } from 'vitest';
import { decodeMessage } from '../../../src/posxml/decode.js';

const read = (fields: string): ReturnType<typeof decodeMessage> =>
  decodeMessage(
    `<?xml version="1.0"?><PosXML version="7.1.0"><GetParametersResponse><ReturnCode>0</ReturnCode>${fields}</GetParametersResponse></PosXML>`,
  );

describe('a name that is written as it is', () => {
  test.each<[written: string, name: string, marks: readonly string[]]>([
    ['KOER & KASS', 'KOER & KASS', ['&']],
    ['M&S BANK', 'M&S BANK', ['&']],
    ['A && B', 'A && B', ['&']],
    ['A &amp B', 'A &amp B', ['&']],
    ['A&nbsp;B', 'A&nbsp;B', ['&nbsp;']],
    ['A &lol; B &amp; C', 'A &lol; B & C', ['&lol;']],
    ['A&constructor;', 'A&constructor;', ['&constructor;']],
    ['A&#1;B', 'A&#1;B', ['&#1;']],
    ['A&#0;&#xD800;&#1114112;', 'A&#0;&#xD800;&#1114112;', ['&#0;', '&#xD800;', '&#1114112;']],
    ['&#', '&#', ['&']],
    ['A < B', 'A < B', ['<']],
    ['A <3 B', 'A <3 B', ['<']],
    ['<1/>', '<1/>', ['<']],
    ['<<', '<<', ['<']],
    ['A <', 'A <', ['<']],
    ['A<B', 'A<B', ['<']],
    ['CATS < DOGS > FISH', 'CATS < DOGS > FISH', ['<']],
    ['A <! B', 'A <! B', ['<']],
    ['A <= B & C', 'A <= B & C', ['<', '&']],
    ['&lt;b&gt; &amp;amp; &#38;amp;', '<b> &amp; &amp;', []],
  ])('%s is read as text', (written, name, marks) => {
    expect(read(`<TerminalOwnerName>${written}</TerminalOwnerName><TerminalID>1</TerminalID>`)).toMatchObject({
      ok: true,
      message: { body: { ReturnCode: 0, TerminalOwnerName: name, TerminalID: '1' } },
      unreadable: [],
      forgiven: marks.map((mark) => ({ element: 'TerminalOwnerName', written: mark })),
    });
  });
});

test('in an attribute, too, with the element that has it', () => {
  expect(read('<TerminalOwnerName a="b & c">x</TerminalOwnerName>')).toMatchObject({
    message: { body: { TerminalOwnerName: 'x' } },
    forgiven: [{ element: 'TerminalOwnerName', written: '&' }],
  });
});

test('a number of which a part was forgiven is no number', () => {
  const decoded = read('<MinCustomerAmount>1&#1;00</MinCustomerAmount>');
  expect(decoded).toMatchObject({ ok: true, unreadable: ['MinCustomerAmount'] });
});

test('each is named once, and of very many a few', () => {
  const decoded = read(
    Array.from({ length: 500 }, (_, index) => `<A${String(index)}>& & &</A${String(index)}>`).join(''),
  );
  expect(decoded.ok && decoded.forgiven).toHaveLength(20);
});

test('what is no text is not read: it is no document any more', () => {
  expect(decodeMessage('<PosXML version="7.1.0"><Error/></PosXML> & <')).toMatchObject({ ok: false });
});
