import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Document, DocumentType } from '../documents/document.ts';
import { closeGate, closeGateNow, type NativeGate, nativeGate } from '../documents/ocr/native.ts';
import type { AnnualReport, ParseHints } from '../reports/report.ts';
import type { ArticleFile } from './article-files.ts';
import type { PictureFile } from './inline-pictures.ts';
import { unreadableDocument } from './parse-document.ts';

export interface ParseInput {
  readonly bytes: Uint8Array;
  /** The server's Content-Type. */
  readonly contentType: string | undefined;
  /** Overrides recognition by content. */
  readonly type?: DocumentType;
  readonly hints: ParseHints;
  /** Documents that continue it, in order: an article over two pages, tables in a file of their own. */
  readonly further?: readonly Uint8Array[];
  /** Pictures in its text that are files of their own: read where it has no table itself. */
  readonly pictures?: readonly PictureFile[];
  /** The DOM after scripts, which is read instead of the bytes. */
  readonly rendered?: string;
  /** Where it may be an article with files: its address, and the hosts that these may stand on. */
  readonly article?: { readonly url: string; readonly hosts: readonly string[] };
}

export interface Parsed {
  readonly document: Pick<Document, 'type' | 'mime' | 'charset' | 'images' | 'problem' | 'links'>;
  readonly reports: readonly AnnualReport[];
  /** Of an article. Where there are pictures among them it was not read: it is to be given again together with them. */
  readonly files: readonly ArticleFile[];
}

/** What a thread is sent. */
export interface ParserRequest {
  readonly input: ParseInput;
}

/** What a thread says: when it has started, after each page that took long, and at a document's end. */
export interface ParserAnswer {
  /** Null until a document is done. */
  readonly parsed: Parsed | null;
  /** Bytes that the thread holds outside its heap, and WebAssembly never gives back. */
  readonly held: number;
}

export interface PoolOptions {
  /** Threads; as many as there are processors unless told, at most four. */
  readonly size?: number;
  /** Most time for one document, or for one page of a scan, milliseconds. */
  readonly timeoutMs?: number;
  /** Most memory of one thread's heap, MiB. */
  readonly memoryMb?: number;
}

/** Documents that may wait for a thread before `ready` makes their giver wait, a thread. */
const WAITING = 2;
const MIB = 1024 * 1024;
/** Room for what a thread soon throws away, MiB: four times as much reads no faster, and is never given back. */
const YOUNG_MB = 16;

/**
 * Reads documents on threads of their own. What a hostile file does, ends with it: a thread that takes too long or
 * too much memory is ended and replaced, and its document is `unreadable` for that reason.
 */
export class ParserPool {
  readonly #queue: PQueue;
  readonly #idle: Worker[] = [];
  readonly #gates = new Map<Worker, NativeGate>();
  /** Threads that are being ended. */
  readonly #ending = new Set<Promise<unknown>>();
  readonly #timeoutMs: number;
  readonly #memoryMb: number;

  constructor(options: PoolOptions = {}) {
    this.#queue = new PQueue({ concurrency: options.size ?? Math.min(4, availableParallelism()) });
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#memoryMb = options.memoryMb ?? 512;
    process.on('exit', this.#exit);
  }

  /** Exiting ends all threads, wherever they are. */
  readonly #exit = (): void => {
    for (const gate of this.#gates.values()) closeGateNow(gate);
  };

  /**
   * Reads and parses one document when a thread is free. Never rejects for what a document holds. The bytes stay the
   * caller's; they are copied only when their turn comes.
   * @param onPage is called after each page that took long: from then on the time allowed runs anew.
   */
  parse(input: ParseInput, onPage?: () => void): Promise<Parsed> {
    return this.#queue.add(() => this.#run(input, onPage));
  }

  /** Resolves when few documents wait: who loads many, awaits it before loading the next, and memory stays flat. */
  ready(): Promise<void> {
    return this.#queue.onSizeLessThan(this.#queue.concurrency * WAITING);
  }

  /** Lets the documents that were given come to their end, then ends all threads. */
  async close(): Promise<void> {
    await this.#queue.onIdle();
    for (const worker of this.#idle.splice(0)) this.#endThread(worker);
    await Promise.all(this.#ending);
    process.off('exit', this.#exit);
  }

  #endThread(worker: Worker): void {
    const gate = this.#gates.get(worker);
    const end = async (): Promise<void> => {
      if (gate !== undefined) await closeGate(gate);
      await worker.terminate();
    };
    const ended: Promise<void> = end().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }

  async #run(input: ParseInput, onPage?: () => void): Promise<Parsed> {
    const worker = this.#idle.pop();
    try {
      return await this.#read(worker ?? (await this.#start()), input, onPage);
    } catch (error) {
      return unreadableDocument(this.#reason(error), input);
    }
  }

  #read(worker: Worker, input: ParseInput, onPage?: () => void): Promise<Parsed> {
    const bytes = new Uint8Array(input.bytes);
    const request: ParserRequest = { input: { ...input, bytes } };
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        worker.off('message', answer).off('error', fail).off('exit', exit);
      };
      const fail = (error: unknown): void => {
        end();
        this.#endThread(worker);
        reject(error);
      };
      const exit = (code: number): void => fail(new Error(`the reader ended with code ${code}`));
      const answer = ({ parsed, held }: ParserAnswer): void => {
        if (parsed === null) {
          timer.refresh();
          onPage?.();
          return;
        }
        end();
        if (held > (this.#memoryMb * MIB) / 2) this.#endThread(worker);
        else this.#idle.push(worker);
        resolve(parsed);
      };
      const timer = setTimeout(() => fail(new Late(this.#timeoutMs)), this.#timeoutMs);
      worker.on('message', answer).on('error', fail).on('exit', exit);
      worker.postMessage(request, [bytes.buffer]);
    });
  }

  /** Starting is not counted as time for a document. */
  #start(): Promise<Worker> {
    const gate = nativeGate();
    const worker = new Worker(new URL('./parser-worker.ts', import.meta.url), {
      workerData: gate,
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    // A thread that dies while it has nothing to do, or is being ended, has nobody else to tell.
    const forget = (): void => {
      const at = this.#idle.indexOf(worker);
      if (at !== -1) this.#idle.splice(at, 1);
      this.#gates.delete(worker);
    };
    this.#gates.set(worker, gate);
    worker.on('error', forget).on('exit', forget);
    return new Promise((resolve, reject) => {
      worker.once('message', () => resolve(worker));
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`the reader ended with code ${code} while starting`)));
    });
  }

  #reason(error: unknown): string {
    if (error instanceof Late) return error.message;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY')
      return `reading it needs more than ${this.#memoryMb} MiB (limits.worker_mb)`;
    return `reading it failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

class Late extends Error {
  constructor(timeoutMs: number) {
    super(`reading it took longer than ${timeoutMs / 1000} seconds and was given up`);
  }
}
