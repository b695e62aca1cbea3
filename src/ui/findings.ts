import type { DiagnosisDocument } from '../contract/document.js';
import { labelledLines, roomBesideLabel } from './label.js';
import type { Theme } from './theme.js';
import { wrapText } from './wrap.js';

/** From more findings than this each is shown in brief, so that all of them fit one screen. */
const FULL_AT_MOST = 2;

/**
 * Findings for a person, gravest first. Of several, the lesser ones leave out what `terminal explain` tells.
 * @param shown codes of the findings whose headline stands above already
 */
export function renderFindings(
  findings: readonly DiagnosisDocument[],
  theme: Theme,
  width: number,
  shown: readonly string[] = [],
): readonly string[] {
  const isFull = (index: number): boolean => index === 0 && findings.length <= FULL_AT_MOST;
  const lines = findings.flatMap((finding, index) => {
    const head = shown.includes(finding.code) ? [] : headline(finding, theme, width);
    return [...head, ...(isFull(index) ? body(finding, theme, width) : inBrief(finding, theme, width))];
  });
  const brief = findings.filter((_, index) => !isFull(index)).map(({ code }) => code);
  return [
    ...lines,
    ...(brief.length === 0 ? [] : labelledLines('more', `terminal explain ${brief.join(', ')}`, theme, width)),
  ];
}

/** A finding for a person: the verdict, what to say, then in a line or two each why, what to ask and what to do. */
export function renderFinding(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  return [...headline(finding, theme, width), ...body(finding, theme, width)];
}

/** Findings before a question: each leaves out its sentence, of which the gravest's stands directly above the question. @param named whether the gravest is named above already */
export function renderBeforeQuestion(
  findings: readonly DiagnosisDocument[],
  theme: Theme,
  width: number,
  named: boolean,
): readonly string[] {
  const [gravest, ...lesser] = findings;
  return [
    ...lesser.flatMap((finding) => [
      ...headline(finding, theme, width),
      ...labelledLines('more', `terminal explain ${finding.code}`, theme, width),
    ]),
    ...(gravest && !named ? headline(gravest, theme, width) : []),
    ...(gravest ? body({ ...gravest, say: null }, theme, width) : []),
  ];
}

/**
 * One likely cause of a finding, before the question what to do: its first with what was seen, each further one by
 * itself. After the last, whom to turn to.
 * @param told.rung how many causes were put to the clinic already; `help`: whom to turn to, and with what; `looked`: the
 * terminal was looked at since
 */
export function renderCause(
  finding: DiagnosisDocument,
  { rung, help, looked }: { readonly rung: number; readonly help: string; readonly looked: boolean },
  theme: Theme,
  width: number,
): readonly string[] {
  const cause = finding.causes[rung];
  if (rung === 0 && cause !== undefined)
    return [
      ...headline(finding, theme, width),
      ...labelledLines('why', `likely ${cause}`, theme, width),
      ...labelledLines('ask', finding.ask, theme, width),
      ...labelledLines('more', `terminal explain ${finding.code}`, theme, width),
    ];
  // Without a look in between nothing new is known.
  const still = looked ? `${stillSo(finding.code, theme)} ` : '';
  if (cause !== undefined)
    return wrapText(
      `${still}Next likely (${String(rung + 1)} of ${String(finding.causes.length)}): ${cause}.`,
      width,
      looked ? '' : '  ',
    );
  const asked = ASKED[rung] ?? `All ${String(rung)} likely causes were`;
  return [
    ...wrapText(`${still}${asked} asked about.`, width, looked ? '' : '  '),
    ...labelledLines('help', help, theme, width),
  ];
}

const ASKED: Readonly<Record<number, string>> = { 1: 'The likely cause was', 2: 'Both likely causes were' };

/** What was told in full before, once more in a line. */
export function stillSo(what: string, theme: Theme): string {
  return `${theme.sign.fail} ${theme.strong(`Still so: ${what.replace(/\.$/, '')}.`)}`;
}

/** Lesser findings: a line each. */
export function renderLesser(findings: readonly DiagnosisDocument[], theme: Theme, width: number): readonly string[] {
  return findings.flatMap((finding) =>
    headline({ ...finding, summary: `${finding.summary} (${finding.code})` }, theme, width),
  );
}

function body(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  const room = roomBesideLabel(width);
  return [
    ...inBrief({ ...finding, ask: null }, theme, width),
    ...labelledLines('why', likeliest(finding.causes, room), theme, width),
    ...labelledLines('ask', finding.ask, theme, width),
    ...labelledLines('do', finding.do && firstSentences(finding.do, room), theme, width),
    ...labelledLines('help', `${finding.help} · more: terminal explain ${finding.code}`, theme, width),
  ];
}

/** What to say to the clinic, and the question that tells the causes apart. */
function inBrief(finding: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  return [
    ...labelledLines('Say', finding.say, theme, width, theme.say),
    ...labelledLines('ask', finding.ask, theme, width),
  ];
}

/** The first cause, and further ones as far as there is room: they stand in the order of their likelihood. */
function likeliest([first = '', ...others]: readonly string[], room: number): string {
  const shown = others.reduce((text, cause) => {
    const longer = `${text}, or ${cause}`;
    return longer.length <= room ? longer : text;
  }, first);
  return shown === '' ? '' : `${shown}.`;
}

/** The first sentence, and further ones as far as there is room. */
function firstSentences(text: string, room: number): string {
  const [first = '', ...others] = text.split(/(?<=[.?]) (?=[A-Z-])/);
  let shown = first;
  for (const sentence of others) {
    if (shown.length + 1 + sentence.length > room) break;
    shown = `${shown} ${sentence}`;
  }
  return shown;
}

function headline({ severity, summary }: DiagnosisDocument, theme: Theme, width: number): readonly string[] {
  const sign = severity === 'error' ? theme.sign.fail : theme.sign.warn;
  return wrapText(`${sign} ${theme.strong(summary)}`, width);
}
