/** Runs in the page: what a person with bad eyes, or a narrow telephone, could not read. */
export const MEASURE = `(() => {
  const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (one, other) => { const [a, b] = [light(channels(one)), light(channels(other))]; return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) { const { backgroundColor } = getComputedStyle(at); if ((channels(backgroundColor)[3] ?? 1) === 1) return backgroundColor; }
    return 'rgb(255, 255, 255)';
  };
  const holdsText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const texts = [...document.body.querySelectorAll('*')].filter((element) => holdsText(element) && element.getClientRects().length > 0);
  const inkOf = (element) => { const style = getComputedStyle(element); return element.namespaceURI.endsWith('svg') ? style.fill : style.color; };
  const marks = [...document.querySelectorAll('svg .good, svg .bad')].map((mark) => [mark, getComputedStyle(mark)[mark.matches('.good') ? 'fill' : 'stroke']]);
  return {
    texts: texts.length,
    marks: marks.length,
    ground: getComputedStyle(document.body).backgroundColor,
    faint: [
      ...texts.filter((element) => ratio(inkOf(element), groundOf(element)) < 4.5).map((element) => element.textContent.trim().slice(0, 40)),
      ...marks.filter(([mark, ink]) => ratio(ink, groundOf(mark)) < 3).map(([mark]) => mark.outerHTML),
    ],
    smallest: Math.min(...texts.map((element) => parseFloat(getComputedStyle(element).fontSize) * (element.ownerSVGElement ? element.ownerSVGElement.getBoundingClientRect().width / element.ownerSVGElement.viewBox.baseVal.width : 1))),
    beyond: [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > screen.width + 0.5).map((element) => element.outerHTML.slice(0, 60)),
    wide: Math.max(innerWidth, document.documentElement.scrollWidth),
  };
})()`;

export interface Measured {
  readonly texts: number;
  readonly marks: number;
  /** The page's own colour. */
  readonly ground: string;
  /** What has less contrast than WCAG 2.2 AA asks for. */
  readonly faint: readonly string[];
  /** Pixels of the smallest letters. */
  readonly smallest: number;
  /** What sticks out to the right. */
  readonly beyond: readonly string[];
  /** Pixels that the page takes; more than the window has where it has to be moved or made smaller to be read. */
  readonly wide: number;
}
