import { terminalClient } from '../../connection/terminal-client.js';
import type { AskOptions, TerminalClient } from '../../connection/terminal-client.js';
import { VERSIONS } from '../../posxml/versions.js';
import { RETURN_CODE } from '../../posxml/return-codes.js';
import type { Facts, PortFacts } from '../../model/facts.js';
import type { ProbeOptions } from './options.js';

/** Three rising tones; durations and intervals are in 10 ms. Tells whether the terminal said that it did. */
export async function beepTerminal(client: TerminalClient, options: AskOptions = {}): Promise<boolean> {
  const answer = await client.command(
    'DoBeepRequest',
    {
      Frequency1: 1500,
      Duration1: 20,
      Interval1: 10,
      Frequency2: 2000,
      Duration2: 20,
      Interval2: 10,
      Frequency3: 2500,
      Duration3: 30,
    },
    options,
  );
  return answer.kind === 'answer' && answer.returnCode === RETURN_CODE.SUCCEEDED;
}

/** Makes the terminal beep that was found: behind its posxml port, else behind the other. Not one that is at work. */
export async function withBeep(facts: Facts, options: ProbeOptions): Promise<Facts> {
  if (isIdle(facts.posxml)) return { ...facts, posxml: await beepAt(facts.posxml, options) };
  if (isIdle(facts.log)) return { ...facts, log: await beepAt(facts.log, options) };
  return facts;
}

/** It answered all that it was asked; of the log port that is one question. */
function isIdle(port: PortFacts | undefined): port is PortFacts {
  return (
    port?.service?.kind === 'posxml' &&
    port.service.posxml.version !== undefined &&
    port.service.posxml.returnCode === undefined
  );
}

async function beepAt(port: PortFacts, { timeoutMs, allowPrivate, signal, trace }: ProbeOptions): Promise<PortFacts> {
  const { pair, tcp, service } = port;
  if (service?.kind !== 'posxml' || !tcp?.open) return port;
  const version = VERSIONS.find((each) => each === service.posxml.version);
  const client = terminalClient(
    { host: tcp.address, port: pair.port },
    { timeoutMs, allowPrivate, signal, trace, version },
  );
  return { ...port, service: { kind: 'posxml', posxml: { ...service.posxml, beeped: await beepTerminal(client) } } };
}
