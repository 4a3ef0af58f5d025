import type Database from 'better-sqlite3';

/** Transactions of one commit, at most. */
const MOST = 64;
/** From the first of them to the commit, milliseconds: as long may another process have to wait for its own. */
const MOST_MS = 25;

/**
 * Transactions that share a commit: the pages that they have in common, which are most, are written once. Each is a
 * savepoint, all or nothing by itself. Other processes see them, and they outlive a killed one, when the commit has come, some
 * milliseconds later. A commit that fails takes all of them back: whoever writes next is told, and everybody after.
 */
export class CommitGroup {
  readonly #db: Database.Database;
  readonly #beforeBegin: () => void;
  readonly #statements = new Map<string, Database.Statement<[]>>();
  #isOn = false;
  #isWithin = false;
  #count = 0;
  #begunAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #losses = 0;
  #lost: { readonly error: unknown; told: boolean } | null = null;

  /** @param beforeBegin called outside of any transaction, before one that will hold several. */
  constructor(db: Database.Database, beforeBegin: () => void) {
    this.#db = db;
    this.#beforeBegin = beforeBegin;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Whether there are transactions that are not committed. */
  get isOpen(): boolean {
    return this.#count > 0;
  }

  /** Whether one of them is at work. */
  get isWithin(): boolean {
    return this.#isWithin;
  }

  /** How often all of them were taken back. */
  get losses(): number {
    return this.#losses;
  }

  /** From now on transactions share commits. */
  begin(): void {
    this.#isOn = true;
    // What a savepoint would take back must not go through a file.
    this.#db.pragma('temp_store = MEMORY');
  }

  /**
   * Commits, and shares no more.
   * @throws what a commit has met that nobody was told of.
   */
  end(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    try {
      if (this.#lost?.told !== true) this.commit();
    } finally {
      this.#lost = null;
      this.#db.pragma('temp_store = DEFAULT');
    }
  }

  /** Does something, all or nothing. */
  write<T>(work: () => T): T {
    this.#refuseAfterLoss();
    if (this.#count === 0) {
      this.#beforeBegin();
      this.#run('BEGIN IMMEDIATE');
      this.#begunAt = Date.now();
      this.#timer = setTimeout(() => this.#commitLate(), MOST_MS);
    }
    this.#count += 1;
    const result = this.#within(work);
    if (this.#count >= MOST || Date.now() - this.#begunAt >= MOST_MS) this.commit();
    return result;
  }

  /**
   * Commits what has been done; nothing while one of the transactions is at work.
   * @throws what keeps it from being stored: then all of it is taken back.
   */
  commit(): void {
    if (this.#isWithin) return;
    this.#refuseAfterLoss();
    if (this.#count === 0) return;
    this.#close();
    try {
      this.#run('COMMIT');
    } catch (error) {
      this.#lose(error);
      this.#refuseAfterLoss();
    }
  }

  #within<T>(work: () => T): T {
    this.#run('SAVEPOINT one');
    this.#isWithin = true;
    try {
      const result = work();
      this.#run('RELEASE one');
      return result;
    } catch (error) {
      // On a full disk SQLite may have taken back all of them by itself.
      if (this.#db.inTransaction) {
        this.#run('ROLLBACK TO one');
        this.#run('RELEASE one');
      } else {
        this.#close();
        this.#lose(error);
      }
      throw error;
    } finally {
      this.#isWithin = false;
    }
  }

  #commitLate(): void {
    try {
      this.commit();
    } catch {
      // There is nobody here to tell: who writes next is told.
      if (this.#lost !== null) this.#lost.told = false;
    }
  }

  #close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#count = 0;
  }

  #lose(error: unknown): void {
    if (this.#db.inTransaction) this.#run('ROLLBACK');
    this.#losses += 1;
    this.#lost = { error, told: false };
  }

  #refuseAfterLoss(): void {
    if (this.#lost === null) return;
    this.#lost.told = true;
    throw this.#lost.error;
  }

  #run(sql: string): void {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare<[]>(sql);
      this.#statements.set(sql, statement);
    }
    statement.run();
  }
}
