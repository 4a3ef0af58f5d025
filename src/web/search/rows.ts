import type { Field } from '../../reports/catalogue.ts';
import type { CorrectedColumns } from '../corrections.ts';
import type { Database } from '../database.ts';
import { reportIdAt } from './update-index.ts';
import { WordRows } from './word-rows.ts';

/** Columns of figures that are kept: 800 kB each for a hundred thousand reports. */
const MOST_COLUMNS = 24;
/** Questions whose rows are kept: 400 kB each at most for a hundred thousand reports. */
const MOST_WORDS = 16;

/**
 * What a search filters by, of every report that is indexed, in memory: going through a hundred thousand rows of the
 * database takes a tenth of a second, through these arrays a thousandth. Rows are in the order of results.
 */
export class ReportRows {
  readonly count: number;
  /** Ascending. */
  readonly positions: Float64Array;
  readonly reportIds: Float64Array;
  readonly #database: Database;
  readonly #corrected: CorrectedColumns;
  /** By report id; -1 where there is none. */
  readonly #rowOf: Int32Array;
  readonly #bodies: readonly string[];
  readonly #bodyOf: Int32Array;
  readonly #words = new Map<string, WordRows>();
  readonly #columns = new Map<string, Float64Array>();

  /** As the database is now. */
  static of(database: Database, corrected: () => CorrectedColumns): ReportRows {
    return database.keep('rows', () => new ReportRows(database, corrected()));
  }

  private constructor(database: Database, corrected: CorrectedColumns) {
    this.#database = database;
    this.#corrected = corrected;
    const room = database.get<{ n: number }>('SELECT count(*) AS n FROM viewer.documents')?.n ?? 0;
    this.positions = new Float64Array(room);
    this.reportIds = new Float64Array(room);
    this.#bodyOf = new Int32Array(room).fill(-1);
    const last =
      database.get<{ id: number | null }>('SELECT max(report_id) AS id FROM viewer.documents')?.id ?? 0;
    this.#rowOf = new Int32Array(last + 1).fill(-1);
    let row = 0;
    for (const { position } of database.iterate<{ position: number }>(
      'SELECT position FROM viewer.documents ORDER BY position LIMIT ?',
      room,
    )) {
      const id = reportIdAt(position);
      this.positions[row] = position;
      this.reportIds[row] = id;
      this.#rowOf[id] = row;
      row += 1;
    }
    // Body by body, which an index gives, and not report by report: a tenth of the time.
    const bodies = new Map<string, number>();
    for (const { body, ids } of database.iterate<{ body: string; ids: string }>(
      'SELECT body, json_group_array(id) AS ids FROM reports GROUP BY site_id, body',
    )) {
      const known = bodies.get(body) ?? bodies.size;
      bodies.set(body, known);
      for (const id of JSON.parse(ids) as number[]) {
        const at = this.#rowOf[id] ?? -1;
        if (at >= 0) this.#bodyOf[at] = known;
      }
    }
    this.count = row;
    this.#bodies = [...bodies.keys()];
  }

  /** The first row whose position is not below one. */
  from(position: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.positions[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Tells of a row whether its body's name has a part. */
  namedLike(part: string): (row: number) => boolean {
    const like = this.#bodies.map((body) => body.includes(part));
    return (row) => like[this.#bodyOf[row] ?? -1] === true;
  }

  /** The rows of a stretch of positions whose text has some words. */
  withWords(match: string, low: number, high: number): WordRows {
    const key = `${low} ${match}`;
    const known = this.#words.get(key) ?? new WordRows(this.#database, this, match, low, high);
    this.#words.delete(key);
    this.#words.set(key, known);
    const oldest = this.#words.keys().next().value;
    if (this.#words.size > MOST_WORDS && oldest !== undefined) this.#words.delete(oldest);
    return known;
  }

  /** The figures of a field by row, as people corrected them where they did; NaN is a blank. */
  column({ table, column }: Field): Float64Array {
    const known = this.#columns.get(column);
    if (known !== undefined) return known;
    const values = new Float64Array(this.count).fill(Number.NaN);
    for (const { id, value } of this.#database.iterate<{ id: number; value: number }>(
      `SELECT report_id AS id, ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
    )) {
      const row = this.#rowOf[id] ?? -1;
      if (row >= 0) values[row] = value;
    }
    for (const [id, corrected] of this.#corrected) {
      const value = corrected[column];
      const row = this.#rowOf[id] ?? -1;
      if (row >= 0 && value !== undefined) values[row] = value ?? Number.NaN;
    }
    const oldest = this.#columns.keys().next().value;
    if (this.#columns.size >= MOST_COLUMNS && oldest !== undefined) this.#columns.delete(oldest);
    this.#columns.set(column, values);
    return values;
  }
}
