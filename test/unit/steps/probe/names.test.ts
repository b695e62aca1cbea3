import { describe, expect, test } from 'vitest';
import { identityOf } from '../../../../src/connection/identity.js';
import { diagnoseFacts, exitOf } from '../../../../src/diagnosis/diagnose.js';
import type { Facts, PosXmlFacts } from '../../../../src/model/facts.js';
import { startVirtualTerminal } from '../../../../src/sandbox/terminal/virtual-terminal.js';
import type { TerminalSettings } from '../../../../src/sandbox/terminal/settings.js';
import { checksOf } from '../../../../src/steps/checks.js';
import { probeTarget } from '../../../../src/steps/probe/probe.js';
import { cleanUp } from '../../../support/clean-up.js';

async function probe(settings: Partial<TerminalSettings>): Promise<Facts> {
  const terminal = await startVirtualTerminal({ speed: 0, ...settings });
  cleanUp(() => terminal.close());
  const { host, posxmlPort, logPort } = terminal;
  return probeTarget(
    {
      host,
      family: 'ipv4',
      posxml: { host, port: posxmlPort, role: 'posxml' },
      log: { host, port: logPort, role: 'log' },
    },
    { timeoutMs: 5000, quietMs: 60, allowPrivate: true },
  );
}

function posxmlOf(facts: Facts): PosXmlFacts | undefined {
  return facts.posxml?.service?.kind === 'posxml' ? facts.posxml.service.posxml : undefined;
}

const codes = (facts: Facts): readonly string[] => diagnoseFacts(facts).map(({ row }) => row.code);
const statuses = (facts: Facts): Readonly<Record<string, string>> =>
  Object.fromEntries(checksOf(facts).map(({ id, status }) => [id, status]));

describe('names keep their letters', () => {
  const ENCODINGS = ['UTF-8', 'ISO-8859-4', 'ISO-8859-13', 'ISO-8859-15', 'windows-1257'] as const;
  const TOLD = ['declared', 'head'] as const;
  const ways = ENCODINGS.flatMap((encoding) => TOLD.map((encodingTold) => ({ encoding, encodingTold })));
  const guessed = (['nowhere', 'falsely'] as const).flatMap((encodingTold) =>
    (['UTF-8', 'windows-1257'] as const).map((encoding) => ({ encoding, encodingTold })),
  );

  test.concurrent.each([...ways, ...guessed])('$encoding, told $encodingTold', async (way) => {
    const facts = await probe({ ...way, ownerName: 'Šaško ja Žanna OÜ', ownerAddress: 'Õ, Näidise 1' });
    expect(identityOf(posxmlOf(facts)?.parameters)).toMatchObject({
      ownerName: 'Šaško ja Žanna OÜ',
      ownerAddress: 'Õ, Näidise 1',
    });
    expect(codes(facts)).toEqual([]);
  });
});

describe('a name that is written as it is', () => {
  test.concurrent.each(['KOER & KASS', 'M&S BANK', 'A&nbsp;B', 'A&#1;B', 'KASS <3', 'A < B & C'])(
    '%s is told as a warning',
    async (ownerName) => {
      const facts = await probe({ ownerName, escaping: 'none' });
      expect(identityOf(posxmlOf(facts)?.parameters).ownerName).toBe(ownerName);
      expect(codes(facts)).toEqual(['posxml.forgiven']);
      expect(exitOf(diagnoseFacts(facts))).toBe(0);
      expect(checksOf(facts).find(({ id }) => id === 'posxml.forgiven')).toMatchObject({
        status: 'warn',
        evidence: { places: posxmlOf(facts)?.forgiven },
      });
      expect(posxmlOf(facts)?.forgiven?.[0]).toMatchObject({
        reply: 'GetParametersResponse',
        element: 'TerminalOwnerName',
      });
    },
  );

  test.concurrent('needs no check where it is escaped', async () => {
    const facts = await probe({ ownerName: 'KOER & KASS' });
    expect(codes(facts)).toEqual([]);
    expect(statuses(facts)).not.toHaveProperty('posxml.forgiven');
  });
});

describe('a connection that was taken, and the next refused', () => {
  test.concurrent('at the posxml port', async () => {
    const facts = await probe({ posxmlConnections: 1 });
    expect(facts.posxml?.lost).toMatchObject({ reason: 'refused' });
    expect(codes(facts)).toEqual(['network.intermittent']);
    expect(exitOf(diagnoseFacts(facts))).toBe(5);
    expect(statuses(facts)).toMatchObject({
      'tcp.posxml': 'warn',
      'posxml.status': 'pass',
      'posxml.parameters': 'fail',
      identity: 'skip',
    });
  });

  test.concurrent('at the log port', async () => {
    const facts = await probe({ logConnections: 1 });
    expect(codes(facts)).toEqual(['ports.log-intermittent']);
    expect(exitOf(diagnoseFacts(facts))).toBe(0);
    expect(statuses(facts)).toMatchObject({ 'tcp.log': 'warn', 'service.log': 'unknown', identity: 'pass' });
  });

  test.concurrent('before the version was found', async () => {
    const facts = await probe({ posxmlConnections: 1, versions: ['6.0.2'] });
    expect(codes(facts)).toEqual(['ports.posxml-closed']);
    expect(exitOf(diagnoseFacts(facts))).toBe(3);
  });
});
