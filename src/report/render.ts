import { toMarkdown } from './markdown.js';
import { toPage } from './page.js';
import type { Report } from '../contract/report.js';

export const FORMATS = ['md', 'html', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** The report as text, without a last line end. */
export function renderReport(report: Report, format: Format): string {
  switch (format) {
    case 'md':
      return toMarkdown(report).join('\n');
    case 'html':
      return toPage(report).trimEnd();
    case 'json':
      return JSON.stringify(report, null, 2);
  }
}
