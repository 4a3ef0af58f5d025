import type { AnnualReport } from '../reports/report.ts';
import { type Entry, PLACES } from './coding.ts';
import type { Connection } from './connection.ts';
import { sha256 } from './payloads.ts';
import { Recent } from './recent.ts';
import { type Usual, UsualOfYear } from './usual.ts';
import { learn, missesOf, type Sample, sampleOf } from './usual-learning.ts';

/** So many reports of one shape must have come before it is worth a row; and so many that a better row may be. */
const ENOUGH = 12;
const PLENTY = 32;
/** Bytes that a reading has for each place that it has otherwise, about. */
const MISS = 5;
/** Shapes that reports are learnt from at a time. */
const MOST_SHAPES = 40;

interface Row {
  readonly id: number;
  readonly usual: Usual;
  /** By year: with the years in place. */
  readonly years: Map<number | null, UsualOfYear>;
}

interface Shape {
  row: Row | null;
  /** Null: enough was learnt. */
  samples: Sample[] | null;
}

/** What reports of one shape usually say: found out while they are written, and kept for those that follow. */
export class UsualStore {
  readonly #connection: Connection;
  #shapes = new Recent<string, Shape>(MOST_SHAPES);
  /** The count of rollbacks when rows were last looked at: one of them may have taken rows away. */
  #rollbacks = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * The row that a report of this shape is best written with; null: there is none yet.
   * @param layoutId of its places
   * @param checkLayoutId of its checks
   */
  of(
    layoutId: number,
    checkLayoutId: number,
    entries: readonly Entry[],
    report: Pick<AnnualReport, 'checks' | 'year' | 'body'>,
  ): { readonly id: number; readonly usual: UsualOfYear } | null {
    // There are letters for so many places.
    if (report.checks.length > PLACES) return null;
    if (this.#rollbacks !== this.#connection.rollbacks) this.#shapes = new Recent(MOST_SHAPES);
    this.#rollbacks = this.#connection.rollbacks;
    const shape = this.#shapes.get(`${layoutId} ${checkLayoutId}`, () => ({
      row: this.#stored(layoutId, checkLayoutId),
      samples: [],
    }));
    this.#learn(shape, layoutId, checkLayoutId, () => sampleOf(entries, report));
    const { row } = shape;
    if (row === null) return null;
    let usual = row.years.get(report.year);
    if (usual === undefined) {
      usual = new UsualOfYear(row.usual, report.year);
      row.years.set(report.year, usual);
    }
    return { id: row.id, usual };
  }

  #learn(shape: Shape, layoutId: number, checkLayoutId: number, next: () => Sample): void {
    const { samples, row } = shape;
    if (samples === null) return;
    samples.push(next());
    if (samples.length < (row === null ? ENOUGH : PLENTY)) return;
    if (samples.length >= PLENTY) shape.samples = null;
    const usual = learn(samples);
    const [entries, checks] = [JSON.stringify(usual.entries), JSON.stringify(usual.checks)];
    const size = entries.length + checks.length;
    if (row !== null && (missesOf(row.usual, samples) - missesOf(usual, samples)) * MISS < size) return;
    const { id } = this.#connection.run(
      'INSERT INTO usual_readings (digest, layout_id, check_layout_id, entries, checks) VALUES (?, ?, ?, ?, ?)',
      sha256(`${entries}\n${checks}`),
      layoutId,
      checkLayoutId,
      entries,
      checks,
    );
    shape.row = { id, usual, years: new Map() };
  }

  /** The last one of an earlier process. */
  #stored(layoutId: number, checkLayoutId: number): Row | null {
    const row = this.#connection.get<{ id: number; entries: string; checks: string }>(
      `SELECT id, entries, checks FROM usual_readings WHERE layout_id = ? AND check_layout_id = ?
       ORDER BY id DESC LIMIT 1`,
      layoutId,
      checkLayoutId,
    );
    return row === undefined
      ? null
      : {
          id: row.id,
          usual: { entries: JSON.parse(row.entries), checks: JSON.parse(row.checks) },
          years: new Map(),
        };
  }
}
