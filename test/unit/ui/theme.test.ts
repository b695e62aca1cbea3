import { afterEach, expect, test, vi } from 'vitest';
import { themeFor } from '../../../src/ui/theme.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Of the 256: a grey of the cube's corners, as a screen shows it. */
function luminance(code: number): number {
  const steps = [0, 95, 135, 175, 215, 255];
  const at = code - 16;
  const [red = 0, green = 0, blue = 0] = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6].map((step) => {
    const part = (steps[step] ?? 0) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('every colour can be read on black and on white, where a window has 256 of them', () => {
  vi.stubEnv('TERM', 'xterm-256color');
  const theme = themeFor({ isTTY: true }, true);
  for (const color of [theme.good, theme.bad, theme.warn, theme.say]) {
    const code = Number(/38;5;(\d+)m/.exec(color('x'))?.[1]);
    const light = luminance(code);
    expect([code, 1.05 / (light + 0.05) > 3.5, (light + 0.05) / 0.05 > 3.5]).toEqual([code, true, true]);
    expect(theme.plain(color('x'))).toBe(color('x'));
  }
});

test('a window with eight colours gets those', () => {
  vi.stubEnv('TERM', 'linux');
  vi.stubEnv('COLORTERM', '');
  expect(themeFor({ isTTY: true }, true).bad('x')).toMatch(/\[31m/);
});

test('commands that npm start names are started by their file, and never fetched by npx', () => {
  const named = 'Report: terminal report 20260214-bcdfg. The terminal answers.';
  vi.stubEnv('npm_lifecycle_event', '');
  expect(themeFor({ isTTY: false }, false).plain(named)).toBe(named);
  vi.stubEnv('npm_lifecycle_event', 'start');
  expect(themeFor({ isTTY: false }, false).plain(named)).toBe(
    named.replace('terminal report', 'node bin/run.js report'),
  );
});
