import { readHost } from '../../connection/net/address.js';
import { usageError } from '../../contract/app-error.js';
import { TEST_NET } from '../../steps/trust/controls.js';
import type { ControlAddress, ControlSettings } from '../../steps/trust/controls.js';
import type { Endpoint } from '../../model/endpoint.js';
import { environmentName } from '../../cli/args/environment.js';
import type { Settings } from '../../cli/args/settings.js';
import { readProxy } from '../../cli/input/flag-values.js';

const KEYS = { nobody: 'control-must-not-answer', somebody: 'control-must-answer', stranger: 'control-stranger' };
const NOBODY = environmentName(KEYS.nobody);
const SOMEBODY = environmentName(KEYS.somebody);
const STRANGER = environmentName(KEYS.stranger);

/** No check of one's own network needs more. */
const MOST = 8;

/**
 * The controls that the operator set: lists of `host:port` with blanks or commas between. Where nobody must answer,
 * a port that is left out is the terminal's, and an empty list turns the check off. The stranger is a proxy, where
 * there is one. @throws AppError usage.invalid
 */
export function readControls(settings: Settings): ControlSettings {
  const nobody = settings.get(KEYS.nobody);
  const stranger = settings.get(KEYS.stranger)?.trim() ?? '';
  return {
    ...(stranger !== '' && { stranger: readProxy(stranger, STRANGER) }),
    mustNotAnswer: nobody === undefined ? TEST_NET : listOf(nobody, NOBODY).map((text) => readPlace(text, NOBODY)),
    mustAnswer: listOf(settings.get(KEYS.somebody) ?? '', SOMEBODY).map((text) =>
      withPort(readPlace(text, SOMEBODY), text),
    ),
  };
}

function listOf(text: string, name: string): readonly string[] {
  const items = text.split(/[\s,]+/).filter((item) => item !== '');
  if (items.length > MOST)
    throw usageError('usage.invalid', `${name} has ${String(items.length)} addresses.`, [
      `Give at most ${String(MOST)}.`,
    ]);
  return items;
}

function readPlace(text: string, name: string): ControlAddress {
  const [, bracketed, bare, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const reading = readHost(bracketed ?? bare ?? '');
  const port = digits === undefined ? undefined : Number(digits);
  if (!reading.ok || (port !== undefined && (port < 1 || port > 65535))) {
    throw usageError('usage.invalid', `${name} holds ${JSON.stringify(text.slice(0, 60))}, which is not host:port.`, [
      'Write it like 198.51.100.1:4445.',
    ]);
  }
  return { host: reading.host, ...(port !== undefined && { port }) };
}

function withPort({ host, port }: ControlAddress, text: string): Endpoint {
  if (port !== undefined) return { host, port };
  throw usageError('usage.invalid', `${SOMEBODY} holds ${JSON.stringify(text.slice(0, 60))} without a port.`, [
    'Write it like www.example.com:443.',
  ]);
}
