import { describe, expect, test } from 'vitest';
import { droppingNamespace, namespace, NO_NAMESPACE } from './namespace.js';
import { STUCK_MS } from '../support/time.js';

/** Public elsewhere; in a test's namespace nobody but its own peers answers there. */
const CLINIC = '84.50.12.34';
const OTHER_CLINIC = '84.50.12.35';
const KNOWN_GOOD = '84.50.99.1';
const NOBODY = ['192.0.2.1 4445', '198.51.100.1 4445', '203.0.113.1 4445'];
const TEST_NETS = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];

const codes = ({
  document,
}: {
  readonly document: { readonly diagnoses: readonly { readonly code: string }[] };
}): readonly string[] => document.diagnoses.map(({ code }) => code);

describe.skipIf(NO_NAMESPACE !== undefined)('where nobody lives', () => {
  test.concurrent.each(['check', 'probe'])(
    '%s: a network that accepts everything voids what rests on TCP',
    async (command) => {
      const net = namespace(CLINIC, ...TEST_NETS);
      const accepted = await net.peer('silent', 4445, 5551);
      const ran = await net.run([command, CLINIC, '--timeout', '3s']);
      expect(codes(ran)).toEqual(['network.accept-all']);
      expect(ran.status).toBe(3);
      expect(ran.document.result).toMatchObject({
        targets: [{ controls: { mustNotAnswer: { tried: 3, accepted: 3 } } }],
      });
      expect(
        accepted()
          .filter((line) => !line.startsWith(CLINIC))
          .sort(),
      ).toEqual(NOBODY);
    },
  );

  test.concurrent('PosXML bytes prove a terminal whoever else accepts: nobody else is dialled', async () => {
    const net = namespace(CLINIC, ...TEST_NETS);
    const accepted = await net.peer('terminal', 4445);
    const ran = await net.run(['probe', `${CLINIC}:4445`]);
    expect([codes(ran), ran.status]).toEqual([[], 0]);
    expect(new Set(accepted())).toEqual(new Set([`${CLINIC} 4445`]));
  });

  test.concurrent('nobody answers, as it should be: an open port is open', async () => {
    const net = namespace(CLINIC);
    await net.peer('silent', 4445);
    const ran = await net.run(['check', `${CLINIC}:4445`]);
    expect([codes(ran), ran.status]).toEqual([[], 0]);
    expect(ran.document.result).toMatchObject({
      targets: [{ controls: { mustNotAnswer: { tried: 3, accepted: 0 } } }],
    });
  });

  test.concurrent('silence, as it is in the world, is not waited for as long as a terminal', async () => {
    const net = droppingNamespace(CLINIC);
    await net.peer('silent', 4445);
    const ran = await net.run(['check', `${CLINIC}:4445`, '--timeout', '2m']);
    expect([codes(ran), ran.status]).toEqual([[], 0]);
    expect(ran.document.durationMs).toBeGreaterThan(1000);
    expect(ran.document.durationMs).toBeLessThan(STUCK_MS);
  });

  test.concurrent('one look is enough for many terminals, and a closed one needs none', async () => {
    const net = namespace(CLINIC, OTHER_CLINIC, ...TEST_NETS);
    const accepted = await net.peer('silent', 4445);
    const ran = await net.run(['check', `${CLINIC}:4445`, `${OTHER_CLINIC}:4445`, '--concurrency', '1']);
    expect(codes(ran)).toEqual(['network.accept-all', 'network.accept-all']);
    expect(
      accepted()
        .filter((line) => !line.startsWith('84.'))
        .sort(),
    ).toEqual(NOBODY);
    await net.run(['check', `${CLINIC}:5551`]);
    expect(accepted()).toHaveLength(5);
  });

  test.concurrent('the operator names another place, or no place at all', async () => {
    const net = namespace(CLINIC, ...TEST_NETS);
    const accepted = await net.peer('silent', 4445, 4446);
    const own = await net.run(['check', `${CLINIC}:4445`], {
      TERMINAL_CONTROL_MUST_NOT_ANSWER: '203.0.113.9:4446, 192.0.2.77',
    });
    expect(codes(own)).toEqual(['network.accept-all']);
    expect(
      accepted()
        .filter((line) => !line.startsWith(CLINIC))
        .sort(),
    ).toEqual(['192.0.2.77 4445', '203.0.113.9 4446']);
    const off = await net.run(['check', `${CLINIC}:4445`], { TERMINAL_CONTROL_MUST_NOT_ANSWER: '' });
    expect([codes(off), off.status, accepted().length]).toEqual([[], 0, 4]);
  });

  test.concurrent('nobody is dialled for an inside or loopback target', async () => {
    const net = namespace('10.1.2.3', ...TEST_NETS);
    const accepted = await net.peer('silent', 4445);
    const ran = await net.run(['check', '10.1.2.3:4445', '127.0.0.1:4445', '--allow-private'], {
      TERMINAL_CONTROL_MUST_ANSWER: '203.0.113.5:4445',
    });
    await net.run(['check', '10.1.2.3:5551', '127.0.0.1:5551', '--allow-private'], {
      TERMINAL_CONTROL_MUST_ANSWER: '203.0.113.5:4445',
    });
    expect(codes(ran)).toEqual([]);
    expect([...accepted()].sort()).toEqual(['10.1.2.3 4445', '127.0.0.1 4445']);
  });
});

