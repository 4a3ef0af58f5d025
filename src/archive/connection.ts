import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CommitGroup } from './commit-group.ts';
import { refuse, refuseByHeader } from './database-header.ts';
import { lacksRoom } from './disk.ts';
import { DiskSync } from './disk-sync.ts';
import { ArchiveError, explained, isBusy } from './errors.ts';
import { APPLICATION_ID, MIGRATIONS } from './migrations.ts';
import { plannedOnce } from './planned-once.ts';
import { defineFunctions } from './sql-functions.ts';
import type { ColumnDeclaration, Connection, ConnectionOptions, Param, Sync } from './store.ts';

export type { Connection, Param } from './store.ts';

const PAGE_SIZE = 16_384;
/**
 * Pages kept in memory, KiB. SQLite's own 2 MiB are no more than a hundred of our pages: a report that is filed touches most
 * tables and indexes, and they would be read from the system anew for each.
 */
const CACHE_KIB = 16_384;
/** Copied in one go, with nothing else done meanwhile: 16 MiB. */
const PAGES_AT_ONCE = 1024;
/** How long a statement waits for another process's transaction, milliseconds. */
const BUSY_TIMEOUT_MS = 15_000;
/** Between two attempts where SQLite itself does not wait, milliseconds. */
const PAUSE_MS = 20;

/** One open SQLite database: its statements, each prepared once; its transactions; its errors in words. */
export class SqliteConnection implements Connection {
  readonly kind = 'sqlite';
  readonly file: string;
  readonly readOnly: boolean;
  readonly #db: Database.Database;
  readonly #now: () => Date;
  #rollbacks = 0;
  readonly #sync: DiskSync;
  /** With `second`. */
  readonly #group: CommitGroup;
  #isOlder = false;
  readonly #statements = new Map<string, Database.Statement<Param[]>>();

