import { Connection } from '../archive/connection.ts';

/** How old an answer may be while a crawl writes on, milliseconds. */
const STALE_MS = 10_000;
const MOST_KEPT = 500;

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
  readonly #connection: Connection;
  readonly #kept = new Map<string, Kept>();

  /**
   * @param file the main database, opened read-only
   * @param indexFile the viewer's index; it must exist
   * @throws ArchiveError when one of them cannot be opened.
   */
  constructor(file: string, indexFile: string, now: () => Date) {
    this.#connection = new Connection({ file, mode: 'read', now });
    this.#connection.exec(`ATTACH DATABASE '${indexFile.replaceAll("'", "''")}' AS viewer`);
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

  /** Differs after another process, or the thread that makes the index, has written. */
  version(): string {
    const of = (schema: string): unknown =>
      this.get<{ data_version: number }>(`PRAGMA ${schema}.data_version`)?.data_version;
    return `${of('main')} ${of('viewer')}`;
  }

  /** What `compute` gives, computed anew only when the database has changed since. */
  keep<Value>(key: string, compute: () => Value): Value {
    const version = this.version();
    const kept = this.#kept.get(key);
    const now = performance.now();
    if (kept !== undefined && (kept.version === version || now - kept.at < STALE_MS)) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.value as Value;
    }
    const value = compute();
    this.#kept.delete(key);
    this.#kept.set(key, { version, at: performance.now(), value });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
