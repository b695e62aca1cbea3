/**
 * Loaded into a program that is to be killed: counts the steps that others can see (the disk of the store, sockets),
 * writes their names to the file KILL_LOG, and ends the process with SIGKILL at the step and moment that KILL_AT names.
 * With `power` what was not synced is lost as well; with `full` it lives on with a disk that takes nothing more, with
 * `gone` and `changed` with a journal that another has meddled with. Time runs as KILL_CLOCK says, so that no test waits for minutes.
 */
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const os = require('node:os');
const { dirname, join } = require('node:path');
const timers = require('node:timers/promises');

const real = { ...fs };
const home = process.env['TERMINAL_HOME'] ?? '';
const [doomedStep, moment] = (process.env['KILL_AT'] ?? '').split(', ');
const roles = new Map(Object.entries(JSON.parse(process.env['KILL_PORTS'] ?? '{}')));
const log = real.openSync(process.env['KILL_LOG'] ?? '/dev/null', 'a');

/** @type {Map<string, number>} */
const counts = new Map();

/** @param {string} line */
const note = (line) => real.writeSync(log, `${line}\n`);

let full = false;
let meddledWith = false;
const readOnly = process.env['KILL_READ_ONLY'] === 'yes';

/** @param {(() => unknown) | undefined} half @returns {never} */
function refuse(half) {
  // What is begun fits, the rest does not.
  half?.();
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
}

/** What another program, or a person, does to the journals. @param {string} moment */
function meddle(moment) {
  meddledWith = true;
  const folder = join(home, 'sessions');
  for (const name of real.readdirSync(folder).filter((each) => each.endsWith('.jsonl')))
    if (moment === 'gone') real.rmSync(join(folder, name));
    else unwatched(() => real.appendFileSync(join(folder, name), 'a line of somebody else\n'));
}

