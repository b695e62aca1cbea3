import type { Language } from '../contract/language.js';
import { html, NOTHING, trustedHtml } from './markup.js';
import type { Markup } from './markup.js';
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
} from './phrases.js';
import type { ReportFact } from './phrases.js';
import type { ReaderReport } from './reader.js';
import { STYLE, STYLE_HASH } from './style.js';
import { ZONE_WORDS } from './time.js';
import { MOST, timelineSvg } from './timeline.js';
import type { Payment, Problem, Remark, Report, Step } from '../contract/report.js';

/** Nothing is loaded, nothing runs, nothing is sent; the style is the page's own. */
const POLICY = `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** The report as one page that needs nothing else: for a browser, a telephone and paper. */
export function toPage(report: Report): string {
  const day = dayOf(report);
  const { terminal, remarks, asked, payments, registration, language } = report;
  const who = terminal.clinic ?? terminal.ownerName ?? terminal.name ?? terminal.host;
  const { fixed, left } = problemsByCourse(report);
  const main = html`<h1>Payment terminal: report</h1>
<p class="soft">${who} · ${day}</p>
${report.practice ? html`<p class="practice">${PRACTICE_NOTE}</p>` : NOTHING}
${openMoney(report)}
${report.openMoney ? NOTHING : html`<p class="status ${report.status}"><strong>${STATUS_WORDS[report.status]}.</strong> ${report.headline}</p>`}
${facts(headFacts(report))}
${section('What was checked', [checked(report.steps, day)])}
${section('Found and fixed', list(fixed.map((problem) => problemItem(problem, day, language))))}
${section('Still to be fixed', list(left.map((problem) => problemItem(problem, day, language))))}
${section('Also noticed', list(remarks.map((remark) => remarkItem(remark, language))))}
${section('Asked about', list(asked.map((one) => html`<li>${askedPhrase(one)}</li>`)))}
${section('What happened when', timeline(report, day))}
${payments.map((payment, index) => section(paymentTitle(index, payments.length), [receipt(payment, day)]))}
${section('Registration', registration ? [facts(registrationFacts(report))] : [])}`;
  return pageOf(
    'en',
    `Payment terminal: report, ${who}, ${day}`,
    main,
    html`${ZONE_WORDS} Session ${report.session}. Made by terminal ${report.program}.`,
  );
}

/** A report for a person outside, in the same form. */
export function readerPage({ language, title, status, practice, sections, footer }: ReaderReport): string {
  const main = html`<h1>${title}</h1>
${practice === null ? NOTHING : html`<p class="practice">${practice}</p>`}
<p class="status ${status.kind}"><strong>${status.text}</strong></p>
${sections.map(
  (part) => html`<section>${part.title === null ? NOTHING : html`<h2>${part.title}</h2>`}
${list((part.lines ?? []).map((line) => html`<li><p>${line}</p></li>`))}${part.facts ? facts(part.facts) : NOTHING}</section>`,
)}`;
  return pageOf(language, title, main, html`${footer}`);
}

/** What every page has. */
export function pageOf(language: Language, title: string, main: Markup, footer: Markup): string {
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<style>${trustedHtml(STYLE)}</style>
</head>
<body>
<main>
${main}
</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`;
  return page.markup.replaceAll(/\n{2,}/g, '\n');
}

/** Before all else, and with a sign that does not hang on colour. */
function openMoney({ openMoney: open }: Report): Markup {
  if (!open) return NOTHING;
  return html`<section class="money"><h2>Money is open</h2>
<p><strong>${open.message}</strong>${open.cause === null ? NOTHING : html` ${open.cause}`}</p>
<ul>${open.actions.map((action) => html`<li>${action}</li>`)}${open.contact === null ? NOTHING : html`<li>Who can help: ${open.contact}</li>`}</ul></section>`;
}

function section(title: string, content: readonly Markup[]): Markup {
  return content.length === 0 ? NOTHING : html`<section><h2>${title}</h2>${content}</section>`;
}

function list(items: readonly Markup[]): readonly Markup[] {
  return items.length === 0 ? [] : [html`<ul class="list">${items}</ul>`];
}

function facts(known: readonly ReportFact[]): Markup {
  return html`<dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

const SIGNS: Readonly<Record<Step['result'], string>> = { passed: '✔', failed: '✖', stopped: '■', 'not-reached': '–' };

function checked(steps: readonly Step[], day: string): Markup {
  return html`<table>
<thead><tr><th scope="col">Step</th><th scope="col">Result</th><th scope="col">Seen</th></tr></thead>
<tbody>${steps.map((step) => stepRow(step, day))}
</tbody></table>`;
}

function stepRow(step: Step, day: string): Markup {
  const { title, asks, result } = step;
  const time = stepTime(step, day);
  const when = time === null ? NOTHING : html` <span class="soft">(${time})</span>`;
  return html`
<tr><th scope="row">${title}<span class="asks">${asks}</span></th><td class="result ${result}"><span aria-hidden="true">${SIGNS[result]}</span> ${RESULT_WORDS[result]}</td><td>${seenOf(step)}${when}</td></tr>`;
}

function problemItem(problem: Problem, day: string, language: Language): Markup {
  const { seen, fixed } = courseOf(problem, day);
  return html`<li><p>${problem.summary}</p>
<p class="soft">Found ${seen}, ${fixed === null ? html`<strong class="failed">not fixed yet</strong>` : html`<strong class="passed">fixed by ${fixed}</strong>`}. <code>${problemPlace(problem)}</code></p>
${fixed === null ? said(problem.say, language) : NOTHING}</li>`;
}

function remarkItem({ code, meaning, say }: Remark, language: Language): Markup {
  return html`<li><p>${meaning} <code>${code}</code></p>${said(say, language)}</li>`;
}

function said(sentence: string | null, language: Language): Markup {
  return sentence === null ? NOTHING : html`<p>To the clinic: <q lang="${language}">${sentence}</q></p>`;
}

function timeline(report: Report, day: string): readonly Markup[] {
  if (report.timeline.length === 0) return [];
  return [
    timelineSvg(report, day),
    html`<p class="soft">● done, ✕ failed${report.timeline.some(({ outcome }) => outcome === 'stopped') ? ', □ stopped' : ''}. Pauses are drawn shorter than they were.${report.timeline.length > MOST ? ` The last ${String(MOST)} are shown.` : ''}</p>`,
  ];
}

function receipt(payment: Payment, day: string): Markup {
  return html`<p><strong>${payment.sentence}</strong></p>${payment.note === null ? NOTHING : html`<p>${payment.note}</p>`}
<div class="receipt">${facts(receiptFacts(payment, day))}</div>`;
}
