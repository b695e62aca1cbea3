import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's room for new objects at the size that it has by now. It grows with whatever has survived so far, however
 * slowly: over a long list up to 144 MB on Node 24, for results that are gone within milliseconds. The flag is read
 * each time that room would grow, so that it may be set while the program runs; a V8 that has it no more says nothing
 * but a line on stderr, which `test/unit/flows/look/sweep/limit-heap-growth.test.ts` would see.
 */
export function keepMemorySteady(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
