import type * as childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import type * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import type { Socket } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { uptime } from './own-time.js';
import type { Environment } from './program.js';

/** What is left of a process. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const nodeRequire = createRequire(import.meta.url);

/**
 * What a run of the program has of its own within the process of the tests: arguments, environment, streams, which are
 * pipes, listeners for signals and for the end, the exit status, and whatever it listens or connects with, which ends
 * with it, as its timers do. All else of Node is the real one.
 */
export class OwnProcess {
  readonly process: NodeJS.Process;
  readonly ended: Promise<Ended>;
  readonly #out = new Pipe();
  readonly #err = new Pipe();
  readonly #sockets = new Set<Socket | Server>();
  #end: ((ended: Ended) => void) | undefined;

  constructor(argv: readonly string[], env: Environment, stdin: string | undefined) {
    const input = new PassThrough();
    if (stdin !== undefined) input.end(stdin);
    const own = {
      argv: [...argv],
      env: { ...env },
      exitCode: undefined,
      exit: (status?: number) => {
        this.exit(status);
      },
      uptime,
      stdin: input,
      stdout: this.#out,
      stderr: this.#err,
      emitWarning: (warning: string | Error) => this.#err.write(`${String(warning)}\n`),
      getBuiltinModule: (id: string) => this.builtin(id),
    };
    this.process = Object.create(process, propertiesOf(own)) as NodeJS.Process;
    // Its listeners are its own from here on: what the real process meets is none of theirs.
    EventEmitter.call(this.process as never);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get lives(): boolean {
    return this.#end !== undefined;
  }

  /** What it does after this, nobody is told. */
  exit(status = Number(this.process.exitCode ?? 0)): void {
    if (!this.#end) return;
    const end = this.#end;
    this.#end = undefined;
    this.process.exitCode = status;
    this.process.emit('exit', status);
    for (const socket of this.#sockets) {
      if (socket instanceof Server) socket.close();
      else socket.destroy();
    }
    end({ status, stdout: this.#out.close(), stderr: this.#err.close() });
  }

  /** A module of Node's, as this run sees it. */
  builtin(id: string): object {
    const module = nodeRequire(id) as object;
    switch (id.replace(/^node:/, '')) {
      case 'process':
        return this.process;
      case 'fs':
        return { ...module, ...this.#descriptors(module as typeof fs) };
      case 'os':
        return { ...module, homedir: () => this.process.env['HOME'] };
      case 'tty':
        return { ...module, isatty: () => false };
      case 'child_process':
        return { ...module, ...this.#inheriting(module as typeof childProcess) };
      case 'net':
      case 'tls':
      case 'http':
        return { ...module, ...this.#ending(module, ['createServer', 'createConnection', 'connect']) };
      default:
        return module;
    }
  }

  /** The first three are pipes. */
  #descriptors({ fstatSync, writeSync }: typeof fs): object {
    const pipes = [undefined, this.#out, this.#err];
    return {
      fstatSync: (descriptor: number) => (descriptor <= 2 ? { isCharacterDevice: () => false } : fstatSync(descriptor)),
      writeSync: (descriptor: number, bytes: Uint8Array, from?: number, length?: number, at?: number) =>
        pipes[descriptor]?.take(bytes.subarray(from)) ?? writeSync(descriptor, bytes, from, length, at),
    };
  }

  /** A child has this run's environment, unless it is given one. */
  #inheriting({ spawn }: typeof childProcess): object {
    return {
      spawn: (file: string, args: readonly string[], options: childProcess.SpawnOptions) =>
        spawn(file, args, { env: this.process.env, ...options }),
    };
  }

  /** The same functions; what they make ends with this run, as the system sees to it for a process. */
  #ending(module: object, names: readonly string[]): object {
    const functions = Object.entries(module).filter(([name]) => names.includes(name)) as (readonly [
      string,
      (...given: unknown[]) => Socket | Server,
    ])[];
    return Object.fromEntries(
      functions.map(([name, make]) => [name, (...given: unknown[]) => this.#own(make(...given))]),
    );
  }

  #own<Owned extends Socket | Server>(socket: Owned): Owned {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    if (socket instanceof Server) socket.on('connection', (guest: Socket) => this.#own(guest));
    return socket;
  }
}

function propertiesOf(values: object): PropertyDescriptorMap {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      { value, writable: true, enumerable: true, configurable: true },
    ]),
  );
}

/** The end of a pipe where what the program tells arrives. */
class Pipe extends Writable {
  readonly #parts: Uint8Array[] = [];
  #closed = false;

  /** As much as it took, which is all; what comes after the end is not kept. */
  take(bytes: Uint8Array): number {
    if (!this.#closed) this.#parts.push(Uint8Array.from(bytes));
    return bytes.length;
  }

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.take(bytes);
    done();
  }

  close(): string {
    this.#closed = true;
    return Buffer.concat(this.#parts).toString();
  }
}
