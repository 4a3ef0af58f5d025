import type { Worker } from 'node:worker_threads';
import { closeGate, closeGateNow, type NativeGate, nativeGate } from '../documents/ocr/native.ts';
import { startThread } from '../start-thread.ts';
import { YOUNG_MB } from './lean-heap.ts';
import { unreadableDocument } from './parse-document.ts';
import { Folder, Unfolder } from './parsed-report.ts';
import { claim } from './parser-claim.ts';
import type { Parsed, ParseInput, ParserAnswer, ParserRequest } from './parser-pool.ts';

/** A document that somebody waits for. */
export interface Job {
  readonly input: ParseInput;
  /** What is copied to the thread, bytes. */
  readonly size: number;
  readonly onPage: (() => void) | undefined;
  readonly done: (parsed: Parsed) => void;
}

export interface ThreadLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** What a thread tells of itself. */
export interface ThreadOwner {
  /** A document was read, or given up. */
  readonly onRead: () => void;
  /** A document takes long: what lies ready behind it is for another thread. */
  readonly onSlow: () => void;
  /** The thread takes no more: documents that it was given and has not begun. */
  readonly onEnd: (thread: ParserThread, unread: readonly Job[]) => void;
}

const MIB = 1024 * 1024;

/** A page takes a tenth of that, milliseconds; each page of a scan takes longer. */
const SLOW_MS = 500;

/** A document that a thread was given: it is read by whoever claims it first, the thread or who takes it back. */
interface Given {
  readonly job: Job;
  readonly claim: Int32Array;
}

/**
 * A thread of the pool and the documents that it was given. It reads the first; the next ones lie ready in the thread, so
 * that it goes on by itself while this side is busy. Each has its own time: its clock starts when the one before is done.
 */
export class ParserThread {
  readonly #worker: Worker;
  readonly #gate: NativeGate = nativeGate();
  readonly #limits: ThreadLimits;
  readonly #unfolder: Unfolder;
  readonly #owner: ThreadOwner;
  readonly #given: Given[] = [];
  #size = 0;
  /** Starting is not counted as time for a document. */
  #started = false;
  #clock: NodeJS.Timeout | undefined;
  #slowClock: NodeJS.Timeout | undefined;
  #isSlow = false;
  /** What it died of. */
  #error: unknown = null;
  /** Set when it is being ended. */
  #end: Promise<void> | null = null;

  /** @param unfolder its own: it keeps what the thread has told once */
  constructor(limits: ThreadLimits, unfolder: Unfolder, owner: ThreadOwner) {
    this.#limits = limits;
    this.#unfolder = unfolder;
    this.#owner = owner;
    this.#worker = startThread(new URL('parser-worker.ts', import.meta.url), {
      workerData: this.#gate,
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker
      .on('message', (answer: ParserAnswer) => this.#take(answer))
      .on('error', (error) => {
        this.#error = error;
      })
      // What it had said by then is heard before: else the wrong document were blamed.
      .on('exit', (code) => this.#fail(this.#error ?? new Error(this.#ended(code))));
  }

  /** Documents that it was given and has not answered. */
  get length(): number {
    return this.#given.length;
  }

  /** Their bytes. */
  get size(): number {
    return this.#size;
  }

  /** Whether it has been reading one document for long. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Gives it a document. The bytes stay the caller's: a copy goes to the thread. */
  give(job: Job): void {
    const bytes = new Uint8Array(job.input.bytes);
    const request: ParserRequest = {
      input: { ...job.input, bytes },
      claim: new Int32Array(new SharedArrayBuffer(4)),
    };
    this.#given.push({ job, claim: request.claim });
    this.#size += job.size;
    if (this.#given.length === 1) this.#startClock();
    this.#worker.postMessage(request, [bytes.buffer]);
  }

  /** Takes the last document back; null where the thread has begun it. */
  takeBack(): Job | null {
    const last = this.#given.at(-1);
    if (last === undefined || !claim(last.claim)) return null;
    this.#given.pop();
    this.#size -= last.job.size;
    if (this.#given.length === 0) this.#stopClock();
    return last.job;
  }

  /** Ends the thread as soon as no native code runs in it. */
  end(): Promise<void> {
    this.#stopClock();
    this.#end ??= closeGate(this.#gate).then(async () => {
      await this.#worker.terminate();
    });
    return this.#end;
  }

  /** Waits until no native code runs, for who exits and cannot await. */
  closeNow(): void {
    closeGateNow(this.#gate);
  }

  #ended(code: number): string {
    return `the reader ended with code ${code}${this.#started ? '' : ' while starting'}`;
  }

  #startClock(): void {
    this.#stopClock();
    const [first] = this.#given;
    if (!this.#started || first === undefined) return;
    this.#clock = setTimeout(() => this.#fail(new Late(this.#limits.timeoutMs)), this.#limits.timeoutMs);
    // Looked at when the answers that came while this side was busy are heard.
    this.#slowClock = setTimeout(() => setImmediate(() => this.#look(first)), SLOW_MS);
  }

  #stopClock(): void {
    clearTimeout(this.#clock);
    clearTimeout(this.#slowClock);
    this.#isSlow = false;
  }

  /** Whether it still reads that document. */
  #look(first: Given): void {
    if (this.#end !== null || this.#given[0] !== first) return;
    this.#isSlow = true;
    this.#owner.onSlow();
  }

  #take({ document, held }: ParserAnswer): void {
    // What it says while it is being ended is of documents that others were given.
    if (this.#end !== null) return;
    if (!this.#started) {
      this.#started = true;
      this.#startClock();
      return;
    }
    if (document === null) {
      this.#clock?.refresh();
      this.#given[0]?.job.onPage?.();
      return;
    }
    const job = this.#shift();
    this.#startClock();
    // Whoever it is for: what comes next may build on it.
    const parsed = this.#unfolder.unfold(document);
    job?.done(parsed);
    if (held > (this.#limits.memoryMb * MIB) / 2) this.#leave();
    this.#owner.onRead();
  }

  #shift(): Job | undefined {
    const first = this.#given.shift();
    this.#size -= first?.job.size ?? 0;
    return first?.job;
  }

  /** The document that it reads is given up. A thread that has none, or is being ended, has nobody to tell. */
  #fail(error: unknown): void {
    if (this.#end !== null) return;
    const job = this.#shift();
    if (job !== undefined) {
      const unreadable = unreadableDocument(reasonOf(error, this.#limits), job.input);
      job.done(new Unfolder(false).unfold(new Folder().fold(unreadable)));
    }
    this.#leave();
    this.#owner.onRead();
  }

  #leave(): void {
    void this.end();
    const unread = this.#given.splice(0).map((given) => given.job);
    this.#owner.onEnd(this, unread);
  }
}

function reasonOf(error: unknown, { memoryMb }: ThreadLimits): string {
  if (error instanceof Late) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `reading it needs more than ${memoryMb} MiB (limits.worker_mb)`;
  return `reading it failed: ${error instanceof Error ? error.message : String(error)}`;
}

class Late extends Error {
  constructor(timeoutMs: number) {
    super(`reading it took longer than ${timeoutMs / 1000} seconds and was given up`);
  }
}
