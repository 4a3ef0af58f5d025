import type { Connection } from './connection.ts';

/** A file that a person brought. */
export interface ImportedFile {
  /** UTC, ISO 8601. */
  readonly importedAt: string;
  /** Who brought it. */
  readonly importedBy: string;
  /** Its name, without folders. */
  readonly file: string;
  readonly sha256: string;
  readonly format: 'warc' | 'wacz' | 'file';
  /** What made it, as it says of itself. */
  readonly software: string | null;
  readonly note: string | null;
}

/** Files that people brought, and what of them is in the archive already. */
export class ImportStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Notes a file; returns its id. */
  add(file: ImportedFile): number {
    return this.#connection.run(
      `INSERT INTO imports (imported_at, imported_by, file, sha256, format, software, note)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      file.importedAt,
      file.importedBy,
      file.file,
      file.sha256,
      file.format,
      file.software,
      file.note,
    ).id;
  }

  /**
   * Whether a capture of this URL at this very time with this result is in the archive already: so that what is
   * imported twice is kept once.
   * @param form as it was posted, JSON; null: a GET.
   */
  has(
    siteId: string,
    capture: {
      readonly url: string;
      readonly fetchedAt: string;
      readonly outcome: string;
      readonly status: number | null;
      readonly payloadSha256: string | null;
      readonly form: string | null;
    },
  ): boolean {
    const row = this.#connection.get(
      `SELECT 1 FROM captures c JOIN resources s ON s.id = c.resource_id
       WHERE s.site_id = ? AND s.url = ? AND c.fetched_at = ? AND c.outcome = ? AND c.status IS ?
         AND c.payload_sha256 IS ? AND c.form IS ?`,
      siteId,
      capture.url,
      capture.fetchedAt,
      capture.outcome,
      capture.status,
      capture.payloadSha256,
      capture.form,
    );
    return row !== undefined;
  }
}
