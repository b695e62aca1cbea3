#!/usr/bin/env node
const { argv, env } = process;

// A stack that somebody reads names the lines of src; whoever reads none does not wait for the maps.
if (argv.some((word) => word.startsWith('--debug')) || env.TERMINAL_DEBUG || env.TERMINAL_DEBUG_FILE)
  process.setSourceMapsEnabled(true);

const { startProgram } = require('../dist/start.js');
void startProgram(argv.slice(2), {
  root: require('node:path').dirname(__dirname),
  load: (path) => require(`../${path}`),
});
