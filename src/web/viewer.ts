import { Archive } from '../archive/archive.ts';
import { FIELDS } from '../reports/catalogue.ts';
import { DocumentViewer } from './archived/viewer-thread.ts';
import { type CorrectedColumns, correctedColumns } from './corrections.ts';
import { CACHE_KIB, Database } from './database.ts';
import { Queries } from './queries.ts';
import { ReportQueries } from './report-queries.ts';
import { indexFileFor, openIndex } from './search/index-file.ts';
import { Indexer } from './search/indexer.ts';

export interface ViewerOptions {
  readonly file: string;
  /** Where its payloads are kept, if not where it says. */
  readonly payloads?: string | null;
  /** The clock, for tests. */
  readonly now?: () => Date;
  /** Between two looks for what a crawl has added, milliseconds. */
  readonly indexEveryMs?: number;
}

const INDEX_EVERY_MS = 5_000;

/** All that the pages are made from. The database itself is only read. */
export class Viewer {
  readonly archive: Archive;
  readonly database: Database;
  readonly queries: Queries;
  readonly reports: ReportQueries;
  readonly documents = new DocumentViewer();
  readonly indexer: Indexer;
  readonly now: () => Date;

  /** @throws ArchiveError when the database is missing, not ours, or of another version. */
  constructor({
    file,
    payloads = null,
    now = () => new Date(),
    indexEveryMs = INDEX_EVERY_MS,
  }: ViewerOptions) {
    this.now = now;
    this.archive = Archive.open({ file, fields: FIELDS, mode: 'read', payloads, now, cacheKib: CACHE_KIB });
    const indexFile = indexFileFor(file);
    openIndex(indexFile).close();
    this.database = new Database(file, indexFile, now);
    this.queries = new Queries(this.database, () => this.corrected());
    this.reports = new ReportQueries(this.database, (id) => this.archive.history.texts(id));
    const version = (): string => this.database.mainVersion();
    this.indexer = new Indexer({ databaseFile: file, indexFile, version, everyMs: indexEveryMs });
  }

  /** Figures that people correct, as columns; as the database is now. */
  corrected(): CorrectedColumns {
    return this.database.keep('corrected', () => correctedColumns(this.archive.corrections.applied()));
  }

  async close(): Promise<void> {
    await Promise.all([this.indexer.close(), this.documents.close()]);
    this.database.close();
    this.archive.close();
  }
}
