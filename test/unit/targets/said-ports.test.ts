import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTarget } from '../../../src/model/endpoint.js';
import { parseTargets } from '../../../src/targets/parse-targets.js';
import { seeded } from '../../support/seeded.js';

const read = (text: string): ReturnType<typeof parseTargets> => parseTargets([text], { allowPrivate: false });

describe('ports that are called what they are for', () => {
  test.each([
    'terminali aadress on 84.50.12.34:42429 ja logi port 44371.',
    'IP: 84.50.12.34\nPosXML port: 42429\nLog port: 44371',
    'IP: 84.50.12.34\r\n\r\nPosXML port:\r\n42429\r\nLog port:\r\n44371\r\n',
    'Log port: 44371\nPosXML port: 42429\nIP: 84.50.12.34',
    'IP 84.50.12.34, posxml port 42429, log port 44371',
    'IP 84.50.12.34, log port 44371, posxml port 42429',
    'IP 84.50.12.34, posxml 42429, log 44371',
    'IP 84.50.12.34, log 44371, PosXML 42429',
    '84.50.12.34:42429 (logi 44371)',
    '84.50.12.34:44371 (logi), 42429 (posxml)',
    '84.50.12.34:42429 log 44371',
    '84.50.12.34 logiport 44371, makseport 42429',
    '84.50.12.34, logi-port: 44371; posxml-port: 42429',
    '84.50.12.34 log:44371 posxml:42429',
    '84.50.12.34 port42429 ja logiport44371',
    'IP 84.50.12.34. Port 42429 suunatud terminali pordile 4445 ja port 44371 pordile 5551',
    'Port 44371 suunatud terminali pordile 5551 ja port 42429 pordile 4445. IP 84.50.12.34',
    '84.50.12.34: pordid 44371 ja 42429 on suunatud pordidele 5551 ja 4445',
    '84.50.12.34, 44371->5551, port 42429 -> 4445'.replace('44371->', 'port 44371->'),
    '84.50.12.34, port 42429 => 192.168.1.50:4445, port 44371 => 192.168.1.50:5551',
    '84.50.12.34, port 44371 suunatud terminalile 192.168.1.50 pordile 5551 ja port 42429 pordile 4445',
    '84.50.12.34 ports 44371 and 42429 are forwarded to 5551 and 4445',
    '84.50.12.34, port 44371 forwarded to the terminal port 5551 and port 42429 to 4445',
    '84.50.12.34, порт 42429 проброшен на порт 4445, порт 44371 на 5551',
    '84.50.12.34, порт для лога 44371, порт для оплаты 42429',
    'IP 84.50.12.34, порт PosXML 42429, лог 44371',
    'väline port 42429, sisemine port 4445; väline port 44371, sisemine 5551, IP 84.50.12.34',
    '84.50.12.34 terminali port 5551 väline port 44371, terminali port 4445 väline port 42429',
    '84.50.12.34 external port 44371, internal port 5551; external port 42429, internal port 4445',
    '84.50.12.34 port on 42429, teine port 44371',
    '84.50.12.34 port on 42429, teine 44371',
    '84.50.12.34 (42429 ja 44371)',
    '84.50.12.34 (42429, 44371)',
    '84.50.12.34 PosXML ja logi pordid on 42429 ja 44371',
    '84.50.12.34 log/posxml 44371/42429',
    '84.50.12.34, ports 44371 (log) and 42429 (payment)',
    '84.50.12.34, pordid 44371 logi jaoks ja 42429 makseks',
    '84.50.12.34, makse jaoks avasime pordi 42429 ja logi jaoks pordi 44371',
    'posxml: 84.50.12.34:42429\nlog: 84.50.12.34:44371',
    'log 84.50.12.34:44371 ja posxml 84.50.12.34:42429',
    'IP 84.50.12.34. Tere, mina olen Mari ja meie kliinik asub Tartus juba kaua aega; ruuteris on pordid 42429 ja 44371',
    'IP 84.50.12.34:42429. Tere, mina olen Mari ja meie kliinik asub Tartus juba kaua aega; logi pordiks sai 44371',
    'Logi port on 44371. Maksete aadress: 84.50.12.34:42429',
  ])('%j gives each port its role', (text) => {
    const { targets, problems, unused } = read(text);
    expect(problems).toEqual([]);
    expect(targets.map(formatTarget)).toEqual(['84.50.12.34:42429,44371']);
    expect(unused).toEqual([]);
  });

  test('each terminal of a text has its own', () => {
    const { targets } = read(
      'Esimene: 84.50.12.34, posxml 14445, log 15551. Teine: 84.50.12.35, log port 25551, posxml port 24445.',
    );
    expect(targets.map(formatTarget)).toEqual(['84.50.12.34:14445,15551', '84.50.12.35:24445,25551']);
  });

  test('two ports with one name are told, not guessed at', () => {
    const { targets, problems } = read('84.50.12.34 log port 44371, log port 42429');
    expect(targets).toEqual([]);
    expect(problems.map(({ reason }) => reason).join()).toContain('both called the log port');
  });

  test('a flag says less than the word beside the port', () => {
    const { targets } = parseTargets(['84.50.12.34 log port 9000'], { allowPrivate: false, role: 'posxml' });
    expect(targets[0]?.log?.port).toBe(9000);
  });
});

