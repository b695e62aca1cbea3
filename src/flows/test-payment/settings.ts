import { usageError } from '../../contract/app-error.js';
import type { Language } from '../../contract/language.js';
import { RANGES, readAmount, readDuration } from '../../cli/input/flag-values.js';
import type { TestSettings } from './run-test.js';

interface TestFlags {
  readonly amount: string;
  readonly 'card-timeout': string;
  readonly tid?: string | undefined;
  readonly 'skip-identify': boolean;
  readonly language: string;
}

/** @throws AppError usage.invalid */
export function readTestSettings(flags: TestFlags): Omit<TestSettings, 'timeoutMs' | 'allowPrivate'> {
  const cardMs = readDuration(flags['card-timeout'], '--card-timeout', RANGES.cardTimeout);
  if (flags.tid !== undefined && !/^[\x21-\x7e]{1,8}$/.test(flags.tid))
    throw usageError('usage.invalid', '--tid is not valid.', ['A terminal ID has up to 8 characters and no spaces.']);
  return {
    amount: readAmount(flags.amount, '--amount'),
    cardTimeoutS: Math.ceil(cardMs / 1000),
    terminalId: flags.tid,
    skipIdentify: flags['skip-identify'],
    language: flags.language as Language,
  };
}
