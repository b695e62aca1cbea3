import { writePrivateFile } from '../../session/private-file.js';
import { StoreError } from '../../session/store-error.js';
import type { Configuration } from './config-file.js';

/** Whole or not at all. @throws StoreError `store.full` */
export function writeConfiguration(file: string, configuration: Configuration): void {
  try {
    writePrivateFile(file, `${JSON.stringify(Object.fromEntries(configuration), null, 2)}\n`);
  } catch (cause) {
    throw new StoreError('store.full', `the user configuration ${file} cannot be written`, { cause });
  }
}
