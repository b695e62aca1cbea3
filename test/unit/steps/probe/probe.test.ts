import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseTargets } from '../../../../src/targets/parse-targets.js';
import type { Target } from '../../../../src/model/endpoint.js';
import type { Check } from '../../../../src/contract/document.js';
import type { Facts } from '../../../../src/model/facts.js';
import { checksOf } from '../../../../src/steps/checks.js';
import { probeTarget } from '../../../../src/steps/probe/probe.js';
import type { ProbeOptions } from '../../../../src/steps/probe/options.js';
import {
  errorDocument,
  hostileServer,
  httpReply,
  terminalReply,
  terminalServer,
} from '../../connection/hostile-server.js';
import type { Behaviour, HostileServer } from '../../connection/hostile-server.js';
import { closedPort } from '../../../support/closed-port.js';
import { STUCK_MS } from '../../../support/time.js';

const OPTIONS: ProbeOptions = { timeoutMs: 5000, quietMs: 60, allowPrivate: true };
/** Where a test waits for a silence: what answers at all does so in less, on a busy machine, too. */
const BRIEF: Partial<ProbeOptions> = { timeoutMs: 2000 };

function targetOf(posxml: number | undefined, log: number | undefined): Target {
  const host = '127.0.0.1';
  return {
    host,
    family: 'ipv4',
    posxml: posxml === undefined ? undefined : { host, port: posxml, role: 'posxml' },
    log: log === undefined ? undefined : { host, port: log, role: 'log' },
  };
}

interface Probed {
  readonly facts: Facts;
  readonly posxml: HostileServer;
  readonly log: HostileServer;
  readonly checks: Readonly<Record<string, Check>>;
}

async function probe(posxmlDoes: Behaviour, logDoes: Behaviour, options: Partial<ProbeOptions> = {}): Promise<Probed> {
  const posxml = await hostileServer(posxmlDoes);
  const log = await hostileServer(logDoes);
  const facts = await probeTarget(targetOf(posxml.port, log.port), { ...OPTIONS, ...options });
  return { facts, posxml, log, checks: Object.fromEntries(checksOf(facts).map((check) => [check.id, check])) };
}

const terminal = (terminalId = '12345678'): Behaviour => ({
  onRequest: (socket, request) => {
    socket.end(terminalReply(request, { terminalId }));
  },
});
const says = (bytes: string | Uint8Array): Behaviour => ({
  onRequest: (socket) => {
    socket.end(bytes);
  },
});
const greets = (bytes: string): Behaviour => ({
  onConnect: (socket) => {
    socket.write(bytes);
  },
});
const SILENT: Behaviour = {};

/** A terminal that resets a connection that comes while it serves another, or within a second after. */
function busyTerminal(): Behaviour & { readonly resets: () => number } {
  let serving: Socket | undefined;
  let resets = 0;
  return {
    resets: () => resets,
    onConnect: (socket) => {
      if (serving) {
        resets += 1;
        socket.resetAndDestroy();
        return;
      }
      serving = socket;
      socket.on('close', () => {
        serving = undefined;
      });
    },
    onRequest: (socket, request) => {
      socket.end(terminalReply(request));
    },
  };
}

