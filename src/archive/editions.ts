import type { Span } from './captures.ts';
import type { Connection } from './connection.ts';
import type { ReadingStore } from './readings.ts';

/** SQL: the edition of a report with this content, the bytes of its hash. */
export const NAMED = '(SELECT id FROM edition_rows WHERE report_id = ? AND content = ?)';

/** A hash as editions have it. */
export function contentBytes(sha256: string | null): Uint8Array | null {
  return sha256 === null ? null : Buffer.from(sha256, 'hex');
}

const SPAN_COLUMNS = `first_capture_id AS firstCaptureId, last_capture_id AS lastCaptureId, first_seen_at AS firstAt,
  last_seen_at AS lastAt`;
/** What the report, or a capture, says already stands there only once: schema/once.ts. */
const OWN_URL = 'nullif(?, (SELECT r.url FROM reports r WHERE r.id = ?))';
const OWN_TIME = 'nullif(?, (SELECT c.fetched_at FROM captures c WHERE c.id = ?))';

function both(a: Span, b: Span): Span {
  return {
    firstCaptureId: Math.min(a.firstCaptureId, b.firstCaptureId),
    lastCaptureId: Math.max(a.lastCaptureId, b.lastCaptureId),
    firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
    lastAt: a.lastAt > b.lastAt ? a.lastAt : b.lastAt,
  };
}

/** The distinct contents of reports over time, as their first addresses showed them. */
export class EditionStore {
  readonly #connection: Connection;
  readonly #readings: ReadingStore;

  constructor(connection: Connection, readings: ReadingStore) {
    this.#connection = connection;
    this.#readings = readings;
  }

  /** The edition with this content, made where it is new, and when it was seen. */
  seen(
    reportId: number,
    url: string,
    content: string,
    span: Span,
  ): { readonly id: number; readonly isNew: boolean } {
    const old = this.#connection.get<Span & { readonly id: number }>(
      `SELECT id, ${SPAN_COLUMNS} FROM editions WHERE id = ${NAMED}`,
      reportId,
      contentBytes(content),
    );
    const { firstCaptureId, lastCaptureId, firstAt, lastAt } = old === undefined ? span : both(old, span);
    const times = [firstCaptureId, lastCaptureId, firstAt, firstCaptureId, lastAt, lastCaptureId];
    if (old === undefined) {
      const { id } = this.#connection.run(
        `INSERT INTO edition_rows (report_id, content, own_url, first_capture_id, last_capture_id, first_at, last_at)
         VALUES (?, ?, ${OWN_URL}, ?, ?, ${OWN_TIME}, ${OWN_TIME})`,
        ...[reportId, contentBytes(content), url, reportId, ...times],
      );
      return { id, isNew: true };
    }
    this.#connection.run(
      `UPDATE edition_rows SET own_url = ${OWN_URL}, first_capture_id = ?, last_capture_id = ?, first_at = ${OWN_TIME},
         last_at = ${OWN_TIME} WHERE id = ?`,
      ...[url, reportId, ...times, old.id],
    );
    return { id: old.id, isNew: false };
  }

  /** When the content of an edition was met; null where there is no such edition. */
  span(editionId: number | null): Span | null {
    const row = this.#connection.get<Span>(`SELECT ${SPAN_COLUMNS} FROM editions WHERE id = ?`, editionId);
    return row ?? null;
  }

  /** The report gets another first address: each edition keeps its own. */
  moveTo(reportId: number, url: string): void {
    this.#connection.run(
      'UPDATE edition_rows SET own_url = (SELECT url FROM reports WHERE id = report_id) WHERE report_id = ? AND own_url IS NULL',
      reportId,
    );
    this.#connection.run('UPDATE reports SET url = ? WHERE id = ?', url, reportId);
    this.#connection.run(
      'UPDATE edition_rows SET own_url = NULL WHERE report_id = ? AND own_url = ?',
      reportId,
      url,
    );
  }

  /**
   * Lets the report point at its current edition: the one that its first address showed last. So the order in which
   * editions are stored does not matter, nor when an older one is imported.
   * @returns whether it is another one than before: then it wants to be shown.
   */
  choose(reportId: number): boolean {
    const editions = this.#connection.all<{ readonly id: number }>(
      'SELECT id FROM edition_rows WHERE report_id = ? LIMIT 2',
      reportId,
    );
    const latest = editions.length > 1 ? this.#latest(reportId) : editions[0];
    if (latest === undefined) return false;
    const { changes } = this.#connection.run(
      'UPDATE reports SET edition_id = ? WHERE id = ? AND edition_id IS NOT ?',
      latest.id,
      reportId,
      latest.id,
    );
    return changes > 0;
  }

  #latest(reportId: number): { readonly id: number } | undefined {
    return this.#connection.get<{ readonly id: number }>(
      `SELECT e.id FROM editions e JOIN reports r ON r.id = e.report_id WHERE r.id = ?
       ORDER BY e.url = r.url DESC, e.last_seen_at DESC, e.last_capture_id DESC, e.id DESC LIMIT 1`,
      reportId,
    );
  }

  /**
   * The same bytes have another content hash now: the way of hashing has changed, not the publisher's text. What had
   * the old hash takes the new one; an edition that would then be there twice stays behind, for `drop`.
   */
  rehash(reportId: number, from: string, to: string): void {
    this.#connection.run(
      `UPDATE edition_rows SET content = ? WHERE report_id = ? AND content = ?
         AND NOT EXISTS (SELECT 1 FROM edition_rows e WHERE e.report_id = ? AND e.content = ?)`,
      contentBytes(to),
      reportId,
      contentBytes(from),
      reportId,
      contentBytes(to),
    );
    for (const table of ['report_aliases', 'judgements']) {
      this.#connection.run(
        `UPDATE ${table} SET content_sha256 = ? WHERE report_id = ? AND content_sha256 = ?`,
        to,
        reportId,
        from,
      );
    }
    this.#connection.run(
      `UPDATE judgements SET edition_id = ${NAMED} WHERE edition_id = ${NAMED}`,
      ...[reportId, contentBytes(to), reportId, contentBytes(from)],
    );
  }

  /** Drops an edition, and the report with its last one. */
  drop(reportId: number, content: string): void {
    const edition = this.#connection.get<{ id: number }>(
      `SELECT id FROM edition_rows WHERE id = ${NAMED}`,
      reportId,
      contentBytes(content),
    );
    if (edition === undefined) return;
    this.#connection.run(
      'UPDATE reports SET edition_id = NULL WHERE id = ? AND edition_id = ?',
      reportId,
      edition.id,
    );
    this.#connection.run('DELETE FROM edition_rows WHERE id = ?', edition.id);
    if (this.choose(reportId)) this.#readings.show(reportId);
    this.#connection.run('DELETE FROM reports WHERE id = ? AND edition_id IS NULL', reportId);
  }
}
