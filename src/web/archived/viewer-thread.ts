import type { Worker } from 'node:worker_threads';
import { Recent } from '../../archive/recent.ts';
import { closeGate, closeGateNow, type NativeGate, nativeGate } from '../../documents/ocr/native.ts';
import { sniff } from '../../documents/sniff.ts';
import { startThread } from '../../start-thread.ts';
import type { DocumentView, ViewInput, ViewTask } from './view-document.ts';

/** A document, or a page of a scan, that takes longer is given up: somebody waits. */
const PATIENCE_MS = 60_000;
const MEMORY_MB = 512;
/** Taken whole, and kept: small. */
const YOUNG_MB = 8;
/** Views and pictures kept, by number. */
const MOST_KEPT = 60;

type Result = DocumentView | Uint8Array;

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** What the thread says; neither result nor error: it has come a page further. */
export interface ThreadAnswer {
  readonly id: number;
  readonly result?: Result;
  readonly error?: string;
}

/**
 * Looks at archived documents on threads of their own: a hostile one costs its thread its life, and nobody else
 * anything. What was looked at lately is kept. Where a scan may have to be recognised, which takes seconds a page, it has
 * a thread to itself, started when first needed: readers of other documents do not wait for it.
 */
export class DocumentViewer {
  readonly #kept = new Recent<string, Promise<Result>>(MOST_KEPT);
  readonly #quick = new ViewThread();
  readonly #recognising = new ViewThread();

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

  /** Somebody is likely to ask for a document soon: starting the thread takes longer than a look at most documents. */
  expect(): void {
    this.#quick.start();
  }

  async close(): Promise<void> {
    await Promise.all([this.#quick.close(), this.#recognising.close()]);
  }

  #keep(key: string, make: () => ViewTask): Promise<Result> {
    return this.#kept.get(key, () => {
      const task = make();
      const result = (mayBeScan(task) ? this.#recognising : this.#quick).ask(task);
      result.catch(() => this.#kept.delete(key));
      return result;
    });
  }
}

/** Whether looking for a place may mean recognising what is printed. */
function mayBeScan(task: ViewTask): boolean {
  if (task.kind === 'page' || task.at === null || task.rendered) return false;
  const type = sniff(task.bytes);
  return type === 'pdf' || type === 'image';
}

/** A thread that looks at documents, one after the other; started when it is first asked, and again after its end. */
class ViewThread {
  readonly #waiting = new Map<number, Waiting>();
  #running: { readonly worker: Worker; readonly gate: NativeGate } | null = null;
  #next = 1;

  /** Exiting ends the thread, wherever it is. */
  readonly #exit = (): void => {
    if (this.#running !== null) closeGateNow(this.#running.gate);
  };

  /** The thread, started unless it runs. */
  start(): Worker {
    if (this.#running !== null) return this.#running.worker;
    const gate = nativeGate();
    const worker = startThread(new URL('view-worker.ts', import.meta.url), {
      workerData: gate,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    worker.on('message', (answer: ThreadAnswer) => this.#answer(answer));
    worker.on('error', (error) => {
      if (this.#running?.worker === worker)
        void this.#end(`the document could not be read: ${error.message}`);
    });
    process.off('exit', this.#exit).on('exit', this.#exit);
    this.#running = { worker, gate };
    return worker;
  }

  ask(task: ViewTask): Promise<Result> {
    const worker = this.start();
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

  async close(): Promise<void> {
    await this.#end('the viewer is closed');
    process.off('exit', this.#exit);
  }

  #answer({ id, result, error }: ThreadAnswer): void {
    // All wait for the same thread: while it comes on, nobody's patience ends.
    for (const { timer } of this.#waiting.values()) timer.refresh();
    const waiting = this.#waiting.get(id);
    if (waiting === undefined || (result === undefined && error === undefined)) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (result === undefined) waiting.reject(new Error(error ?? 'no answer'));
    else waiting.resolve(result);
  }

  async #end(why: string): Promise<void> {
    const running = this.#running;
    this.#running = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Error(why));
    }
    this.#waiting.clear();
    if (running === null) return;
    await closeGate(running.gate);
    await running.worker.terminate();
  }
}
