import type { Connection } from './connection.ts';
import type { SiteOutcome } from './runs.ts';

/** From where each site answers. Only PostgreSQL keeps it, where workers stand at several points. */
export class VantageStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Notes how the crawl of a site from a vantage point ended. */
  record(siteId: string, vantage: string, outcome: SiteOutcome): void {
    this.#connection.run(
      `INSERT INTO site_vantages (site_id, vantage, outcome) VALUES (?, ?, ?)
       ON CONFLICT (site_id, vantage) DO UPDATE SET outcome = excluded.outcome, at = clock_timestamp() RETURNING 1`,
      siteId,
      vantage,
      outcome,
    );
  }

  /**
   * Where a site is best crawled from: the vantage point that it answered last. Null: nobody knows, or all do.
   * @param avoid a point that it has just refused.
   */
  bestFor(siteId: string, avoid: string | null = null): string | null {
    const row = this.#connection.get<{ vantage: string }>(
      `SELECT vantage FROM site_vantages WHERE site_id = ? AND vantage <> coalesce(?, '')
         AND outcome NOT IN ('failed', 'blocked') AND EXISTS (
           SELECT 1 FROM site_vantages o WHERE o.site_id = site_vantages.site_id
             AND o.outcome IN ('failed', 'blocked'))
       ORDER BY at DESC LIMIT 1`,
      siteId,
      avoid,
    );
    return row?.vantage ?? null;
  }

  /** Points with a worker at work that have not yet tried a site. */
  untriedFor(siteId: string): string[] {
    return this.#connection
      .all<{ vantage: string }>(
        `SELECT DISTINCT vantage FROM workers WHERE vantage IS NOT NULL
           AND heard_at > clock_timestamp() - interval '2 minutes'
           AND vantage NOT IN (SELECT v.vantage FROM site_vantages v WHERE v.site_id = ?) ORDER BY 1`,
        siteId,
      )
      .map(({ vantage }) => vantage);
  }
}
