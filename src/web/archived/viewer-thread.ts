import { Worker } from 'node:worker_threads';
import type { DocumentView, ViewInput, ViewTask } from './view-document.ts';

/** A document that takes longer is given up: somebody waits. A scanned report of a dozen pages takes half of it. */
const PATIENCE_MS = 60_000;
const MEMORY_MB = 512;
/** Taken whole, and kept: small. */
const YOUNG_MB = 8;
/** Views and pictures kept, by number and by size. */
const MOST_KEPT = 60;

interface Waiting {
  readonly resolve: (result: DocumentView | Uint8Array) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

type Answer = { readonly id: number; readonly result?: DocumentView | Uint8Array; readonly error?: string };

/**
 * Looks at archived documents on a thread of its own: a hostile one costs that thread its life, and nobody else
 * anything. What was looked at lately is kept.
 */
export class DocumentViewer {
  readonly #waiting = new Map<number, Waiting>();
  readonly #kept = new Map<string, Promise<DocumentView | Uint8Array>>();
  #worker: Worker | null = null;
  #next = 1;

  /** @param key tells this document and place from all others. Rejects with an Error in words. */
  view(key: string, input: () => ViewInput): Promise<DocumentView> {
    return this.#keep(`view ${key}`, () => ({ kind: 'view', ...input() })) as Promise<DocumentView>;
  }

  /** A page of a PDF as PNG. */
  page(key: string, page: number, bytes: () => Uint8Array): Promise<Uint8Array> {
    return this.#keep(`page ${page} ${key}`, () => ({
      kind: 'page',
      page,
      bytes: bytes(),
    })) as Promise<Uint8Array>;
  }

  async close(): Promise<void> {
    await this.#end('the viewer is closed');
  }

  #keep(key: string, task: () => ViewTask): Promise<DocumentView | Uint8Array> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const result = this.#ask(task());
    this.#kept.set(key, result);
    result.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return result;
  }

  #ask(task: ViewTask): Promise<DocumentView | Uint8Array> {
    const worker = this.#started();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        void this.#end(`the document took longer than ${PATIENCE_MS / 1000} seconds and was given up`);
      }, PATIENCE_MS);
      timer.unref();
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, task });
    });
  }

  #started(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('view-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    worker.on('message', ({ id, result, error }: Answer) => {
      const waiting = this.#waiting.get(id);
      if (waiting === undefined) return;
      this.#waiting.delete(id);
      clearTimeout(waiting.timer);
      if (result === undefined) waiting.reject(new Error(error ?? 'no answer'));
      else waiting.resolve(result);
    });
    worker.on('error', (error) => {
      if (this.#worker === worker) void this.#end(`the document could not be read: ${error.message}`);
    });
    this.#worker = worker;
    return worker;
  }

  async #end(why: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(why));
    }
    this.#waiting.clear();
    await worker?.terminate();
  }
}
