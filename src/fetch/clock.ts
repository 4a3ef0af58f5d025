import { setTimeout as delay } from 'node:timers/promises';
import { FetchAborted } from './aborted.ts';

/** Time as the fetcher sees it, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds since 1970; never runs backwards. */
  now(): number;
  /** @throws FetchAborted when the signal fires first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's clock; steps of the wall clock during a run do not touch it. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      if (signal.aborted) throw new FetchAborted(signal.reason);
      throw error;
    }
  },
};

/** UTC, ISO 8601. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
