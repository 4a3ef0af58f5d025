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
      this.#connection.run(
        `INSERT INTO sites (id, name, region_code, crawler, status)
         SELECT value ->> '$.id', value ->> '$.name', value ->> '$.regionCode', value ->> '$.crawler', 'active'
         FROM json_each(?) WHERE true
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, region_code = excluded.region_code,
           crawler = excluded.crawler, status = 'active'
         WHERE (sites.name, sites.region_code, sites.crawler, sites.status)
           <> (excluded.name, excluded.region_code, excluded.crawler, 'active')`,
        JSON.stringify(sites.map(({ id, name, regionCode, crawler }) => ({ id, name, regionCode, crawler }))),
      );
      const gone = this.#connection.all<{ id: string }>(
        `UPDATE sites SET status = 'retired'
         WHERE status <> 'retired' AND id NOT IN (SELECT value FROM json_each(?)) RETURNING id`,
        JSON.stringify(sites.map(({ id }) => id)),
      );
      for (const { id } of gone)
        this.#health.record(id, 'retired', 'its file is no longer in the configuration');
    });
  }

  /** Sets the report years expected of sites, in place of the earlier ones. `coverage` is measured against them. */
  expect(expected: ReadonlyMap<string, readonly number[]>): void {
    this.#connection.write(() => {
      const before = Map.groupBy(
        this.#connection.all<{ site: string; year: number }>(
          'SELECT site_id AS site, year FROM expectations ORDER BY site_id, year',
        ),
        ({ site }) => site,
      );
      // Mostly nothing has changed, and there may be thousands of sites.
      for (const [site, years] of expected) {
        const wanted = years.toSorted((a, b) => a - b).join();
        if ((before.get(site) ?? []).map(({ year }) => year).join() === wanted) continue;
        this.#connection.run('DELETE FROM expectations WHERE site_id = ?', site);
        this.#connection.run(
          'INSERT INTO expectations (site_id, year) SELECT ?, CAST(value AS INTEGER) FROM json_each(?)',
          site,
          JSON.stringify(years),
        );
      }
    });
  }
}
