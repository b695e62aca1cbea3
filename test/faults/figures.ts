import { note } from '../support/notes.js';

/** What a suite of cases came to, for a person to read. */
export class Figures {
  readonly #title: string;
  readonly #counts = new Map<string, Map<string, number>>();
  readonly #since = performance.now();
  readonly #cpu = process.cpuUsage();

  constructor(title: string) {
    this.#title = title;
  }

  count(table: string, row: string, by = 1): void {
    const rows = this.#counts.get(table) ?? new Map<string, number>();
    rows.set(row, (rows.get(row) ?? 0) + by);
    this.#counts.set(table, rows);
  }

  print(): void {
    const seconds = ((performance.now() - this.#since) / 1000).toFixed(1);
    const { user, system } = process.cpuUsage(this.#cpu);
    const cpu = ((user + system) / 1e6).toFixed(1);
    const lines = [...this.#counts].map(
      ([table, rows]) =>
        `  ${table}: ${[...rows]
          .sort(([one], [other]) => one.localeCompare(other))
          .map(([row, count]) => `${row} ${String(count)}`)
          .join(', ')}`,
    );
    note([`${this.#title}, ${seconds} s, of which ${cpu} s at work`, ...lines].join('\n'));
  }
}
