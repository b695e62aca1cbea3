import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Door } from '../../src/sandbox/terminal/toggleable-port.js';
import type { ByteFault, ConnectFault, Sent, Way, WireFault } from './faults.js';
import { Stretch } from './stretch.js';

const HOST = '127.0.0.1';
/** Connections that a probe makes at the most. */
const PROBED = 4;

/** Takes the port and never accepts: with its queue full, a connection to it neither stands nor fails. */
const NEVER_ACCEPTS = `
  require('node:net').createServer().listen({ port: Number(process.argv[1]), host: '${HOST}', backlog: 1 }, () => {
    require('node:fs').writeSync(1, 'listening');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

/** The line between the program and a terminal. It breaks once, at one exact place, and keeps what was sent on it. */
export class Line {
  readonly sent: Sent[] = [];
  /** Called with each request when it comes in, before anything of it is passed on. */
  onRequest: (sent: Sent) => void = () => undefined;
  /** The fault has struck. */
  struck = false;
  readonly #terminalPort: number;
  readonly #door: Door;
  readonly #sockets = new Set<Socket>();
  readonly #fault: WireFault | undefined;
  #connections = 0;
  #dead = false;
  #healed = false;
  #prepared: Promise<void> = Promise.resolve();
  #squatter: ChildProcess | undefined;

  private constructor(terminalPort: number, fault: WireFault | undefined) {
    this.#terminalPort = terminalPort;
    this.#fault = fault;
    this.#door = new Door(HOST, (client) => {
      this.#enter(client);
    });
  }

  static async start(terminalPort: number, fault?: WireFault): Promise<Line> {
    const line = new Line(terminalPort, fault);
    await line.#door.start(0);
    line.#prepare(1);
    await line.#prepared;
    return line;
  }

  get port(): number {
    return this.#door.port;
  }

  get healed(): boolean {
    return this.#healed;
  }

  /** Resolves when the next connection will find what was meant for it. */
  get prepared(): Promise<void> {
    return this.#prepared;
  }

  /** Anyone who had something to repair has repaired it. */
  async heal(): Promise<void> {
    this.#dead = false;
    this.#healed = true;
    await this.#open();
  }

  async close(): Promise<void> {
    this.#squatter?.kill('SIGKILL');
    for (const socket of this.#sockets) socket.destroy();
    await this.#door.close();
  }

  /** Called when the program found a connection refused or hanging: that was it, and the next will stand again. */
  async onFailedConnect(): Promise<void> {
    if (this.#fault?.at !== 'connect' || this.struck || !this.#isShut()) return;
    this.struck = true;
    await this.#open();
  }

  /** Whether the next request of this name will get no answer; undefined stands for those of a probe, the first of all. */
  silences(request: string | undefined): boolean {
    const fault = this.#fault;
    if (this.#healed || !fault) return false;
    if (this.#dead) return true;
    if (this.struck) return false;
    if (fault.at === 'connect')
      return fault.kind === 'hang' && (request === undefined ? fault.connection <= PROBED : this.#isShut());
    if (fault.kind !== 'stall' && fault.kind !== 'blackhole') return false;
    if (request === undefined) return fault.occurrence === 1;
    const before = this.sent.filter((one) => one.request === request).length;
    return fault.request === request && before === fault.occurrence - 1;
  }

  #isShut(): boolean {
    return (
      this.#fault?.at === 'connect' &&
      this.#connections >= this.#fault.connection - 1 &&
      (this.#fault.kind === 'refuse' || this.#fault.kind === 'hang')
    );
  }

  /** One after the other: the port is free only when the one who held it has gone. */
  #open(): Promise<void> {
    this.#prepared = this.#prepared.then(() => this.#reopen());
    return this.#prepared;
  }

  async #reopen(): Promise<void> {
    const squatter = this.#squatter;
    this.#squatter = undefined;
    if (squatter && squatter.exitCode === null && squatter.signalCode === null) {
      squatter.kill('SIGKILL');
      await once(squatter, 'exit');
    }
    this.#door.open();
    await this.#door.settled;
  }

  /** What the connection after this one shall find has to be there before this one ends. */
  #prepare(connection: number): void {
    const fault = this.#fault;
    if (this.#healed || fault?.at !== 'connect' || fault.connection !== connection) return;
    if (fault.kind === 'refuse' || fault.kind === 'hang') this.#prepared = this.#shut(fault);
  }

  async #shut({ kind }: ConnectFault): Promise<void> {
    const port = this.#door.port;
    this.#door.shut();
    await this.#door.settled;
    if (kind === 'refuse') return;
    this.#squatter = spawn(process.execPath, ['-e', NEVER_ACCEPTS, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (this.#squatter.stdout) await Promise.race([once(this.#squatter.stdout, 'data'), once(this.#squatter, 'exit')]);
    for (let guest = 0; guest < 4; guest += 1) this.#sockets.add(connect(port, HOST).on('error', () => undefined));
  }

  #enter(client: Socket): void {
    const connection = (this.#connections += 1);
    this.#sockets.add(client);
    client.on('error', () => undefined);
    const fault = this.#healed ? undefined : this.#fault;
    if (fault?.at === 'connect' && fault.connection === connection) {
      this.struck = true;
      if (fault.kind === 'accept-and-reset') client.resetAndDestroy();
      else client.end().resume();
      return;
    }
    this.#prepare(connection + 1);
    const terminal = connect({ port: this.#terminalPort, host: HOST, allowHalfOpen: true, noDelay: true });
    this.#sockets.add(terminal);
    this.#join(connection, client, terminal);
  }

  #join(connection: number, client: Socket, terminal: Socket): void {
    const head: Buffer[] = [];
    let sent: Sent | undefined;
    const up = new Stretch(client, terminal);
    const down = new Stretch(terminal, client);
    const begin = (): void => {
      const text = Buffer.concat(head).toString('utf8');
      const request = /<(\w+Request)\b/.exec(text)?.[1];
      if (request === undefined || !text.includes('</PosXML>')) return;
      const upHead = text.indexOf('\r\n\r\n') + 4;
      sent = {
        connection,
        request,
        document: text.slice(upHead),
        began: this.sent.length,
        up: 0,
        upHead,
        at: 0,
        down: 0,
        downHead: 0,
        reply: '',
      };
      this.sent.push(sent);
      this.onRequest(sent);
      this.#arm(sent, up, down, client, terminal);
      sent.up = Buffer.byteLength(text);
      up.push(Buffer.concat(head));
    };
    client.on('data', (chunk) => {
      if (sent) {
        sent.up += chunk.length;
        up.push(chunk);
        return;
      }
      head.push(chunk);
      begin();
    });
    let raw = '';
    terminal.on('data', (chunk) => {
      void this.#prepared.then(() => {
        if (sent) {
          raw += chunk.toString('latin1');
          sent.down += chunk.length;
          sent.downHead ||= headLength(raw);
          sent.reply += chunk.subarray(0, down.room(chunk.length)).toString('latin1');
        }
        down.push(chunk);
      });
    });
    up.forwardEnds();
    down.forwardEnds(() => this.#prepared);
    for (const socket of [client, terminal]) socket.once('close', () => this.#sockets.delete(socket));
  }

  #arm(sent: Sent, up: Stretch, down: Stretch, client: Socket, terminal: Socket): void {
    if (this.#dead) {
      up.swallow();
      return;
    }
    const fault = this.#healed ? undefined : this.#fault;
    if (fault?.at !== 'byte' || fault.request !== sent.request) return;
    if (this.sent.filter(({ request }) => request === sent.request).length !== fault.occurrence) return;
    const way: Record<Way, Stretch> = { up, down };
    way[fault.way].breakAt(fault.byte, () => {
      this.#strike(fault, { up, down, client, terminal });
    });
  }

  #strike(
    fault: ByteFault,
    { up, down, client, terminal }: { up: Stretch; down: Stretch; client: Socket; terminal: Socket },
  ): void {
    this.struck = true;
    if (fault.thenDead) this.#dead = true;
    switch (fault.kind) {
      case 'cut':
        up.stop();
        down.stop();
        client.end();
        terminal.end();
        break;
      case 'reset':
        up.stop();
        down.stop();
        // What has passed has to leave before the RST overtakes it.
        setImmediate(() => {
          client.resetAndDestroy();
          terminal.resetAndDestroy();
        });
        break;
      case 'stall':
        // The terminal hears of it when the program gives up; the program hears nothing of the terminal's end.
        if (fault.way === 'up') up.stop();
        else down.swallow();
        break;
      case 'drip':
        (fault.way === 'up' ? up : down).drip();
        break;
      case 'blackhole':
        up.swallow();
        down.swallow();
        break;
    }
  }
}

/** 0 while the head is not whole. A blank line may stand before it. */
function headLength(reply: string): number {
  const end = /\S[^]*?\r?\n\r?\n/.exec(reply);
  return end ? end.index + end[0].length : 0;
}
