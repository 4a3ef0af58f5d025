import type { Fetched } from '../fetch/fetched.ts';
import type { Connection } from './connection.ts';

export type ResourceKind = 'list' | 'report' | 'attachment';

/** What is known of a URL besides what it answers. What is left out keeps its earlier value. */
export interface ResourceNote {
  readonly kind: ResourceKind;
  /** As the listing prints it. */
  readonly title?: string | null;
  /** The listing's date, `YYYY-MM-DD`. */
  readonly publishedOn?: string | null;
  /** The page on which the URL stood. */
  readonly parentUrl?: string | null;
  /** The body and the year as the listing has them: hints for a later re-reading. */
  readonly body?: string | null;
  readonly year?: number | null;
  /** The form that was posted, where the request was a POST. */
  readonly form?: Readonly<Record<string, string>>;
}

/**
 * Writes down what is known of a URL.
 * @param imported what it says of the resource only fills gaps: it may be older than what is known.
 * @returns the resource's id.
 */
export function recordResource(
  connection: Connection,
  siteId: string,
  fetched: Fetched,
  note: ResourceNote,
  imported: boolean,
): number {
  // Only what answered with content, or said that nothing changed, was seen.
  const seen = fetched.outcome === 'ok' || fetched.outcome === 'not_modified' ? fetched.fetchedAt : null;
  const newest = (column: string) =>
    imported
      ? `coalesce(resources.${column}, excluded.${column})`
      : `coalesce(excluded.${column}, resources.${column})`;
  const row = connection.get<{ id: number }>(
    `INSERT INTO resources (site_id, url, kind, title, published_on, first_seen_at, last_seen_at, parent_url,
         listed_body, listed_year)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (site_id, url) DO UPDATE SET
         -- A report that also serves as an entry page stays a report, or a re-reading would miss it.
         kind = CASE WHEN excluded.kind = 'list' THEN resources.kind ELSE excluded.kind END,
         title = ${newest('title')},
         published_on = ${newest('published_on')},
         first_seen_at = min(coalesce(resources.first_seen_at, excluded.first_seen_at),
           coalesce(excluded.first_seen_at, resources.first_seen_at)),
         last_seen_at = max(coalesce(resources.last_seen_at, excluded.last_seen_at),
           coalesce(excluded.last_seen_at, resources.last_seen_at)),
         parent_url = ${newest('parent_url')},
         listed_body = ${newest('listed_body')},
         listed_year = ${newest('listed_year')}
       RETURNING id`,
    siteId,
    fetched.url,
    note.kind,
    note.title ?? null,
    note.publishedOn ?? null,
    seen,
    seen,
    note.parentUrl ?? null,
    note.body ?? null,
    note.year ?? null,
  );
  if (row === undefined) throw new Error(`no resource for ${fetched.url}`);
  return row.id;
}
