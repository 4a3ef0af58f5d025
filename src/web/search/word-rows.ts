import type { Database } from '../database.ts';
import type { ReportRows } from './rows.ts';

/** Positions taken from the index of words at a time. */
const CHUNK = 1000;

/** In the index of words: of a match, from one position to another. */
export const IN_WORDS = 'FROM viewer.words w WHERE w.words MATCH ? AND w.rowid BETWEEN ? AND ?';

/**
 * The rows whose text has some words, as far as somebody has looked: who narrows the same words by other figures looks
 * through what is known, a hundred times faster than the index of words tells it again.
 */
export class WordRows {
  readonly #database: Database;
  readonly #rows: ReportRows;
  readonly #match: string;
  readonly #high: number;
  /** The next position to be asked for; null: all are known. */
  #next: number | null;
  #found = new Int32Array(CHUNK);
  #count = 0;

  constructor(database: Database, rows: ReportRows, match: string, low: number, high: number) {
    this.#database = database;
    this.#rows = rows;
    this.#match = match;
    this.#next = low;
    this.#high = high;
  }

  /** The row of a number, from 0; undefined where there are fewer. */
  at(number: number): number | undefined {
    while (number >= this.#count && this.#next !== null) this.#extend(this.#next);
    return number < this.#count ? this.#found[number] : undefined;
  }

  #extend(from: number): void {
    const chunk = this.#database.all<{ position: number }>(
      `SELECT w.rowid AS position ${IN_WORDS} ORDER BY w.rowid LIMIT ?`,
      this.#match,
      from,
      this.#high,
      CHUNK,
    );
    const last = chunk.at(-1);
    this.#next = last === undefined || chunk.length < CHUNK ? null : last.position + 1;
    if (this.#count + chunk.length > this.#found.length) {
      const more = new Int32Array(Math.max(2 * this.#found.length, this.#count + chunk.length));
      more.set(this.#found);
      this.#found = more;
    }
    const { positions, count } = this.#rows;
    let row = this.#rows.from(chunk[0]?.position ?? 0);
    for (const { position } of chunk) {
      while (row < count && (positions[row] ?? 0) < position) row += 1;
      // What was indexed after the rows were taken is met at the next look at all of them.
      if (positions[row] === position) this.#found[this.#count++] = row;
    }
  }
}
