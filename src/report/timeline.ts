import { html, NOTHING } from './markup.js';
import type { Markup } from './markup.js';
import { toldOf } from './phrases.js';
import { shortDay, shownTime, spanOn } from './time.js';
import type { Moment, Report } from '../contract/report.js';
import { STEPS, titleOf } from './words.js';

/** As wide as a telephone, in units of its pixels: what is drawn is not drawn smaller there. */
const WIDTH = 344;
const LEFT = 100;
const RIGHT = 14;
const TOP = 16;
const LANE = 26;
/** Of a written time. */
const LABEL = 36;
/** So many can be told apart. */
export const MOST = 60;

interface Mark {
  readonly moment: Moment;
  readonly x: number;
  readonly y: number;
}

/** The moments of a session on one lane a step. A pause is drawn longer the longer it was, but far less than it was. */
export function timelineSvg({ steps, timeline }: Report, day: string): Markup {
  const moments = timeline.slice(-MOST);
  if (moments.length === 0) return NOTHING;
  const lanes = STEPS.filter(({ step }) => steps.some((one) => one.step === step)).map(({ step }) => step);
  const yOf = (moment: Moment): number => TOP + lanes.indexOf(moment.step) * LANE;
  const marks = placed(moments).map(([moment, x]): Mark => ({ moment, x, y: yOf(moment) }));
  const bottom = TOP + (lanes.length - 1) * LANE;
  const labels = labelsOf(marks, bottom + 30);
  const height = bottom + (labels.some(({ day: shown }) => shown !== '') ? 54 : 40);
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="timeline-title timeline-desc">
<title id="timeline-title">What happened, in the order of time</title>
<desc id="timeline-desc">${moments.map((moment) => `${spanOn(day, moment.at, moment.until)}, ${toldOf(moment)}`).join('; ')}</desc>
${lanes.map((step, index) => html`<text class="lane" x="0" y="${TOP + index * LANE + 4}">${titleOf(step)}</text><line class="rail" x1="${LEFT - 8}" x2="${WIDTH - 2}" y1="${TOP + index * LANE}" y2="${TOP + index * LANE}"/>`)}
<polyline class="way" points="${marks.map(({ x, y }) => `${String(x)},${String(y)}`).join(' ')}"/>
${marks.map(drawn)}
${labels.map(({ x, y, minute, day: shown }) => html`<line class="tick" x1="${x}" x2="${x}" y1="${bottom + 12}" y2="${bottom + 17}"/><text class="time" x="${x}" y="${y}">${minute}</text>${shown === '' ? NOTHING : html`<text class="time" x="${x}" y="${y + 13}">${shown}</text>`}`)}
</svg>`;
}

/** Places the moments from left to right. */
function placed(moments: readonly Moment[]): readonly (readonly [Moment, number])[] {
  const gaps = moments.map(({ at }, index) =>
    index === 0 ? 0 : 1 + Math.log10(1 + Math.max(0, Date.parse(at) - Date.parse(moments[index - 1]?.at ?? at)) / 1000),
  );
  const all = gaps.reduce((sum, gap) => sum + gap, 0);
  let passed = 0;
  return moments.map((moment, index) => {
    passed += gaps[index] ?? 0;
    return [moment, round(LEFT + (all === 0 ? 0 : (passed / all) * (WIDTH - LEFT - RIGHT)))];
  });
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Each outcome has a shape of its own, so that colour is never needed. */
function drawn({ moment, x, y }: Mark): Markup {
  switch (moment.outcome) {
    case 'good':
      return html`<circle class="good" cx="${x}" cy="${y}" r="5"/>`;
    case 'bad':
      return html`<path class="bad" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`;
    case 'stopped':
      return html`<rect class="stopped" x="${x - 4}" y="${y - 4}" width="8" height="8"/>`;
  }
}

interface Label {
  readonly x: number;
  readonly y: number;
  readonly minute: string;
  /** `25 Nov`, where another day begins. */
  readonly day: string;
}

/** Times below, as many as there is room for; the last one always. */
function labelsOf(marks: readonly Mark[], y: number): readonly Label[] {
  const several = new Set(marks.map(({ moment }) => shownTime(moment.at).day)).size > 1;
  const labels: Label[] = [];
  const end = marks.at(-1);
  let day = '';
  for (const { moment, x } of marks) {
    const shown = shownTime(moment.at);
    const at = Math.min(x, WIDTH - LABEL / 2);
    const beside = labels.at(-1);
    if (beside && at - beside.x < LABEL + 4) continue;
    if (end && moment !== end.moment && Math.min(end.x, WIDTH - LABEL / 2) - at < LABEL + 4) continue;
    if (beside?.minute === shown.minute && day === shown.day) continue;
    labels.push({ x: at, y, minute: shown.minute, day: several && shown.day !== day ? shortDay(shown.day) : '' });
    day = shown.day;
  }
  return labels;
}
