/** HTML that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

/** A template of which every value is text, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return {
    markup: strings
      .map((string, index) => (index === 0 ? string : `${written(values[index - 1] ?? '')}${string}`))
      .join(''),
  };
}

export const NOTHING: Markup = { markup: '' };

/** A constant of this program. Never what came from outside. */
export function trustedHtml(markup: string): Markup {
  return { markup };
}

function written(value: Part): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