describe.skipIf(NO_NAMESPACE !== undefined)('a host that is known to be up', () => {
  const env = { TERMINAL_CONTROL_MUST_ANSWER: `${KNOWN_GOOD}:443` };

  test.concurrent.each(['check', 'probe'])('%s: fails as well, so the block is on our side', async (command) => {
    const ran = await namespace(CLINIC).run([command, CLINIC], env);
    expect(codes(ran)).toEqual(['network.own-side']);
    expect(ran.status).toBe(3);
    expect(ran.document.diagnoses[0]?.summary).toContain('a host that is known to be up did not answer');
  });

  test.concurrent('answers: it is the clinic’s', async () => {
    const net = namespace(CLINIC, KNOWN_GOOD);
    const accepted = await net.peer('silent', 443);
    const ran = await net.run(['check', CLINIC, OTHER_CLINIC, '--concurrency', '1'], env);
    expect(codes(ran)).toEqual(['network.refused', 'network.unreachable']);
    expect(accepted()).toEqual([`${KNOWN_GOOD} 443`]);
  });

  test.concurrent('is not dialled where a pair accepts, nor where none is set', async () => {
    const net = namespace(CLINIC, KNOWN_GOOD);
    const accepted = await net.peer('silent', 4445, 443);
    expect(codes(await net.run(['check', CLINIC], env))).toEqual(['ports.log-closed']);
    expect(codes(await net.run(['check', `${CLINIC}:5551`]))).toEqual(['network.refused']);
    expect(accepted()).toEqual([`${CLINIC} 4445`]);
  });
});

describe.skipIf(NO_NAMESPACE !== undefined)('commands that do more than look', () => {
  const cloud = [
    '--instance',
    'https://cloud.example/clinic',
    '--department',
    '1',
    '--name',
    'Desk',
    '--model',
    'desk3200',
    '--bank',
    'seb',
    '--yes',
  ];
  const env = {
    TERMINAL_CLIENT_ID: 'agent',
    TERMINAL_CLIENT_SECRET: 'secret',
    TERMINAL_CONTROL_MUST_ANSWER: `${KNOWN_GOOD}:443`,
  };

  test.concurrent.each([
    ['test', ['--yes', '--skip-identify']],
    ['register', cloud],
    ['onboard', [...cloud, '--skip-identify']],
  ])('%s is told of both', async (command, flags) => {
    const accepting = namespace(CLINIC, ...TEST_NETS);
    await accepting.peer('silent', 4445, 5551);
    const silent = await accepting.run([command, CLINIC, ...flags, '--timeout', '3s'], env);
    expect([codes(silent), silent.status]).toEqual([['network.accept-all'], 3]);
    const cut = await namespace(CLINIC).run([command, CLINIC, ...flags], env);
    expect([codes(cut), cut.status]).toEqual([['network.own-side'], 3]);
  });
});

