import type Database from 'better-sqlite3';
import type { Sync } from './store.ts';

/** With `second`: from one transaction that waits for the disk to the next, milliseconds. */
const SYNC_MS = 1000;
const SOON_MS = 10;

/** Which transactions of a database wait for the disk. */
export class DiskSync {
  readonly #db: Database.Database;
  #sync: Sync = 'each';
  #waits = true;
  #syncedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  set(sync: Sync): void {
    this.end();
    this.#sync = sync;
    this.#syncedAt = Number.NEGATIVE_INFINITY;
    this.#setWaiting(sync === 'each');
  }

  /** Before a transaction. One that waits for the disk takes all of the WAL there, and so all transactions before it. */
  begin(): void {
    if (this.#sync !== 'second') return;
    const now = performance.now();
    const waits = now - this.#syncedAt >= SYNC_MS;
    if (waits) {
      this.end();
      this.#syncedAt = now;
    } else this.#timer ??= setTimeout(() => this.#syncNow(), SYNC_MS).unref();
    if (waits !== this.#waits) this.#setWaiting(waits);
  }

  /** Does something that waits for the disk in any case, and all before it. */
  settle<T>(work: () => T): T {
    this.end();
    if (!this.#waits) this.#setWaiting(true);
    this.#syncedAt = performance.now();
    try {
      return work();
    } finally {
      if (this.#sync === 'none') this.#setWaiting(false);
    }
  }

  /** Nothing is taken to the disk any more without a transaction. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** No further transaction came: a checkpoint takes the WAL to the disk before it copies anything. */
  #syncNow(): void {
    this.#timer = null;
    if (this.#db.inTransaction) {
      // Several that share a commit: it comes soon.
      this.#timer = setTimeout(() => this.#syncNow(), SOON_MS).unref();
      return;
    }
    try {
      this.#db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // A disk that is full or broken: the next transaction meets it, too, and has somebody to tell.
    }
  }

  #setWaiting(waits: boolean): void {
    this.#waits = waits;
    this.#db.pragma(`synchronous = ${waits ? 'FULL' : 'NORMAL'}`);
  }
}
