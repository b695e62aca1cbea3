import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemOfAddress } from '../../../src/connection/net/address.js';
import { formatTarget } from '../../../src/model/endpoint.js';
import { parseTargets } from '../../../src/targets/parse-targets.js';
import type { Target } from '../../../src/model/endpoint.js';
import { anyText } from '../../support/any-text.js';
import { seeded } from '../../support/seeded.js';
import { cpuMs } from '../../support/time.js';

type Ports = readonly [posxml: number | undefined, log: number | undefined];

function portsOf(target: Target | undefined): Ports {
  return [target?.posxml?.port, target?.log?.port];
}

function read(...words: readonly string[]): ReturnType<typeof parseTargets> {
  return parseTargets(words, { allowPrivate: false });
}

describe('what is no usable address', () => {
  test.each([
    ['84.111.222.333', 'one number, 333, is above 255'],
    ['84.111.222', 'it has 3 numbers, an address has four'],
    ['84.50.12.34.5', 'it has 5 numbers, an address has four'],
    ['010.0.0.1', '010 begins with a zero'],
    ['84.50.012.34:4445', '012 begins with a zero'],
    ['0x54.1.1.1', '0x54 is not a decimal number'],
    ['84..12.34', 'a number is missing'],
    ['84.50.12.3a', '3a is not a decimal number'],
    ['1411516450', 'there is no address in it'],
    ['84.50.12.34/24', 'a whole network'],
    ['84.50.12.34-84.50.12.40', 'other characters touch'],
    ['84.50.12.34:0', '0 is not a port'],
    ['84.50.12.34:65536', '65536 is not a port'],
    ['84.50.12.34:04445', '04445 is not a port'],
    ['84.50.12.34:+4445', '+4445 is not a port'],
    ['84.50.12.34:http', 'http is not a port'],
    ['84.50.12.34:4445:5551', 'more than one colon'],
    ['84.50.12.34:1,2,3', 'it has 3 ports (1, 2, 3)'],
    ['84.50.12.34:4445,4445', 'is given twice'],
    ['84.50.12.34:1 84.50.12.34:2 84.50.12.34:3', 'it has 3 ports (1, 2, 3)'],
    ['2a00::1', 'in brackets'],
    ['::1', 'in brackets'],
    ['2a00::1:4445', 'in brackets'],
    ['[2a00::1%eth0]', 'has a zone'],
    ['[fe80::1%25eth0]:4445', 'has a zone'],
    ['fe80::1%eth0', 'in brackets'],
    ['[2a00::12345]', 'not an IPv6 address'],
    ['terminal', 'there is no address in it'],
    ['klii_nik.ee', 'there is no address in it'],
    ['kliinik.1', 'is not a decimal number'],
    ['', 'the input is empty'],
    ['  \r\n ', 'the input is empty'],
    ['\u200b', 'there is no address in it'],
    ['Tere, siin on kliinik.', 'there is no address in it'],
    ['kell 12.30, 23.11.2026', 'there is no address in it'],
  ])('%j is refused: %s', (input, reason) => {
    const { targets, problems } = read(input);
    expect(targets).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toBe('address.invalid');
    expect(problems[0]?.reason).toContain(reason);
  });

  test('a stray word among targets is told, and so is a stray number', () => {
    expect(read('84.50.12.34', 'kliinik').problems.map((each) => each.input)).toEqual(['kliinik']);
    expect(read('84.50.12.34:4445,kliinik').problems.map((each) => each.input)).toEqual(['kliinik']);
    expect(read('84.50.12.34:4445,-5').problems.map((each) => each.input)).toEqual(['-5']);
  });

  test('a wrong address beside a good one is told, in prose too', () => {
    const { targets, problems, leftOut } = read('IP on 84.50.12.34, teine 84.111.222.333, vana oli 84.111.222.444.');
    expect(targets.map(formatTarget)).toEqual(['84.50.12.34']);
    expect(problems.map((each) => each.input)).toEqual(['84.111.222.333']);
    expect(leftOut.map((each) => each.text)).toEqual(['84.111.222.444']);
  });

  test('what is quoted is bounded, visible and without a password', () => {
    const { problems } = read(`http://mari:saladus@\u001b[2J${'x'.repeat(500)}`);
    expect(problems[0]?.input.length).toBeLessThanOrEqual(80);
    expect(problems[0]?.input).not.toContain('saladus');
    expect(problems[0]?.input).toContain('\\x1b[2J');
  });
});

