import type { Connection } from './connection.ts';
import type { SiteOutcome } from './runs.ts';

/** Where sites answered that did not answer everywhere. */
const ANSWERED = `SELECT site_id AS site, vantage FROM site_vantages WHERE outcome NOT IN ('failed', 'blocked')
  AND EXISTS (SELECT 1 FROM site_vantages o WHERE o.site_id = site_vantages.site_id
    AND o.outcome IN ('failed', 'blocked'))`;

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
  bestFor(siteId: string, avoid: string): string | null {
    const row = this.#connection.get<{ vantage: string }>(
      `${ANSWERED} AND site_id = ? AND vantage <> ? ORDER BY at DESC LIMIT 1`,
      siteId,
      avoid,
    );
    return row?.vantage ?? null;
  }

  /** The same of all sites, without those that are well crawled from anywhere. */
  best(): ReadonlyMap<string, string> {
    const rows = this.#connection.all<{ site: string; vantage: string }>(`${ANSWERED} ORDER BY at`);
    // Of several the last one stays.
    return new Map(rows.map(({ site, vantage }) => [site, vantage]));
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
