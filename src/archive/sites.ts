import type { Connection } from './connection.ts';

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

  constructor(connection: Connection) {
    this.#connection = connection;
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
      this.#connection.run(
        `UPDATE sites SET status = 'retired' WHERE id NOT IN (SELECT value FROM json_each(?))`,
        JSON.stringify(sites.map(({ id }) => id)),
      );
    });
  }

  /** Sets the report years expected of a site, in place of the earlier ones. `coverage` is measured against them. */
  expect(siteId: string, years: readonly number[]): void {
    this.#connection.write(() => {
      this.#connection.run(
        'DELETE FROM expectations WHERE site_id = ? AND year NOT IN (SELECT value FROM json_each(?))',
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
