import type { Worker } from 'node:worker_threads';
import { startThread } from '../../start-thread.ts';
import type { IndexMessage, IndexWorkerData } from './index-worker.ts';

export type IndexState = { readonly kind: 'starting' } | IndexMessage;

export interface IndexerOptions extends IndexWorkerData {
  /** Differs after the database has changed. */
  readonly version: () => string;
  /** Between two looks at the database, milliseconds. */
  readonly everyMs: number;
}

/** Enough for a hundred thousand reports; the young generation small, since it is taken whole. */
const MEMORY = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 };

/**
 * Keeps the index up to date on a thread of its own, so that nobody who reads a page waits for it. The thread lives only
 * while there is something to do.
 */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #waiting: (() => void)[] = [];
  #worker: Worker | null = null;
  #state: IndexState = { kind: 'starting' };
  /** As the database was when the index was last brought up to date. */
  #version: string | null = null;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#look(), options.everyMs);
    this.#timer.unref();
    this.#look();
  }

  get state(): IndexState {
    return this.#state;
  }

  /** Resolves when the index has caught up, or cannot. */
  caughtUp(): Promise<void> {
    if (this.#state.kind === 'idle' || this.#state.kind === 'failed') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker?.terminate();
    this.#set({ kind: 'failed', message: 'closed' });
  }

  #look(): void {
    if (this.#worker !== null) return;
    const version = this.#options.version();
    if (version === this.#version) return;
    const { databaseFile, indexFile } = this.#options;
    const workerData: IndexWorkerData = { databaseFile, indexFile };
    const worker = startThread(new URL('index-worker.ts', import.meta.url), {
      workerData,
      resourceLimits: MEMORY,
    });
    worker.unref();
    worker.on('message', (message: IndexMessage) => {
      if (message.kind === 'idle') this.#version = version;
      this.#set(message);
    });
    worker.on('error', (error) => this.#set({ kind: 'failed', message: String(error) }));
    worker.on('exit', () => {
      this.#worker = null;
    });
    this.#worker = worker;
  }

  #set(state: IndexState): void {
    this.#state = state;
    if (state.kind === 'progress') return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