describe('a number that may be a port and is understood as none is told', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['IP 84.50.12.34:14445. Vana port oli 9999.', ['84.50.12.34:14445'], ['9999']],
    ['84.50.12.34 (14445)', ['84.50.12.34:14445'], []],
    ['pordid 14445, mõtlen, 15551, 84.50.12.34', ['84.50.12.34:14445'], ['15551']],
    ['84.50.12.34, port 14445 suunatud pordile 8080', ['84.50.12.34:14445'], ['8080']],
    ['port 14445, IP 84.50.12.34:4445', ['84.50.12.34:4445'], ['14445']],
    ['IP 84.50.12.34, 10115 Tallinn', ['84.50.12.34'], ['10115']],
    ['IP 84.50.12.34 Mari 1900', ['84.50.12.34'], ['1900']],
    ['IP 84.50.12.34 Мария 2000', ['84.50.12.34'], ['2000']],
    ['vana port oli 9999, pordid on nüüd 14445 ja 15551, IP 84.50.12.34', ['84.50.12.34:14445,15551'], ['9999']],
    [
      'IP 84.50.12.34 ja 84.50.12.35, kuskil pikas lauses veel üks ja teine ning kolmas asi on 15551',
      ['84.50.12.34', '84.50.12.35'],
      ['15551'],
    ],
  ])('%j leaves a number unused and tells it', (text, targets, unused) => {
    const found = read(text);
    expect(found.targets.map(formatTarget)).toEqual(targets);
    expect(found.unused).toEqual(unused);
  });

  test.each([
    'Tel +372 5123 4567',
    'tel 5123 4567',
    '23. november 2026',
    'detsembris 2025',
    'märtsis 2026',
    'mai 2026',
    'mar. 2026',
    '3 сентября 2025',
    'в марте 2026',
    'hind 1000 EUR',
    'meil on 2 terminali',
    'kell 12.30, 23.11.2026',
  ])('%s is none', (text) => {
    expect(read(`IP 84.50.12.34. ${text}`).unused).toEqual([]);
  });

  const number = fc.integer({ min: 100, max: 65535 }).map(String);
  const said = fc.constantFrom(
    'ja',
    'port',
    'pordid',
    'pordile',
    'logi',
    'log port',
    'posxml',
    'PosXML port:',
    'makse',
    'teine',
    'suunatud',
    '->',
    'to',
    'на',
    'väline',
    'sisemine',
    'on',
    'kliinik',
    'Mari',
    ',',
    '.',
    ';',
    '(',
    ')',
    '\n',
    ':',
    '84.50.12.34',
    '84.50.12.35',
    '84.50.12.34:',
    '192.168.1.50',
    'kliinik.ee',
  );
  test('in every text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(number, said), { minLength: 1, maxLength: 14 }), (parts) => {
        const text = `Tere. IP 84.50.12.34 ${parts.join(' ')}`;
        const { targets, problems, unused, leftOut } = read(text);
        const ports = targets.flatMap(({ posxml, log }) => [posxml?.port, log?.port]).map(String);
        const told = [
          ...problems.map(({ input, reason }) => `${input} ${reason}`),
          ...leftOut.map(({ text: left }) => left),
        ].join(' ');
        const inside = /suunatud|->|to|на|pordile|sisemine|väline/.test(text) ? ['4445', '5551'] : [];
        // A host with too many ports, or with one twice, is asked for again as a whole.
        const refused = /ports|twice|both/.test(told);
        for (const each of parts.filter((part) => /^\d+$/.test(part))) {
          if (!refused)
            expect(
              [...ports, ...unused.flatMap((one) => one.split('-')), ...inside, ...told.split(/[^\d]+/)],
              text,
            ).toContain(each);
        }
      }),
      { seed: seeded('said-ports').seed, numRuns: 1000 },
    );
  });
});
