import type { ReadableCapture, Span } from './captures.ts';
import type { Connection } from './connection.ts';
import type { ReadReport, StoredReport } from './filing.ts';
import type { JudgementRow } from './judgements.ts';

/** A capture that was read, when its content was met at its address, and what was said of it. */
export interface Met {
  readonly capture: ReadableCapture;
  readonly span: Span;
  readonly said: readonly JudgementRow[];
}

/** What was filed from the bytes of a capture, with all that a further reading of them could change. */
interface FiledRow extends JudgementRow {
  readonly editionId: number | null;
  readonly body: string | null;
  readonly year: number | null;
  readonly regionCode: string | null;
  readonly publishedOn: string | null;
  /** The report's first address. */
  readonly reportUrl: string | null;
  /** Null: the edition showed it at the report's first address. */
  readonly editionUrl: string | null;
  readonly digest: string | null;
  readonly firstCaptureId: number | null;
  readonly lastCaptureId: number | null;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
}

/**
 * Whether each report of a document stands in the archive to the last letter, whichever version of the parser had read it so:
 * mostly that is so when an archive is read again, and takes a tenth of what filing takes.
 * @returns one for each report, in their order; null where anything differs, the document has several
 *   parts or no report, or its address is only a further one of the report.
 */
export function filedAsBefore(
  connection: Connection,
  met: readonly Met[],
  reports: readonly ReadReport[],
): StoredReport[] | null {
  const [only, ...others] = met;
  if (only === undefined || others.length > 0 || reports.length === 0) return null;
  const { capture, span, said } = only;
  if (said.length !== reports.length) return null;
  const rows = connection.all<FiledRow>(
    `SELECT j.role, j.parser_version AS parserVersion, j.status, j.reason, j.report_id AS reportId,
       coalesce(j.url, s.url) AS url, lower(hex(e.content)) AS content, e.id AS editionId,
       r.body, r.year, r.region_code AS regionCode, r.published_on AS publishedOn, r.url AS reportUrl,
       e.own_url AS editionUrl, g.digest,
       v.first_capture_id AS firstCaptureId, v.last_capture_id AS lastCaptureId,
       v.first_seen_at AS firstAt, v.last_seen_at AS lastAt
     FROM judgements j JOIN resources s ON s.id = j.resource_id LEFT JOIN reports r ON r.id = j.report_id
     LEFT JOIN edition_rows e ON e.id = j.edition_id LEFT JOIN editions v ON v.id = e.id
     LEFT JOIN readings g ON g.edition_id = e.id
     WHERE j.resource_id = ? AND j.payload_id = (SELECT id FROM payloads WHERE sha256 = ?)`,
    capture.resourceId,
    capture.readSha256,
  );
  const filed: StoredReport[] = [];
  for (const read of reports) {
    const row = rows.find((each) => stands(each, read, span));
    if (row?.reportId == null || row.editionId === null) return null;
    filed.push({ outcome: 'unchanged', reportId: row.reportId, editionId: row.editionId, changes: [] });
  }
  return filed;
}

function stands(
  row: FiledRow,
  { reading, identity, url, publishedOn, contentSha256 }: ReadReport,
  span: Span,
): boolean {
  return (
    row.role === 'content' &&
    row.content === contentSha256 &&
    row.digest === reading.digest &&
    row.status === reading.status &&
    row.reason === reading.reason &&
    row.body === identity.body &&
    row.year === identity.year &&
    row.regionCode === identity.regionCode &&
    (publishedOn === null || publishedOn === row.publishedOn) &&
    row.url === url &&
    row.reportUrl === url &&
    row.editionUrl === null &&
    covers(row, span)
  );
}

function covers({ firstCaptureId, lastCaptureId, firstAt, lastAt }: FiledRow, span: Span): boolean {
  return (
    firstCaptureId !== null &&
    lastCaptureId !== null &&
    firstAt !== null &&
    lastAt !== null &&
    firstCaptureId <= span.firstCaptureId &&
    lastCaptureId >= span.lastCaptureId &&
    firstAt <= span.firstAt &&
    lastAt >= span.lastAt
  );
}
