import type { Socket } from 'node:net';
import type { Behind, Outside, Rules } from './rules.js';
import { OutsidePort } from './nat-port.js';
import type { Standing } from './nat-port.js';
import { SERVICES } from './services/index.js';
import type { ServiceName } from './services/index.js';
import { relaySocket } from './services/relay.js';
import type { Enter } from './services/service.js';
import type { VirtualTerminal } from './terminal/virtual-terminal.js';

type Role = keyof Rules;

/** A port of a terminal at the clinic. */
interface Inside {
  readonly terminal: VirtualTerminal;
  readonly role: Role;
}

/** The clinic's router with the terminal behind it: two external ports that never change, and what they lead to, which may. */
export interface Router extends Outside {
  readonly rules: Required<Rules>;
  /** Whether the terminal's network plug is in. */
  readonly plugged: boolean;
  /** Leads new connections elsewhere; those that stand stay where they are. */
  forward(rules: Rules): Promise<void>;
  /** Exchanges what the two rules lead to; once more puts them back. */
  swap(): Promise<void>;
  /** Pulls the terminal's plug: connections fall silent, new ones are dropped, its bank is out of reach, and what it is asked already stays without an answer. */
  unplug(): Promise<void>;
  /** What was on its way continues, as TCP would send it again. */
  plugIn(): Promise<void>;
  close(): Promise<void>;
}

export async function openRouter(
  terminal: VirtualTerminal,
  other: VirtualTerminal | undefined,
  rules: Rules,
): Promise<Router> {
  const router = new LiveRouter(terminal, other, rules);
  await router.start();
  return router;
}

class LiveRouter implements Router {
  readonly #terminal: VirtualTerminal;
  readonly #other: VirtualTerminal | undefined;
  readonly #ports: Readonly<Record<Role, OutsidePort>>;
  readonly #services = new Map<Behind, Enter>();
  readonly #insides = new Set<Socket>();
  readonly #leave: readonly (() => void)[];
  #rules: Required<Rules>;
  #unplugged:
    | { readonly over: Promise<void>; readonly end: () => void; readonly bank: VirtualTerminal['settings']['bank'] }
    | undefined;

  constructor(terminal: VirtualTerminal, other: VirtualTerminal | undefined, rules: Rules) {
    this.#terminal = terminal;
    this.#other = other;
    this.#rules = complete(rules);
    const port = (role: Role): OutsidePort =>
      new OutsidePort(terminal.host, (socket) => {
        this.#enter(role, socket);
      });
    this.#ports = { posxml: port('posxml'), log: port('log') };
    // A router refuses for the device that refuses behind it.
    this.#leave = [terminal, ...(other ? [other] : [])].map((each) =>
      each.on(({ kind }) => {
        if (kind === 'ports') this.#stand();
      }),
    );
  }

  get host(): string {
    return this.#terminal.host;
  }

  get posxmlPort(): number {
    return this.#ports.posxml.port;
  }

  get logPort(): number {
    return this.#ports.log.port;
  }

  get rules(): Required<Rules> {
    return this.#rules;
  }

  get plugged(): boolean {
    return this.#unplugged === undefined;
  }

  async start(): Promise<void> {
    const { fewFiles } = this.#terminal.settings;
    await this.#ports.posxml.start(fewFiles);
    await this.#ports.log.start(fewFiles);
    this.#stand();
    await this.#settled();
  }

  async forward(rules: Rules): Promise<void> {
    this.#rules = complete(rules);
    this.#stand();
    await this.#settled();
  }

  async swap(): Promise<void> {
    await this.forward({ posxml: this.#rules.log, log: this.#rules.posxml });
  }

  async unplug(): Promise<void> {
    if (!this.#unplugged) {
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      const { settings } = this.#terminal;
      this.#unplugged = { over, end, bank: settings.bank };
      settings.bank = ['host', 'reversing'].includes(this.#terminal.phase) ? 'no-answer' : 'unreachable';
      this.#stand();
    }
    await this.#settled();
  }

  async plugIn(): Promise<void> {
    const unplugged = this.#unplugged;
    this.#unplugged = undefined;
    if (unplugged) this.#terminal.settings.bank = unplugged.bank;
    this.#stand();
    unplugged?.end();
    await this.#settled();
  }

  async close(): Promise<void> {
    this.#leave.forEach((leave) => {
      leave();
    });
    for (const inside of this.#insides) inside.destroy();
    await Promise.all([this.#ports.posxml.close(), this.#ports.log.close()]);
  }

  #stand(): void {
    this.#ports.posxml.stand(this.#standing(this.#rules.posxml));
    this.#ports.log.stand(this.#standing(this.#rules.log));
  }

  async #settled(): Promise<void> {
    await Promise.all([this.#ports.posxml.settled, this.#ports.log.settled]);
  }

  #standing(behind: Behind): Standing {
    if (behind === 'nobody') return 'refuses';
    if (behind === 'nothing') return 'drops';
    const inside = this.#inside(behind);
    if (!inside) return 'open';
    if (this.#unplugged && inside.terminal === this.#terminal) return 'drops';
    return inside.terminal.open[inside.role] ? 'open' : 'refuses';
  }

  /** The port of a terminal that is meant; undefined where it is no terminal's. */
  #inside(behind: Behind): Inside | undefined {
    const [, other, role] = /^(other-)?(posxml|log)$/.exec(behind) ?? [];
    const terminal = other === undefined ? this.#terminal : this.#other;
    return role !== undefined && terminal ? { terminal, role: role as Role } : undefined;
  }

  #enter(role: Role, socket: Socket): void {
    const behind = this.#rules[role];
    const inside = this.#inside(behind);
    if (!inside) {
      this.#service(behind)(socket);
      return;
    }
    const port = inside.role === 'posxml' ? inside.terminal.posxmlPort : inside.terminal.logPort;
    const opened = relaySocket(socket, this.host, port, () => this.#passable(inside.terminal));
    this.#insides.add(opened);
    opened.once('close', () => this.#insides.delete(opened));
  }

  /** Who has a reply in hand may connect again immediately: the ports stand by then as the terminal's do. */
  async #passable(terminal: VirtualTerminal): Promise<void> {
    while (this.#unplugged && terminal === this.#terminal) await this.#unplugged.over;
    await this.#settled();
  }

  /** Each is made when it is needed, and once. */
  #service(behind: Behind): Enter {
    const enter = this.#services.get(behind) ?? SERVICES[behind as ServiceName]();
    this.#services.set(behind, enter);
    return (socket) => {
      // Services close with their guest, terminals need not.
      socket.allowHalfOpen = false;
      enter(socket);
    };
  }
}

function complete({ posxml = 'posxml', log = 'log' }: Rules): Required<Rules> {
  return { posxml, log };
}
