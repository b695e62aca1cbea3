import {
  askedPhrase,
  courseOf,
  dayOf,
  headFacts,
  paymentTitle,
  problemPlace,
  problemsByCourse,
  PRACTICE_NOTE,
  receiptFacts,
  registrationFacts,
  RESULT_WORDS,
  seenOf,
  STATUS_WORDS,
  stepTime,
  toldOf,
} from './phrases.js';
import type { ReportFact } from './phrases.js';
import type { ReaderReport } from './reader.js';
import { spanOn, ZONE_WORDS } from './time.js';
import type { Payment, Problem, Remark, Report } from '../contract/report.js';

/** The report for a ticket, as lines. Whatever it quotes is text there, and neither link, nor table, nor HTML. */
export function toMarkdown(report: Report): readonly string[] {
  const day = dayOf(report);
  const { fixed, left } = problemsByCourse(report);
  return [
    '# Payment terminal: report',
    '',
    ...openMoney(report),
    ...(report.openMoney ? [] : [`**${STATUS_WORDS[report.status]}.** ${text(report.headline)}`]),
    ...(report.practice ? ['', `*${PRACTICE_NOTE}*`] : []),
    '',
    ...factTable(headFacts(report)),
    ...section('What was checked', checked(report, day)),
    ...section(
      'Found and fixed',
      fixed.flatMap((problem) => problemLines(problem, day)),
    ),
    ...section(
      'Still to be fixed',
      left.flatMap((problem) => problemLines(problem, day)),
    ),
    ...section('Also noticed', report.remarks.flatMap(remarkLines)),
    ...section(
      'Asked about',
      report.asked.map((asked) => `- ${text(askedPhrase(asked))}`),
    ),
    ...report.payments.flatMap((payment, index) =>
      section(paymentTitle(index, report.payments.length), receipt(payment, day)),
    ),
    ...section('Registration', report.registration ? factTable(registrationFacts(report)) : []),
    ...section(
      'Times',
      report.timeline.map((moment) => `- ${spanOn(day, moment.at, moment.until)} ${text(toldOf(moment))}`),
    ),
    '',
    `${ZONE_WORDS} Made by terminal ${text(report.program)}.`,
  ];
}

/** A report for a person outside, in the same form. */
export function readerMarkdown({ title, status, practice, sections, footer }: ReaderReport): readonly string[] {
  return [
    `# ${text(title)}`,
    '',
    `**${text(status.text)}**`,
    ...(practice === null ? [] : ['', `*${text(practice)}*`]),
    ...sections.flatMap((part) => [
      '',
      ...(part.title === null ? [] : [`## ${text(part.title)}`, '']),
      ...(part.lines ?? []).map((line) => `- ${text(line)}`),
      ...(part.lines && part.facts ? [''] : []),
      ...(part.facts ? factTable(part.facts) : []),
    ]),
    '',
    text(footer),
  ];
}

/** Nothing comes before it. */
function openMoney({ openMoney: open }: Report): readonly string[] {
  if (!open) return [];
  return [
    `> **MONEY IS OPEN.** ${text(open.message)}${open.cause === null ? '' : ` ${text(open.cause)}`}`,
    '>',
    ...open.actions.map((action) => `> - ${text(action)}`),
    ...(open.contact === null ? [] : [`> - Who can help: ${text(open.contact)}`]),
    '',
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function checked({ steps }: Report, day: string): readonly string[] {
  const rows = steps.map((step) => [step.title, RESULT_WORDS[step.result], stepTime(step, day) ?? '', seenOf(step)]);
  return table(['Step', 'Result', 'Time', 'Seen'], rows);
}

function problemLines(problem: Problem, day: string): readonly string[] {
  const { seen, fixed } = courseOf(problem, day);
  const lines = [
    `- **${text(problemPlace(problem))}**: ${text(problem.summary)}`,
    `  Found ${seen}${fixed === null ? ', not fixed yet' : `, fixed by ${fixed}`}.`,
  ];
  return fixed === null && problem.say !== null ? [...lines, `  To the clinic: “${text(problem.say)}”`] : lines;
}

function remarkLines({ code, meaning, say }: Remark): readonly string[] {
  return [`- **${text(code)}**: ${text(meaning)}`, ...(say === null ? [] : [`  To the clinic: “${text(say)}”`])];
}

function receipt(payment: Payment, day: string): readonly string[] {
  return [
    `**${text(payment.sentence)}**`,
    '',
    ...(payment.note === null ? [] : [text(payment.note), '']),
    ...factTable(receiptFacts(payment, day)),
  ];
}

function factTable(facts: readonly ReportFact[]): readonly string[] {
  return table(
    ['', ''],
    facts.map(([name, value]) => [name, value]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')).replaceAll('\\', ''), ...rows.map(line)];
}

/** What Markdown, and the ticket systems that speak it, would act on. */
const ACTIVE = /[\\`*_[\]<>|~&#$@]|:(?=\/\/)|\.(?<=\bwww\.)/gi;

/** Text that stays text. */
function text(raw: string): string {
  // An address is code: read as it is written, and no link.
  if (/^https?:\/\/[\w.:/-]+$/.test(raw)) return `\`${raw}\``;
  return raw.replace(ACTIVE, '\\$&');
}
