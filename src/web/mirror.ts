import { existsSync, renameSync, rmSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { ArchiveError } from '../archive/errors.ts';
import { startThread } from '../start-thread.ts';
import type { MirrorMessage, MirrorWorkerData } from './mirror-worker.ts';

export interface MirrorOptions {
  /** Address of a PostgreSQL database. */
  readonly source: string;
  /** Where its payloads are kept, if not where it says. */
  readonly payloads?: string | null;
  /** The SQLite file that is kept like it; made where it is not there. */
  readonly file: string;
  /** From the end of one pass to the next, at least, milliseconds. */
  readonly everyMs: number;
  /** While the file is made. */
  readonly onProgress?: (table: string, rows: number) => void;
  /** A pass that failed: the file stays as it was, and the next pass tries again. */
  readonly onTrouble: (message: string) => void;
}

/** Of the time, a pass may take one part in so many: a large archive is looked through less often. */
const SHARE = 10;

/**
 * An SQLite file that is kept like a database elsewhere, for readers that want one at hand: the viewer makes a page from
 * dozens of queries. A pass brings what has changed, on a thread of its own; readers see all of it or nothing.
 */
export class Mirror {
  readonly #options: MirrorOptions;
  #timer: NodeJS.Timeout | null = null;
  #worker: Worker | null = null;
  #closed = false;

  private constructor(options: MirrorOptions) {
    this.#options = options;
  }

  /**
   * Makes the file, or brings it up to date. One that was interrupted goes on where it was.
   * @throws ArchiveError when the source cannot be read, or the file is another database's.
   */
  static async start(options: MirrorOptions): Promise<Mirror> {
    const mirror = new Mirror(options);
    const { file } = options;
    if (existsSync(file)) await mirror.#pass(file, true);
    else {
      // Under its name only when it is whole.
      const partial = `${file}.partial`;
      await mirror.#pass(partial, false);
      renameSync(partial, file);
      for (const end of ['-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
    }
    mirror.#later(options.everyMs);
    return mirror;
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#worker?.terminate();
  }

  #later(ms: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#again(), ms);
    this.#timer.unref();
  }

  async #again(): Promise<void> {
    const begun = performance.now();
    try {
      await this.#pass(this.#options.file, true);
    } catch (error) {
      if (!this.#closed) this.#options.onTrouble(error instanceof Error ? error.message : String(error));
    }
    this.#later(Math.max(this.#options.everyMs, (performance.now() - begun) * SHARE));
  }

  #pass(file: string, atOnce: boolean): Promise<void> {
    const { source, payloads = null } = this.#options;
    const workerData: MirrorWorkerData = { source, payloads, file, atOnce };
    const worker = startThread(new URL('mirror-worker.ts', import.meta.url), { workerData });
    this.#worker = worker;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: MirrorMessage) => {
        if (message.kind === 'progress') this.#options.onProgress?.(message.table, message.rows);
        else if (message.kind === 'done') resolve();
        else
          reject(
            message.code === null
              ? new Error(message.message)
              : new ArchiveError(message.code, message.message),
          );
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        this.#worker = null;
        reject(new Error('the copying was ended'));
      });
    });
  }
}
