import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/contract/language.js';
import { CAUSE_QUESTIONS, questionOfCause } from '../../../src/diagnosis/next-cause.js';
import { judgeFacts } from '../../../src/diagnosis/judge-facts.js';
import { TABLE } from '../../../src/diagnosis/table.js';
import { CASES } from './cases.js';

/** As the table has them, and as they read where what was found has causes of its own. */
const LATER_CAUSES = [
  ...TABLE.map((row) => ({ code: row.code, causes: row.texts().causes })),
  ...Object.values(CASES).flatMap(({ finds }) => finds.flatMap((facts) => judgeFacts(facts, 'en').diagnoses)),
]
  .flatMap(({ code, causes }) => causes.slice(1).map((cause) => [code, cause] as const))
  .filter(([code, cause], index, all) => all.findIndex(([other, same]) => other === code && same === cause) === index);
/** What a support agent on the telephone works through, cause by cause. */
const OF_THE_LINE =
  /^(?:network\.(?:refused|timeout|reset|intermittent|stalls)|ports|service|posxml|terminal\.(?:other-clinic|reversal-active|reader|printer|dhcp))\b/;
/** Nobody at the clinic can answer for these: what was asked before stands. */
const NOT_FOR_THE_CLINIC = [
  'a proxy at the clinic encrypts the connection',
  'the line loses data',
  'the terminal itself closes its log connection, which is not a fault',
];

test('every cause that has a question of its own is in the table', () => {
  const known = new Set(LATER_CAUSES.map(([, cause]) => cause));
  const stale = CAUSE_QUESTIONS.flatMap(([causes]) => causes).filter((cause) => !known.has(cause));
  expect(stale).toEqual([]);
});

test('no cause has two questions', () => {
  const causes = CAUSE_QUESTIONS.flatMap(([listed]) => listed);
  expect(causes.filter((cause, index) => causes.indexOf(cause) !== index)).toEqual([]);
});

test.each(LATER_CAUSES.filter(([code, cause]) => OF_THE_LINE.test(code) && !NOT_FOR_THE_CLINIC.includes(cause)))(
  '%s: a question to the clinic belongs to "%s"',
  (_, cause) => {
    for (const language of LANGUAGES) expect(questionOfCause(cause, language)).toMatch(/[.?]$/);
  },
);
