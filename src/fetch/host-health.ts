import { isoTime } from './clock.ts';
import type { Outcome } from './outcome.ts';

/** Why a host is left alone for now. */
export interface LeftAlone {
  readonly outcome: Outcome;
  readonly detail: string;
  /** Milliseconds since 1970; null where it is for the rest of the run. */
  readonly until: number | null;
}

/** Requests in a row that may fail, each after its retries, before a host is left alone. */
export const MOST_FAILURES = 5;

const FAILURES: readonly Outcome[] = ['server_error', 'timeout', 'network', 'tls', 'dns'];

/** Remembers of every host whether it is worth asking: a circuit breaker, and the Retry-After that was too long to wait for. */
export class HostHealth {
  readonly #failures = new Map<string, number>();
  readonly #left = new Map<string, LeftAlone>();

  /** Why a host is left alone; null where it may be asked. */
  leftAlone(host: string, now: number): LeftAlone | null {
    const left = this.#left.get(host) ?? null;
    return left?.until != null && left.until <= now ? null : left;
  }

  /** Notes how a request to the host ended after its retries. */
  record(host: string, outcome: Outcome, detail: string | null): void {
    if (!FAILURES.includes(outcome)) {
      this.#failures.delete(host);
      return;
    }
    const failures = (this.#failures.get(host) ?? 0) + 1;
    this.#failures.set(host, failures);
    if (failures < MOST_FAILURES) return;
    const last = detail === null ? outcome : `${outcome}, ${detail}`;
    this.#left.set(host, {
      outcome: 'network',
      detail: `${failures} requests to ${host} failed in a row (last: ${last}): it is left alone for the rest of this run`,
      until: null,
    });
  }

  /** A later run begins: the host may be well again. A time that it asked to be left alone until holds. */
  forget(host: string): void {
    this.#failures.delete(host);
    if (this.#left.get(host)?.until === null) this.#left.delete(host);
  }

  /** The host asked to be left alone until a time that is too far off to wait for. */
  defer(host: string, until: number, outcome: Outcome): void {
    const detail = `${host} asked (Retry-After) not to be contacted before ${isoTime(until)}`;
    this.#left.set(host, { outcome, detail, until });
  }
}
