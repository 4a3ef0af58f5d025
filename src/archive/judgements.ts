import type { ReportStatus } from '../reports/report.ts';
import type { ReadableCapture } from './captures.ts';
import type { Connection } from './connection.ts';
import { contentBytes, NAMED } from './editions.ts';

/** `content`: the bytes that were read; `part`: a further page of it, or the article that leads to an attachment. */
export type Role = 'content' | 'part';

/** What the parser said of some bytes at some address. */
export interface Judgement {
  readonly role: Role;
  readonly parserVersion: string;
  readonly status: ReportStatus;
  readonly reason: string | null;
  readonly reportId: number | null;
  /** The edition with this content; null where it is only that of another address, or no report. */
  readonly editionId: number | null;
}

/** A judgement as it is kept. `reportId`, `url` (the report's, as the document gave it) and `content` go together. */
export interface JudgementRow {
  readonly role: Role;
  readonly parserVersion: string;
  readonly status: ReportStatus;
  readonly reason: string | null;
  readonly reportId: number | null;
  readonly url: string | null;
  readonly content: string | null;
}

const PAYLOAD = '(SELECT id FROM payloads WHERE sha256 = ?)';
/** No `url`: the report stands at the address of the capture. Without a report there is none. */
const URL = 'CASE WHEN j.report_id IS NOT NULL THEN coalesce(j.url, s.url) END AS url';
/** Mostly that of an edition; else of a further address, or of no edition yet. */
const CONTENT = 'coalesce(j.content_sha256, e.content_sha256)';
const OF_CAPTURE = `judgements j JOIN resources s ON s.id = j.resource_id LEFT JOIN editions e ON e.id = j.edition_id
  WHERE j.resource_id = ? AND j.payload_id = ${PAYLOAD}`;

/** Remembers which bytes were read by which parser, and as what: so that nothing is read twice, or forgotten. */
export class JudgementStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  of(capture: ReadableCapture): JudgementRow[] {
    return this.#connection.all<JudgementRow>(
      `SELECT j.role, j.parser_version AS parserVersion, j.status, j.reason, j.report_id AS reportId, ${URL},
         ${CONTENT} AS content
       FROM ${OF_CAPTURE} ORDER BY j.id`,
      capture.resourceId,
      capture.readSha256,
    );
  }

  /** The reports that were read in a content, null for none, and by which parser. */
  readIn(
    capture: Pick<ReadableCapture, 'resourceId' | 'readSha256'>,
  ): Pick<JudgementRow, 'reportId' | 'parserVersion'>[] {
    return this.#connection.all<Pick<JudgementRow, 'reportId' | 'parserVersion'>>(
      `SELECT parser_version AS parserVersion, report_id AS reportId FROM judgements
       WHERE resource_id = ? AND payload_id = ${PAYLOAD} ORDER BY id`,
      capture.resourceId,
      capture.readSha256,
    );
  }

  /** For callers: with the edition that each stands for. */
  standing(capture: Pick<ReadableCapture, 'resourceId' | 'readSha256'>): Judgement[] {
    return this.#connection.all<Judgement>(
      `SELECT j.role, j.parser_version AS parserVersion, j.status, j.reason, j.report_id AS reportId,
         CASE WHEN e.url = coalesce(j.url, s.url) THEN e.id END AS editionId
       FROM ${OF_CAPTURE} ORDER BY j.id`,
      capture.resourceId,
      capture.readSha256,
    );
  }

  add(capture: ReadableCapture, row: JudgementRow): void {
    const editionId =
      this.#connection.get<{ id: number }>(
        `SELECT id FROM edition_rows WHERE id = ${NAMED}`,
        row.reportId,
        contentBytes(row.content),
      )?.id ?? null;
    this.#connection.run(
      `INSERT INTO judgements (resource_id, payload_id, role, parser_version, status, reason, report_id, url,
         edition_id, content_sha256)
       VALUES (?, ${PAYLOAD}, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? IS NULL THEN ? END)
       ON CONFLICT (resource_id, payload_id, report_id) DO UPDATE SET role = excluded.role, parser_version = excluded.parser_version,
         status = excluded.status, reason = excluded.reason, url = excluded.url,
         edition_id = excluded.edition_id, content_sha256 = excluded.content_sha256`,
      capture.resourceId,
      capture.readSha256,
      row.role,
      row.parserVersion,
      row.status,
      row.reason,
      row.reportId,
      row.url === capture.url ? null : row.url,
      editionId,
      editionId,
      row.content,
    );
  }

  /**
   * Takes away what a new reading of these bytes replaces, and returns it: everything for the bytes that were read;
   * for a part, which may serve several reports, only what said "no report" or came from another parser version.
   * @param said all that was said of them
   */
  replace(
    capture: ReadableCapture,
    said: readonly JudgementRow[],
    role: Role,
    parserVersion: string,
  ): JudgementRow[] {
    const gone = said.filter(
      (row) => role === 'content' || row.reportId === null || row.parserVersion !== parserVersion,
    );
    for (const { reportId } of gone) {
      this.#connection.run(
        `DELETE FROM judgements WHERE resource_id = ? AND payload_id = ${PAYLOAD} AND report_id IS ?`,
        capture.resourceId,
        capture.readSha256,
        reportId,
      );
    }
    return gone;
  }

  /** A further version of the parser says the same of a content. */
  readBy(capture: ReadableCapture, parserVersion: string): void {
    this.#connection.run(
      `UPDATE judgements SET parser_version = ? WHERE resource_id = ? AND payload_id = ${PAYLOAD} AND parser_version <> ?`,
      parserVersion,
      capture.resourceId,
      capture.readSha256,
      parserVersion,
    );
  }

  /** Whether any bytes in the archive still bear out this content of a report. */
  supportsContent(reportId: number, content: string): boolean {
    return (
      this.#connection.get(
        `SELECT 1 FROM judgements j LEFT JOIN editions e ON e.id = j.edition_id
         WHERE j.report_id = ? AND ${CONTENT} = ?`,
        reportId,
        content,
      ) !== undefined
    );
  }

  supportsUrl(reportId: number, url: string): boolean {
    return (
      this.#connection.get(
        `SELECT 1 FROM judgements j JOIN resources s ON s.id = j.resource_id
         WHERE j.report_id = ? AND coalesce(j.url, s.url) = ?`,
        reportId,
        url,
      ) !== undefined
    );
  }

  clear(): void {
    this.#connection.run('DELETE FROM judgements');
  }
}
