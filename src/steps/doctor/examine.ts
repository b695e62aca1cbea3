import { PLACE_WORDS } from '../../credentials/store.js';
import type { Stored } from '../../credentials/store.js';
import type { Controls } from '../trust/controls.js';
import { examineCloudSide } from './cloud-side.js';
import type { CloudSideOptions } from './cloud-side.js';
import { examinedCheck } from './examined.js';
import type { Examined } from './examined.js';
import { examineInterfaces, examineNode, examineProxies } from './machine.js';
import { examineStore } from './store.js';
import type { SessionStore } from '../../session/store.js';

interface DoctorInput {
  /** What package.json asks of Node.js. */
  readonly engines: string;
  readonly env: NodeJS.ProcessEnv;
  readonly store: SessionStore;
  /** What `login` has kept on this machine. */
  readonly kept: readonly Stored[];
  readonly controls: Controls;
  /** Absent where no instance was given; then nothing of a cloud is dialled. */
  readonly cloudSide: CloudSideOptions | undefined;
}

/** Everything of the agent's own side, the nearest first. */
export async function examineOwnSide({
  engines,
  env,
  store,
  kept,
  controls,
  cloudSide,
}: DoctorInput): Promise<readonly Examined[]> {
  return [
    examineNode(engines),
    examineInterfaces(),
    examineProxies(env),
    await examineControl(controls),
    ...(cloudSide ? await examineCloudSide(cloudSide) : withoutInstance(env, kept)),
    ...examineStore(store),
  ];
}

async function examineControl(controls: Controls): Promise<Examined> {
  const seen = await controls.mustAnswer();
  if (!seen)
    return examinedCheck('doctor.control', 'skip', {
      says: 'no host that is known to be up is set (TERMINAL_CONTROL_MUST_ANSWER)',
    });
  const { tried, answered } = seen;
  const says = `${String(answered)} of ${String(tried)} known to be up answered`;
  if (answered === tried) return examinedCheck('doctor.control', 'pass', { says, evidence: seen });
  if (answered > 0)
    return examinedCheck('doctor.control', 'warn', {
      says,
      do: 'See which of them is down, or barred by our firewall.',
      evidence: seen,
    });
  const sign =
    tried === 1
      ? 'the host known to be up did not answer this machine'
      : `none of ${String(tried)} hosts known to be up answered this machine`;
  return examinedCheck('doctor.control', 'fail', {
    says: sign,
    do: 'Look at our firewall, VPN and network cable, or try from another network.',
    evidence: seen,
    failure: { kind: 'own-side', sign },
  });
}

function withoutInstance(env: NodeJS.ProcessEnv, kept: readonly Stored[]): readonly Examined[] {
  const says = 'not looked at: no --instance was given';
  return [
    examinedCheck('doctor.dns', 'skip', { says }),
    examinedCheck('doctor.instance', 'skip', { says }),
    examinedCheck('doctor.clock', 'skip', { says }),
    presentCredentials(env, kept),
  ];
}

const NAMES = ['TERMINAL_CLIENT_ID', 'TERMINAL_CLIENT_SECRET'] as const;

function presentCredentials(env: NodeJS.ProcessEnv, kept: readonly Stored[]): Examined {
  const missing = NAMES.filter((name) => (env[name] ?? '') === '');
  const [first] = missing;
  const evidence = {
    environment: first === undefined,
    kept: kept.map(({ instance, keptIn }) => ({ instance, keptIn })),
  };
  const stored = kept.map(({ instance, keptIn }) => `${instance} (in ${PLACE_WORDS[keptIn]})`).join(', ');
  if (first === undefined)
    return examinedCheck('doctor.credentials', 'pass', {
      says: `credentials are set in the environment${stored === '' ? '' : ', which beat those kept'}; give --instance to try them`,
      evidence,
    });
  if (missing.length < NAMES.length)
    return examinedCheck('doctor.credentials', 'warn', {
      says: `${first} is missing beside the other`,
      do: `Set ${first}.`,
      evidence,
    });
  if (stored !== '')
    return examinedCheck('doctor.credentials', 'pass', {
      says: `credentials are kept for ${stored}; give --instance to try them`,
      evidence,
    });
  return examinedCheck('doctor.credentials', 'skip', {
    says: 'no credentials are set or kept; only register and onboard need them',
    evidence,
  });
}
