import type { Span } from './captures.ts';
import type { Connection } from './connection.ts';
import type { ReadingStore } from './readings.ts';

/** The distinct contents of reports over time, as their first addresses showed them. */
export class EditionStore {
  readonly #connection: Connection;
  readonly #readings: ReadingStore;

  constructor(connection: Connection, readings: ReadingStore) {
    this.#connection = connection;
    this.#readings = readings;
  }

  /** The edition with this content, made where it is new, and when it was seen. Returns its id. */
  seen(reportId: number, url: string, content: string, span: Span): number {
    const row = this.#connection.get<{ id: number }>(
      `INSERT INTO editions (report_id, content_sha256, url, first_capture_id, last_capture_id, first_seen_at,
         last_seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (report_id, substr(content_sha256, 1, 16)) DO UPDATE SET url = excluded.url,
         first_capture_id = min(editions.first_capture_id, excluded.first_capture_id),
         last_capture_id = max(editions.last_capture_id, excluded.last_capture_id),
         first_seen_at = min(editions.first_seen_at, excluded.first_seen_at),
         last_seen_at = max(editions.last_seen_at, excluded.last_seen_at)
       RETURNING id`,
      reportId,
      content,
      url,
      span.firstCaptureId,
      span.lastCaptureId,
      span.firstAt,
      span.lastAt,
    );
    if (row === undefined) throw new Error(`no edition for report ${reportId}`);
    return row.id;
  }

  /**
   * Lets the report point at its current edition: the one that its first address showed last. So the order in which
   * editions are stored does not matter, nor when an older one is imported.
   * @returns whether it is another one than before: then it wants to be shown.
   */
  choose(reportId: number): boolean {
    const { changes } = this.#connection.run(
      `UPDATE reports SET edition_id = latest.id
       FROM (SELECT e.id FROM editions e JOIN reports r ON r.id = e.report_id WHERE r.id = ?
             ORDER BY e.url = r.url DESC, e.last_seen_at DESC, e.last_capture_id DESC, e.id DESC LIMIT 1) AS latest
       WHERE reports.id = ? AND reports.edition_id IS NOT latest.id`,
      reportId,
      reportId,
    );
    return changes > 0;
  }

  /**
   * The same bytes have another content hash now: the way of hashing has changed, not the publisher's text. What had
   * the old hash takes the new one; an edition that would then be there twice stays behind, for `drop`.
   */
  rehash(reportId: number, from: string, to: string): void {
    this.#connection.run(
      `UPDATE editions SET content_sha256 = ? WHERE report_id = ? AND content_sha256 = ?
         AND NOT EXISTS (SELECT 1 FROM editions e WHERE e.report_id = ? AND e.content_sha256 = ?)`,
      to,
      reportId,
      from,
      reportId,
      to,
    );
    for (const table of ['report_aliases', 'judgements']) {
      this.#connection.run(
        `UPDATE ${table} SET content_sha256 = ? WHERE report_id = ? AND content_sha256 = ?`,
        to,
        reportId,
        from,
      );
    }
    const named = '(SELECT id FROM editions WHERE report_id = ? AND content_sha256 = ?)';
    this.#connection.run(
      `UPDATE judgements SET edition_id = ${named} WHERE edition_id = ${named}`,
      ...[reportId, to, reportId, from],
    );
  }

  /** Drops an edition, and the report with its last one. */
  drop(reportId: number, content: string): void {
    const edition = this.#connection.get<{ id: number }>(
      'SELECT id FROM editions WHERE report_id = ? AND content_sha256 = ?',
      reportId,
      content,
    );
    if (edition === undefined) return;
    this.#connection.run(
      'UPDATE reports SET edition_id = NULL WHERE id = ? AND edition_id = ?',
      reportId,
      edition.id,
    );
    this.#connection.run('DELETE FROM editions WHERE id = ?', edition.id);
    if (this.choose(reportId)) this.#readings.show(reportId);
    this.#connection.run('DELETE FROM reports WHERE id = ? AND edition_id IS NULL', reportId);
  }
}
