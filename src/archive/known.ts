import { READ_SHA256 } from './captures.ts';
import type { Connection } from './connection.ts';
import { JudgementStore } from './judgements.ts';

/** What a list says of a report: while it stands, the report itself was probably not touched. */
export interface ListedAs {
  readonly title: string | null;
  /** `YYYY-MM-DD` */
  readonly publishedOn: string | null;
}

interface Standing {
  readonly resourceId: number;
  readonly outcome: string;
  readonly hash: string | null;
}

/** What the archive knows well enough not to ask for it in every crawl. */
export class KnownQueries {
  readonly #connection: Connection;
  readonly #judgements: JudgementStore;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#judgements = new JudgementStore(connection);
  }

  /** Addresses of articles of a site that have, or once had, files: the only ones whose files are worth asking for. */
  articlesWithFiles(siteId: string): Set<string> {
    const rows = this.#connection.all<{ url: string }>(
      `SELECT DISTINCT parent_url AS url FROM resources
       WHERE site_id = ? AND kind = 'attachment' AND parent_url IS NOT NULL`,
      siteId,
    );
    return new Set(rows.map(({ url }) => url));
  }

  /** Whether the content of a capture was there in an earlier crawl that ended well: what hung on it was dealt with then. */
  wasDealtWith(captureId: number): boolean {
    const row = this.#connection.get(
      `SELECT 1 AS yes FROM captures n JOIN captures c ON c.resource_id = n.resource_id AND c.id < n.id
         JOIN resources s ON s.id = c.resource_id
         JOIN run_sites r ON r.run_id = c.run_id AND r.site_id = s.site_id
       WHERE n.id = ? AND c.outcome IN ('ok', 'not_modified') AND r.whole = 1 AND r.outcome IN ('ok', 'unchanged')
         AND ${READ_SHA256} = coalesce(n.rendered_sha256, n.payload_sha256, n.revalidated_sha256)
       LIMIT 1`,
      captureId,
    );
    return row !== undefined;
  }

  /**
   * The reports behind an address that arrived with all its files the last time it was asked for, was read by this
   * parser as nothing but reports, and is listed as it was.
   * @param hasFiles whether it has or had files
   * @returns their ids; null where any of this is not so
   */
  reportsAt(
    siteId: string,
    url: string,
    listed: ListedAs,
    parserVersion: string,
    hasFiles: boolean,
  ): number[] | null {
    const [noted] = this.#last('s.site_id = ? AND s.url = ?', siteId, url);
    if (noted === undefined || (listed.title ?? noted.title) !== noted.title) return null;
    if ((listed.publishedOn ?? noted.publishedOn) !== noted.publishedOn) return null;
    const own = this.#readAs(noted, parserVersion);
    if (own === null || own.length === 0 || own.includes(null)) return null;
    const ofArticle = `s.site_id = ? AND s.parent_url = ? AND s.kind = 'attachment'`;
    const files = hasFiles
      ? this.#last(ofArticle, siteId, url).map((file) => this.#readAs(file, parserVersion))
      : [];
    if (files.includes(null)) return null;
    return [...new Set([own, ...files].flatMap((ids) => ids ?? []).filter((id) => id !== null))];
  }

  /** The last captures of addresses, with what was noted of these. */
  #last(where: string, ...values: readonly string[]): (Standing & ListedAs)[] {
    return this.#connection.all<Standing & ListedAs>(
      `SELECT s.title, s.published_on AS "publishedOn", c.resource_id AS "resourceId", c.outcome, ${READ_SHA256} AS hash
       FROM resources s JOIN captures c ON c.id = (SELECT max(l.id) FROM captures l WHERE l.resource_id = s.id)
       WHERE ${where}`,
      ...values,
    );
  }

  /** What was read in a capture's content, null for no report; null altogether where this parser has not read it. */
  #readAs(last: Standing, parserVersion: string): (number | null)[] | null {
    if (last.hash === null || !['ok', 'not_modified'].includes(last.outcome)) return null;
    const rows = this.#judgements.readIn({ resourceId: last.resourceId, readSha256: last.hash });
    const isRead = rows.length > 0 && rows.every((row) => row.parserVersion === parserVersion);
    return isRead ? rows.map(({ reportId }) => reportId) : null;
  }
}
