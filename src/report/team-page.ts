import type { CallNow, TeamResult } from '../contract/team-result.js';
import { html, NOTHING } from './markup.js';
import type { Markup } from './markup.js';
import { pageOf } from './page.js';
import { shortDay, shownTime, ZONE_WORDS } from './time.js';

/** As wide as a telephone, in units of its pixels. */
const WIDTH = 344;
const ROW = 22;
/** For the names beside the bars. */
const NAMES = 166;
/** For the numbers behind them. */
const NUMBERS = 62;
const PLOT = 90;
const MOST_BARS = 10;

/** How a team's calls went, as one page that needs nothing else: for a browser, a telephone and paper. */
export function teamPage(result: TeamResult): string {
  const { calls, done, doneAtFirstCall, medianMinutes, open, atWork, days, findings, banks, agents } = result;
  const [from, until] = [shownTime(result.from), shownTime(result.until)];
  const main = html`<h1>Payment terminals: the team</h1>
<p class="soft">${shortDay(from.day)} to ${until.day}, ${until.minute}</p>
${
  open.length === 0
    ? html`<p class="status done"><strong>No money is open.</strong></p>`
    : html`<section class="money"><h2>Money is open</h2><ul>${open.map(nowItem)}</ul></section>`
}
${atWork.length === 0 ? NOTHING : html`<section><h2>At work now</h2><ul>${atWork.map(nowItem)}</ul></section>`}
<section><h2>How calls went</h2><dl class="facts">
<dt>Calls</dt><dd>${calls}</dd><dt>Done</dt><dd>${done}</dd><dt>Done at the first call</dt><dd>${doneAtFirstCall}</dd>
<dt>Half of those took at most</dt><dd>${medianMinutes === null ? '–' : `${String(medianMinutes)} minutes`}</dd></dl></section>
<section><h2>Calls a day</h2>${columns(days)}</section>
${plot(
  'Found most often',
  'calls with this finding',
  findings.slice(0, MOST_BARS).map(({ code, calls: count }) => ({ name: code, value: count, told: String(count) })),
)}
${plot(
  'Done at the first call, by bank',
  'share of the calls',
  banks.map((one) => ({
    name: one.bank ?? 'not told',
    value: one.calls === 0 ? 0 : one.doneAtFirstCall / one.calls,
    most: 1,
    told: `${String(one.doneAtFirstCall)} of ${String(one.calls)}`,
  })),
)}
${agents.length === 0 ? NOTHING : agentTable(agents)}`;
  const title = `Payment terminals: the team, ${until.day}`;
  return pageOf('en', title, main, html`${ZONE_WORDS} Made by terminal.`);
}

function nowItem({ session, agent, clinic, desk, terminalId, target, since }: CallNow): Markup {
  const { day, minute } = shownTime(since);
  const who = [clinic, desk, terminalId, target].filter((part) => part !== null && part !== '').join(', ');
  return html`<li><strong>${who}</strong> ${agent ?? ''}, ${shortDay(day)} ${minute} <code>${session}</code></li>`;
}

/** One column a day, with its number on it and every few days named below. */
function columns(days: TeamResult['days']): Markup {
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  const step = WIDTH / Math.max(1, days.length);
  const every = Math.ceil(58 / step);
  const wide = Math.max(2, Math.min(28, step - 2));
  return html`<svg viewBox="0 0 ${WIDTH} ${PLOT + 36}" role="img" aria-label="${days.map(({ day, calls }) => `${day}: ${String(calls)}`).join('; ')}">
${days.map(({ day, calls }, index) => {
  const x = round(index * step + step / 2);
  const high = round((calls / most) * PLOT);
  const [, month = '', date = ''] = day.split('-');
  const number =
    calls > 0 && step >= 16 ? html`<text class="time" x="${x}" y="${PLOT + 12 - high}">${calls}</text>` : NOTHING;
  const label =
    (days.length - 1 - index) % every === 0
      ? html`<text class="time" x="${Math.min(WIDTH - 18, Math.max(18, x))}" y="${PLOT + 32}">${`${String(Number(date))}.${month}.`}</text>`
      : NOTHING;
  return html`<rect class="good" x="${round(x - wide / 2)}" y="${PLOT + 16 - high}" width="${round(wide)}" height="${high}"/>${number}${label}`;
})}
<line class="rail" x1="0" x2="${WIDTH}" y1="${PLOT + 16}" y2="${PLOT + 16}"/>
</svg>
<p class="soft">Each column is a day; the highest has ${most} ${most === 1 ? 'call' : 'calls'}.</p>`;
}

interface Bar {
  readonly name: string;
  readonly value: number;
  /** What a full bar stands for; else the greatest value. */
  readonly most?: number;
  readonly told: string;
}

/** Bars with their names before and their numbers behind them. */
function plot(title: string, means: string, bars: readonly Bar[]): Markup {
  if (bars.length === 0) return NOTHING;
  const greatest = Math.max(...bars.map(({ value }) => value));
  const room = WIDTH - NAMES - NUMBERS;
  return html`<section><h2>${title}</h2>
<svg viewBox="0 0 ${WIDTH} ${bars.length * ROW + 4}" role="img" aria-label="${bars.map(({ name, told }) => `${name}: ${told}`).join('; ')}">
${bars.map(({ name, value, most = greatest, told }, index) => {
  const long = round(most === 0 ? 0 : (value / most) * room);
  const y = index * ROW;
  return html`<text x="0" y="${y + 15}">${short(name)}</text><rect class="good" x="${NAMES}" y="${y + 4}" width="${long}" height="14"/><text x="${round(NAMES + long + 6)}" y="${y + 15}">${told}</text>`;
})}
</svg><p class="soft">${means}</p></section>`;
}

function short(name: string): string {
  return name.length > 23 ? `${name.slice(0, 22)}…` : name;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function agentTable(agents: TeamResult['agents']): Markup {
  return html`<section><h2>By agent</h2><table class="people">
<thead><tr><th scope="col">Agent</th><th scope="col">Calls</th><th scope="col">Done</th><th scope="col">At the first call</th></tr></thead>
<tbody>${agents.map(({ agent, calls, done, doneAtFirstCall }) => html`<tr><th scope="row">${agent ?? 'not told'}</th><td>${calls}</td><td>${done}</td><td>${doneAtFirstCall}</td></tr>`)}</tbody></table></section>`;
}
