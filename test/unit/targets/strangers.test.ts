import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTarget } from '../../../src/model/endpoint.js';
import { parseTargets } from '../../../src/targets/parse-targets.js';

const read = (text: string): ReturnType<typeof parseTargets> => parseTargets([text], { allowPrivate: false });

describe('an address that is not given as the terminal’s is left out, and told', () => {
  test.each([
    ['Vana IP oli 84.50.12.30, uus IP on 84.50.12.34', '84.50.12.34'],
    ['Наш старый адрес 84.50.12.30, новый 84.50.12.34, порт 14445', '84.50.12.34:14445'],
    ['our old one was 84.50.12.30, now it is 84.50.12.34:14445', '84.50.12.34:14445'],
    ['84.50.12.30 was before, 84.50.12.34 is now', '84.50.12.34'],
    ['шлюз 84.50.12.1, DNS 8.8.8.8 и 8.8.4.4, адрес 84.50.12.34', '84.50.12.34'],
    ['84.50.12.1 (gateway), 84.50.12.34:14445', '84.50.12.34:14445'],
    ['84.50.12.1 on ruuter. Terminal 84.50.12.34', '84.50.12.34'],
    ['Terminal IP 192.168.1.50, outside IP 84.50.12.34, ports 14445 and 15551', '84.50.12.34:14445,15551'],
    ['DNS 8.8.8.8 port 53, IP 84.50.12.34 port 14445', '84.50.12.34:14445'],
    ['Telium Manager 20.35.1.8, IP 84.50.12.34', '84.50.12.34'],
    ['app 7.1.0.14 rev 2.0.0.1 IP 84.50.12.34', '84.50.12.34'],
    ['версия 7.1.0.14, адрес 84.50.12.34', '84.50.12.34'],
    ['arve 84.12.3.4, IP 84.50.12.34', '84.50.12.34'],
    ['Meie meiliserver on 90.191.5.6. Terminal 84.50.12.34', '84.50.12.34'],
    ['IPv6 2a00::1 ja IPv4 84.50.12.34', '84.50.12.34'],
  ])('%s names one terminal', (text, target) => {
    const { targets, problems, leftOut } = read(text);
    expect(targets.map(formatTarget)).toEqual([target]);
    expect(problems).toEqual([]);
    expect(leftOut.length).toBeGreaterThan(0);
  });

  test.each([
    'Meil on IP 84.50.12.34',
    'Ruuteri väline IP on 84.50.12.34',
    '84.50.12.34 and the router forwards it',
    'DNS is fine, our IP is 84.50.12.34',
    'по адресу 84.50.12.34',
    'сервер 84.50.12.34',
  ])('the clinic’s own is none of these: %s', (text) => {
    expect(read(text)).toMatchObject({ targets: [{ host: '84.50.12.34' }], problems: [], leftOut: [] });
  });

  test.each(['DNS 8.8.8.8', 'ruuteri aadress on 84.50.12.1', 'tarkvara versioon on 7.1.0.14'])(
    'where there is no other, nothing is dialled: %s',
    (text) => {
      const { targets, problems } = read(text);
      expect(targets).toEqual([]);
      expect(problems[0]?.reason).toContain('no other address');
    },
  );

  test('no prose around an address adds another', () => {
    const word = fc.constantFrom(
      ...'tere meie kliinik on IP ja port DNS gateway 8.8.8.8 192.168.1.1 v7.1.0.14 255.255.255.0 , . ( ) \n router vana версия https://portal.ee/x info@kliinik.ee'.split(
        ' ',
      ),
    );
    const stranger = fc.constantFrom('DNS: 8.8.8.8', 'gateway 84.50.12.1', 'versioon 7.1.0.14', 'vana IP 84.50.12.30');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), stranger, (words, other) => {
        const plain = words.filter((one) => !/^\d/.test(one)).join(' ');
        const { targets } = read(`${plain}\n${other}\nIP: 84.50.12.34 port 14445`);
        expect(targets.map(({ host }) => host)).toEqual(['84.50.12.34']);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rules of a router say by the terminal’s own ports which is which', () => {
  test.each([
    [
      'MikroTik, with lines that are broken',
      'add action=dst-nat dst-port=15551 dst-address=84.50.12.34 \\\n    to-addresses=192.168.1.50 to-ports=5551\nadd action=dst-nat dst-address=84.50.12.34 dst-port=14445 to-addresses=192.168.1.50 to-ports=4445\nadd dst-port=8080 dst-address=84.50.12.34 to-ports=80',
    ],
    [
      'iptables',
      '-A PREROUTING -d 84.50.12.34/32 -p tcp --dport 14445 -j DNAT --to-destination 192.168.1.50:4445\n-A PREROUTING -d 84.50.12.34/32 -p tcp --dport 15551 -j DNAT --to-destination 192.168.1.50:5551',
    ],
    [
      'a table',
      'IP 84.50.12.34\nName External Internal IP Internal\nlog 15551 192.168.1.50 5551\npos 14445 192.168.1.50 4445\ncam 8080 192.168.1.60 80',
    ],
  ])('%s holds both ports', (_, text) => {
    expect(read(text).targets.map(formatTarget)).toEqual(['84.50.12.34:14445,15551']);
  });
});

describe('what mail and chat programs put around words is undone', () => {
  test.each([
    ['84.50.12.3=\n4:14445, logi port =\r\n15551', '84.50.12.34:14445,15551'],
    ['IP:&nbsp;84.50.12.34&nbsp;port&#32;14445', '84.50.12.34:14445'],
    ['<p>IP: 84.50.12.34<br/>Port: 14445</p>', '84.50.12.34:14445'],
    ['<a href="http://84.50.12.34:14445">siin</a>', '84.50.12.34:14445'],
    ['<http://84.50.12.34:14445|84.50.12.34:14445>', '84.50.12.34:14445'],
    ['[terminal](http://84.50.12.34:14445)', '84.50.12.34:14445'],
    ['https://urldefense.com/v3/__http://84.50.12.34:14445__;!!x$ on see', '84.50.12.34:14445'],
    ['vt https://portal.example.com:8443/ticket/84 ja 84.50.12.34:14445', '84.50.12.34:14445'],
  ])('%s holds one terminal', (text, target) => {
    expect(read(text).targets.map(formatTarget)).toEqual([target]);
  });
});

describe('what is understood with a doubt needs a person', () => {
  test.each([
    'hxxp://84[.]50[.]12[.]34:14445',
    'IP 84,50,12,34 port 14445',
    'IP on 84. 50. 12. 34',
    '84(dot)50(dot)12(dot)34',
    '84.50.12.34 pordid: 14445-15551',
  ])('%s is in doubt', (text) => {
    const { targets, doubt } = read(text);
    expect(targets[0]?.host).toBe('84.50.12.34');
    expect(doubt).toBeDefined();
  });
});