/** @returns {never} */
function die() {
  process.kill(process.pid, 'SIGKILL');
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/**
 * @template T
 * @param {string} name @param {() => T} act @param {() => unknown} [half] what is left of it when it is torn
 * @returns {T}
 */
function step(name, act, half) {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  const own = `${name} #${String(count)}`;
  const at = own === doomedStep ? moment : undefined;
  note(`step ${own}`);
  if (half) note(`torn ${own}`);
  if (at === 'before') die();
  if (at === 'torn') {
    half?.();
    die();
  }
  full ||= at === 'full';
  if (at === 'gone' || at === 'changed') meddle(at);
  if (full && /^(write|sync|create|make)/.test(name)) refuse(half);
  const result = act();
  if (!meddledWith && disk.isUnsynced()) note(`power ${own}`);
  if (at === 'power') disk.losePower();
  if (at === 'after' || at === 'power') die();
  return result;
}

/** Node's own functions open files with the function that is watched here. */
let watching = true;

/** @template T @param {() => T} act @returns {T} */
function unwatched(act) {
  watching = false;
  try {
    return act();
  } finally {
    watching = true;
  }
}

/** @param {string} path */
const contentsOf = (path) => unwatched(() => real.readFileSync(path));

/** What the store's files hold, and what of it would outlast the loss of power. */
class Disk {
  /** @type {Map<number, string>} */
  paths = new Map();
  /** Contents as they were last synced. @type {Map<string, Buffer>} */
  #durable = new Map();
  /** @type {Set<string>} */
  #newNames = new Set();

  /** @param {number} descriptor @param {string} path @param {boolean} created */
  opened(descriptor, path, created) {
    this.paths.set(descriptor, path);
    if (created) {
      this.named(path);
      this.#durable.set(path, Buffer.alloc(0));
    } else if (!this.#durable.has(path) && !real.statSync(path).isDirectory())
      this.#durable.set(path, contentsOf(path));
  }

  /** @param {string} path */
  named(path) {
    this.#newNames.add(path);
  }

  /** @param {number} descriptor */
  synced(descriptor) {
    const path = this.paths.get(descriptor) ?? '';
    if (meddledWith) return;
    if (!real.fstatSync(descriptor).isDirectory()) this.#durable.set(path, contentsOf(path));
    else for (const name of this.#newNames) if (dirname(name) === path) this.#newNames.delete(name);
  }

  isUnsynced() {
    return this.#newNames.size > 0 || [...this.#durable].some(([path, kept]) => !kept.equals(contentsOf(path)));
  }

  losePower() {
    for (const [path, kept] of this.#durable) unwatched(() => real.writeFileSync(path, kept));
    for (const name of this.#newNames) real.rmSync(name, { recursive: true, force: true });
  }
}

const disk = new Disk();

/** @param {unknown} path */
const isOfStore = (path) =>
  typeof path === 'string' && (path === home || path === dirname(home) || path.startsWith(`${home}/`));

fs.openSync = (path, flags, ...rest) => {
  if (!watching || !isOfStore(path)) return real.openSync(path, flags, ...rest);
  if (readOnly && /[aw+]/.test(String(flags)))
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
  const created = /^[aw]/.test(String(flags)) && !real.existsSync(path);
  const open = () => {
    const descriptor = real.openSync(path, flags, ...rest);
    disk.opened(descriptor, String(path), created);
    return descriptor;
  };
  return created ? step('create journal', open) : open();
};

fs.closeSync = (descriptor) => {
  if (watching) disk.paths.delete(descriptor);
  real.closeSync(descriptor);
};

fs.mkdirSync = (path, options) => {
  if (!isOfStore(path) || real.existsSync(path)) return real.mkdirSync(path, options);
  return step('make folder', () => {
    for (let folder = String(path); !real.existsSync(folder); folder = dirname(folder)) disk.named(folder);
    return real.mkdirSync(path, options);
  });
};

/** @type {Map<number, string>} the event last written */
const written = new Map();

fs.writeSync = (descriptor, data, ...rest) => {
  if (!disk.paths.has(descriptor)) return real.writeSync(descriptor, data, ...rest);
  const bytes = Buffer.from(data).subarray(rest[0] ?? 0);
  written.set(descriptor, eventIn(bytes));
  const half = () => real.writeSync(descriptor, bytes, 0, Math.floor(bytes.length / 2));
  return step(`write ${eventIn(bytes)}`, () => real.writeSync(descriptor, data, ...rest), half);
};

fs.fsyncSync = (descriptor) => {
  if (!disk.paths.has(descriptor)) return real.fsyncSync(descriptor);
  const name = real.fstatSync(descriptor).isDirectory()
    ? 'sync folder'
    : `sync ${written.get(descriptor) ?? 'journal'}`;
  return step(name, () => {
    real.fsyncSync(descriptor);
    disk.synced(descriptor);
  });
};

fs.ftruncateSync = (descriptor, length) => {
  if (!disk.paths.has(descriptor)) return real.ftruncateSync(descriptor, length);
  return step('cut journal', () => real.ftruncateSync(descriptor, length));
};

for (const name of ['renameSync', 'unlinkSync', 'rmSync']) {
  fs[name] = (path, ...rest) =>
    isOfStore(path) ? step(name, () => real[name](path, ...rest)) : real[name](path, ...rest);
}

/** @param {Buffer} line */
function eventIn(line) {
  try {
    const { event } = JSON.parse(line.toString('utf8'));
    return event.type === 'payment' ? event.event.type : event.type;
  } catch {
    return 'part of a line';
  }
}

/** What a connection is for, and what was last asked on it. @type {WeakMap<object, { role: string, asked: string, answered: boolean }>} */
const lines = new WeakMap();

const { connect, write, push } = net.Socket.prototype;

net.Socket.prototype.connect = function counted(...given) {
  const [options] = Array.isArray(given[0]) ? given[0] : given;
  if (options?.port === undefined) return connect.apply(this, given);
  const role = roles.get(String(options.port)) ?? 'cloud';
  lines.set(this, { role, asked: role, answered: false });
  return step(`connect ${role}`, () => connect.apply(this, given));
};

net.Socket.prototype.write = function counted(data, ...rest) {
  const line = lines.get(this);
  if (!line) return write.call(this, data, ...rest);
  const bytes =
    typeof data === 'string' ? Buffer.from(data, typeof rest[0] === 'string' ? rest[0] : 'utf8') : Buffer.from(data);
  line.asked = /<(\w+Request)\b/.exec(bytes.toString('latin1'))?.[1] ?? line.role;
  line.answered = false;
  const half = () => write.call(this, bytes.subarray(0, Math.floor(bytes.length / 2)));
  return step(`send ${line.asked}`, () => write.call(this, data, ...rest), half);
};

net.Socket.prototype.push = function counted(chunk, ...rest) {
  const line = lines.get(this);
  if (!line || chunk === null || line.answered) return push.call(this, chunk, ...rest);
  line.answered = true;
  return step(`receive ${line.asked}`, () => push.call(this, chunk, ...rest));
};

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function counted(...given) {
  return typeof given[0] === 'string' ? step('take lock', () => listen.apply(this, given)) : listen.apply(this, given);
};

const [origin = 0, pace = 1] = (process.env['KILL_CLOCK'] ?? '0,1').split(',').map(Number);
const { now } = Date;
const { setTimeout: later, setImmediate: afterThis } = globalThis;
const uptime = process.uptime.bind(process);
const sinceBoot = os.uptime;

/** @type {{ wall: number, own: number, boot: number } | undefined} */
let turn;

/**
 * What the clocks show in this turn of the event loop. Time passes between turns only: at such a pace a busy machine
 * that holds the process up for a moment would let minutes pass between two lines of the program.
 */
function thisTurn() {
  if (turn === undefined) {
    turn = { wall: now(), own: uptime(), boot: sinceBoot() };
    afterThis(() => (turn = undefined));
  }
  return turn;
}

Date.now = () => Math.round(origin + (thisTurn().wall - origin) * pace);
process.uptime = () => thisTurn().own * pace;
os.uptime = () => thisTurn().boot * pace;
globalThis.setTimeout = Object.assign((act, ms = 0, ...rest) => later(act, ms / pace, ...rest), later);
const { setTimeout: wait } = timers;
timers.setTimeout = (ms = 0, ...rest) => wait(ms / pace, ...rest);

syncBuiltinESMExports();
