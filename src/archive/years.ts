import type { LegacyForm } from '../reports/legacy/form.ts';
import type { Check, Form, Forms } from '../reports/report.ts';
import { codeChecks } from './coding.ts';
import type { Connection } from './connection.ts';
import { LayoutStore } from './layouts.ts';
import { ofSite } from './of-site.ts';
import type { ReadingStore } from './readings.ts';

/** What the rules between years want to know of a report: its current edition as it was read. */
export interface StoredYear {
  readonly reportId: number;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  readonly forms: Forms;
  readonly values: Readonly<Record<string, number | null>>;
  readonly text: string;
  /** Other addresses of the report that show other content. */
  readonly differing: readonly string[];
}

interface Row {
  readonly reportId: number;
  readonly body: string;
  readonly year: number;
  readonly url: string;
  readonly editionId: number;
  readonly digest: string;
  readonly disclosure: Form | null;
  readonly requests: Form | null;
  readonly litigation: Form | null;
  readonly legacy: LegacyForm | null;
}

/** The reports of a body over the years, and the verdicts of the rules between them. */
export class YearStore {
  readonly #connection: Connection;
  readonly #readings: ReadingStore;
  readonly #layouts: LayoutStore;

  constructor(connection: Connection, readings: ReadingStore) {
    this.#connection = connection;
    this.#readings = readings;
    this.#layouts = new LayoutStore(connection);
  }

  /** Bodies whose reports have changed since the rules were tried on them. */
  due(siteId?: string): { siteId: string; body: string }[] {
    const { sql, params } = ofSite(siteId);
    return this.#connection.all<{ siteId: string; body: string }>(
      `SELECT site_id AS siteId, body FROM year_checks_due WHERE ${sql} ORDER BY site_id, body`,
      ...params,
    );
  }

  /** Every body of which a site has reports. */
  bodies(siteId: string): string[] {
    return this.#connection
      .all<{ body: string }>('SELECT DISTINCT body FROM reports WHERE site_id = ? ORDER BY body', siteId)
      .map(({ body }) => body);
  }

  /** The readable reports of these bodies, by year and body: the same order whatever order they came in. */
  reports(siteId: string, bodies: readonly string[]): StoredYear[] {
    return this.#connection
      .all<Row>(
        `SELECT r.id AS reportId, r.body, r.year, r.url, r.edition_id AS editionId, g.digest, g.form_disclosure AS disclosure,
           g.form_requests AS requests, g.form_litigation AS litigation, g.form_legacy AS legacy
         FROM reports r JOIN readings g ON g.edition_id = r.edition_id
         WHERE r.site_id = ? AND r.body IN (SELECT value FROM json_each(?)) AND g.status <> 'unreadable'
         ORDER BY r.year, r.body`,
        siteId,
        JSON.stringify(bodies),
      )
      .map(({ reportId, body, year, url, editionId, digest, disclosure, requests, litigation, legacy }) => ({
        reportId,
        body,
        year,
        url,
        forms: { disclosure, requests, litigation, ...(legacy === null ? {} : { legacy }) },
        values: Object.fromEntries(this.#readings.ofEdition(editionId)),
        text: this.#text(editionId, digest),
        differing: this.#differing(reportId, editionId),
      }));
  }

  /**
   * Puts the verdicts of these bodies' reports in the place of the earlier ones; the bodies are no longer due.
   * @param checks by report; a report without any loses those it had.
   */
  settle(siteId: string, bodies: readonly string[], checks: ReadonlyMap<number, readonly Check[]>): void {
    this.#connection.write(() => {
      const names = JSON.stringify(bodies);
      this.#connection.run(
        `DELETE FROM report_year_checks WHERE id IN (
           SELECT id FROM reports WHERE site_id = ? AND body IN (SELECT value FROM json_each(?)))`,
        siteId,
        names,
      );
      for (const [reportId, own] of checks) if (own.length > 0) this.#add(reportId, own);
      this.#connection.run(
        'DELETE FROM year_checks_due WHERE site_id = ? AND body IN (SELECT value FROM json_each(?))',
        siteId,
        names,
      );
    });
  }

  #add(reportId: number, checks: readonly Check[]): void {
    const { layout, codes, values, others, failed } = codeChecks(checks);
    this.#connection.run(
      `INSERT INTO report_year_checks (id, check_layout_id, check_codes, checks, other_checks, failed)
       VALUES (?, ?, ?, ?, ?, ?)`,
      reportId,
      this.#layouts.id(layout),
      codes,
      values,
      others,
      failed,
    );
  }

  #text(editionId: number, digest: string): string {
    const sections = this.#readings.texts
      .recent(editionId, digest)
      .sections.filter(([section]) => section !== 'tables');
    return sections
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, text]) => text)
      .join('\n');
  }

  #differing(reportId: number, editionId: number): string[] {
    return this.#connection
      .all<{ url: string }>(
        `SELECT a.url FROM report_aliases a JOIN editions e ON e.id = ?
         WHERE a.report_id = ? AND a.content_sha256 <> e.content_sha256 ORDER BY a.url`,
        editionId,
        reportId,
      )
      .map(({ url }) => url);
  }
}