describe('the posxml port', () => {
  test.concurrent.each<[name: string, does: Behaviour, kind: object]>([
    [
      'a router',
      says('HTTP/1.1 401 Unauthorized\r\nServer: GoAhead\r\nContent-Length: 0\r\n\r\n'),
      { kind: 'http', status: 401, server: 'GoAhead' },
    ],
    ['TLS', says(Uint8Array.of(0x15, 3, 3, 0, 2, 2, 40)), { kind: 'tls' }],
    ['SSH', greets('SSH-2.0-dropbear\r\n'), { kind: 'ssh', banner: 'SSH-2.0-dropbear' }],
    ['a printer', says('@PJL ERROR'), { kind: 'printer' }],
    ['a cut reply', says(terminalReply('x').slice(0, -20)), { kind: 'garbled' }],
    [
      'another answer',
      says(terminalReply('\r\n\r\n<PosXML version="7.1.0"><GetParametersRequest/></PosXML>')),
      { kind: 'garbled', detail: 'it answered another request, with GetParametersResponse' },
    ],
    ['FTP', says('220 FTP ready\r\n'), { kind: 'other' }],
  ])('what answers is told apart: %s', async (_, does, kind) => {
    const { facts, checks } = await probe(does, SILENT, BRIEF);
    expect(facts.posxml).toMatchObject({ tcp: { open: true }, service: kind });
    expect(checks['service.posxml']?.status).toBe('fail');
    expect(checks['posxml.status']?.status).toBe('skip');
    expect(checks['identity']?.status).toBe('skip');
  });

  test.concurrent('a port that stays silent is told as such', async () => {
    const { facts } = await probe(SILENT, SILENT, BRIEF);
    expect(facts.posxml?.service).toMatchObject({ kind: 'silent' });
  });

  test.concurrent('a port that closes is asked once, and then greeted as a TLS server once', async () => {
    const { facts, posxml } = await probe(
      {
        onRequest: (socket) => {
          socket.end();
        },
      },
      SILENT,
      { timeoutMs: 1500 },
    );
    expect(facts.posxml?.service).toMatchObject({ kind: 'closes', reset: false, asked: true });
    expect([posxml.requests.length, posxml.accepted()]).toEqual([1, 2]);
  });

  test.concurrent('a port that refuses is told as such', async () => {
    const facts = await probeTarget(targetOf(await closedPort(), await closedPort()), OPTIONS);
    expect(facts.posxml).toMatchObject({ tcp: { open: false, failure: { reason: 'refused' } }, service: undefined });
    expect(checksOf(facts).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'address pass',
      'tcp.posxml fail',
      'tcp.log fail',
      'service.posxml skip',
      'service.log skip',
      'posxml.version skip',
      'posxml.status skip',
      'posxml.parameters skip',
      'identity skip',
    ]);
  });

  test.concurrent('an error is told with its code and its words', async () => {
    const { facts, checks } = await probe(says(httpReply(errorDocument(32783, 'not \u202eenabled'))), SILENT, BRIEF);
    expect(facts.posxml?.service).toMatchObject({
      kind: 'posxml',
      posxml: { version: '7.1.0', returnCode: 32783, reason: 'not \\u202eenabled', status: undefined },
    });
    expect(checks['posxml.version']?.status).toBe('pass');
    expect(checks['posxml.status']).toMatchObject({ status: 'fail', evidence: { returnCode: 32783 } });
    expect(checks['posxml.parameters']?.status).toBe('fail');
  });

  test.concurrent('no version is accepted', async () => {
    const server = await terminalServer({ versions: [] });
    const facts = await probeTarget(targetOf(server.port, undefined), OPTIONS);
    expect(facts.posxml?.service).toMatchObject({
      kind: 'posxml',
      posxml: { version: undefined, refusedVersions: ['7.1.0', '7.2.0', '6.0.2'], returnCode: 32770 },
    });
    expect(facts.log).toBeUndefined();
    expect(checksOf(facts).map(({ id, status }) => `${id} ${status}`)).toEqual([
      'address pass',
      'tcp.posxml pass',
      'service.posxml pass',
      'posxml.version fail',
      'posxml.status skip',
      'posxml.parameters skip',
      'identity skip',
    ]);
  });
});

