import { PLACE_WORDS } from '../../credentials/store.js';
import type { Stored } from '../../credentials/store.js';
import type { Controls } from '../trust/controls.js';
import { examineCloudSide } from './cloud-side.js';
import type { CloudSideOptions } from './cloud-side.js';
import { examinedCheck } from './examined.js';
import type { Examined } from './examined.js';
import { examineInterfaces, examineNode, examineProxies } from './machine.js';
import { examineStore, examineTeam } from './store.js';
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
    ...(await examineTeam(store)),
  ];
}

async function examineControl(controls: Controls): Promise<Examined> {
  const seen = await controls.mustAnswer();
  if (!seen)
    return examinedCheck('doctor.control', 'skip', {
      says: 'no control host is set (TERMINAL_CONTROL_MUST_ANSWER)',
    });
  const { tried, answered } = seen;
  const says = `${String(answered)} of ${String(tried)} control hosts answered`;
  if (answered === tried) return examinedCheck('doctor.control', 'pass', { says, evidence: seen });
  if (answered > 0)
    return examinedCheck('doctor.control', 'warn', {
      says,
      do: 'Check which of them is down, or blocked by your firewall.',
      evidence: seen,
    });
  const sign = tried === 1 ? 'the control host did not answer' : `none of ${String(tried)} control hosts answered`;
  return examinedCheck('doctor.control', 'fail', {
    says: sign,
    do: 'Check your firewall, VPN and network cable, or try from another network.',
    evidence: seen,
    failure: { kind: 'own-side', sign },
  });
}

function withoutInstance(env: NodeJS.ProcessEnv, kept: readonly Stored[]): readonly Examined[] {
  const says = 'not checked: no --instance was given';
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
      says: `credentials are set in the environment${stored === '' ? '' : ', which override the saved ones'}; add --instance to check them`,
      evidence,
    });
  if (missing.length < NAMES.length)
    return examinedCheck('doctor.credentials', 'warn', {
      says: `${first} is missing`,
      do: `Set ${first}.`,
      evidence,
    });
  if (stored !== '')
    return examinedCheck('doctor.credentials', 'pass', {
      says: `credentials are saved for ${stored}; add --instance to check them`,
      evidence,
    });
  return examinedCheck('doctor.credentials', 'skip', {
    says: 'no credentials are set or saved; only register and onboard need them',
    evidence,
  });
}
