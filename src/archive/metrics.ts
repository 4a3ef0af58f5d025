import type { Connection } from './connection.ts';

/** What a monitoring system wants to know of an archive, counted cheaply: it asks every few seconds. */
export interface ArchiveMetrics {
  /** The last number given to a capture. */
  readonly captures: number;
  readonly reports: number;
  readonly payloads: number;
  /** Open alarms by cause, without what follows its colon. */
  readonly alarms: ReadonlyMap<string, number>;
  /** Sites by health. */
  readonly sites: ReadonlyMap<string, number>;
  /** Site → end of its last good crawl, seconds since 1970. */
  readonly lastSuccess: ReadonlyMap<string, number>;
}

export class MetricsQueries {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  now(): ArchiveMetrics {
    const number = (sql: string): number => this.#connection.get<{ n: number | null }>(sql)?.n ?? 0;
    const alarms = new Map<string, number>();
    for (const { cause } of this.#connection.all<{ cause: string }>(
      'SELECT cause FROM alarms WHERE closed_at IS NULL',
    )) {
      const [kind = cause] = cause.split(':');
      alarms.set(kind, (alarms.get(kind) ?? 0) + 1);
    }
    const healths = this.#connection.all<{ health: string; n: number }>(
      `SELECT h.health, count(*) AS n FROM site_health h
       WHERE h.id = (SELECT max(l.id) FROM site_health l WHERE l.site_id = h.site_id) GROUP BY h.health`,
    );
    const successes = this.#connection.all<{ site: string; at: string }>(
      `SELECT site_id AS site, max(finished_at) AS at FROM run_sites
       WHERE whole = 1 AND outcome IN ('ok', 'unchanged') GROUP BY site_id ORDER BY site_id`,
    );
    return {
      captures: number('SELECT max(id) AS n FROM captures'),
      payloads: number('SELECT max(id) AS n FROM payloads'),
      reports: number('SELECT count(*) AS n FROM reports'),
      alarms,
      sites: new Map(healths.map(({ health, n }) => [health, n])),
      lastSuccess: new Map(successes.map(({ site, at }) => [site, Date.parse(at) / 1000])),
    };
  }
}
