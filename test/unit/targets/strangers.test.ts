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
    ['2001:7d0:1::/64, 84.50.12.34', '84.50.12.34'],
    ['VPN 195.250.1.1, terminal 84.50.12.34', '84.50.12.34'],
    ['Pangaserver 195.250.1.1:5000, terminal 84.50.12.34:14445', '84.50.12.34:14445'],
    ['84.50.12.30 enam ei kehti, kasutage 84.50.12.34', '84.50.12.34'],
    ['84.50.12.30 больше не работает, новый 84.50.12.34', '84.50.12.34'],
    ['changed from 84.50.12.30 to 84.50.12.34', '84.50.12.34'],
    ['84.50.12.30 -> 84.50.12.34', '84.50.12.34'],
    ['POSXML 7.2.0.0, IP 84.50.12.34', '84.50.12.34'],
    ['Windows 10.0.19045.3570, IP 84.50.12.34', '84.50.12.34'],
    ['IP 84.50.12.34, pilet https://195.250.1.1:8443/p/4445', '84.50.12.34'],
    [
      'IPv4 Address. . . . : 84.50.12.34\n   DNS Servers . . . : 194.126.115.18\n                       194.126.97.30',
      '84.50.12.34',
    ],
    ['Static IP 84.50.12.34/29, network 84.50.12.32/29', '84.50.12.34'],
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

describe('of several addresses those are dialled that the text clearly gives', () => {
  test.each([
    ['84.50.12.34:14445,15551\n84.50.12.35:24445,25551', '84.50.12.34:14445,15551 84.50.12.35:24445,25551', 0],
    ['Siin on:\n84.50.12.34:14445\n84.50.12.35:24445', '84.50.12.34:14445 84.50.12.35:24445', 0],
    ['Terminal 1: 84.50.12.34, terminal 2: 84.50.12.35', '84.50.12.34 84.50.12.35', 0],
    ['Terminalid 84.50.12.34 ja 84.50.12.35', '84.50.12.34 84.50.12.35', 0],
    ['84.50.12.34 pordid 14445, 15551. Meil on ka 90.190.150.5.', '84.50.12.34:14445,15551', 1],
    ['Uus IP on 84.50.12.34, helistan aadressilt 90.190.150.5', '84.50.12.34', 1],
    ['Разрешён доступ с 195.250.1.1. Терминал: 84.50.12.34, порты 14445 и 15551', '84.50.12.34:14445,15551', 1],
  ])('%j names them', (text, targets, left) => {
    const found = read(text);
    expect(found.targets.map(formatTarget).join(' ')).toBe(targets);
    expect(found.leftOut).toHaveLength(left);
    expect(found.doubt).toBeUndefined();
  });

  test.each([
    ['Our addresses: 84.50.12.34 and 90.190.150.5', 'not said which'],
    ['Terminali IP on kas 84.50.12.34 või 90.190.150.5', 'not said which'],
    ['84.50.12.34 ja 90.190.150.5, pordid 14445 ja 15551', 'no ports there'],
    ['Terminal 84.50.12.34. Seal on ka 195.250.1.1:8443.', 'is called a terminal, and 195.250.1.1 has the ports'],
  ])('%j is in doubt', (text, doubt) => {
    expect(read(text).doubt).toContain(doubt);
  });
});

test('a text that is too long is not read, and one of a megabyte is, whatever it is made of', () => {
  expect(read('84.50.12.34 '.repeat(200_000)).problems[0]?.reason).toContain('at most');
  expect(read(`${'port 4445 '.repeat(100_000)}.`).targets).toEqual([]);
  expect(read(`${'tere kliinik '.repeat(80_000)}IP 84.50.12.34`).targets).toHaveLength(1);
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
    [
      'iptables -L, where another rule only lets through',
      'DNAT tcp -- 0.0.0.0/0 84.50.12.34 tcp dpt:14445 to:192.168.1.50:4445\nDNAT tcp -- 0.0.0.0/0 84.50.12.34 tcp dpt:15551 to:192.168.1.50:5551\n-A FORWARD -d 192.168.1.50 -p tcp --dport 4445 -j ACCEPT',
    ],
    [
      'a table without a header',
      'IP 84.50.12.34\nPOS\t192.168.0.50\t14445\t4445\tTCP\nLOG\t192.168.0.50\t15551\t5551\tTCP\nRDP\t192.168.0.9\t33890\t3389\tTCP',
    ],
    [
      'Cisco',
      'ip nat inside source static tcp 192.168.1.50 4445 84.50.12.34 14445\nip nat inside source static tcp 192.168.1.50 5551 84.50.12.34 15551',
    ],
    [
      'fields on lines of their own',
      'IP 84.50.12.34\nExternal port: 15551\nInternal port: 5551\nInternal port: 4445\nExternal port: 14445',
    ],
    [
      'EdgeOS',
      'set port-forward rule 1 forward-to address 192.168.1.50\nset port-forward rule 1 forward-to port 4445\nset port-forward rule 1 original-port 14445\nset port-forward rule 2 forward-to port 5551\nset port-forward rule 2 original-port 15551\naddress 84.50.12.34/29',
    ],
    ['arrows in one line', '84.50.12.34 forwards: 15551 -> 192.168.1.50:5551, 14445 -> 192.168.1.50:4445'],
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
