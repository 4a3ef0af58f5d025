import { AlarmStore } from './alarms.ts';
import { type Backup, type BackupOptions, type BackupSource, backupDatabase, ofFile } from './backup.ts';
import { CaptureStore } from './captures.ts';
import { ColumnStore } from './columns.ts';
import { type Compacted, type CompactOptions, compactDatabase } from './compact.ts';
import { type Connection, SqliteConnection } from './connection.ts';
import { type CopiedTable, type CopyOptions, copyDatabase, differences } from './copy.ts';
import { CorrectionStore } from './corrections.ts';
import { requireSpace } from './disk.ts';
import { EffortQueries } from './effort.ts';
import { ArchiveError } from './errors.ts';
import type { FieldColumn } from './fields.ts';
import { HealthStore } from './health.ts';
import { HistoryQueries } from './history.ts';
import { ImportStore } from './imports.ts';
import { KeptPlace } from './kept-place.ts';
import { KnownQueries } from './known.ts';
import { CrawlLock } from './lock.ts';
import { MetricsQueries } from './metrics.ts';
import { openConnection } from './open.ts';
import { PayloadStore } from './payload-store.ts';
import { PresenceStore } from './presence.ts';
import { type FiledReading, filedReadings } from './reading-lines.ts';
import { ReadingStore } from './readings.ts';
import { ReportStore } from './reports.ts';
import { RunStore } from './runs.ts';
import { SiteStore } from './sites.ts';
import { StatusQueries } from './status.ts';
import type { Sync } from './store.ts';
import { type SweepOptions, type Swept, sweep } from './sweep.ts';
import { VantageStore } from './vantages.ts';
import { type VerifyOptions, verifyDatabase } from './verify.ts';
import { YearStore } from './years.ts';

export interface ArchiveOptions {
  /** Path of the database. Made when it is opened for writing; its folder must exist. */
  readonly file: string;
  /** The catalogue: the columns of the wide tables. */
  readonly fields: readonly FieldColumn[];
  /** `read` changes nothing, not even an old schema, and works while another process writes. */
  readonly mode: 'write' | 'read';
  /** With `read`: an older schema, too. Only for `backup`, which does not ask what the tables hold. */
  readonly olderToo?: boolean;
  /** Pages kept in memory, KiB: less for who runs for months and reads here and there. */
  readonly cacheKib?: number;
  /** Where payloads are kept, as `--payloads` says; null: where the database says. */
  readonly payloads?: string | null;
  /** The clock, for tests. */
  readonly now?: () => Date;
}

/**
 * The database of a nianbao: what was fetched, which is never forgotten, and what was read from it, which can be made
 * anew. Everything is synchronous. Failures that a person can mend are an `ArchiveError`.
 */
export class Archive {
  readonly sites: SiteStore;
  readonly lock: CrawlLock;
  readonly runs: RunStore;
  readonly captures: CaptureStore;
  readonly imports: ImportStore;
  readonly corrections: CorrectionStore;
  readonly reports: ReportStore;
  readonly alarms: AlarmStore;
  readonly columns: ColumnStore;
  readonly health: HealthStore;
  readonly status: StatusQueries;
  readonly history: HistoryQueries;
  readonly effort: EffortQueries;
  readonly presence: PresenceStore;
  readonly known: KnownQueries;
  readonly years: YearStore;
  readonly vantages: VantageStore;
  readonly metrics: MetricsQueries;
  /** As it was given: the file, or the address with its password. */
  readonly #name: string;
  readonly #connection: Connection;
  readonly #kept: KeptPlace;
  readonly #payloads: PayloadStore;
  readonly #readings: ReadingStore;
  readonly #fields: readonly FieldColumn[];

  private constructor(name: string, connection: Connection, kept: KeptPlace, fields: readonly FieldColumn[]) {
    this.#name = name;
    this.#connection = connection;
    this.#kept = kept;
    const payloads = new PayloadStore(connection, kept);
    const readings = new ReadingStore(connection, fields, payloads);
    if (!connection.readOnly) readings.ensureTables();
    this.#payloads = payloads;
    this.#readings = readings;
    this.#fields = fields;
    this.lock = new CrawlLock(connection);
    this.runs = new RunStore(connection);
    this.captures = new CaptureStore(connection, payloads);
    this.imports = new ImportStore(connection);
    this.corrections = new CorrectionStore(connection);
    this.reports = new ReportStore(connection, this.captures, readings);
    this.alarms = new AlarmStore(connection);
    this.columns = new ColumnStore(connection);
    this.health = new HealthStore(connection);
    this.sites = new SiteStore(connection, this.health);
    this.status = new StatusQueries(connection, this.alarms, this.health, readings);
    this.history = new HistoryQueries(connection, readings);
    this.effort = new EffortQueries(connection);
    this.presence = new PresenceStore(connection);
    this.known = new KnownQueries(connection);
    this.years = new YearStore(connection, readings);
    this.vantages = new VantageStore(connection);
    this.metrics = new MetricsQueries(connection);
  }