describe('ranges', () => {
  const ranges: readonly [string, string][] = [
    ['10.1.2.3', 'address.private'],
    ['172.16.0.1', 'address.private'],
    ['172.31.255.255', 'address.private'],
    ['192.168.1.50', 'address.private'],
    ['169.254.7.7', 'address.private'],
    ['127.0.0.1', 'address.private'],
    ['localhost', 'address.private'],
    ['[::1]', 'address.private'],
    ['[fc00::1]', 'address.private'],
    ['[fe80::1]', 'address.private'],
    ['100.64.0.1', 'address.cgnat'],
    ['100.127.255.255', 'address.cgnat'],
    ['192.0.2.1', 'address.reserved'],
    ['198.51.100.1', 'address.reserved'],
    ['203.0.113.1', 'address.reserved'],
    ['198.18.0.1', 'address.reserved'],
    ['224.0.0.1', 'address.reserved'],
    ['240.0.0.1', 'address.reserved'],
    ['255.255.255.255', 'address.reserved'],
    ['0.0.0.0', 'address.reserved'],
    ['[::]', 'address.reserved'],
    ['[2001:db8::1]', 'address.reserved'],
    ['[ff02::1]', 'address.reserved'],
  ];
  test.each(ranges)('%s is %s', (input, code) => {
    const refused = read(`${input}:4445`);
    expect(refused.targets).toEqual([]);
    expect(refused.problems.map((each) => each.code)).toEqual([code]);
    const allowed = parseTargets([`${input}:4445`], { allowPrivate: true });
    expect(allowed.problems).toEqual([]);
    expect(allowed.targets).toHaveLength(1);
  });

  test.each([true, false])(
    'an IPv4 address in IPv6 clothes is refused, since it would be one terminal under two names (--allow-private: %j)',
    (allowPrivate) => {
      for (const input of ['[::ffff:84.50.12.34]:4445', '[::ffff:7f00:1]:4445']) {
        const { targets, problems } = parseTargets([input], { allowPrivate });
        expect(targets).toEqual([]);
        expect(problems).toMatchObject([
          { code: 'address.reserved', reason: expect.stringContaining('write it as four numbers') as string },
        ]);
      }
    },
  );

  test.each(['84.50.12.34', '172.32.0.1', '100.128.0.1', '1.1.1.1'])('%s is fine', (input) => {
    expect(read(input).problems).toEqual([]);
  });

  test('the address that a name led to is judged by the same ranges', () => {
    expect(problemOfAddress('10.0.0.5', false)?.code).toBe('address.private');
    expect(problemOfAddress('10.0.0.5', true)).toBeUndefined();
    expect(problemOfAddress('::ffff:10.0.0.5', false)?.code).toBe('address.reserved');
    expect(problemOfAddress('84.50.12.34', false)).toBeUndefined();
    expect(problemOfAddress('nonsense', true)?.code).toBe('address.invalid');
  });
});

describe('host names', () => {
  test('are read, with a warning', () => {
    const { targets, problems } = read('Terminal.Kliinik.EE:4445');
    expect(targets.map(formatTarget)).toEqual(['terminal.kliinik.ee:4445']);
    expect(targets[0]?.family).toBe('name');
    expect(problems.map((each) => each.code)).toEqual(['address.hostname']);
  });

  test('count in prose only with a port, or where nothing else was found', () => {
    expect(read('IP 84.50.12.34, vt www.kliinik.ee või mari@kliinik.ee').targets.map(formatTarget)).toEqual([
      '84.50.12.34',
    ]);
    expect(read('Meie aadress on kliinik.dyndns.org').targets.map(formatTarget)).toEqual(['kliinik.dyndns.org']);
    expect(read('proovige kliinik.dyndns.org:14445 palun').targets.map(formatTarget)).toEqual([
      'kliinik.dyndns.org:14445',
    ]);
  });
});

