import { dirname } from 'node:path';
import { exposedIn } from '../../session/rights.js';
import type { Check } from '../../contract/document.js';
import { EXIT } from '../../contract/exit.js';
import type { StoredCredentials, Place } from '../../credentials/store.js';
import { renderFinding } from '../../ui/findings.js';
import { wrapText } from '../../ui/wrap.js';
import type { CommandContext } from '../../cli/command/context.js';
import { fromEnvironment } from './find-credentials.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';
import type { Login } from './login-input.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';

const BEATEN = 'TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET are set in the environment: they beat what is kept.';

/** They were kept. */
export function keptOutcome(
  { instance, credentials }: Login,
  kept: StoredCredentials,
  { tried }: { readonly tried: boolean },
  { width }: CommandContext,
): Outcome {
  const { clientId } = credentials;
  const lines = [
    tried
      ? `${instance} accepts the credentials of ${clientId}.`
      : `The credentials of ${clientId} for ${instance} were not tried.`,
    ...placeText(kept),
  ];
  return {
    ...EMPTY,
    result: {
      instance,
      clientId,
      tried,
      keptIn: kept.keptIn,
      file: kept.keptIn === 'file' ? kept.file : null,
      keyring: kept.why ?? null,
    },
    checks: tried ? [authCheck(instance, 'pass')] : [],
    warnings: [
      ...(fromEnvironment(process.env) ? [BEATEN] : []),
      ...exposedIn(dirname(dirname(kept.file))).map((what) => `${what}.`),
    ],
    text: lines.flatMap((line) => wrapText(line, width)),
  };
}

function placeText({ keptIn, file, why }: StoredCredentials): readonly string[] {
  if (keptIn === 'keyring') return ["They are kept in the system's key store."];
  const whose = process.platform === 'win32' ? 'a file with the rights of its folder' : 'a file that only you can read';
  return [
    `They are kept in ${whose}, ${file}, since the system's key store cannot be used.`,
    `That is all right: they work like this. (The key store said: ${why ?? 'nothing'})`,
  ];
}

/** The cloud did not accept them, or could not be asked: either way nothing changes on this computer. */
export function refusedOutcome(
  { instance, credentials }: Login,
  findings: JudgedFacts,
  { out, width }: CommandContext,
): Outcome {
  // Nobody of the clinic is on the line.
  const diagnoses = findings.diagnoses.map((one) => ({ ...one, ask: null, say: null }));
  const untried = findings.exit !== EXIT.credentials;
  return {
    ...EMPTY,
    ...findings,
    result: { instance, clientId: credentials.clientId, tried: !untried, keptIn: null, file: null, keyring: null },
    checks: [authCheck(instance, 'fail')],
    warnings: [
      untried
        ? 'Nothing was kept or changed on this computer, since the credentials could not be tried. To keep them all the same, add --no-verify.'
        : 'Nothing was kept or changed on this computer.',
    ],
    text: diagnoses.flatMap((one) => renderFinding(one, out, width)),
  };
}

function authCheck(instance: string, status: Check['status']): Check {
  return { id: 'cloud.auth', status, target: instance, ms: null, evidence: {} };
}

const REMOVED: Readonly<Record<Place, string>> = {
  keyring: "removed from the system's key store",
  file: 'removed from their file',
};

/** They were removed, or there were none. */
export function forgottenOutcome(instance: string, removed: readonly Place[], { width }: CommandContext): Outcome {
  const text =
    removed.length === 0
      ? `No credentials for ${instance} were kept on this computer.`
      : `The credentials for ${instance} were ${removed.map((place) => REMOVED[place]).join(' and ')}.`;
  return {
    ...EMPTY,
    result: { instance, removed: [...removed] },
    warnings: fromEnvironment(process.env)
      ? ['TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET are set in the environment, and still count.']
      : [],
    text: wrapText(text, width),
  };
}
