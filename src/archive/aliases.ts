import type { Span } from './captures.ts';
import type { Connection } from './connection.ts';

/** The further addresses of reports. */
export class AliasStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Another address that shows the report.
   * @param content null where it says nothing of its own: a redirect, a part, a scan that nobody could read.
   */
  shows(reportId: number, url: string, content: string | null, span: Span): void {
    this.#connection.run(
      `INSERT INTO report_aliases (report_id, url, content_sha256, capture_id, first_seen_at, last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (report_id, url) DO UPDATE SET
         content_sha256 = CASE WHEN excluded.capture_id >= report_aliases.capture_id THEN excluded.content_sha256
           ELSE report_aliases.content_sha256 END,
         capture_id = max(report_aliases.capture_id, excluded.capture_id),
         first_seen_at = min(report_aliases.first_seen_at, excluded.first_seen_at),
         last_seen_at = max(report_aliases.last_seen_at, excluded.last_seen_at)`,
      reportId,
      url,
      content,
      span.lastCaptureId,
      span.firstAt,
      span.lastAt,
    );
  }

  /** An address that leads to the report, or carries a part of it; what it was seen to show itself stays. */
  leadsTo(reportId: number, url: string, span: Span): void {
    this.#connection.run(
      `INSERT INTO report_aliases (report_id, url, capture_id, first_seen_at, last_seen_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (report_id, url) DO UPDATE SET
         last_seen_at = max(report_aliases.last_seen_at, excluded.last_seen_at)`,
      reportId,
      url,
      span.lastCaptureId,
      span.firstAt,
      span.lastAt,
    );
  }

  drop(reportId: number, url: string): void {
    this.#connection.run('DELETE FROM report_aliases WHERE report_id = ? AND url = ?', reportId, url);
  }
}
