import { setTimeout as sleep } from 'node:timers/promises';
import { patiently } from './database.ts';

/** Jobs taken with one question: few, so that workers that start together share what waits. */
const AT_A_TIME = 8;
const POLL_MS = 2000;

/** A job as the queue gives it out: `retryCount` tells one giving out from the next. */
interface Job<Data> {
  readonly id: string;
  readonly data: Data;
  readonly retryCount: number;
}

/** How many of the jobs were still this worker's: pg-boss tells it, though its types leave it out. */
type Answer = Promise<{ readonly affected?: number }>;

/** What a taker asks of pg-boss. */
export interface JobSource {
  fetch<Data>(name: string, options: { readonly batchSize: number }): Promise<Job<Data>[]>;
  touch(name: string, jobs: Job<unknown>[]): Answer;
  complete(name: string, jobs: Job<unknown>[]): Answer;
  fail(name: string, jobs: Job<unknown>[], why: object): Answer;
}

export interface TakerOptions<Data> {
  readonly source: JobSource;
  /** Queues to take from; what the first ones have goes first. */
  readonly names: readonly string[];
  /** Jobs at the same time. */
  readonly places: number;
  /** A worker with a free place asks at least so often, milliseconds; usual where it is left out. */
  readonly pollMs?: number;
  /** Says so often of all jobs at once that they are being worked at. */
  readonly heartbeatMs: number;
  /** What it throws brings the job back later. The job's signal fires when the queue has given it to another. */
  readonly work: (job: TakenJob<Data>) => Promise<void>;
  readonly onError: (error: Error) => void;
}

/** A job, as this worker has it. */
export interface TakenJob<Data> {
  readonly id: string;
  readonly data: Data;
  /** Fires when the queue has given the job to another. */
  readonly signal: AbortSignal;
}

interface Held<Data> {
  readonly name: string;
  readonly job: Job<Data>;
  readonly lost: AbortController;
}

/**
 * Takes jobs as long as there are places. pg-boss's own `work` asks the database once a place, and each place waits by
 * itself: with hundreds of sites at a time that would be most of what the database does. Here one question is asked for all.
 */
export class Taker<Data> {
  readonly #options: TakerOptions<Data>;
  readonly #held = new Map<string, Held<Data>>();
  readonly #under = new Set<Promise<void>>();
  readonly #ending = new AbortController();
  readonly #beat: NodeJS.Timeout;
  readonly #taking: Promise<void>;
  /** Called when a place is free again. */
  #freed: (() => void) | null = null;

  constructor(options: TakerOptions<Data>) {
    this.#options = options;
    this.#beat = setInterval(() => void this.#touch().catch(options.onError), options.heartbeatMs);
    this.#taking = this.#take();
  }

  /** Takes nothing more. Resolves when what is under way has ended, and the queue knows how. */
  async drain(): Promise<void> {
    this.#stop();
    await this.#taking;
    await Promise.all(this.#under);
    clearInterval(this.#beat);
  }

  /** Leaves what is under way to itself: silent from now on, it is given to another. */
  close(): void {
    this.#stop();
    clearInterval(this.#beat);
  }

  #stop(): void {
    this.#ending.abort();
    this.#freed?.();
  }

  async #take(): Promise<void> {
    const { places, onError } = this.#options;
    while (!this.#ending.signal.aborted) {
      if (this.#held.size >= places) await this.#place();
      else if (!(await this.#takeSome().catch((error: Error) => onError(error)))) await this.#pause();
    }
  }

  /** @returns whether more may wait. */
  async #takeSome(): Promise<boolean> {
    const { source, names, places } = this.#options;
    for (const name of names) {
      const batchSize = Math.min(AT_A_TIME, places - this.#held.size);
      const jobs = await source.fetch<Data>(name, { batchSize });
      for (const job of jobs) this.#begin({ name, job, lost: new AbortController() });
      if (jobs.length === batchSize) return true;
    }
    return false;
  }

  #begin(held: Held<Data>): void {
    const { id } = held.job;
    this.#held.set(id, held);
    const work = this.#through(held).finally(() => {
      this.#held.delete(id);
      this.#under.delete(work);
      this.#freed?.();
    });
    this.#under.add(work);
  }

  /** Never rejects: a job whose end could not be told falls silent, and is given out again. */
  async #through({ name, job, lost }: Held<Data>): Promise<void> {
    const { source, work, onError } = this.#options;
    const failure = await work({ id: job.id, data: job.data, signal: lost.signal }).then(
      () => null,
      (error: unknown) => ({ message: error instanceof Error ? error.message : String(error) }),
    );
    try {
      await patiently(() =>
        failure === null ? source.complete(name, [job]) : source.fail(name, [job], failure),
      );
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #touch(): Promise<void> {
    const { source, names } = this.#options;
    for (const name of names) {
      const held = [...this.#held.values()].filter((h) => h.name === name && !h.lost.signal.aborted);
      if (held.length === 0) continue;
      const jobs = held.map(({ job }) => job);
      if ((await source.touch(name, jobs)).affected === held.length) continue;
      // Some are no longer ours, or have just ended: each by itself says which.
      for (const { job, lost } of held)
        if ((await source.touch(name, [job])).affected === 0)
          lost.abort(new Error(`job ${job.id} was given to another worker`));
    }
  }

  #place(): Promise<void> {
    return new Promise((resolve) => {
      this.#freed = () => {
        this.#freed = null;
        resolve();
      };
    });
  }

  async #pause(): Promise<void> {
    // Rejects where the worker ends.
    await sleep(this.#options.pollMs ?? POLL_MS, undefined, { signal: this.#ending.signal }).catch(
      () => undefined,
    );
  }
}
