import type { Archive } from '../archive.ts';
import { CAPTURE_FORMAT, type CaptureRecord } from './capture-record.ts';

interface Row {
  readonly id: number;
  readonly site_id: string;
  readonly url: string;
  readonly final_url: string;
  readonly fetched_at: string;
  readonly outcome: CaptureRecord['outcome'];
  readonly detail: string | null;
  readonly status: number | null;
  readonly headers: string;
  readonly via: CaptureRecord['via'];
  readonly payload_sha256: string | null;
  readonly rendered_sha256: string | null;
  readonly revalidated_sha256: string | null;
  readonly form: string | null;
  readonly hops: string;
  readonly attempts: number;
  readonly duration_ms: number;
  readonly retry_at: string | null;
  readonly tls: string | null;
  readonly kind: CaptureRecord['resource']['kind'];
  readonly title: string | null;
  readonly published_on: string | null;
  readonly parent_url: string | null;
  readonly listed_body: string | null;
  readonly listed_year: number | null;
  readonly started_at: string | null;
  readonly trigger: string | null;
  readonly imported_by: string | null;
  readonly imported_at: string | null;
  readonly file: string | null;
  readonly sha256: string | null;
  readonly origin: string | null;
}

const SQL = `SELECT c.id, s.site_id, s.url, c.final_url, c.fetched_at, c.outcome, c.detail, c.status, c.headers, c.via,
    c.payload_sha256, c.rendered_sha256, c.revalidated_sha256, c.form, c.hops, c.attempts, c.duration_ms, c.retry_at,
    c.tls, s.kind, s.title, s.published_on, s.parent_url, s.listed_body, s.listed_year, r.started_at, r.trigger,
    i.imported_by, i.imported_at, i.file, i.sha256, c.origin
  FROM captures c JOIN resources s ON s.id = c.resource_id
    LEFT JOIN runs r ON r.id = c.run_id LEFT JOIN imports i ON i.id = c.import_id
  WHERE ? IS NULL OR s.site_id IN (SELECT value FROM json_each(?))
  ORDER BY c.id`;

/** All that is known of every capture, oldest first. @param siteIds null: of all sites */
export function* storedCaptures(
  archive: Archive,
  siteIds: readonly string[] | null,
): Generator<{ readonly id: number; readonly capture: CaptureRecord }> {
  const wanted = siteIds === null ? null : JSON.stringify(siteIds);
  for (const row of archive.rows<Row>(SQL, wanted, wanted)) yield { id: row.id, capture: captureOf(row) };
}

function captureOf(row: Row): CaptureRecord {
  const { started_at, trigger, imported_by, imported_at, file, sha256 } = row;
  return {
    format: CAPTURE_FORMAT,
    site_id: row.site_id,
    url: row.url,
    final_url: row.final_url,
    fetched_at: row.fetched_at,
    outcome: row.outcome,
    detail: row.detail,
    status: row.status,
    headers: JSON.parse(row.headers),
    via: row.via,
    payload_sha256: row.payload_sha256,
    rendered_sha256: row.rendered_sha256,
    revalidated_sha256: row.revalidated_sha256,
    form: row.form === null ? null : JSON.parse(row.form),
    hops: JSON.parse(row.hops),
    attempts: row.attempts,
    duration_ms: row.duration_ms,
    retry_at: row.retry_at,
    tls: row.tls,
    resource: {
      kind: row.kind,
      title: row.title,
      published_on: row.published_on,
      parent_url: row.parent_url,
      body: row.listed_body,
      year: row.listed_year,
    },
    run: started_at === null || trigger === null ? null : { started_at, trigger },
    import:
      imported_by === null || imported_at === null || file === null || sha256 === null
        ? null
        : { by: imported_by, at: imported_at, file, sha256, origin: JSON.parse(row.origin ?? 'null') },
  };
}
