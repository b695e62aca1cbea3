/** The commands in the order of their ids: oclif writes them in the order in which the disk happened to give their files. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../../oclif.manifest.json', import.meta.url);

const manifest = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly commands: Readonly<Record<string, unknown>> };
const commands = Object.fromEntries(Object.entries(manifest.commands).sort(([one], [other]) => (one < other ? -1 : 1)));
writeFileSync(FILE, JSON.stringify({ ...manifest, commands }, null, 2));