describe('the log port', () => {
  test.concurrent('is silent: one question is sent there, after all others, and silence is fine', async () => {
    const { facts, posxml, log, checks } = await probe(terminal(), SILENT, BRIEF);
    expect(facts.log?.service).toMatchObject({ kind: 'silent' });
    expect(log.requests).toHaveLength(1);
    expect(log.requests[0]).toContain('GetParametersRequest');
    expect(posxml.requests).toHaveLength(2);
    expect(checks['service.log']?.status).toBe('pass');
  });

  test.concurrent('streams: it is counted, not kept, and asked nothing', async () => {
    const { facts, log, checks } = await probe(terminal(), greets('log 4111111111111111\n'));
    expect(facts.log?.service).toEqual({ kind: 'stream', bytes: 21 });
    expect(log.requests).toEqual([]);
    expect(JSON.stringify(checks)).not.toContain('4111');
    expect(checks['service.log']?.status).toBe('pass');
  });

  test.concurrent('is closed: a warning is for others to give', async () => {
    const server = await terminalServer();
    const facts = await probeTarget(targetOf(server.port, await closedPort()), OPTIONS);
    expect(facts.posxml?.service?.kind).toBe('posxml');
    expect(facts.log).toMatchObject({ tcp: { open: false, failure: { reason: 'refused' } }, service: undefined });
  });

  test.concurrent.each<[what: string, reset: boolean]>([
    ['closes', false],
    ['resets', true],
  ])('%s when it is asked: a log takes no question, so this is none', async (_, reset) => {
    const { facts, log, checks } = await probe(
      terminal(),
      {
        onRequest: (socket) => {
          if (reset) socket.resetAndDestroy();
          else socket.end();
        },
      },
      { timeoutMs: 1500 },
    );
    expect(facts.log?.service).toMatchObject({ kind: 'closes', reset, asked: true });
    expect(checks['service.log']?.status).toBe('fail');
    expect([log.requests.length, log.accepted()]).toEqual([1, 3]);
  });

  test.concurrent('answers with text: that is no log', async () => {
    const { facts, log, checks } = await probe(terminal(), {
      onRequest: (socket) => {
        socket.write('UNKNOWN_COMMAND\r\n');
      },
    });
    expect(facts.log?.service).toMatchObject({ kind: 'other', excerpt: 'UNKNOWN_COMMAND\\r\\n' });
    expect(checks['service.log']?.status).toBe('fail');
    expect(log.requests).toHaveLength(1);
  });

  test.concurrent('speaks now and then, and just after it was asked: that is a log all the same', async () => {
    const { facts, checks } = await probe(terminal(), {
      onConnect: (socket) => {
        const timer = setInterval(() => socket.write('a line\n'), 300);
        socket.once('close', () => {
          clearInterval(timer);
        });
      },
    });
    expect(facts.log?.service).toMatchObject({ kind: 'stream' });
    expect(checks['service.log']?.status).toBe('pass');
  });

  test.concurrent.each([
    ['vsftpd', '220 (vsFTPd 3.0.3)\r\n'],
    ['proftpd', '220 ProFTPD Server (x) [127.0.0.1]\r\n'],
    ['a mail server that names nothing', '220-a\r\n220 b\r\n'],
    ['rsync', '@RSYNCD: 31.0 sha512\n'],
    ['mpd', 'OK MPD 0.23.5\n'],
    ['dovecot, not ready yet', '* OK Waiting for authentication process to respond..\r\n'],
  ])('greets as another service does: %s', async (_, greeting) => {
    const { facts, log, checks } = await probe(terminal(), greets(greeting));
    expect(facts.log?.service).toMatchObject({ kind: 'other', detail: expect.any(String) as string });
    expect(checks['service.log']?.status).toBe('fail');
    expect(log.requests).toEqual([]);
  });

  test.concurrent.each([
    '12:00:01 PHASE idle\r\n',
    '220 12:00:01 PHASE idle\r\n221 12:00:02 XML\r\n',
    '* log of 00012345\r\n',
  ])('a line of a log is no greeting: %s', async (line) => {
    expect((await probe(terminal(), greets(line))).facts.log?.service?.kind).toBe('stream');
  });

  test.concurrent('says something and hangs up: a log goes on', async () => {
    const { facts } = await probe(
      terminal(),
      {
        onConnect: (socket) => {
          socket.end('Sun Nov 29 16:00:00 UTC 2026\n');
        },
      },
      { quietMs: STUCK_MS },
    );
    expect(facts.log?.service).toMatchObject({ kind: 'other', detail: 'a service that sends a message and closes' });
  });

  test.concurrent('is a router, or SSH', async () => {
    const router = await probe(terminal(), says('HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 0\r\n\r\n'));
    expect(router.facts.log?.service).toMatchObject({ kind: 'http', status: 200 });
    expect(router.checks['service.log']?.status).toBe('fail');
    const ssh = await probe(terminal(), greets('SSH-2.0-x\r\n'));
    expect(ssh.facts.log?.service).toMatchObject({ kind: 'ssh' });
    expect(ssh.log.requests).toEqual([]);
  });

  test.concurrent('closes at once', async () => {
    const { facts, checks } = await probe(terminal(), {
      onConnect: (socket) => {
        socket.end();
      },
    });
    expect(facts.log?.service).toMatchObject({ kind: 'closes', reset: false });
    expect(checks['service.log']?.status).toBe('unknown');
  });
});

