import type { Connection } from './connection.ts';
import { sha256 } from './payloads.ts';

/** Layouts of scans and of text without tables differ from report to report: not all of them are kept at hand. */
const MOST_KEPT = 200;

/** What reports of one shape have in common, stored once: see coding.ts. */
export class LayoutStore {
  readonly #connection: Connection;
  /** Rows that were met, and the count of rollbacks at that time: one of them may have taken rows away. */
  readonly #ids = new Map<string, number>();
  #rollbacks = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The number of a layout, which is stored where it is new. */
  id(entries: string): number {
    if (this.#rollbacks !== this.#connection.rollbacks || this.#ids.size > MOST_KEPT) this.#ids.clear();
    this.#rollbacks = this.#connection.rollbacks;
    const known = this.#ids.get(entries);
    if (known !== undefined) return known;
    const digest = sha256(entries);
    const row =
      this.#connection.get<{ id: number }>('SELECT id FROM layouts WHERE digest = ?', digest) ??
      this.#connection.get<{ id: number }>(
        'INSERT INTO layouts (digest, entries) VALUES (?, ?) RETURNING id',
        digest,
        entries,
      );
    if (row === undefined) throw new Error('no number for a layout');
    this.#ids.set(entries, row.id);
    return row.id;
  }
}
