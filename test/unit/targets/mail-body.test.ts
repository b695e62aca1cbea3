import { expect, test } from 'vitest';
import { formatTarget } from '../../../src/model/endpoint.js';
import { withoutMailHeaders } from '../../../src/targets/mail-body.js';
import { parseTargets } from '../../../src/targets/parse-targets.js';

const HEADERS = [
  'Received: from mail.kliinik.example (mail.kliinik.example [90.191.5.6])',
  '\tby mx.example with ESMTP id 4AB; Thu, 12 Mar 2026 10:15:00 +0200',
  'From: Mari <mari@kliinik.example>',
  'Subject: terminal 84.50.12.99:4445',
  'MIME-Version: 1.0',
];
const BODY = 'Tere päevast! Aadress 84.50.12.34, pordid 14445 ja 15551.';

async function read(mail: string): Promise<readonly string[]> {
  return parseTargets(await withoutMailHeaders([mail]), { allowPrivate: false }).targets.map(formatTarget);
}

test.each([
  ['plain', ['Content-Type: text/plain; charset=utf-8', '', BODY]],
  [
    'base64',
    [
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(BODY).toString('base64'),
    ],
  ],
  [
    'quoted-printable',
    [
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Tere p=C3=A4evast! Aadress 84.50.1=',
      '2.34, pordid 14445 ja 1=',
      '5551.',
    ],
  ],
  ['HTML alone', ['Content-Type: text/html; charset=utf-8', '', `<p>${BODY.replaceAll(' ', '&nbsp;')}</p>`]],
  [
    'both',
    [
      'Content-Type: multipart/alternative; boundary="x"',
      '',
      '--x',
      'Content-Type: text/plain; charset=utf-8',
      '',
      BODY,
      '--x',
      'Content-Type: text/html',
      '',
      '<p>84.50.12.98</p>',
      '--x--',
    ],
  ],
])('of a raw mail its body counts alone: %s', async (_, rest) => {
  const lines = [...HEADERS, ...rest];
  expect(await read(lines.join('\n'))).toEqual(['84.50.12.34:14445,15551']);
  expect(await read(lines.join('\r\n'))).toEqual(['84.50.12.34:14445,15551']);
});

test.each(['84.50.12.34', 'IP: 84.50.12.34\nGateway: 84.50.12.1\n\nTere', 'From: Mari\nTere\n\n84.50.12.34'])(
  'other texts stay as they are: %j',
  async (text) => {
    expect(await withoutMailHeaders([text])).toEqual([text]);
  },
);
