import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { safeExcerpt } from '../../text/safe-excerpt.js';

/** Who asks the store. */
export interface Asker {
  readonly agent: string;
  /** This computer, for people. */
  readonly machine: string;
  /**
   * Of this computer since it was started, and this folder. Programs that share it share their local locks: the one who has
   * one of those knows that the former holder of the same key is gone. A folder that two computers share has two keys.
   */
  readonly machineKey: string;
}

export function askerOf(agent: string, folder: string): Asker {
  const machine = safeExcerpt(hostname(), 60);
  const parts = [machine, folder, read('/proc/sys/kernel/random/boot_id'), link('/proc/self/ns/net')];
  return { agent, machine, machineKey: createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32) };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** Local locks are sockets without a file: those of another container are others. */
function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
