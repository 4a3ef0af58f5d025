import type { Connection } from './connection.ts';

/** What is stored of one reading, for comparing it with another of the same bytes. */
export interface FiledReading {
  readonly reportId: number;
  readonly editionId: number;
  readonly body: string;
  readonly year: number;
  readonly contentSha256: string;
  readonly status: string;
  /** By what it is (`value requests.new.total`, `check T3.FLOW total`, `section 5`): what the tables hold of it. */
  readonly lines: ReadonlyMap<string, string>;
}

/** Every view and table that a reading is spread over. Each query gives what a row is, and what it says. */
const PARTS: readonly string[] = [
  `SELECT 'value ' || field AS what, value, at, page, raw FROM edition_entries WHERE edition_id = ?`,
  `SELECT 'the reading' AS what, g.status, g.reason, x.texts ->> '$.title' AS title, g.printed_body, g.printed_year,
     g.form_disclosure, g.form_requests, g.form_litigation, g.form_legacy
   FROM readings g JOIN edition_texts x ON x.edition_id = g.edition_id WHERE g.edition_id = ?`,
  `SELECT 'check ' || rule || ' ' || coalesce(scope, '') AS what, outcome, severity, expected, actual, detail
   FROM edition_checks WHERE edition_id = ? ORDER BY id`,
  `SELECT 'warning ' || code || ' ' || coalesce(field, '') AS what, message FROM edition_warnings
   WHERE edition_id = ? ORDER BY id`,
  `SELECT 'section ' || section AS what, text FROM edition_sections WHERE edition_id = ?`,
];

/** The readings that were made of a capture's bytes. */
export function filedReadings(connection: Connection, captureId: number): FiledReading[] {
  return connection
    .all<Omit<FiledReading, 'lines'>>(
      `SELECT r.id AS reportId, e.id AS editionId, r.body, r.year, e.content_sha256 AS contentSha256, g.status
       FROM readings g JOIN editions e ON e.id = g.edition_id JOIN reports r ON r.id = e.report_id
       WHERE g.capture_id = ? ORDER BY e.id`,
      captureId,
    )
    .map((reading) => ({ ...reading, lines: linesOf(connection, reading.editionId) }));
}

function linesOf(connection: Connection, editionId: number): Map<string, string> {
  const lines = new Map<string, string>();
  for (const part of PARTS)
    for (const { what, ...columns } of connection.all<{ what: string }>(part, editionId)) {
      // As texts: PostgreSQL gives some numbers so.
      const says = JSON.stringify(
        Object.values(columns).map((value) => (value === null ? null : String(value))),
      );
      const before = lines.get(what);
      lines.set(what, before === undefined ? says : `${before}\n${says}`);
    }
  return lines;
}
