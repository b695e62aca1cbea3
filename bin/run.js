#!/usr/bin/env node
import { noteSignals } from '../dist/early-signals.js';

const [command, dashes, ...words] = process.argv.slice(2);
if (command === 'complete' && dashes === '--') {
  // Asked by a shell at each Tab: without the rest of the program it takes half the time.
  const { complete } = await import('../dist/complete.js');
  await complete(words, import.meta.url);
} else {
  noteSignals();
  const { main } = await import('../dist/main.js');
  await main(process.argv.slice(2), import.meta.url);
}