describe('wrong rules', () => {
  test.concurrent('swapped: PosXML is behind the log port alone', async () => {
    for (const logLike of [SILENT, greets('terminal log line\n')]) {
      const { facts, log } = await probe(logLike, terminal(), BRIEF);
      expect(['silent', 'stream']).toContain(facts.posxml?.service?.kind);
      expect(facts.log?.service).toMatchObject({ kind: 'posxml', posxml: { parameters: { TerminalID: '12345678' } } });
      expect(log.requests).toHaveLength(1);
    }
  });

  test.concurrent('same port, and two terminals: the terminals tell themselves apart', async () => {
    const { facts, log, checks } = await probe(terminal('11111111'), terminal('22222222'));
    expect(facts.posxml?.service).toMatchObject({ posxml: { parameters: { TerminalID: '11111111' } } });
    expect(facts.log?.service).toMatchObject({ posxml: { parameters: { TerminalID: '22222222' } } });
    expect(log.requests).toHaveLength(1);
    expect(checks['service.log']).toMatchObject({ status: 'fail', evidence: { terminalId: '22222222' } });
    expect(checks['identity']).toMatchObject({
      status: 'pass',
      evidence: { terminalId: '11111111', ownerName: 'Kliinik OÜ' },
    });
  });

  test.concurrent('both rules forward to one terminal that serves one client at a time', async () => {
    const behaviour = busyTerminal();
    const server = await hostileServer(behaviour);
    const facts = await probeTarget(targetOf(server.port, server.port), OPTIONS);
    expect(facts.posxml?.service).toMatchObject({ kind: 'posxml', posxml: { parameters: { TerminalID: '12345678' } } });
    expect(facts.log?.service).toMatchObject({ kind: 'posxml', posxml: { parameters: { TerminalID: '12345678' } } });
    expect(behaviour.resets()).toBeGreaterThan(0);
  });

  test.concurrent('a log port that wants another version is asked once all the same', async () => {
    const { facts, log } = await probe(
      SILENT,
      {
        onRequest: (socket, request) => {
          socket.end(terminalReply(request, { versions: ['6.0.2'] }));
        },
      },
      BRIEF,
    );
    expect(facts.log?.service).toMatchObject({
      kind: 'posxml',
      posxml: { version: undefined, refusedVersions: ['7.1.0'], returnCode: 32770 },
    });
    expect(log.requests).toHaveLength(1);
  });
});

test.concurrent('a hostile terminal cannot reach the screen with its own texts', async () => {
  const server = await terminalServer({ ownerName: 'Klii\u202enik\u0085' });
  const facts = await probeTarget(targetOf(server.port, undefined), OPTIONS);
  expect(JSON.stringify(facts)).toContain('Klii\\\\u202enik\\\\x85');
});

test.concurrent('an abort ends it at once', async ({ expect }) => {
  const controller = new AbortController();
  const server = await hostileServer({
    onRequest: () => {
      controller.abort();
    },
  });
  const startedAt = performance.now();
  await probeTarget(targetOf(server.port, undefined), { ...OPTIONS, timeoutMs: 60_000, signal: controller.signal });
  expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
  await expect.poll(() => server.open()).toBe(0);
});

test.concurrent('an inside address is not dialled unless allowed', async () => {
  const server = await hostileServer({});
  const target = parseTargets([`127.0.0.1:${String(server.port)}`], { allowPrivate: true }).targets[0] as Target;
  const facts = await probeTarget(target, { ...OPTIONS, allowPrivate: false });
  expect(facts.address?.problem?.code).toBe('address.private');
  expect(server.accepted()).toBe(0);
});

describe('each answer takes more than half of the time', () => {
  const quick = { timeoutMs: 2000 };
  const slow: Behaviour = {
    onRequest: (socket, request) => {
      setTimeout(() => {
        socket.end(terminalReply(request));
      }, 1100);
    },
  };

  test.concurrent('both rules to one terminal: found all the same, with one question', async () => {
    const { facts, log } = await probe(slow, slow, quick);
    expect([facts.posxml?.service?.kind, facts.log?.service?.kind]).toEqual(['posxml', 'posxml']);
    expect(log.requests).toHaveLength(1);
  });

  test.concurrent('swapped: found all the same', async () => {
    const { facts } = await probe(SILENT, slow, quick);
    expect([facts.posxml?.service?.kind, facts.log?.service?.kind]).toEqual(['silent', 'posxml']);
  });
});

test.concurrent('two silent ports take hardly longer than one', async () => {
  const startedAt = performance.now();
  const { facts, log } = await probe(SILENT, SILENT, { timeoutMs: 3000 });
  expect([facts.posxml?.service?.kind, facts.log?.service?.kind]).toEqual(['silent', 'silent']);
  expect(log.requests).toHaveLength(1);
  expect(performance.now() - startedAt).toBeLessThan(STUCK_MS);
});

test.concurrent('who answers every question with a status has not answered', async () => {
  const { facts } = await probe(
    {
      onRequest: (socket) => {
        socket.end(
          terminalReply(
            '\r\n\r\n<?xml version="1.0"?><PosXML version="7.1.0"><GetTerminalStatusRequest></GetTerminalStatusRequest></PosXML>',
          ),
        );
      },
    },
    SILENT,
  );
  expect(facts.posxml?.service).toMatchObject({ kind: 'garbled' });
});
