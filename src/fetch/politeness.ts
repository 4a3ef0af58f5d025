import PQueue from 'p-queue';
import { FetchAborted } from './aborted.ts';
import type { Clock } from './clock.ts';
import type { RequestGate, Turn } from './gate.ts';

/** How far apart requests are kept. */
export interface Spacing {
  /** From the end of one request to the start of the next, milliseconds. */
  readonly delayMs: number;
  /** Requests to the host (and to its address) at the same time. */
  readonly concurrency: number;
}

/** The requests to one host, or to one address. */
class Lane {
  readonly queue: PQueue;
  lastEnd = Number.NEGATIVE_INFINITY;
  notBefore = Number.NEGATIVE_INFINITY;
  /** Pauses that were owed, and the time of the requests themselves: faster could not have been. */
  leastMs = 0;

  constructor(concurrency: number) {
    this.queue = new PQueue({ concurrency });
  }

  /** Sites that share a lane may differ; the gentlest rules it. */
  restrict(concurrency: number): void {
    if (concurrency < this.queue.concurrency) this.queue.concurrency = concurrency;
  }

  waitMs(delayMs: number, now: number): number {
    return Math.max(this.lastEnd + delayMs, this.notBefore) - now;
  }

  /** A request begins: the pause before it was owed, however long it took in truth. */
  begin(delayMs: number): void {
    if (this.lastEnd === Number.NEGATIVE_INFINITY) return;
    this.leastMs += Math.max(delayMs, this.notBefore - this.lastEnd) / this.queue.concurrency;
  }

  /** @param tookMs without what it waited for its turn elsewhere. */
  end(now: number, tookMs: number): void {
    this.lastEnd = now;
    this.leastMs += tookMs / this.queue.concurrency;
  }
}

/** What a request took by itself, without its waits. */
interface Took {
  ms: number;
}

/**
 * Lets requests through one after the other: a queue per host and a queue per address, each with a floor between the end
 * of a request and the start of the next. Hosts that share an address wait for both.
 */
export class Politeness {
  readonly #clock: Clock;
  readonly #gate: RequestGate | null;
  readonly #hosts = new Map<string, Lane>();
  readonly #addresses = new Map<string, Lane>();

  /** @param gate where other processes crawl as well: asked when the turn in this one has come. */
  constructor(clock: Clock, gate: RequestGate | null = null) {
    this.#clock = clock;
    this.#gate = gate;
  }

  /**
   * Runs a request when its turn has come.
   * @param address what connections to the host go to; null where that is not known.
   * @param siteId the site that asks.
   * @throws FetchAborted when the signal fires before the turn; else whatever the task throws.
   */
  run<T>(
    host: string,
    address: string | null,
    spacing: Spacing,
    signal: AbortSignal,
    task: () => Promise<T>,
    siteId = '',
  ): Promise<T> {
    const took: Took = { ms: 0 };
    const timed = async () => {
      const start = this.#clock.now();
      try {
        return await task();
      } finally {
        took.ms = this.#clock.now() - start;
      }
    };
    const atGate = () => this.#atGate({ host, address, siteId, spacing, signal }, timed);
    const atAddress = () =>
      address === null ? atGate() : this.#inLane(this.#addresses, address, spacing, signal, atGate, took);
    // The host's turn first: while a host waits out its own pause, others may use the address.
    return this.#inLane(this.#hosts, host, spacing, signal, atAddress, took);
  }

  /**
   * The polite lower bound of all requests so far, milliseconds: the longest host or address, with the pauses that were
   * owed there (delay, Retry-After, back-off) and the time that its requests took.
   */
  leastMs(): number {
    let most = 0;
    for (const lanes of [this.#hosts, this.#addresses])
      for (const { leastMs } of lanes.values()) most = Math.max(most, leastMs);
    return most;
  }

  /** Leaves a host alone until a time, milliseconds since 1970 (its Retry-After, or our back-off). */
  hold(host: string, until: number): void {
    const lane = this.#hosts.get(host);
    if (lane !== undefined) lane.notBefore = Math.max(lane.notBefore, until);
    this.#gate?.hold(host, until);
  }

  async #atGate<T>(turn: Turn, task: () => Promise<T>): Promise<T> {
    if (this.#gate === null) return task();
    const leave = await this.#gate.enter(turn);
    try {
      return await task();
    } finally {
      await leave();
    }
  }

  async #inLane<T>(
    lanes: Map<string, Lane>,
    key: string,
    { delayMs, concurrency }: Spacing,
    signal: AbortSignal,
    task: () => Promise<T>,
    took: Took,
  ): Promise<T> {
    const lane = lanes.get(key) ?? new Lane(concurrency);
    lanes.set(key, lane);
    lane.restrict(concurrency);
    const turn = async () => {
      let wait = lane.waitMs(delayMs, this.#clock.now());
      // A hold may be put on the host while we sleep.
      while (wait > 0) {
        await this.#clock.sleep(wait, signal);
        wait = lane.waitMs(delayMs, this.#clock.now());
      }
      if (signal.aborted) throw new FetchAborted(signal.reason);
      lane.begin(delayMs);
      try {
        return await task();
      } finally {
        lane.end(this.#clock.now(), took.ms);
      }
    };
    try {
      return await lane.queue.add(turn, { signal });
    } catch (error) {
      if (signal.aborted) throw new FetchAborted(signal.reason);
      throw error;
    }
  }
}
