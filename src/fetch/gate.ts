import type { Spacing } from './politeness.ts';

/** A turn for one request. */
export interface Turn {
  /** Where the request goes. */
  readonly host: string;
  /** What connections to the host go to; null where that is not known. */
  readonly address: string | null;
  /** The site that asks. */
  readonly siteId: string;
  readonly spacing: Spacing;
  readonly signal: AbortSignal;
}

/**
 * Keeps requests apart beyond this process: where several crawl at the same time, all ask the same gate before each
 * request, so that a host, and an address, has one request at a time and its pause between two.
 */
export interface RequestGate {
  /**
   * Waits for the turn.
   * @returns to be called when the request has ended.
   * @throws FetchAborted when the signal fires before, or the site is no longer this process's to crawl.
   */
  enter(turn: Turn): Promise<() => Promise<void>>;
  /** Leaves a host alone until a time, milliseconds since 1970 (its Retry-After). */
  hold(host: string, until: number): void;
}
