import { availableParallelism } from 'node:os';
import type { Document, DocumentType } from '../documents/document.ts';
import type { AnnualReport, ParseHints } from '../reports/report.ts';
import type { ArticleFile } from './article-files.ts';
import type { PictureFile } from './inline-pictures.ts';
import { fixYoungHeap } from './lean-heap.ts';
import { type FoldedDocument, type ParsedReport, Unfolder } from './parsed-report.ts';
import { type Job, ParserThread, type ThreadOwner } from './parser-thread.ts';

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

/** What a thread makes of a document. */
export interface ParsedDocument {
  readonly document: Pick<Document, 'type' | 'mime' | 'charset'>;
  readonly reports: readonly AnnualReport[];
  /** Of an article. Where there are pictures among them it was not read: it is to be given again together with them. */
  readonly files: readonly ArticleFile[];
}

/** The same as whoever asked for it has it: with what its reports are filed by. */
export type Parsed = Omit<ParsedDocument, 'reports'> & { readonly reports: readonly ParsedReport[] };

/** What a thread is sent. */
export interface ParserRequest {
  readonly input: ParseInput;
  /** Shared by the thread and the pool: see `claim`. */
  readonly claim: Int32Array;
}

/** What a thread says: when it has started, after each page that took long, and at a document's end. */
export interface ParserAnswer {
  /** Null until it is done. */
  readonly document: FoldedDocument | null;
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
  /**
   * Whoever gives the documents has as much to do with each as a thread: then one processor is left to it, as long as no document
   * takes long.
   */
  readonly giverIsBusy?: boolean;
  /** Most of what is read was read before: then reports are unfolded only when somebody looks into them. */
  readonly mostlyKnown?: boolean;
}

const MOST_THREADS = 4;
/** Documents that may wait for a thread before `ready` makes their giver wait, a thread. */
const WAITING = 2;
/**
 * Documents that lie ready in a thread: as many as it reads while the main thread stores a batch. Large ones, which take
 * long, wait outside for the first thread that is free.
 */
const AHEAD = { documents: 16, bytes: 1024 * 1024 };

/**
 * Reads documents on threads of their own. What a hostile file does, ends with it: a thread that takes too long or
 * too much memory is ended and replaced, and its document is `unreadable` for that reason.
 */
export class ParserPool {
  readonly #threads: ParserThread[] = [];
  /** Threads that run, those that are being ended too. */
  readonly #running = new Set<ParserThread>();
  readonly #jobs: Job[] = [];
  /** Who waits until something is read. */
  readonly #waiters: (() => void)[] = [];
  readonly #size: number;
  /** Threads that are started as long as none takes long. */
  readonly #usual: number;
  readonly #limits: { readonly timeoutMs: number; readonly memoryMb: number };
  readonly #mostlyKnown: boolean;
  #unread = { documents: 0, bytes: 0 };

  constructor(options: PoolOptions = {}) {
    const processors = availableParallelism();
    this.#size = options.size ?? Math.min(MOST_THREADS, processors);
    this.#usual = Math.max(1, Math.min(this.#size, processors - (options.giverIsBusy === true ? 1 : 0)));
    this.#limits = { timeoutMs: options.timeoutMs ?? 60_000, memoryMb: options.memoryMb ?? 512 };
    this.#mostlyKnown = options.mostlyKnown === true;
    fixYoungHeap();
    process.on('exit', this.#exit);
  }

  /** Exiting ends all threads, wherever they are. */
  readonly #exit = (): void => {
    for (const thread of this.#running) thread.closeNow();
  };

  /** Bytes of the documents that are not read yet: who loads many, waits for some of them. */
  get unreadBytes(): number {
    return this.#unread.bytes;
  }

  /**
   * Reads and parses one document when a thread is free. Never rejects for what a document holds. The bytes stay the
   * caller's; they are copied only when their turn comes.
   * @param onPage is called after each page that had to be recognised: each has the time of a document.
   */
  parse(input: ParseInput, onPage?: () => void): Promise<Parsed> {
    const size = sizeOf(input);
    this.#unread.documents += 1;
    this.#unread.bytes += size;
    return new Promise((resolve) => {
      const done = (parsed: Parsed): void => {
        this.#unread.documents -= 1;
        this.#unread.bytes -= size;
        resolve(parsed);
      };
      this.#jobs.push({ input, size, onPage, done });
      this.#distribute();
    });
  }

  /** Resolves when few documents wait: who loads many, awaits it before loading the next, and memory stays flat. */
  ready(): Promise<void> {
    return this.#until(() => this.#unread.documents < this.#size * (WAITING + 1));
  }

  /** Lets the documents that were given come to their end, then ends all threads. */
  async close(): Promise<void> {
    await this.#until(() => this.#unread.documents === 0);
    for (const thread of this.#threads.splice(0)) this.#endThread(thread);
    await Promise.all([...this.#running].map((thread) => thread.end()));
    process.off('exit', this.#exit);
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #distribute(): void {
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      const thread = this.#threadFor(job);
      if (thread === null) return;
      this.#jobs.shift();
      thread.give(job);
    }
    // What lies ready in a thread that takes its time is read by one that has nothing to do.
    for (const idle of this.#threads.filter((t) => t.length === 0)) {
      const [busiest] = [...this.#threads].sort((a, b) => b.length - a.length);
      const job = busiest === undefined || busiest.length < 2 ? null : busiest.takeBack();
      if (job !== null) idle.give(job);
    }
  }

  /**
   * The thread that a document is given; null where none has room. A further one is started only when those that run are
   * full, or take long: each takes 80 MiB, and compiles all of the program for itself.
   */
  #threadFor(job: Job): ParserThread | null {
    const hasRoom = ({ length, size, isSlow }: ParserThread): boolean =>
      length === 0 || (!isSlow && length <= AHEAD.documents && size + job.size <= AHEAD.bytes);
    const [first] = this.#threads.filter(hasRoom).sort((a, b) => a.length - b.length);
    const quick = this.#threads.filter(({ isSlow }) => !isSlow).length;
    const mayStart = this.#threads.length < this.#size && quick < this.#usual;
    return first ?? (mayStart ? this.#start() : null);
  }

  #start(): ParserThread {
    const owner: ThreadOwner = {
      onRead: () => {
        for (const waiter of this.#waiters.splice(0)) waiter();
        this.#distribute();
      },
      onSlow: () => {
        const wait = this.#threads.some(({ isSlow, length }) => isSlow && length > 1);
        const areBusy = this.#threads.every(({ length }) => length > 0);
        if (wait && areBusy && this.#threads.length < this.#size) this.#start();
        this.#distribute();
      },
      onEnd: (thread, unread) => {
        this.#threads.splice(this.#threads.indexOf(thread), 1);
        this.#endThread(thread);
        this.#jobs.unshift(...unread);
      },
    };
    const thread = new ParserThread(this.#limits, new Unfolder(this.#mostlyKnown), owner);
    this.#threads.push(thread);
    this.#running.add(thread);
    return thread;
  }

  #endThread(thread: ParserThread): void {
    void thread.end().finally(() => this.#running.delete(thread));
  }
}

function sizeOf({ bytes, rendered = '', further = [], pictures = [] }: ParseInput): number {
  const others = [...further, ...pictures.map((p) => p.bytes)];
  return others.reduce((sum, { length }) => sum + length, bytes.length + rendered.length);
}