  /**
   * Opens the file; creates it, or brings an older one to the present schema, when it is opened for writing.
   * A file that is not ours, or is a newer program's, is left as it is.
   * @throws ArchiveError
   */
  constructor(options: ConnectionOptions) {
    this.file = options.file;
    this.readOnly = options.mode === 'read';
    this.#now = options.now;
    refuseByHeader(options.file, this.readOnly);
    try {
      this.#db = new Database(options.file, {
        readonly: this.readOnly,
        fileMustExist: this.readOnly,
        timeout: BUSY_TIMEOUT_MS,
      });
    } catch (error) {
      // better-sqlite3 says this with a TypeError of its own where the folder is missing.
      if (error instanceof TypeError) {
        throw new ArchiveError(
          'cannot_open',
          `${options.file}: the folder ${dirname(options.file)} does not exist. Create it, or give another file with --db`,
          { cause: error },
        );
      }
      throw explained(error, options.file, lacksRoom);
    }
    this.#sync = new DiskSync(this.#db);
    this.#group = new CommitGroup(this.#db, () => this.#sync.begin());
    try {
      patiently(() => this.#prepareDatabase(options));
    } catch (error) {
      this.#db.close();
      throw explained(error, options.file, lacksRoom);
    }
  }

  close(): void {
    try {
      this.#explain(() => this.#group.end());
    } finally {
      this.#sync.end();
      this.#statements.clear();
      this.#db.close();
    }
  }

  /** The present time, UTC ISO 8601. */
  now(): string {
    return this.#now().toISOString();
  }

  /** The first row, or undefined. */
  get<Row>(sql: string, ...params: Param[]): Row | undefined {
    return this.#explain(() => this.#statement(sql).get(...params) as Row | undefined);
  }

  all<Row>(sql: string, ...params: Param[]): Row[] {
    return this.#explain(() => this.#statement(sql).all(...params) as Row[]);
  }

  /** Row by row, for more rows than fit in memory. Nothing can be written through this connection meanwhile. */
  *iterate<Row>(sql: string, ...params: Param[]): Generator<Row, void> {
    try {
      // Nothing can be committed meanwhile.
      this.#group.commit();
      // Not from the cache: a statement can be gone through only once at a time.
      for (const row of this.#db.prepare<Param[]>(sql).iterate(...params)) yield row as Row;
    } catch (error) {
      throw explained(error, this.file, lacksRoom);
    }
  }

  /** Runs a statement that gives no rows; returns how many rows it changed, and the last id it gave. */
  run(sql: string, ...params: Param[]): { readonly changes: number; readonly id: number } {
    return this.#explain(() => {
      const { changes, lastInsertRowid } = this.#statement(sql).run(...params);
      return { changes, id: Number(lastInsertRowid) };
    });
  }

  /** Runs several statements without parameters, such as a schema. */
  exec(sql: string): void {
    this.#explain(() => this.#db.exec(sql));
  }

  pragma(source: string): unknown {
    return this.#explain(() => {
      this.#group.commit();
      return this.#db.pragma(source);
    });
  }

  /** All or nothing. Takes the write lock at the start, so that what `work` reads cannot change under it. Nests. */
  write<T>(work: () => T): T {
    if (this.#isNested) return work();
    return this.#counted(() => (this.#group.isOn ? this.#group.write(work) : this.#writeAlone(work)));
  }

  /** Opened for reading, and of an earlier schema. */
  get isOlder(): boolean {
    return this.#isOlder;
  }

  /** Transactions that came to nothing: what was remembered of their rows is void. */
  get rollbacks(): number {
    return this.#rollbacks + this.#group.losses;
  }

  setSync(sync: Sync): void {
    try {
      this.#explain(() => this.#group.end());
    } finally {
      this.#sync.set(sync);
      if (sync === 'second') this.#group.begin();
    }
  }

  settle<T>(work: () => T): T {
    if (this.#isNested) return work();
    return this.#counted(() => {
      this.#group.commit();
      return this.#sync.settle(() => this.#db.transaction(work).immediate());
    });
  }

  /** Within a transaction: then work is part of it. */
  get #isNested(): boolean {
    return this.#group.isOpen ? this.#group.isWithin : this.#db.inTransaction;
  }

  #writeAlone<T>(work: () => T): T {
    this.#sync.begin();
    return this.#db.transaction(work).immediate();
  }

  #counted<T>(work: () => T): T {
    try {
      return this.#explain(work);
    } catch (error) {
      this.#rollbacks += 1;
      throw error;
    }
  }

  /** What `work` reads is of one moment, whatever other processes write meanwhile. */
  snapshot<T>(work: () => T): T {
    if (this.#db.inTransaction) return work();
    return this.#explain(() => this.#db.transaction(work).deferred());
  }

  /**
   * Copies every page, as of one moment, into another file. Other processes may write meanwhile: this connection
   * looks at the database as it was at the start, so the copying never has to begin anew.
   * @param progress called between two portions; what it throws ends the copying.
   */
  async copyTo(
    file: string,
    progress: (pages: { readonly totalPages: number; readonly remainingPages: number }) => void,
  ): Promise<void> {
    this.#explain(() => {
      this.#group.commit();
      this.#db.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
    });
    try {
      await this.#db.backup(file, {
        progress: (pages) => {
          progress(pages);
          return PAGES_AT_ONCE;
        },
      });
    } catch (error) {
      throw explained(error, file, lacksRoom);
    } finally {
      this.#db.exec('COMMIT');
    }
  }

  columns(table: string): ColumnDeclaration[] {
    return this.all<ColumnDeclaration>('SELECT name, type FROM pragma_table_info(?)', table);
  }

  workersAtWork(): null {
    return null;
  }

  integrity(): string[] {
    return this.all<{ integrity_check: string }>('PRAGMA integrity_check')
      .map((row) => row.integrity_check)
      .filter((line) => line !== 'ok')
      .map((line) => `SQLite finds the file damaged: ${line}. Restore it from a backup`);
  }

  danglingReferences(): string[] {
    return this.all<{ table: string; rowid: number; parent: string }>('PRAGMA foreign_key_check').map(
      ({ table, rowid, parent }) => `${table} row ${rowid} refers to a row of ${parent} that is not there`,
    );
  }

  #explain<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explained(error, this.file, lacksRoom);
    }
  }

  #statement(sql: string): Database.Statement<Param[]> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare<Param[]>(plannedOnce(sql));
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #prepareDatabase({ olderToo = false, cacheKib }: ConnectionOptions): void {
    defineFunctions(this.#db);
    if (this.readOnly) {
      if (cacheKib !== undefined) this.#db.pragma(`cache_size = -${cacheKib}`);
      if (!olderToo) this.#refuseOlder();
      this.#isOlder = this.#version() < MIGRATIONS.length;
      return;
    }
    // Counts only while the file is still empty.
    this.#db.pragma(`page_size = ${PAGE_SIZE}`);
    // A step may make a table anew that others refer to: https://www.sqlite.org/lang_altertable.html, number 12.
    this.#db.pragma('foreign_keys = OFF');
    this.#migrate();
    this.#db.pragma('foreign_keys = ON');
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma(`cache_size = -${cacheKib ?? CACHE_KIB}`);
  }

  #version(): number {
    const number = (name: string) => Number(this.#db.pragma(name, { simple: true }));
    const version = number('user_version');
    refuse(this.file, number('application_id'), version, number('schema_version') > 0);
    return version;
  }

  #refuseOlder(): void {
    const version = this.#version();
    if (version >= MIGRATIONS.length) return;
    throw new ArchiveError(
      'needs_migration',
      version === 0
        ? `${this.file}: the database is still empty. Run \`nianbao crawl\` first`
        : `${this.file}: the database has schema version ${version}, this program reads ${MIGRATIONS.length}. ` +
            'Run `nianbao reparse` once: it upgrades the database and loses nothing',
    );
  }

  #migrate(): void {
    if (this.#version() === MIGRATIONS.length) return;
    this.write(() => {
      // Read again: another process may have migrated between the look and the lock.
      for (const step of MIGRATIONS.slice(this.#version())) this.#db.exec(step);
      this.#db.pragma(`application_id = ${APPLICATION_ID}`);
      this.#db.pragma(`user_version = ${MIGRATIONS.length}`);
    });
  }
}

/**
 * SQLite waits for other processes, but not where it already reads and then wants to write, as in the change to WAL,
 * nor always while another process tidies up the WAL that it leaves. Work that can be begun anew waits here.
 */
function patiently(work: () => void): void {
  const end = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
