import { SqliteConnection } from '../archive/connection.ts';
import { Recent } from '../archive/recent.ts';

/** How old an answer may be while a crawl writes on, milliseconds. */
const STALE_MS = 10_000;
const MOST_KEPT = 300;
/** Pages that a connection of the viewer keeps by itself: the system keeps the file in memory besides. */
export const CACHE_KIB = 4000;

interface Kept {
  readonly version: string;
  readonly at: number;
  readonly value: unknown;
}

/**
 * The database for reading, with the viewer's own index attached as `viewer`. Answers that cost much are kept until
 * the database changes; during a crawl, which changes it all the time, for some seconds.
 */
export class Database {
  readonly #connection: SqliteConnection;
  readonly #kept = new Recent<string, Kept>(MOST_KEPT);

  /**
   * @param file the main database, opened read-only
   * @param indexFile the viewer's index; it must exist
   * @throws ArchiveError when one of them cannot be opened.
   */
  constructor(file: string, indexFile: string, now: () => Date) {
    this.#connection = new SqliteConnection({ file, mode: 'read', now, cacheKib: CACHE_KIB });
    this.#connection.exec(`ATTACH DATABASE '${indexFile.replaceAll("'", "''")}' AS viewer`);
    this.#connection.pragma(`viewer.cache_size = -${CACHE_KIB}`);
  }

  close(): void {
    this.#connection.close();
  }

  all<Row>(sql: string, ...params: (string | number | null)[]): Row[] {
    return this.#connection.all<Row>(sql, ...params);
  }

  get<Row>(sql: string, ...params: (string | number | null)[]): Row | undefined {
    return this.#connection.get<Row>(sql, ...params);
  }

  /** Row by row, for more rows than are wanted in memory at once. */
  iterate<Row>(sql: string, ...params: (string | number | null)[]): Generator<Row, void> {
    return this.#connection.iterate<Row>(sql, ...params);
  }

  /** Differs after another process, or the thread that makes the index, has written. */
  version(): string {
    return `${this.mainVersion()} ${this.#version('viewer')}`;
  }

  /** Differs after another process has written to the main database. */
  mainVersion(): string {
    return this.#version('main');
  }

  #version(schema: string): string {
    const row = this.get<{ data_version: number }>(`PRAGMA ${schema}.data_version`);
    return String(row?.data_version);
  }

  /** What `compute` gives, computed anew only when the database has changed since. */
  keep<Value>(key: string, compute: () => Value): Value {
    const version = this.version();
    const kept = this.#kept.get(key);
    const now = performance.now();
    if (kept !== undefined && (kept.version === version || now - kept.at < STALE_MS))
      return kept.value as Value;
    const value = compute();
    this.#kept.put(key, { version, at: performance.now(), value });
    return value;
  }
}
