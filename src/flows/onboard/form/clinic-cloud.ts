import type { Cloud } from '../../../cloud/client.js';
import { CloudFailure } from '../../../cloud/errors.js';
import type { Department, DepartmentList, TerminalRecord } from '../../../cloud/records.js';
import { AppError } from '../../../contract/app-error.js';

/** What the cloud said, or why it could not be asked. */
export type Lookup<T> =
  | { readonly known: true; readonly value: T }
  | {
      readonly known: false;
      readonly why: string;
      /** It answers, and does not tell this. */ readonly refused: boolean;
      /** It was not asked: this computer has no credentials for it. */ readonly unknownHere?: true;
      /** Its host answers, and has no such instance. */ readonly mistyped?: true;
    };

/** What the clinic's cloud knows that need not be asked on the telephone. Whatever fails is told, never thrown. */
export interface Clinic {
  departments(instance: string): Promise<Lookup<DepartmentList>>;
  /** Undefined if there is none with that number. */
  department(instance: string, id: string): Promise<Lookup<Department | undefined>>;
  terminalsAt(instance: string, host: string): Promise<Lookup<readonly TerminalRecord[]>>;
}

/** @param connect rejects with an AppError where there are no credentials */
export function createClinic(connect: (instance: string) => Promise<Cloud>): Clinic {
  const clouds = new Map<string, Cloud>();
  const lists = new Map<string, Lookup<DepartmentList>>();
  const cloudOf = async (instance: string): Promise<Cloud> => {
    const cloud = clouds.get(instance) ?? (await connect(instance));
    clouds.set(instance, cloud);
    return cloud;
  };
  return {
    departments: async (instance) => {
      const told = lists.get(instance) ?? (await attempt(async () => (await cloudOf(instance)).departments()));
      // A cloud that was down may be up when the question comes again.
      if (told.known) lists.set(instance, told);
      return told;
    },
    department: (instance, id) =>
      attempt(async () => (await cloudOf(instance)).department(id).catch(undefinedIfMissing)),
    terminalsAt: (instance, host) => attempt(async () => (await cloudOf(instance)).findTerminals({ host })),
  };
}

async function attempt<T>(ask: () => Promise<T>): Promise<Lookup<T>> {
  try {
    return { known: true, value: await ask() };
  } catch (error) {
    if (error instanceof CloudFailure) {
      const told = { known: false, why: error.detail, refused: error.kind === 'rejected' } as const;
      return error.kind === 'instance' ? { ...told, mistyped: true } : told;
    }
    if (error instanceof AppError)
      return {
        known: false,
        why: error.message.replace(/\.$/, ''),
        refused: false,
        ...(error.fields.code === 'credentials.missing' ? { unknownHere: true } : {}),
      };
    throw error;
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof CloudFailure && error.status === 404) return undefined;
  throw error;
}
