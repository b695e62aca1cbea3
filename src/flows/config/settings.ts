import { usageError } from '../../contract/app-error.js';
import { TEST_NET } from '../../steps/trust/controls.js';
import { checkBankContacts } from '../../cli/input/bank-contacts.js';
import { instanceOf } from '../cloud/connect.js';
import { readControls } from '../look/control-settings.js';
import { readKeyringChoice } from '../cloud/find-credentials.js';
import { settingsOf } from '../../cli/args/settings.js';
import { globalFlags, languageFlag, registerFlags, sweepFlags, testFlags } from '../../cli/command/flags.js';
import { readStoreAddress } from '../../session/team/store-address.js';
import { readCount, readDuration, readProxy, RANGES } from '../../cli/input/flag-values.js';

/** Something that an agent or a team wants the same every time. Each is a variable of the environment, too. */
export interface Setting {
  readonly key: string;
  readonly means: string;
  /** The value where nothing says otherwise; null where there is none. */
  readonly usual: string | null;
  /** The flags that it would stand in the way of: beside them it does not count. */
  readonly not?: readonly string[];
  /** The value in its one spelling. @throws AppError usage.invalid */
  readonly read: (value: string) => string;
}

/** Checks that it can be read, and keeps it as it is. */
const as =
  (read: (value: string) => unknown) =>
  (value: string): string => {
    read(value);
    return value;
  };

function oneOf(key: string, options: readonly string[]): (value: string) => string {
  return (value) => {
    const meant = options.find((option) => option === value.trim().toLowerCase());
    if (meant !== undefined) return meant;
    throw usageError('usage.invalid', `${key} ${JSON.stringify(value.slice(0, 60))} is not valid.`, [
      `It is ${options.slice(0, -1).join(', ')} or ${options.at(-1) ?? ''}.`,
    ]);
  };
}

const control = (key: string) => as((value) => readControls(settingsOf({}, new Map([[key, value]]))));

export const SETTINGS: readonly Setting[] = [
  {
    key: 'instance',
    means: "the clinic's instance, https://host/id",
    usual: null,
    read: (value) => instanceOf(value).url,
  },
  { key: 'bank', means: "the clinic's bank", usual: null, read: oneOf('bank', registerFlags.bank.options ?? []) },
  {
    key: 'model',
    means: 'the model of the terminal',
    usual: null,
    read: oneOf('model', registerFlags.model.options ?? []),
  },
  {
    key: 'language',
    means: 'the language of the clinic',
    usual: 'et',
    read: oneOf('language', languageFlag.language.options ?? []),
  },
  {
    key: 'timeout',
    means: globalFlags.timeout.description ?? '',
    usual: '5s',
    read: as((value) => readDuration(value, 'timeout', RANGES.timeout)),
  },
  {
    key: 'card-timeout',
    means: testFlags['card-timeout'].description ?? '',
    usual: '60s',
    read: as((value) => readDuration(value, 'card-timeout', RANGES.cardTimeout)),
  },
  {
    key: 'concurrency',
    means: sweepFlags.concurrency.description ?? '',
    usual: null,
    read: as((value) => readCount(value, 'concurrency', RANGES.concurrency)),
  },
  {
    key: 'via',
    means: 'the proxy for a second check',
    usual: null,
    not: ['beep', 'watch'],
    read: as((value) => readProxy(value, 'via')),
  },
  {
    key: 'no-color',
    means: globalFlags['no-color'].description ?? '',
    usual: 'false',
    read: oneOf('no-color', ['true', 'false']),
  },
  {
    key: 'accessible',
    means: 'plain output for screen readers',
    usual: 'false',
    read: oneOf('accessible', ['true', 'false']),
  },
  {
    key: 'bank-lines',
    means: "the banks' telephone numbers for merchants",
    usual: null,
    read: as(checkBankContacts),
  },
  {
    key: 'control-must-not-answer',
    means: 'unused addresses, where no answer may come',
    usual: TEST_NET.map(({ host }) => host).join(' '),
    read: control('control-must-not-answer'),
  },
  {
    key: 'control-must-answer',
    means: 'hosts that are known to be up',
    usual: null,
    read: control('control-must-answer'),
  },
  {
    key: 'control-stranger',
    means: 'a proxy on another network, to check from',
    usual: null,
    read: control('control-stranger'),
  },
  {
    key: 'store',
    means: "the team's PostgreSQL, postgresql://host/database",
    usual: null,
    read: as(readStoreAddress),
  },
  {
    key: 'keyring',
    means: "use the system's credential store",
    usual: 'on',
    read: as(readKeyringChoice),
  },
];
