import type { Limits, Politeness } from '../settings/settings.ts';
import { FetchAborted } from './aborted.ts';
import { AddressRefused } from './address.ts';
import type { BrowserPages, ResourceRequest } from './browser.ts';
import {
  type ChainRequest,
  type ChainResult,
  followRedirects,
  MAX_REDIRECTS,
  type Transport,
  unsent,
} from './chain.ts';
import { type Answer, judge, type Verdict } from './classify.ts';
import { isoTime } from './clock.ts';
import { headerOf, type Problem } from './exchange.ts';
import type { Fetched, FetchRequest, SiteFetcher } from './fetched.ts';
import type { HostHealth, LeftAlone } from './host-health.ts';
import { pageText } from './page-text.ts';
import { chainRequest, requestHeaders, userAgent } from './request.ts';
import { retryAfter } from './retry-after.ts';
import { CHALLENGE_STATUS, ROBOTS_BYTES, ROBOTS_REDIRECTS, type RobotsRules, readRobots } from './robots.ts';
import type { RobotsCache } from './robots-cache.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** What the fetcher needs to know of a site; a `Site` will do. */
export interface SiteOptions {
  readonly id: string;
  /** Allow-list, without port; every other host is refused. */
  readonly hosts: readonly string[];
  readonly politeness: Politeness;
  readonly limits: Limits;
  /** `legacy` lets TLS below 1.2 pass. */
  readonly tls?: 'modern' | 'legacy';
}

/** What all sites of one Fetcher share. */
export interface Shared extends SenderOptions {
  readonly sender: Sender;
  /** For sites whose TLS is old. */
  readonly legacySender: Sender;
  readonly health: HostHealth;
  readonly robots: RobotsCache;
  readonly browser: BrowserPages;
  /** 0 ≤ value < 1. */
  readonly random: () => number;
}

interface Caps {
  readonly wireCap: number;
  readonly decodedCap: number;
  readonly isPage: boolean;
  readonly isStartEnough?: boolean;
}

/** A chain with its retries done. */
interface Settled {
  readonly result: ChainResult;
  readonly verdict: Verdict;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly retryAt: number | null;
}

const MOST_SCRIPTS = 200;
const MOST_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 1000;
const BACKOFF_GROWTH = 4;

/** The fetcher of one site: admission (hosts list, robots.txt), pace, retries, and the record of how it ended. */
export class GuardedSiteFetcher implements SiteFetcher {
  readonly #shared: Shared;
  readonly #site: SiteOptions;
  readonly #signal: AbortSignal;
  readonly #hosts: ReadonlySet<string>;
  /** Scripts of pages in the browser: the same few serve a whole portal. */
  readonly #scripts = new Map<string, ChainResult>();

  constructor(shared: Shared, site: SiteOptions, signal: AbortSignal) {
    this.#shared = shared;
    this.#site = site;
    this.#signal = signal;
    this.#hosts = new Set(site.hosts.map((host) => host.toLowerCase()));
  }