describe('forms', () => {
  test.each<[string, Ports]>([
    ['84.50.12.34', [4445, 5551]],
    ['84.50.12.34:14445,15551', [14445, 15551]],
    ['84.50.12.34:5551,4445', [5551, 4445]],
    ['84.50.12.34:4445', [4445, undefined]],
    ['84.50.12.34:5551', [undefined, 5551]],
    ['84.50.12.34:80', [80, undefined]],
    ['84.50.12.34:4445 84.50.12.34:5551', [4445, 5551]],
    ['84.50.12.34:5551 84.50.12.34:4445', [4445, 5551]],
    ['84.50.12.34:15551 84.50.12.34:14445', [14445, 15551]],
    ['84.50.12.34:9001 84.50.12.34:9000', [9001, 9000]],
    ['84.50.12.34:9001 84.50.12.34:4445', [4445, 9001]],
    ['84.50.12.34:4445 84.50.12.34:4445', [4445, undefined]],
    ['http://84.50.12.34:4445/', [4445, undefined]],
    ['https://84.50.12.34/status?x=1', [4445, 5551]],
    ['tcp://84.50.12.34:4445', [4445, undefined]],
    ['"84.50.12.34:4445".', [4445, undefined]],
    ['„84.50.12.34:4445“', [4445, undefined]],
    ['[84.50.12.34]:4445', [4445, undefined]],
    ['<a href="http://84.50.12.34:4445/">84.50.12.34:4445</a>', [4445, undefined]],
    ['84.50.12.34 : 4445', [4445, undefined]],
    ['84.50.12.34: 4445', [4445, undefined]],
    ['84.50.12.34\u00a0:\u200b4445', [4445, undefined]],
    ['８４.５０.１２.３４：４４４５', [4445, undefined]],
    ['84.50.12.34 port 4445', [4445, undefined]],
    ['84.50.12.34, ports 4445 and 5551', [4445, 5551]],
    ['84.50.12.34, pordid 4445 ja 5551', [4445, 5551]],
    ['84.50.12.34, pordid 5551 ja 4445.', [4445, 5551]],
    ['84.50.12.34 порты 4445 и 5551', [4445, 5551]],
    ['84.50.12.34:4445/5551', [4445, 5551]],
    ['84.50.12.34:4445, 5551', [4445, 5551]],
    ['84.50.12.34 TCP 4445/5551', [4445, 5551]],
    ['84.50.12.34;14445;15551', [14445, 15551]],
    ['IP: 84.50.12.34\r\nPorts: 14445, 15551\r\n', [14445, 15551]],
    ['ip-aadress:84.50.12.34, pordid:14445,15551', [14445, 15551]],
    ['Meie IP on 84.50.12.34:4445 ja 84.50.12.34:5551.', [4445, 5551]],
    ['Meie IP on 84.50.12.34.\r\nAvasime 84.50.12.34:14445 ja 84.50.12.34:15551.', [14445, 15551]],
    [
      'Tere! Avasime 23.11.2026 pordid 14445 ja 15551, IP on 84.50.12.34. Tel +372 5123 4567, tel 5.12.34.56, hind 12.50 EUR, versioon 7.2.0.1',
      [14445, 15551],
    ],
    ['The address is 84.50.12.34 and the ports on the router are 14445 (posxml) and 15551 (log).', [14445, 15551]],
    ['> 84.50.12.34:4445, 2 tk', [4445, undefined]],
  ])('%j is read with its ports', (input, ports) => {
    const { targets, problems } = read(input);
    expect(problems).toEqual([]);
    expect(targets).toHaveLength(1);
    expect(targets[0]?.host).toBe('84.50.12.34');
    expect(portsOf(targets[0])).toEqual(ports);
  });

  test('words that the shell has split are read as one text', () => {
    expect(portsOf(read('84.50.12.34', 'port', '4445').targets[0])).toEqual([4445, undefined]);
    expect(portsOf(read('Meie', 'IP', 'on', '84.50.12.34:4445', 'ja', '84.50.12.34:5551.').targets[0])).toEqual([
      4445, 5551,
    ]);
  });

  test('an IPv6 literal is written shortly', () => {
    const { targets } = read('[2A00:0:0::1]:14445,15551');
    expect(targets.map(formatTarget)).toEqual(['[2a00::1]:14445,15551']);
    expect(targets[0]?.family).toBe('ipv6');
  });

  test('two desks of one host are two terminals, a role keeps pairs apart, and hosts keep their order', () => {
    const format = (input: string, role?: 'posxml' | 'log'): string[] =>
      parseTargets([input], { allowPrivate: false, ...(role && { role }) }).targets.map(formatTarget);
    expect(format('84.50.12.34:14445,15551 84.50.12.34:24445,25551')).toEqual([
      '84.50.12.34:14445,15551',
      '84.50.12.34:24445,25551',
    ]);
    expect(format('84.50.12.35 84.50.12.34 84.50.12.35')).toEqual(['84.50.12.35', '84.50.12.34']);
    expect(parseTargets(['84.50.12.34:9000'], { allowPrivate: false, role: 'log' }).targets[0]?.log?.port).toBe(9000);
    expect(format('84.50.12.34:1 84.50.12.34:2', 'posxml')).toEqual(['84.50.12.34:1', '84.50.12.34:2']);
  });
});

