/** Ends a request that goes silent, or goes on for too long: two timers behind one signal. */
export class Patience {
  readonly #ended = new AbortController();
  readonly #idleMs: number;
  readonly #total: NodeJS.Timeout;
  #idle: NodeJS.Timeout;
  /** Why patience ended, for people; null while it lasts. */
  why: string | null = null;

  /**
   * @param connectMs the connection has its own limit; the wait for an answer begins after it at the latest.
   * @param idleMs most time without a byte.
   * @param totalMs most time altogether.
   */
  constructor(connectMs: number, idleMs: number, totalMs: number) {
    this.#idleMs = idleMs;
    this.#total = setTimeout(() => this.#end(`not finished within ${totalMs} ms`), totalMs);
    this.#idle = setTimeout(() => this.#end(`no answer within ${idleMs} ms`), connectMs + idleMs);
  }

  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** Something arrived. */
  renew(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#end(`silence for ${this.#idleMs} ms`), this.#idleMs);
  }

  stop(): void {
    clearTimeout(this.#idle);
    clearTimeout(this.#total);
  }

  #end(why: string): void {
    this.why ??= why;
    this.#ended.abort();
  }
}
