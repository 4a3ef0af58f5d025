export type Param = string | number | bigint | null | Uint8Array;

export interface ConnectionOptions {
  /** Path of an SQLite file, or the address of a PostgreSQL database (`postgres://user@host/name`). */
  readonly file: string;
  readonly mode: 'write' | 'read';
  /** With `read`: an older schema, too. */
  readonly olderToo?: boolean;
  /** Pages kept in memory, KiB; enough for filing many reports unless told. */
  readonly cacheKib?: number;
  readonly now: () => Date;
}

/** A column as `CREATE TABLE` declares it, its type in SQLite's words. */
export interface ColumnDeclaration {
  readonly name: string;
  readonly type: string;
}

/**
 * Which transactions wait for the disk: each one; one a second, and with it all before it, those of some milliseconds in one
 * commit (SQLite); or none, which is left to the database. A power failure may take back those that did not wait, the last ones first, and never does more harm than that.
 */
export type Sync = 'each' | 'second' | 'none';

/**
 * One open database, SQLite or PostgreSQL: all that the archive asks of it. Everything is synchronous on both. SQL is
 * written once, in what both understand; `postgres/dialect.ts` puts what only looks different into PostgreSQL's words.
 * Every failure that a person can mend is an ArchiveError.
 */
export interface Connection {
  readonly kind: 'sqlite' | 'postgres';
  /** The file, or the address without its password: for messages. */
  readonly file: string;
  readonly readOnly: boolean;
  /** Opened for reading, and of an earlier schema. */
  readonly isOlder: boolean;
  close(): void;
  /** The present time, UTC ISO 8601. */
  now(): string;
  /** The first row, or undefined. */
  get<Row>(sql: string, ...params: Param[]): Row | undefined;
  all<Row>(sql: string, ...params: Param[]): Row[];
  /** Row by row, for more rows than fit in memory. Nothing can be written through this connection meanwhile. */
  iterate<Row>(sql: string, ...params: Param[]): Generator<Row, void>;
  /** Runs a statement that gives no rows; returns how many rows it changed, and the last id it gave. */
  run(sql: string, ...params: Param[]): { readonly changes: number; readonly id: number };
  /** Runs several statements without parameters, such as a schema. */
  exec(sql: string): void;
  /**
   * All or nothing; nests. What `work` reads does not change under it, or it is begun anew: so it changes nothing but
   * the database.
   */
  write<T>(work: () => T): T;
  /** What `work` reads is of one moment, whatever other processes write meanwhile. */
  snapshot<T>(work: () => T): T;
  /** Transactions that came to nothing: what was remembered of their rows is void. */
  readonly rollbacks: number;
  /**
   * From now on. A database is opened with `each`.
   * @throws ArchiveError where what was done since could not be stored after all.
   */
  setSync(sync: Sync): void;
  /** A transaction, outside of any other, that waits for the disk, and with it all before it. */
  settle<T>(work: () => T): T;
  /** A table's columns; empty where there is no such table. */
  columns(table: string): ColumnDeclaration[];
  /** Inside a transaction: who else crawls this database by the queue, in words; null: nobody, and nobody begins before its end. */
  workersAtWork(): string | null;
  /** What the database itself finds damaged, in words. */
  integrity(): string[];
  /** Rows that refer to one that is not there, in words. */
  danglingReferences(): string[];
}
