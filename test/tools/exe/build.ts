/** `npm run build:exe [-- --node FILE]`: the program and a Node in one file, by Node's single executable applications. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assetsIn } from './assets.js';
import { EXECUTABLE, FOLDER, ROOT } from './folder.js';
import { licencesWith } from './licence-of-node.js';
import { inject, stripped } from './inject.js';
import { bundleMain } from './main-script.js';
import { rehearse } from './rehearsals.js';

/** The first whose executables can be told to leave out the warning and to hold files whole. */
const LEAST = 24;

const { values } = parseArgs({ options: { node: { type: 'string', default: process.execPath } } });
const node = values.node;
const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
if (Number(/^v(\d+)\./.exec(version)?.[1]) < LEAST) {
  process.stderr.write(
    `build:exe needs Node ${String(LEAST)} or later, and ${node} is ${version}: run it with one, or name one: npm run build:exe -- --node FILE\n`,
  );
  process.exit(2);
}

const work = join(FOLDER, 'work');
rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(work, { recursive: true });

const main = await bundleMain(work);
const compiled = join(work, 'compiled');
await rehearse(node, compiled);
// One thread beside the first one: with more of them a probe took 2.4 ms longer, on two cores.
const execArgv = ['--v8-pool-size=1'];
const config = {
  main,
  output: join(work, 'blob'),
  disableExperimentalSEAWarning: true,
  execArgv,
  assets: assetsIn(compiled, work),
};
writeFileSync(join(work, 'config.json'), JSON.stringify(config));
execFileSync(node, ['--experimental-sea-config', join(work, 'config.json')], { stdio: 'pipe' });

copyFileSync(node, EXECUTABLE);
const wasStripped = stripped(EXECUTABLE);
inject(EXECUTABLE, config.output);
copyFileSync(join(ROOT, 'docs', 'terminal.1'), join(FOLDER, 'terminal.1'));
const { text, missing } = licencesWith(readFileSync(join(ROOT, 'dist', 'THIRD-PARTY-LICENSES.txt'), 'utf8'), node);
writeFileSync(join(FOLDER, 'THIRD-PARTY-LICENSES.txt'), text);
rmSync(work, { recursive: true });

const size = (statSync(EXECUTABLE).size / 1e6).toFixed(0);
process.stdout.write(
  `${EXECUTABLE}: ${size} MB, Node ${version}${wasStripped ? '' : ', with its symbols: there is no strip here'}\n`,
);
if (missing)
  process.stdout.write(
    `The licence of Node.js was not found beside ${node}: add the file LICENSE of ${version} before you pass the executable on.\n`,
  );
