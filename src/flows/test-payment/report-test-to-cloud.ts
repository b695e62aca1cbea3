import type { Cloud } from '../../cloud/client.js';
import type { TerminalRecord } from '../../cloud/records.js';
import type { Facts } from '../../model/facts.js';
import type { Language } from '../../contract/language.js';
import { recordTest } from '../../steps/register/record-test.js';
import type { TestRecord } from '../../steps/register/record-test.js';
import { describeError } from '../../cli/output/describe-error.js';
import { judgeFacts } from '../../diagnosis/judge-facts.js';
import type { JudgedFacts } from '../../diagnosis/judge-facts.js';

interface TestReported {
  readonly record: TerminalRecord;
  /** What kept the cloud from being told; undefined if nothing did. */
  readonly failure: JudgedFacts | undefined;
}
/**
 * Writes how the test stands into the terminal's record, which is active only while its last test was made and
 * returned. A failure of the cloud is told, not thrown. Who had stopped before is not asked again: the cloud hears how
 * the test ended. Who stops now does not wait for it.
 */
export async function reportTestToCloud(
  cloud: Cloud,
  record: TerminalRecord,
  test: TestRecord,
  { stop, language }: { readonly stop: AbortSignal; readonly language: Language },
): Promise<TestReported> {
  const telling = attempt(cloud, record, test, language);
  if (stop.aborted) return telling;
  let leave = (): void => undefined;
  const left = new Promise<TestReported>((resolve) => {
    leave = () => {
      resolve({ record, failure: { ...describeError(stop.reason), diagnoses: [] } });
    };
    stop.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([telling, left]);
  } finally {
    stop.removeEventListener('abort', leave);
  }
}

async function attempt(
  cloud: Cloud,
  record: TerminalRecord,
  test: TestRecord,
  language: Language,
): Promise<TestReported> {
  try {
    return { record: await recordTest(cloud, record, test), failure: undefined };
  } catch (error) {
    if (!(error instanceof Error) || !('facts' in error)) throw error;
    const failure = (error as { facts: () => NonNullable<Facts['cloud']>['failure'] }).facts();
    return {
      record,
      failure: judgeFacts({ at: Date.now(), cloud: { instance: cloud.instance.url, failure } }, language),
    };
  }
}
