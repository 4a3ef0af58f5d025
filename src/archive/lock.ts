import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import { ArchiveError } from './errors.ts';

export interface LockRequest {
  readonly pid: number;
  readonly host: string;
  /** Whether a process of this host runs. */
  readonly isAlive: (pid: number) => boolean;
}

interface LockRow {
  readonly pid: number;
  readonly host: string;
  readonly started_at: string;
  readonly heartbeat_at: string;
}

/** A holder that was silent for longer is taken for dead, milliseconds. */
const SILENCE_MS = 120_000;

/** The one lock of a database: whoever crawls it holds it, by cron or by hand. */
export class CrawlLock {
  readonly #connection: Connection;
  #token: string | null = null;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Takes the lock. A dead holder's (its process gone from this host, or no heartbeat for two minutes) is taken over.
   * @throws ArchiveError `locked`, naming the holder and since when.
   */
  acquire(request: LockRequest): void {
    const token = randomUUID();
    // Looked at before, so as not to wait for the transactions of who holds it.
    this.#refuseWhileHeld(request);
    this.#connection.write(() => {
      this.#refuseWhileHeld(request);
      const workers = this.#connection.workersAtWork();
      if (workers !== null)
        throw new ArchiveError(
          'locked',
          `${this.#connection.file}: ${workers}. Put sites into their queue with \`crawl --enqueue\`, or stop the workers`,
        );
      const now = this.#connection.now();
      this.#connection.run('DELETE FROM lock');
      this.#connection.run(
        'INSERT INTO lock (id, token, pid, host, started_at, heartbeat_at) VALUES (1, ?, ?, ?, ?, ?)',
        token,
        request.pid,
        request.host,
        now,
        now,
      );
    });
    this.#token = token;
  }

  /**
   * Says that the holder is at work. To be called at least every minute.
   * @throws ArchiveError `lock_lost` when another crawl has taken over meanwhile (a machine that slept): stop then.
   */
  heartbeat(): void {
    const { changes } = this.#connection.run(
      'UPDATE lock SET heartbeat_at = ? WHERE token = ?',
      this.#connection.now(),
      this.#token,
    );
    if (changes === 1) return;
    throw new ArchiveError(
      'lock_lost',
      `${this.#connection.file}: this crawl no longer holds the lock, as it was silent for more than ` +
        `${SILENCE_MS / 60_000} minutes. What it stored is safe; run the command again`,
    );
  }

  /** Gives the lock back; does nothing where it is not held. */
  release(): void {
    this.#connection.run('DELETE FROM lock WHERE token = ?', this.#token);
    this.#token = null;
  }

  #refuseWhileHeld(request: LockRequest): void {
    const holder = this.#connection.get<LockRow>('SELECT pid, host, started_at, heartbeat_at FROM lock');
    if (holder === undefined || !this.#alive(holder, request)) return;
    throw new ArchiveError(
      'locked',
      `${this.#connection.file}: another crawl is at work: process ${holder.pid} on ${holder.host}, ` +
        `since ${holder.started_at}, last heard of ${holder.heartbeat_at}. Wait until it has finished`,
    );
  }

  #alive(holder: LockRow, request: LockRequest): boolean {
    const silence = Date.parse(this.#connection.now()) - Date.parse(holder.heartbeat_at);
    if (silence > SILENCE_MS) return false;
    return holder.host !== request.host || request.isAlive(holder.pid);
  }
}