describe.skipIf(NO_NAMESPACE !== undefined)('another place', () => {
  test.concurrent.each(['check', 'probe'])(
    '%s: a proxy that says yes to everything is not believed',
    async (command) => {
      const net = namespace(CLINIC);
      const asked = await net.peer('yes', 1080);
      const ran = await net.run([command, `${CLINIC}:4445`, '--via', 'socks5://127.0.0.1:1080', '--timeout', '3s']);
      expect(codes(ran)).toEqual(['network.refused', 'network.via-failed']);
      expect(ran.status).toBe(3);
      expect(ran.document.diagnoses[1]?.summary).toContain('3 of 3 unused addresses');
      expect(asked().length).toBeGreaterThanOrEqual(4);
    },
  );
});

describe.skipIf(NO_NAMESPACE !== undefined)('a place that nobody let in', () => {
  const STRANGER = '203.0.113.77';
  const env = { TERMINAL_CONTROL_STRANGER: `socks5://${STRANGER}:1080` };
  const flags = [
    '--instance',
    'https://cloud.example/clinic',
    '--department',
    '1',
    '--name',
    'Desk',
    '--model',
    'desk3200',
    '--bank',
    'seb',
    '--yes',
  ];

  test.concurrent('reaches the terminal as well: it is open to the whole internet', async () => {
    const net = namespace(CLINIC, STRANGER);
    const [accepted, asked] = [await net.peer('terminal', 4445), await net.peer('socks', 1080)];
    const ran = await net.run(['probe', `${CLINIC}:4445`], env);
    expect([codes(ran), ran.status]).toEqual([['terminal.exposed'], 0]);
    expect(ran.document.result).toMatchObject({
      targets: [{ controls: { mustNotAnswer: null, strangerReaches: true } }],
    });
    // Three at unused addresses, and the terminal once; two questions of our own.
    expect([asked().length, accepted().length]).toEqual([4, 3]);
  });

  test.concurrent('is not let in', async () => {
    const net = namespace(CLINIC, STRANGER);
    await net.peer('terminal', 4445);
    await net.peer('refused', 1080);
    const ran = await net.run(['probe', `${CLINIC}:4445`], env);
    expect([codes(ran), ran.status]).toEqual([[], 0]);
    expect(ran.document.result).toMatchObject({ targets: [{ controls: { strangerReaches: false } }] });
  });

  test.concurrent.each(['yes', 'silent', 'nobody'] as const)('proves nothing where its proxy is %s', async (kind) => {
    const net = namespace(CLINIC, STRANGER);
    const accepted = await net.peer('terminal', 4445);
    if (kind !== 'nobody') await net.peer(kind, 1080);
    const ran = await net.run(['probe', `${CLINIC}:4445`, '--timeout', '3s'], env);
    expect([codes(ran), ran.status]).toEqual([[], 0]);
    expect(ran.document.result).toMatchObject({ targets: [{ controls: { strangerReaches: null } }] });
    expect(accepted()).toHaveLength(2);
  });

  test.concurrent('is asked about nothing but a terminal at a public address, that answered', async () => {
    const net = namespace(CLINIC, '10.1.2.3', STRANGER);
    await net.peer('terminal', 4445);
    await net.peer('silent', 4446);
    const asked = await net.peer('socks', 1080);
    await net.run(['probe', '10.1.2.3:4445', '127.0.0.1:4445', '--allow-private'], env);
    await net.run(['probe', `${CLINIC}:4446`, '--timeout', '3s'], env);
    await net.run(['check', `${CLINIC}:4445`], env);
    await net.run(['probe', `${CLINIC}:4445`]);
    expect(asked()).toEqual([]);
  });

  test.concurrent.each([
    ['test', ['--yes', '--skip-identify', '--tid', '99999999']],
    ['onboard', [...flags, '--skip-identify', '--tid', '99999999']],
  ])('%s asks, too', async (command, args) => {
    const net = namespace(CLINIC, STRANGER);
    await net.peer('terminal', 4445);
    await net.peer('socks', 1080);
    const ran = await net.run([command, `${CLINIC}:4445`, ...args], {
      ...env,
      TERMINAL_CLIENT_ID: 'agent',
      TERMINAL_CLIENT_SECRET: 'secret',
    });
    expect([codes(ran), ran.status]).toEqual([['terminal.other-clinic', 'terminal.exposed'], 5]);
  });
});

