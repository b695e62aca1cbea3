#!/usr/bin/env node
import { noteSignals } from '../dist/cli/early-signals.js';

noteSignals();
const { main } = await import('../dist/cli/main.js');
await main(process.argv.slice(2), import.meta.url);
