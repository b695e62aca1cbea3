import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { explainCode } from '../../src/diagnosis/advice.js';
import type { Explanation } from '../../src/diagnosis/advice.js';
import { ERROR_ROWS } from '../../src/diagnosis/error-rows.js';
import type { Language } from '../../src/contract/language.js';
import { TABLE } from '../../src/diagnosis/table.js';

export const FOLDER = fileURLToPath(new URL('../../docs/diagnoses/', import.meta.url));

const LANGUAGES: Readonly<Record<Language, string>> = { et: 'Estonian', en: 'English', ru: 'Russian' };

const INTRODUCTION = `# Diagnoses and error codes

Written by \`npm run generate:docs\` from the table in \`src/diagnosis/\`; change it there. One page a code;
\`terminal explain CODE\` shows the same text.

Diagnoses stand in order of gravity: money first, then what is wrong nearest to the root. A report names errors before
warnings, each in this order, and leaves out what is a mere symptom of another diagnosis at the same place. A warning
ends with exit 0; of several errors the first one's exit status counts, but 10 overrides all. Values in the examples are
made up.
`;

const TRACES = `## What a probe leaves behind

A probe sends little, also where a rule forwards to another device:

- Posxml port: one PosXML request (HTTP POST, about 300 bytes). A terminal that answers gets a second one.
- Log port: nothing at first. One PosXML request follows where the port is silent and that can tell a wrong rule.
- A port that hangs up on its request: a second connection, which listens for a moment, and then sends the first message of TLS
  (ClientHello). Nothing is sent where the port speaks or hangs up by itself.
- Ports 9100 to 9102: nothing at all, since network printers print what these are sent. A printer behind another external port
  prints one page of code.

The log of another device may then show a malformed HTTP request or a failed TLS handshake from the agent's address:
"invalid format" (SSH), "Possible SECURITY ATTACK detected" (Redis), "possible active attack" (OpenVPN), "Got packets out of order"
(MySQL), "Too many invalid commands" (mail), some lines of XML (syslog). This is this program, and no attack.
\`terminal check\` sends nothing to any port.
`;

const ERRORS = `## Errors

An error is about the program or its use, not about a terminal.
`;

/** The pages of docs/diagnoses/ as the table has them, by file name. */
export function diagnosesPages(): ReadonlyMap<string, string> {
  const [diagnoses, errors] = [TABLE, ERROR_ROWS].map((rows) => rows.map(({ code }) => code)) as [string[], string[]];
  const index = [INTRODUCTION, overview('Diagnosis', diagnoses), TRACES, ERRORS, overview('Error', errors)].join('\n');
  return new Map([['README.md', index], ...[...diagnoses, ...errors].map((code) => [file(code), page(code)] as const)]);
}

const file = (code: string): string => `${code}.md`;
const link = (code: string): string => `[\`${code}\`](${file(code)})`;

function overview(title: string, codes: readonly string[]): string {
  const rows = codes
    .map((code) => explained(code))
    .map(({ code, severity, exit, meaning }) => {
      return `| ${link(code)} | ${severity ?? 'error'} | ${String(exit)} | ${firstSentence(meaning)} |`;
    });
  return [`| ${title} | Severity | Exit | Meaning |`, '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function page(code: string): string {
  const { severity, exit, meaning, example, causes, ask, do: steps, solved, help, explains } = explained(code);
  return [
    `# ${code}\n`,
    `${severity === null ? 'Error' : capital(severity)}, exit ${String(exit)}. ${meaning}\n`,
    ...(example === null ? [] : [`**Seen**, for example: ${example}\n`]),
    ...(causes.length === 0
      ? []
      : [
          '**Likely causes**, likeliest first:\n',
          `${causes.map((cause, index) => `${String(index + 1)}. ${cause}`).join('\n')}\n`,
        ]),
    ...(ask === null ? [] : [`**Ask**: ${ask}\n`]),
    ...saying(code),
    ...(steps.length === 1
      ? [`**Do**: ${steps.join('')}\n`]
      : ['**Do**:\n', `${steps.map((step) => `- ${step}`).join('\n')}\n`]),
    ...(solved === null ? [] : [`**It is solved when** ${solved}.\n`]),
    ...(help === null ? [] : [`**Help**: ${help}.\n`]),
    ...(explains.length === 0 ? [] : [`**Silences** at the same place: ${explains.map(link).join(', ')}.\n`]),
    `[All codes](README.md)\n`,
  ].join('\n');
}

function saying(code: string): readonly string[] {
  const lines = (Object.keys(LANGUAGES) as Language[]).flatMap((language) => {
    const say = explained(code, language).say;
    return say === null ? [] : [`- ${LANGUAGES[language]}: ${say}`];
  });
  return lines.length === 0 ? [] : ['**Say**:\n', `${lines.join('\n')}\n`];
}

function explained(code: string, language: Language = 'en'): Explanation {
  const found = explainCode(code, language);
  if (!found) throw new Error(`no such code: ${code}`);
  return found;
}

function firstSentence(text: string): string {
  return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function write(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const [name, text] of diagnosesPages()) writeFileSync(join(FOLDER, name), text);
}

if (argv[1] === fileURLToPath(import.meta.url)) write();
