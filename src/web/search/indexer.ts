import { Worker } from 'node:worker_threads';
import type { IndexMessage, IndexWorkerData } from './index-worker.ts';

export type IndexState = { readonly kind: 'starting' } | IndexMessage;

/** Keeps the index up to date on a thread of its own, so that nobody who reads a page waits for it. */
export class Indexer {
  readonly #worker: Worker;
  readonly #waiting: (() => void)[] = [];
  #state: IndexState = { kind: 'starting' };

  constructor(data: IndexWorkerData) {
    this.#worker = new Worker(new URL('index-worker.ts', import.meta.url), { workerData: data });
    this.#worker.unref();
    this.#worker.on('message', (message: IndexMessage) => this.#set(message));
    this.#worker.on('error', (error) => this.#set({ kind: 'failed', message: String(error) }));
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
    await this.#worker.terminate();
    this.#set({ kind: 'failed', message: 'closed' });
  }

  #set(state: IndexState): void {
    this.#state = state;
    if (state.kind === 'progress') return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