  /**
   * Opens a database; the caller closes it.
   * @throws ArchiveError when the file is missing (for reading), not ours, from a newer version, or cannot be opened.
   */
  static open({
    fields,
    mode,
    olderToo = false,
    payloads = null,
    now = () => new Date(),
    ...options
  }: ArchiveOptions): Archive {
    const { file } = options;
    const connection = openConnection({ ...options, mode, olderToo, now });
    try {
      return new Archive(file, connection, new KeptPlace(connection, payloads), fields);
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  close(): void {
    this.#connection.close();
  }

  /** Where payloads are kept outside the database; null: in it. */
  get payloadsAt(): string | null {
    return this.#kept.address;
  }

  /** Several changes as one: all of them happen, or none. Synchronous work only. */
  transaction<T>(work: () => T): T {
    return this.#connection.write(work);
  }

  /**
   * Work that only makes anew what can be made again from the captures: its transactions do not wait for the disk each.
   * A power failure may take the last ones back; a killed process never.
   */
  async rebuilding<T>(work: () => Promise<T>): Promise<T> {
    return this.#syncing('none', work);
  }

  /**
   * A crawl: what it stores is on the disk a second later, not at once. What `settle` stores is there when it returns, and
   * all that was stored before.
   */
  async crawling<T>(work: () => Promise<T>): Promise<T> {
    return this.#syncing('second', work);
  }

  /** A transaction after which something is said to be done. */
  settle<T>(work: () => T): T {
    return this.#connection.settle(work);
  }

  async #syncing<T>(sync: Sync, work: () => Promise<T>): Promise<T> {
    this.#connection.setSync(sync);
    try {
      return await work();
    } finally {
      this.#connection.setSync('each');
    }
  }

  /** The rows of any query, one by one, for export and inspection. Nothing can be stored before the last is taken. */
  rows<Row>(sql: string, ...params: (string | number | null)[]): Generator<Row, void> {
    return this.#connection.iterate<Row>(sql, ...params);
  }

  /**
   * Checks everything: each payload against its hash, each reference, the wide tables against the readings, the file
   * itself. Returns what is wrong, in words; empty when nothing is.
   */
  verify(options: VerifyOptions = {}): string[] {
    return verifyDatabase(this.#connection, this.#payloads, this.#readings, options);
  }

  /** All that the tables hold of the readings of a capture's bytes, for comparing. */
  filedReadings(captureId: number): FiledReading[] {
    return filedReadings(this.#connection, captureId);
  }

  /**
   * Makes another database, of whatever kind, hold what this one holds; goes on where an earlier copying ended.
   * @throws ArchiveError `foreign_database` where the other holds what is not from here.
   */
  copyTo(target: Archive, options: CopyOptions = {}): CopiedTable[] {
    const { address } = this.#kept;
    if (address !== null) target.#kept.adopt(address);
    const payloads = { payloads: this.#payloads, from: this.#kept, to: target.#kept };
    return target.#beside((present) =>
      copyDatabase(this.#connection, { target: target.#connection, present }, payloads, options),
    );
  }

  /** Where another database differs from this one, in words. */
  differences(target: Archive, options: CopyOptions = {}): string[] {
    return this.#connection.snapshot(() => differences(this.#connection, target.#connection, options));
  }

  /** A database elsewhere is backed up into an SQLite file, row by row. */
  #ofRows(): BackupSource {
    const copyInto = async (file: string, progress: (done: number, total: number) => void): Promise<void> => {
      const copy = Archive.open({ file, fields: this.#fields, mode: 'write' });
      try {
        this.copyTo(copy, { onProgress: (_, rows) => progress(rows, rows) });
      } finally {
        copy.close();
      }
    };
    return { leastBytes: 0, copyInto };
  }

  /** A second connection for reading, while something is written through the first. */
  #beside<T>(work: (present: Connection) => T): T {
    const present = openConnection({ file: this.#name, mode: 'read', now: () => new Date() });
    try {
      return work(present);
    } finally {
      present.close();
    }
  }

  /**
   * Copies the database into a new file, while others may write to it, and verifies the copy.
   * @throws ArchiveError `file_exists`, `disk_full`, `cannot_open`
   */
  backup(file: string, options: BackupOptions = {}): Promise<Backup> {
    const verify = (copy: string): string[] => {
      const archive = Archive.open({
        file: copy,
        fields: this.#fields,
        mode: 'read',
        olderToo: true,
        payloads: this.#kept.address,
      });
      try {
        return archive.verify();
      } finally {
        archive.close();
      }
    };
    const source = this.#connection instanceof SqliteConnection ? ofFile(this.#connection) : this.#ofRows();
    return backupDatabase(source, file, verify, options);
  }

  /** Whether it is an SQLite file. */
  get isFile(): boolean {
    return this.#connection.kind === 'sqlite';
  }

  /**
   * Stores pages with what those of their site have in common, and gives the space back to the file system.
   * @throws ArchiveError `damaged`, `disk_full`
   */
  compact(options: CompactOptions = {}): Promise<Compacted> {
    const connection = this.#connection;
    if (!(connection instanceof SqliteConnection))
      throw new ArchiveError(
        'cannot_open',
        `${connection.file}: only an SQLite file is made smaller so; PostgreSQL has VACUUM FULL. Nothing was changed`,
      );
    return compactDatabase(connection, this.#payloads, this.#readings, options);
  }

  /**
   * Compares the place outside the database with what payloads name there; null: they stand in the database.
   * @throws ArchiveError `cannot_open` where it cannot be listed.
   */
  sweep(options: SweepOptions = {}): Swept | null {
    const { place } = this.#kept;
    return place === null ? null : sweep(this.#connection, place, options);
  }

  /** From now on payloads are where this was opened with. */
  rememberPayloads(): void {
    this.#kept.moveHere();
  }

  /** @throws ArchiveError `disk_full` where fewer bytes are free on the disk of the database. */
  requireSpace(bytes: number, why: string): void {
    // Another machine's disk is not ours to look at: PostgreSQL says when it is full.
    if (this.#connection.kind === 'sqlite') requireSpace(this.#connection.file, bytes, why);
  }
}
