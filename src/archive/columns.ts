import { READ_SHA256 } from './captures.ts';
import type { Connection } from './connection.ts';
import { TAKEN_IN_RUN } from './runs.ts';

/** What a crawl saw of a column, so that a later one can tell what changed. */
export interface ColumnSight {
  /** The column's address in the site file. */
  readonly url: string;
  /** References that led, or may lead, to a report. */
  readonly found: number;
  /** The family whose marks its pages bore; null: none that we know. */
  readonly family: string | null;
  /** Nothing about the column raised a doubt: later crawls are measured by it. */
  readonly good: boolean;
}

/** The last good sight of a column, with the run whose captures show what its pages looked like. */
export interface Baseline extends ColumnSight {
  readonly runId: number;
}

/** Pages of a site that arrived in a run. */
const PAGES = `SELECT s.url, ${READ_SHA256} AS hash
  FROM captures c JOIN resources s ON s.id = c.resource_id
  WHERE s.site_id = ? AND ${TAKEN_IN_RUN} AND c.outcome IN ('ok', 'not_modified') AND c.form IS NULL`;

/** What each crawl saw of each column. */
export class ColumnStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  record(runId: number, siteId: string, { url, found, family, good }: ColumnSight): void {
    this.#connection.run(
      `INSERT INTO run_columns (run_id, site_id, url, found, family, good) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (run_id, site_id, url) DO UPDATE SET found = excluded.found, family = excluded.family, good = excluded.good`,
      runId,
      siteId,
      url,
      found,
      family,
      good ? 1 : 0,
    );
  }

  /** The latest good sight of a column; null: there was none. */
  lastGood(siteId: string, url: string): Baseline | null {
    const row = this.#connection.get<Omit<Baseline, 'good'>>(
      `SELECT run_id AS runId, url, found, family FROM run_columns WHERE site_id = ? AND url = ? AND good = 1
       ORDER BY id DESC LIMIT 1`,
      siteId,
      url,
    );
    return row === undefined ? null : { ...row, good: true };
  }

  /** Hash of what a page was in a run, as it is read (after its scripts, where a browser was used); null: it did not arrive. */
  pageIn(runId: number, siteId: string, url: string): string | null {
    return (
      this.#connection.get<{ hash: string | null }>(
        `${PAGES} AND s.url = ? ORDER BY c.id DESC LIMIT 1`,
        siteId,
        runId,
        runId,
        url,
      )?.hash ?? null
    );
  }

  /** The same of all pages of a site that arrived in a run, by their address. */
  pagesIn(runId: number, siteId: string): ReadonlyMap<string, string | null> {
    const rows = this.#connection.all<{ url: string; hash: string | null }>(
      `${PAGES} ORDER BY c.id`,
      siteId,
      runId,
      runId,
    );
    return new Map(rows.map(({ url, hash }) => [url, hash]));
  }
}
