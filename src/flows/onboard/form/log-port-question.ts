import { placeOf } from '../../../model/endpoint.js';
import type { Target } from '../../../model/endpoint.js';
import type { Prompter } from '../../../steps/dependencies.js';

/** The log port of each terminal of which one port was said and no other. Without an answer it is not looked at. */
export async function askForLogPorts(targets: readonly Target[], talk: Prompter): Promise<readonly Target[]> {
  const whole: Target[] = [];
  for (const target of targets) whole.push(await withLogPort(target, talk));
  return whole;
}

async function withLogPort(target: Target, talk: Prompter): Promise<Target> {
  const { host, posxml, log } = target;
  if (!posxml || log) return target;
  const answer = await talk.text({
    kind: 'text',
    id: 'log-port',
    message: `Only port ${String(posxml.port)} of ${placeOf(target)} was given. What is its log port?`,
    // An Enter too many must not leave a port out.
    ignoreTypeAhead: true,
    hint: 'Enter: continue without it. The log port is then not checked.',
    check: (text) => portTrouble(text.trim(), posxml.port),
  });
  const text = answer.trim();
  return text === '' ? target : { ...target, log: { host, port: Number(text), role: 'log' } };
}

function portTrouble(text: string, posxml: number): string | undefined {
  if (text === '') return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text) || Number(text) > 65_535) return 'A port is a number from 1 to 65535.';
  return Number(text) === posxml ? 'That is the posxml port. The log port is another one.' : undefined;
}
