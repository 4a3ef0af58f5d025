import type { BrowserSettings } from '../settings/settings.ts';
import { AddressGuard, AddressRefused, type Lookup } from './address.ts';
import { BrowserPages } from './browser.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Endpoint } from './connector.ts';
import type { SiteFetcher } from './fetched.ts';
import type { RequestGate } from './gate.ts';
import { HostHealth } from './host-health.ts';
import { HttpClient, type Timeouts } from './http.ts';
import { Politeness } from './politeness.ts';
import { RobotsCache } from './robots-cache.ts';
import { type Network, Sender } from './sender.ts';
import { GuardedSiteFetcher, type Shared, type SiteOptions } from './site-fetcher.ts';

export interface FetcherOptions {
  /** Every connection goes there, whatever the URL's host; null: to the host. */
  readonly connectTo: Endpoint | null;
  /** Let private and loopback addresses be contacted. */
  readonly allowPrivate: boolean;
  /** Accept any certificate. */
  readonly insecureTls: boolean;
  readonly browser: BrowserSettings;
  /** Ends waiting and running fetches of all sites with FetchAborted. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<Timeouts>;
  readonly clock?: Clock;
  /** 0 ≤ value < 1, for the jitter of back-off. */
  readonly random?: () => number;
  readonly lookup?: Lookup;
  /** Stands in for the wire, where a whole net is simulated. */
  readonly network?: Network;
  /** Where other processes crawl at the same time. */
  readonly gate?: RequestGate;
}

const TIMEOUTS: Timeouts = { connectMs: 15_000, idleMs: 30_000, totalMs: 180_000, browserMs: 90_000 };

/**
 * Fetches for all sites of one run. What it learns of a host (robots.txt, the scheme that works, that it is to be left
 * alone) holds for its life, unless it is told to forget; the queues per host and per address are the same for all its sites.
 */
export class Fetcher {
  readonly #shared: Shared;
  readonly #clients: readonly HttpClient[];
  readonly #browser: BrowserPages;
  readonly #closed = new AbortController();
  readonly #signal: AbortSignal;

  constructor(options: FetcherOptions) {
    const clock = options.clock ?? systemClock;
    const timeouts = { ...TIMEOUTS, ...options.timeouts };
    const guard = new AddressGuard(options.allowPrivate, options.lookup);
    const { connectTo, insecureTls } = options;
    const client = (legacyTls: boolean) =>
      new HttpClient({ guard, connectTo, insecureTls, legacyTls, timeouts, clock });
    const [http, legacyHttp] = [client(false), client(true)];
    this.#clients = [http, legacyHttp];
    this.#browser = new BrowserPages(options.browser, timeouts.browserMs);
    const { network } = options;
    const sending = {
      http: network ?? http,
      guard,
      politeness: new Politeness(clock, options.gate),
      clock,
      connectTo,
    };
    this.#shared = {
      ...sending,
      sender: new Sender(sending),
      legacySender: new Sender({ ...sending, http: network ?? legacyHttp }),
      health: new HostHealth(),
      robots: new RobotsCache(),
      browser: this.#browser,
      random: options.random ?? Math.random,
    };
    this.#signal = AbortSignal.any([
      this.#closed.signal,
      ...(options.signal === undefined ? [] : [options.signal]),
    ]);
  }

  /**
   * @param site whose hosts, pace and limits hold.
   * @param signal ends this site's fetches with FetchAborted (its deadline).
   */
  site(site: SiteOptions, signal?: AbortSignal): SiteFetcher {
    const ends = signal === undefined ? this.#signal : AbortSignal.any([this.#signal, signal]);
    return new GuardedSiteFetcher(this.#shared, site, ends);
  }

  /**
   * Where a fetcher outlives a run: what was learned of these hosts in the run before counts no longer, as robots.txt, or
   * that a host is left alone since it failed. Paces, and the times that hosts asked for, stay.
   */
  forget(hosts: readonly string[]): void {
    const { health, robots, sender, legacySender } = this.#shared;
    for (const host of hosts.map((name) => name.toLowerCase()))
      for (const memory of [health, robots, sender, legacySender]) memory.forget(host);
  }

  /**
   * What a site's requests have to share with others: the machine behind its host, or the host where that is not known.
   * With `connectTo` hosts stand for machines of their own.
   */
  async lane(host: string): Promise<string> {
    const { guard, connectTo } = this.#shared;
    if (connectTo !== null) return host;
    try {
      return await guard.machine(host);
    } catch (error) {
      // Its requests will meet the same, and say so.
      if (error instanceof AddressRefused) return host;
      throw error;
    }
  }

  /** Below this, politeness did not let the requests so far go, milliseconds. */
  leastMs(): number {
    return this.#shared.politeness.leastMs();
  }

  /** Gives up what is still under way (FetchAborted) and closes connections and browser. */
  async close(): Promise<void> {
    this.#closed.abort(new Error('the fetcher was closed'));
    await Promise.all([...this.#clients.map((client) => client.close()), this.#browser.close()]);
  }
}
