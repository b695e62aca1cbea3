import { expect, test } from 'vitest';
import { scenariosText } from '../../../../src/flows/sandbox/scenario-list.js';
import { themeFor } from '../../../../src/ui/theme.js';
import { visibleWidth } from '../../../../src/ui/text-width.js';

test.each([60, 80, 100])('the situations fit %i columns, what each shows in a column of its own', (width) => {
  const lines = scenariosText(themeFor({ isTTY: false }, false), width);
  expect(lines.filter((line) => visibleWidth(line) > width)).toEqual([]);
  const columns = lines.slice(0, lines.lastIndexOf('', -2));
  expect(columns.filter((line) => line.startsWith(' ')).every((line) => /^ {2}\S.{22,}\S|^ {26}\S/.test(line))).toBe(
    true,
  );
});