describe.skipIf(NO_NAMESPACE !== undefined)('the clinic’s own network', () => {
  test.concurrent.each(['check', 'probe'])('%s: a test from there that fails is to be ignored', async (command) => {
    const net = namespace(CLINIC);
    await net.peer('terminal', 4445);
    await net.peer('refused', 1080);
    const ran = await net.run([command, `${CLINIC}:4445`, '--via', `socks5://${CLINIC}:1080`, '--language', 'en']);
    expect([codes(ran), ran.status]).toEqual([['network.hairpin'], 0]);
    expect(ran.document.diagnoses[0]?.say).toContain('it does not count');
  });

  test.concurrent('and another place is none: what fails from there is barred', async () => {
    const net = namespace(CLINIC, OTHER_CLINIC);
    await net.peer('terminal', 4445);
    await net.peer('refused', 1080);
    const ran = await net.run(['probe', `${CLINIC}:4445`, '--via', `socks5://${OTHER_CLINIC}:1080`]);
    expect([codes(ran), ran.status]).toEqual([['network.cloud-blocked'], 3]);
  });

  test.concurrent(
    'reaches itself, and we do not: nothing is learned from that, and the fault is not called ours',
    async () => {
      const net = namespace(CLINIC);
      const proxied = await net.peer('yes', 1080);
      const ran = await net.run(['check', `${CLINIC}:4445`, '--via', `socks5://${CLINIC}:1080`], {
        TERMINAL_CONTROL_MUST_NOT_ANSWER: '',
      });
      expect([codes(ran), ran.status]).toEqual([['network.refused'], 3]);
      expect(proxied().length).toBeGreaterThan(0);
    },
  );
});

describe.skipIf(NO_NAMESPACE !== undefined)('settings that cannot be read', () => {
  test.concurrent.each([
    ['TERMINAL_CONTROL_MUST_ANSWER', 'www.example.com'],
    ['TERMINAL_CONTROL_MUST_ANSWER', '203.0.113.5:0'],
    ['TERMINAL_CONTROL_STRANGER', '203.0.113.5:1080'],
    ['TERMINAL_CONTROL_STRANGER', 'socks5://user:secret@203.0.113.5:1080'],
    ['TERMINAL_CONTROL_MUST_NOT_ANSWER', '84.111.222'],
    ['TERMINAL_CONTROL_MUST_NOT_ANSWER', '1.1.1.1:x'],
    [
      'TERMINAL_CONTROL_MUST_NOT_ANSWER',
      Array.from({ length: 9 }, (_, index) => `192.0.2.${String(index + 1)}`).join(','),
    ],
  ])('%s=%s ends the run before anything is dialled', async (name, value) => {
    const net = namespace(CLINIC);
    const accepted = await net.peer('silent', 4445);
    const ran = await net.run(['check', `${CLINIC}:4445`], { [name]: value });
    expect([ran.status, ran.document.error?.code]).toEqual([2, 'usage.invalid']);
    expect(ran.document.error?.message).toContain(name);
    expect(accepted()).toEqual([]);
  });
});
