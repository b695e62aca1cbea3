import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { renderReport } from '../../../src/report/render.js';
import { WINDOWS } from '../../support/system.js';
import { CHROMIUM, openBrowser } from './browser.js';
import type { Browser } from './browser.js';
import { MEASURE } from './measure.js';
import type { Measured } from './measure.js';
import { ATTACKED, MENDED, OPEN, reportOf } from './stories.js';

const STORIES = { mended: MENDED, open: OPEN, attacked: ATTACKED };

/** A page with everything that is looked for. */
const BAD =
  '<!doctype html><body style="width:700px;margin:0"><p style="color:#999;font-size:6px">faint</p><svg viewBox="0 0 9 9"><circle class="good" fill="#eee"/></svg><img src="http://127.0.0.1:9/x.png"><p style="height:5000px">long</p>';

const without = existsSync(CHROMIUM) && !WINDOWS ? '' : ` (skipped: there is no ${CHROMIUM} here)`;

async function measured(browser: Browser, width: number, scheme: string, media = 'screen'): Promise<Measured> {
  await browser.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 800,
    screenWidth: width,
    screenHeight: 800,
    deviceScaleFactor: 1,
    mobile: width < 500,
  });
  await browser.send('Emulation.setEmulatedMedia', {
    media,
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  });
  return browser.evaluate<Measured>(MEASURE);
}

/** What the printer gets: how many sheets, and of which size in points. */
async function printed(browser: Browser): Promise<{ readonly sheets: number; readonly size: string | undefined }> {
  const { data } = await browser.send<{ data: string }>('Page.printToPDF', { preferCSSPageSize: true });
  const pdf = Buffer.from(data, 'base64').toString('latin1');
  return { sheets: pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0, size: /\/MediaBox\s*\[([^\]]*)\]/.exec(pdf)?.[1] };
}

test.skipIf(without !== '')(
  `in a browser the page loads nothing, is readable on a desk, a telephone and paper, in light and in dark${without}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-page-'));
    const browser = await openBrowser();
    onTestFinished(async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    });
    const addressOf = (name: string, page: string): string => {
      writeFileSync(join(folder, name), page);
      return pathToFileURL(join(folder, name)).href;
    };

    for (const [name, story] of Object.entries(STORIES)) {
      const address = addressOf(`${name}.html`, renderReport(reportOf(story), 'html'));
      expect(await browser.open(address), name).toEqual([address]);
      for (const width of [1000, 390, 320]) {
        for (const [scheme, ground] of [
          ['light', 'rgb(255, 255, 255)'],
          ['dark', 'rgb(17, 22, 28)'],
        ] as const) {
          const seen = await measured(browser, width, scheme);
          expect(seen, `${name}, ${String(width)} px, ${scheme}`).toMatchObject({
            ground,
            faint: [],
            beyond: [],
            wide: width,
          });
          expect(seen.smallest).toBeGreaterThan(9);
          expect(Math.min(seen.texts, seen.marks)).toBeGreaterThan(1);
        }
      }
      expect(await measured(browser, 680, 'dark', 'print'), 'paper is white').toMatchObject({
        ground: 'rgb(255, 255, 255)',
        faint: [],
      });
      const { sheets, size } = await printed(browser);
      expect([sheets > 0 && sheets <= 2, size?.split(/\s+/).map((points) => Math.round(Number(points)))], name).toEqual(
        [true, [0, 0, 595, 842]],
      );
    }

    const bad = addressOf('bad.html', BAD);
    expect(await browser.open(bad)).toEqual([bad, 'http://127.0.0.1:9/x.png']);
    const seen = await measured(browser, 390, 'light');
    expect(seen).toMatchObject({ faint: ['faint', expect.stringMatching(/^<circle/) as string], smallest: 6 });
    expect([seen.beyond.length > 0, seen.wide > 390]).toEqual([true, true]);
    expect((await printed(browser)).sheets).toBeGreaterThan(2);
  },
);
