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
import type { LoginInput } from './login-input.js';
import { EMPTY } from '../../cli/output/outcome.js';
import type { Outcome } from '../../cli/output/outcome.js';

const BEATEN =
  'TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET are set in the environment and override the saved credentials.';

/** They were kept. */
export function keptOutcome(
  { instance, credentials }: LoginInput,
  kept: StoredCredentials,
  { tried }: { readonly tried: boolean },
  { width }: CommandContext,
): Outcome {
  const { clientId } = credentials;
  const lines = [
    tried
      ? `${instance} accepts the credentials of ${clientId}.`
      : `The credentials of ${clientId} for ${instance} were not checked.`,
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
  if (keptIn === 'keyring') return ["They are saved in the system's credential store."];
  const whose =
    process.platform === 'win32' ? 'a file with the permissions of its folder' : 'a file that only you can read';
  return [
    `They are saved in ${whose}, ${file}, because the system's credential store cannot be used.`,
    `This is fine, they work from there. (Credential store: ${why ?? 'no message'})`,
  ];
}

/** The cloud did not accept them, or could not be asked: either way nothing changes on this computer. */
export function refusedOutcome(
  { instance, credentials }: LoginInput,
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
        ? 'Nothing was saved or changed on this computer, because the credentials could not be checked. To save them anyway, add --no-verify.'
        : 'Nothing was saved or changed on this computer.',
    ],
    text: diagnoses.flatMap((one) => renderFinding(one, out, width)),
  };
}

function authCheck(instance: string, status: Check['status']): Check {
  return { id: 'cloud.auth', status, target: instance, ms: null, evidence: {} };
}

const REMOVED: Readonly<Record<Place, string>> = {
  keyring: "deleted from the system's credential store",
  file: 'deleted from their file',
};

/** They were removed, or there were none. */
export function forgottenOutcome(instance: string, removed: readonly Place[], { width }: CommandContext): Outcome {
  const text =
    removed.length === 0
      ? `There were no saved credentials for ${instance} on this computer.`
      : `The credentials for ${instance} were ${removed.map((place) => REMOVED[place]).join(' and ')}.`;
  return {
    ...EMPTY,
    result: { instance, removed: [...removed] },
    warnings: fromEnvironment(process.env)
      ? ['TERMINAL_CLIENT_ID and TERMINAL_CLIENT_SECRET are set in the environment and still apply.']
      : [],
    text: wrapText(text, width),
  };
}
