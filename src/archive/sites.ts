import type { Connection } from './connection.ts';
import type { HealthStore } from './health.ts';

/** What the database keeps of a site file. */
export interface SiteRecord {
  readonly id: string;
  readonly name: string;
  readonly regionCode: string;
  readonly crawler: string;
}

/** The configured sites, and what is expected of them. */
export class SiteStore {
  readonly #connection: Connection;
  readonly #health: HealthStore;

  constructor(connection: Connection, health: HealthStore) {
    this.#connection = connection;
    this.#health = health;
  }

  /** Takes over the whole configuration: a site that is no longer in it becomes `retired` and keeps its history. */
  put(sites: readonly SiteRecord[]): void {
    this.#connection.write(() => {
      for (const site of sites) {
        this.#connection.run(
          `INSERT INTO sites (id, name, region_code, crawler, status) VALUES (?, ?, ?, ?, 'active')
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, region_code = excluded.region_code,
             crawler = excluded.crawler, status = 'active'`,
          site.id,
          site.name,
          site.regionCode,
          site.crawler,
        );
      }
      const gone = this.#connection.all<{ id: string }>(
        `UPDATE sites SET status = 'retired'
         WHERE status <> 'retired' AND id NOT IN (SELECT value FROM json_each(?)) RETURNING id`,
        JSON.stringify(sites.map(({ id }) => id)),
      );
      for (const { id } of gone)
        this.#health.record(id, 'retired', 'its file is no longer in the configuration');
    });
  }

  /** Sets the report years expected of a site, in place of the earlier ones. `coverage` is measured against them. */
  expect(siteId: string, years: readonly number[]): void {
    this.#connection.write(() => {
      this.#connection.run(
        'DELETE FROM expectations WHERE site_id = ? AND year NOT IN (SELECT CAST(value AS INTEGER) FROM json_each(?))',
        siteId,
        JSON.stringify(years),
      );
      for (const year of years) {
        this.#connection.run(
          'INSERT INTO expectations (site_id, year) VALUES (?, ?) ON CONFLICT DO NOTHING',
          siteId,
          year,
        );
      }
    });
  }
}
