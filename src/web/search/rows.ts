import { Recent } from '../../archive/recent.ts';
import type { Field } from '../../reports/catalogue.ts';
import type { CorrectedColumns } from '../corrections.ts';
import type { Database } from '../database.ts';
import { BodyNames } from './body-names.ts';
import { reportIdAt } from './update-index.ts';
import { WordRows } from './word-rows.ts';

/** Columns of figures that are kept: 800 kB each for a hundred thousand reports. */
const MOST_COLUMNS = 24;
/** Questions whose rows are kept: 400 kB each at most for a hundred thousand reports. */
const MOST_WORDS = 16;

/** Where fewer than one row in so many is of a body that is named, they are looked at instead of all. */
const FEW = 20;

export interface NamedRows {
  readonly has: (row: number) => boolean;
  /** Ascending; null where they are many. */
  readonly few: readonly number[] | null;
}

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
  readonly #bodies: BodyNames;
  readonly #bodyOf: Int32Array;
  readonly #words = new Recent<string, WordRows>(MOST_WORDS);
  readonly #columns = new Recent<string, Float64Array>(MOST_COLUMNS);

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
    for (const position of numbersIn(
      database.get<{ positions: string }>(
        `SELECT json_group_array(position) AS positions
         FROM (SELECT position FROM viewer.documents ORDER BY position LIMIT ?)`,
        room,
      )?.positions,
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
      for (const id of numbersIn(ids)) {
        const at = this.#rowOf[id] ?? -1;
        if (at >= 0) this.#bodyOf[at] = known;
      }
    }
    this.count = row;
    this.#bodies = new BodyNames([...bodies.keys()], this.#bodyOf.subarray(0, row));
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

  /**
   * The rows whose body's name has a part: what tells it of a row, and the rows themselves where they are few.
   * @param part not empty
   */
  namedLike(part: string): NamedRows {
    const bodies = this.#bodies.like(part);
    const like = new Uint8Array(this.#bodies.count);
    for (const body of bodies) like[body] = 1;
    return {
      has: (row) => like[this.#bodyOf[row] ?? -1] === 1,
      few: this.#bodies.rowsOf(bodies, this.count / FEW),
    };
  }

  /** The rows of a stretch of positions whose text has some words. */
  withWords(match: string, low: number, high: number): WordRows {
    return this.#words.get(`${low} ${match}`, () => new WordRows(this.#database, this, match, low, high));
  }

  /** The figures of a field by row, as people corrected them where they did; NaN is a blank. */
  column(field: Field): Float64Array {
    return this.#columns.get(field.column, () => this.#read(field));
  }

  #read({ table, column }: Field): Float64Array {
    const values = new Float64Array(this.count).fill(Number.NaN);
    const told = this.#database.get<{ ids: string; figures: string }>(
      `SELECT json_group_array(report_id) AS ids, json_group_array(${column}) AS figures
       FROM ${table} WHERE ${column} IS NOT NULL`,
    );
    const figures = numbersIn(told?.figures);
    for (const [i, id] of numbersIn(told?.ids).entries()) {
      const row = this.#rowOf[id] ?? -1;
      if (row >= 0) values[row] = figures[i] ?? Number.NaN;
    }
    for (const [id, corrected] of this.#corrected) {
      const value = corrected[column];
      const row = this.#rowOf[id] ?? -1;
      if (row >= 0 && value !== undefined) values[row] = value ?? Number.NaN;
    }
    return values;
  }
}

/** A column in one piece: taking a hundred thousand rows one by one costs three times as much. */
function numbersIn(json: string | undefined): number[] {
  return JSON.parse(json ?? '[]') as number[];
}