describe('properties', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const port = fc.integer({ min: 1, max: 65535 });
  const parameters = { seed: seeded('target').seed, numRuns: 500 };

  test('whatever is written, reading it does not throw, and says something', () => {
    const shaped = fc.stringMatching(/^[\d.:, /x+[\]a-f-]{0,60}$/);
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText(10), shaped), { maxLength: 4 }), fc.boolean(), (words, allowPrivate) => {
        const { targets, problems } = parseTargets(words, { allowPrivate });
        expect(targets.length + problems.length).toBeGreaterThan(0);
      }),
      parameters,
    );
  });

  test('what is formatted is read back as the same target', () => {
    const host = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
    fc.assert(
      fc.property(host, fc.option(port), fc.option(port), (address, one, two) => {
        const text =
          one === null
            ? address
            : two === null || one === two
              ? `${address}:${String(one)}`
              : `${address}:${String(one)},${String(two)}`;
        const [target] = parseTargets([text], { allowPrivate: true }).targets;
        expect(target).toBeDefined();
        if (!target) return;
        expect(parseTargets([formatTarget(target)], { allowPrivate: true }).targets).toEqual([target]);
        expect(parseTargets([`Tere, meie oma on ${formatTarget(target)}.`], { allowPrivate: true }).targets).toEqual([
          target,
        ]);
      }),
      parameters,
    );
  });

  test('no text is read as an address that is not written in it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^([\dx]{1,3}[. ]){0,12}$/), (text) => {
        for (const { host, family } of parseTargets([text], { allowPrivate: true }).targets) {
          if (family === 'ipv4')
            expect(text).toMatch(new RegExp(`(?<![\\dx]\\.?)${host.replaceAll('.', '\\.')}(?!\\.?[\\dx])`));
        }
      }),
      parameters,
    );
  });

  test.each([
    ['digits', '1'.repeat(100_000)],
    ['dots', '.'.repeat(100_000)],
    ['quads', '84.50.12.34 '.repeat(8_000)],
    ['brackets', '[::'.repeat(33_000)],
    ['ports', `84.50.12.34${' port'.repeat(20_000)}`],
    ['colons', ':'.repeat(100_000)],
    ['numbers', '84.50.12.34:1,'.repeat(7_000)],
    ['spaces', ' '.repeat(100_000)],
    ['labels', 'a:'.repeat(50_000)],
    ['at signs', '//@'.repeat(33_000)],
    ['dashes', '-'.repeat(100_000)],
    ['tcp', 'tcp/'.repeat(25_000)],
    ['letters', 'port:'.repeat(20_000)],
  ])('100 kB of %s are read in bounded time', (_, text) => {
    const startedAt = cpuMs();
    read(text);
    expect(cpuMs() - startedAt).toBeLessThan(3000);
  });
});
