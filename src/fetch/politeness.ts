import PQueue from 'p-queue';
import { FetchAborted } from './aborted.ts';
import type { Clock } from './clock.ts';

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
}

/**
 * Lets requests through one after the other: a queue per host and a queue per address, each with a floor between the end
 * of a request and the start of the next. Hosts that share an address wait for both.
 */
export class Politeness {
  readonly #clock: Clock;
  readonly #hosts = new Map<string, Lane>();
  readonly #addresses = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Runs a request when its turn has come.
   * @param address what connections to the host go to; null where that is not known.
   * @throws FetchAborted when the signal fires before the turn; else whatever the task throws.
   */
  run<T>(
    host: string,
    address: string | null,
    spacing: Spacing,
    signal: AbortSignal,
    task: () => Promise<T>,
  ): Promise<T> {
    const atAddress = () =>
      address === null ? task() : this.#inLane(this.#addresses, address, spacing, signal, task);
    // The host's turn first: while a host waits out its own pause, others may use the address.
    return this.#inLane(this.#hosts, host, spacing, signal, atAddress);
  }

  /** Leaves a host alone until a time, milliseconds since 1970 (its Retry-After). */
  hold(host: string, until: number): void {
    const lane = this.#hosts.get(host);
    if (lane !== undefined) lane.notBefore = Math.max(lane.notBefore, until);
  }

  async #inLane<T>(
    lanes: Map<string, Lane>,
    key: string,
    { delayMs, concurrency }: Spacing,
    signal: AbortSignal,
    task: () => Promise<T>,
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
      try {
        return await task();
      } finally {
        lane.lastEnd = this.#clock.now();
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
