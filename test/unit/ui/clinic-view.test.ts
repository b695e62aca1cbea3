import { expect, test } from 'vitest';
import { renderClinic } from '../../../src/ui/clinic-view.js';
import type { ClinicView } from '../../../src/ui/clinic-view.js';
import { themeFor } from '../../../src/ui/theme.js';
import { visibleWidth } from '../../../src/ui/text-width.js';

const PLAIN = themeFor({ isTTY: false }, false);
const COLOUR = themeFor({ isTTY: true }, true);
const COMMAND =
  'CLIENT=sandbox terminal onboard 127.0.0.1:40001,40002 --allow-private --instance http://127.0.0.1:40003/sandbox --department 1';
const VIEW: ClinicView = {
  title: 'Sandbox: healthy (everything works)',
  commands: ['terminal probe 127.0.0.1:40001,40002 --allow-private', COMMAND],
  name: 'SB000001 (1 of 2)',
  display: ['0,01 EUR', 'Sisestage kaart 🐕 日本動物病院', '', 'a line that is longer than any display is'],
  facts: [
    { name: 'person', value: 'acts by itself' },
    { name: 'network', value: 'PULLED OUT', stands: 'out' },
  ],
  events: Array.from({ length: 30 }, (_, index) => `12:00:${String(index).padStart(2, '0')}  asked for its state`),
  keys: [
    { title: 'sandbox', keys: [{ key: 'q', does: 'end' }] },
    { title: 'person ', keys: Array.from('cwdolt', (key) => ({ key, does: 'does something with a card' })) },
  ],
};

test('it fits every window, however small, with colour and without', () => {
  for (const theme of [PLAIN, COLOUR]) {
    for (let columns = 1; columns <= 130; columns += 1) {
      for (const rows of [1, 2, 5, 10, 20, 24, 40, 80]) {
        const lines = renderClinic(VIEW, theme, { columns, rows });
        expect(lines.length, `${String(columns)}x${String(rows)}`).toBeLessThanOrEqual(rows);
        expect(
          lines.filter((line) => visibleWidth(line) > columns),
          `${String(columns)}x${String(rows)}`,
        ).toEqual([]);
      }
    }
  }
});

test('the frame of the display is straight, whatever is in it', () => {
  const wide = { ...VIEW, name: '日本動物病院クリニック 🐕🐕', facts: [] };
  const frame = renderClinic(wide, PLAIN, { columns: 80, rows: 40 }).filter((line) => /^[┌│└]/.test(line));
  expect(frame.map(visibleWidth)).toEqual(Array.from({ length: 6 }, () => 28));
});

test('a small window: what happened last, the network, and one command; the others where there is room', () => {
  const small = renderClinic(VIEW, PLAIN, { columns: 80, rows: 21 });
  expect(small[1]).toBe('In another window: terminal probe 127.0.0.1:40001,40002 --allow-private');
  expect(small).toContain('12:00:29  asked for its state');
  expect(small.filter((line) => line.includes('asked for its state')).length).toBeGreaterThanOrEqual(6);
  expect(small).toContain('sandbox  q end');
  const quiet = renderClinic({ ...VIEW, events: [] }, PLAIN, { columns: 80, rows: 21 }).join('\n');
  // As a shell reads it.
  expect(quiet.replaceAll(/ \\\n */g, ' ')).toContain(`  ${COMMAND}\n`);
});