  /** @throws FetchAborted, BrowserMissing; for nothing that a server does. */
  async fetch(request: FetchRequest): Promise<Fetched> {
    if (this.#signal.aborted) throw new FetchAborted(this.#signal.reason);
    if (!URL.canParse(request.url)) return this.#refused(request, `${request.url} is not a URL`);
    const host = new URL(request.url).hostname;
    const { health, clock } = this.#shared;
    const left = health.leftAlone(host, clock.now());
    if (left !== null) return this.#leftAlone(request, left);

    const scripted = request.via === 'browser';
    const settled = await this.#settle(
      chainRequest(request, this.#site.politeness),
      this.#transport(this.#capsFor(request.expect)),
      (result) => judge(answerOf(request, result, scripted)),
    );
    const retryAt = settled.retryAt ?? health.leftAlone(host, clock.now())?.until ?? null;
    if (settled.result.sent) health.record(host, settled.verdict.outcome, settled.verdict.detail);
    const fetched = this.#fetched(request, { ...settled, retryAt });
    const hasScripts = scripted && fetched.outcome === 'ok' && isHtml(fetched);
    return hasScripts ? this.#render(request, fetched, settled.result) : fetched;
  }

  /** Repeats a chain while its failure may pass and the server does not ask for more patience than we have. */
  async #settle(
    request: ChainRequest,
    transport: Transport,
    judgeResult: (result: ChainResult) => Verdict,
  ): Promise<Settled> {
    const { politeness, health, clock, random } = this.#shared;
    for (let attempts = 1; ; attempts++) {
      const result = await followRedirects(request, transport);
      const verdict = judgeResult(result);
      const settled: Settled = { result, verdict, attempts, retryAt: null };
      if (!result.sent || !mayPass(result, verdict)) return settled;
      const { status, headers, url } = result.final;
      const now = clock.now();
      const asked =
        status === 429 || status === 503 ? retryAfter(headerOf(headers, 'retry-after'), now) : null;
      if (asked !== null) {
        const host = new URL(url).hostname;
        if (asked - now > this.#site.politeness.retryAfterMaxS * 1000) {
          health.defer(host, asked, verdict.outcome);
          const detail = `${verdict.detail}; asked (Retry-After) not to be contacted before ${isoTime(asked)}`;
          return { ...settled, verdict: { ...verdict, detail }, retryAt: asked };
        }
        politeness.hold(host, asked);
      }
      if (attempts === MOST_ATTEMPTS) return settled;
      if (asked === null) {
        const backoff = FIRST_BACKOFF_MS * BACKOFF_GROWTH ** (attempts - 1) * (0.5 + random());
        politeness.hold(new URL(url).hostname, now + backoff);
        await clock.sleep(backoff, this.#signal);
      }
    }
  }

  #transport(caps: Caps, options: { robots: boolean } = { robots: true }): Transport {
    const { sender, legacySender, clock } = this.#shared;
    const chosen = this.#site.tls === 'legacy' ? legacySender : sender;
    const { delayMs, concurrencyPerHost } = this.#site.politeness;
    return {
      now: () => clock.now(),
      admit: async (url) => {
        const foreign = this.#refusal(url);
        if (foreign !== null || !options.robots) return foreign;
        return (await this.#robots(url)).refusal(url);
      },
      send: async (hop) => {
        const crawlDelayMs = options.robots ? (await this.#robots(hop.url)).crawlDelayMs : 0;
        const spacing = { delayMs: Math.max(delayMs, crawlDelayMs), concurrency: concurrencyPerHost };
        return chosen.send(hop, { ...caps, spacing, siteId: this.#site.id, signal: this.#signal });
      },
    };
  }

  /** Why a URL is none of this site's; null where it may be asked for. */
  #refusal(url: string): Problem | null {
    const { protocol, hostname } = new URL(url);
    const refused = (detail: string): Problem => ({ outcome: 'refused_host', detail, connected: false });
    if (protocol !== 'http:' && protocol !== 'https:') {
      return refused(`${protocol} addresses are not fetched, only http: and https:`);
    }
    if (!this.#hosts.has(hostname)) {
      const list = [...this.#hosts].join(', ');
      return refused(`${hostname} is not among the hosts of site ${this.#site.id} (${list})`);
    }
    try {
      this.#shared.guard.checkName(hostname);
    } catch (error) {
      if (error instanceof AddressRefused) return refused(error.message);
      throw error;
    }
    return null;
  }

  async #robots(url: string): Promise<RobotsRules> {
    try {
      return await this.#shared.robots.rules(url, (robotsUrl) => this.#loadRobots(robotsUrl));
    } catch (error) {
      // Another site that has the same host was loading it, and was stopped; we were not.
      if (error instanceof FetchAborted && !this.#signal.aborted) return this.#robots(url);
      throw error;
    }
  }

  async #loadRobots(robotsUrl: string): Promise<RobotsRules> {
    const caps = { wireCap: ROBOTS_BYTES, decodedCap: ROBOTS_BYTES, isPage: true, isStartEnough: true };
    const request: ChainRequest = {
      url: robotsUrl,
      method: 'GET',
      headers: requestHeaders(this.#site.politeness, { accept: 'text/plain,*/*;q=0.5' }),
      body: null,
      maxRedirects: ROBOTS_REDIRECTS,
    };
    const transport = this.#transport(caps, { robots: false });
    const { result } = await this.#settle(request, transport, ({ final: { status, problem } }) => {
      const failed = status !== null && status >= 500 && status !== CHALLENGE_STATUS;
      return {
        outcome: problem?.outcome ?? (failed ? 'server_error' : 'ok'),
        detail: problem?.detail ?? `${robotsUrl} answers ${status}`,
      };
    });
    return readRobots(robotsUrl, result.final);
  }

  async #render(request: FetchRequest, fetched: Fetched, page: ChainResult): Promise<Fetched> {
    const { browser, clock } = this.#shared;
    const rendered = await browser.render({
      page,
      userAgent: userAgent(this.#site.politeness),
      htmlCap: this.#site.limits.decodedBytes,
      signal: this.#signal,
      load: (resource) => this.#loadResource(resource),
    });
    const body = rendered.html === null ? null : Buffer.from(rendered.html);
    const answer = answerOf(request, rendered.page, true);
    const verdict: Verdict =
      rendered.problem ??
      judge({ ...answer, headers: { 'content-type': 'text/html; charset=utf-8' }, body, scripted: false });
    return {
      ...fetched,
      finalUrl: rendered.page.final.url,
      status: rendered.page.final.status,
      headers: rendered.page.final.headers,
      body: rendered.page.final.body,
      outcome: verdict.outcome,
      detail: verdict.detail,
      rendered: rendered.html,
      durationMs: Math.round(clock.now() - Date.parse(fetched.fetchedAt)),
    };
  }

  async #loadResource(resource: ResourceRequest): Promise<ChainResult> {
    const known = this.#scripts.get(resource.url);
    if (resource.kind === 'script' && known !== undefined) return known;
    const request = {
      ...resource,
      headers: requestHeaders(this.#site.politeness, resource.headers),
      maxRedirects: MAX_REDIRECTS,
    };
    const result = await followRedirects(request, this.#transport(this.#capsFor('page')));
    const kept = resource.kind === 'script' && this.#scripts.size < MOST_SCRIPTS;
    if (kept && result.final.status === 200 && result.final.problem === null) {
      this.#scripts.set(resource.url, result);
    }
    return result;
  }

  #capsFor(expect: FetchRequest['expect']): Caps {
    const { pageBytes, attachmentBytes, decodedBytes } = this.#site.limits;
    const isPage = expect !== 'attachment';
    return { wireCap: isPage ? pageBytes : attachmentBytes, decodedCap: decodedBytes, isPage };
  }

  #fetched(request: FetchRequest, { result, verdict, attempts, retryAt }: Settled): Fetched {
    const { final, hops } = result;
    return {
      url: request.url,
      finalUrl: final.url,
      fetchedAt: isoTime(final.sentAt),
      outcome: verdict.outcome,
      detail: verdict.detail,
      status: final.status,
      headers: final.headers,
      // What was cut off at a cap is no document, and may be large; a 304 brings no body at all.
      body: verdict.outcome === 'too_large' || verdict.outcome === 'not_modified' ? null : final.body,
      rendered: null,
      via: request.via ?? 'http',
      hops,
      attempts,
      durationMs: Math.round(this.#shared.clock.now() - final.sentAt),
      retryAt: retryAt === null ? null : isoTime(retryAt),
      tls: final.tls ?? null,
    };
  }

  #refused(request: FetchRequest, detail: string): Fetched {
    return this.#notSent(request, { outcome: 'refused_host', detail, connected: false }, null);
  }

  #leftAlone(request: FetchRequest, { outcome, detail, until }: LeftAlone): Fetched {
    return this.#notSent(request, { outcome, detail, connected: false }, until);
  }

  #notSent(request: FetchRequest, problem: Problem, retryAt: number | null): Fetched {
    const { clock } = this.#shared;
    return this.#fetched(request, {
      result: unsent(request.url, problem, clock.now()),
      verdict: problem,
      attempts: 1,
      retryAt,
    });
  }
}

/** A file needs no browser. */
function isHtml({ body, headers }: Fetched): boolean {
  return body !== null && pageText(body, headerOf(headers, 'content-type')) !== null;
}

function answerOf(request: FetchRequest, { final, hops }: ChainResult, scripted: boolean): Answer {
  const { etag, lastModified } = request.validators ?? { etag: null, lastModified: null };
  return {
    ...final,
    url: request.url,
    finalUrl: final.url,
    hops,
    expect: request.expect,
    conditional: etag !== null || lastModified !== null,
    scripted,
  };
}

/** Failures that a second try may mend. */
function mayPass({ final }: ChainResult, { outcome }: Verdict): boolean {
  if (outcome === 'timeout' || outcome === 'network' || final.status === 429) return true;
  return outcome === 'server_error' && (final.status ?? 0) >= 500;
}
