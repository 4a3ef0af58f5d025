import { hostname } from 'node:os';
import type { Archive } from '../archive/archive.ts';
import { ArchiveError } from '../archive/errors.ts';
import type { RunOutcome, Trigger } from '../archive/runs.ts';
import type { Correction } from '../corrections/correction.ts';
import type { Endpoint } from '../fetch/connector.ts';
import { Fetcher } from '../fetch/fetcher.ts';
import type { Timeouts } from '../fetch/http.ts';
import { PARSER_VERSION } from '../reports/parse.ts';
import type { Settings } from '../settings/settings.ts';
import { expectedYears } from '../sites/expectation.ts';
import type { Site } from '../sites/site.ts';
import { VERSION } from '../version.ts';
import { isAlive } from './alive.ts';
import { takeOverCorrections } from './corrections.ts';
import { crawlSite } from './crawl-site.ts';
import { dueSites } from './due.ts';
import { lightSites } from './light.ts';
import { ParserPool } from './parser-pool.ts';
import { leastMsOf } from './plan.ts';
import type { CrawlListener } from './progress.ts';
import { SiteQueue } from './site-queue.ts';
import type { SiteResult } from './site-result.ts';

export interface CrawlOptions {
  readonly archive: Archive;
  readonly settings: Settings;
  /** Every configured site; `only` chooses among them. */
  readonly sites: readonly Site[];
  /** What people know better than the parser. */
  readonly corrections: readonly Correction[];
  /** Ids of the sites to crawl whatever their schedule says; null: those that are due. */
  readonly only: readonly string[] | null;
  readonly trigger: Trigger;
  readonly years: readonly number[] | null;
  readonly refresh: boolean;
  readonly dryRun: boolean;
  /** Take lists, families and templates as they are now for good, whatever they were before. */
  readonly accept?: boolean;
  /** Milliseconds after which everything is stopped and left resumable; null: none. */
  readonly deadlineMs: number | null;
  readonly connectTo: Endpoint | null;
  readonly allowPrivate: boolean;
  readonly insecureTls: boolean;
  /** Begin nothing new, finish the documents under way: the first signal to the process. */
  readonly ending?: AbortSignal;
  /** Give up what is under way and close: the second. */
  readonly signal: AbortSignal;
  readonly listener: CrawlListener;
  /** How long servers may take; usual where it is left out. */
  readonly timeouts?: Partial<Timeouts>;
  readonly now?: () => Date;
}

export interface CrawlSummary {
  readonly runId: number;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly outcome: RunOutcome;
  /** Why the crawl was cut short; null: it was not. */
  readonly stopped: 'deadline' | 'signal' | 'disk' | null;
  readonly sites: readonly SiteResult[];
  /** Sites that were not due. */
  readonly notDue: number;
  readonly pace: Pace;
}

/** How close a crawl came to the fastest that politeness allows. */
export interface Pace {
  /** The polite lower bound: pauses owed and requests of the longest host or address, milliseconds. */
  readonly leastMs: number;
  readonly tookMs: number;
}

/** The polite lower bound as a share of the time that the crawl took: 1 could not be better. */
export function utilisation({ leastMs, tookMs }: Pace): number {
  return tookMs === 0 ? 1 : Math.min(1, leastMs / tookMs);
}

const HEARTBEAT_MS = 20_000;
/** How long documents under way may take to their end after `ending`. */
const ENDING_MS = 30_000;
const MIB = 1024 * 1024;

/** Outcomes after which a person has something to look at. */
const ATTENTION: ReadonlySet<string> = new Set(['partial', 'blocked', 'broken', 'failed']);

/**
 * Crawls sites: discover, fetch, archive, parse, check. One lock guards the database; whatever happens, what was
 * stored stays, and the next crawl takes up the rest.
 * @throws ArchiveError `locked` when another crawl holds the lock.
 */
export async function crawl(options: CrawlOptions): Promise<CrawlSummary> {
  const { archive } = options;
  const now = options.now ?? (() => new Date());
  requireSpace(options);
  archive.lock.acquire({ pid: process.pid, host: hostname(), isAlive });
  try {
    const crawled = await archive.crawling(() => crawlLocked(options, now));
    const { runId, outcome } = crawled;
    const finishedAt = now().toISOString();
    archive.settle(() => archive.runs.finish(runId, { outcome, finishedAt }));
    return { ...crawled, finishedAt };
  } finally {
    archive.lock.release();
  }
}

/** Free space is asked for so often at most, ms: what is stored meanwhile is a small part of what must be left. */
const SPACE_EVERY_MS = 100;

function requireSpaceAtTimes(options: CrawlOptions): () => void {
  let askedAt = 0;
  return () => {
    if (performance.now() - askedAt < SPACE_EVERY_MS) return;
    requireSpace(options);
    askedAt = performance.now();
  };
}

function requireSpace({ archive, settings: { storage } }: CrawlOptions): void {
  archive.requireSpace(storage.leastFreeMb * MIB, 'storage.least_free_mb in nianbao.yaml');
}

/** What `archive.crawling` may find lost is not settled by any of it: a site's last transaction is refused, too. */
async function crawlLocked(
  options: CrawlOptions,
  now: () => Date,
): Promise<Omit<CrawlSummary, 'finishedAt'>> {
  const { archive, settings } = options;
  const startedAt = now().toISOString();
  archive.sites.put(options.sites);
  archive.sites.expect(
    new Map(options.sites.map((site) => [site.id, expectedYears(site, now(), settings.alarms)])),
  );
  const chosen = chooseSites(options, now());
  const isPlain = options.only === null && options.years === null && !options.refresh && !options.dryRun;
  const light = isPlain ? lightSites(archive, settings, chosen, now()) : new Set<string>();
  const spaceNow = requireSpaceAtTimes(options);
  const runId = archive.runs.start({
    trigger: options.trigger,
    startedAt,
    options: {
      sites: options.only,
      years: options.years,
      refresh: options.refresh,
      dryRun: options.dryRun,
      ...(light.size > 0 ? { light: [...light] } : {}),
    },
    versions: { nianbao: VERSION, parser: PARSER_VERSION, node: process.versions.node },
  });
  const stop = new Stop(options);
  const heartbeat = setInterval(() => stop.onFailure(() => archive.lock.heartbeat()), HEARTBEAT_MS);
  const fetcher = new Fetcher({
    connectTo: options.connectTo,
    allowPrivate: options.allowPrivate,
    insecureTls: options.insecureTls,
    browser: settings.browser,
    signal: stop.signal,
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
  });
  const parser = new ParserPool({ memoryMb: settings.limits.workerMb, giverIsBusy: true });
  const results: SiteResult[] = [];
  const crawlOne = async (site: Site, leave: () => void): Promise<void> => {
    if (stop.reason !== null || stop.error !== null) return;
    const result = await crawlSite({
      site,
      runId,
      archive,
      fetcher: fetcher.site(site, AbortSignal.timeout(site.limits.siteMinutes * 60_000)),
      parser,
      alarms: settings.alarms,
      expected: expectedYears(site, now(), settings.alarms),
      years: options.years,
      refresh: options.refresh,
      dryRun: options.dryRun,
      light: light.has(site.id),
      accept: options.accept === true,
      now,
      listener: options.listener,
      discovered: leave,
      stopping: () => stop.reason,
      requireSpace: spaceNow,
    });
    results.push(result);
    options.listener.siteDone?.(result);
  };
  const begun = performance.now();
  try {
    await stop.guard(async () => {
      if (!options.dryRun) await takeOverCorrections(archive, parser, options.sites, options.corrections);
    });
    const queue = new SiteQueue(
      (host) => fetcher.lane(host),
      () => parser.ready(),
    );
    await queue.run(
      chosen.map((site) => ({
        host: new URL(site.columns[0]?.url ?? '').hostname,
        leastMs: leastMsOf(archive, site, light.has(site.id)),
        run: (leave) => stop.guard(() => crawlOne(site, leave)),
      })),
    );
  } finally {
    clearInterval(heartbeat);
    stop.end();
    await fetcher.close();
    await parser.close();
  }
  if (stop.error !== null) throw stop.error;
  results.sort((a, b) => (a.siteId < b.siteId ? -1 : 1));
  const outcome = outcomeOf(stop.reason, results);
  const pace = { leastMs: fetcher.leastMs(), tookMs: performance.now() - begun };
  const notDue = options.only === null ? options.sites.length - chosen.length : 0;
  return { runId, startedAt, outcome, stopped: stop.reason, sites: results, notDue, pace };
}

function chooseSites({ archive, settings, sites, only }: CrawlOptions, now: Date): Site[] {
  if (only !== null) return sites.filter((site) => only.includes(site.id));
  return dueSites(archive, settings, sites, now);
}

function outcomeOf(stopped: CrawlSummary['stopped'], results: readonly SiteResult[]): RunOutcome {
  if (stopped === 'signal') return 'interrupted';
  if (stopped !== null) return 'stopped';
  return results.some((r) => ATTENTION.has(r.outcome)) ? 'attention' : 'ok';
}

/** The ways in which a whole crawl ends early: a signal, the deadline, a full disk, a fault of ours. */
class Stop {
  readonly #own = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  /** Fired: what is under way is given up. */
  readonly signal: AbortSignal;
  /** Set: nothing new is begun. */
  reason: 'deadline' | 'signal' | 'disk' | null = null;
  error: unknown = null;

  constructor({ ending, signal, deadlineMs }: Pick<CrawlOptions, 'ending' | 'signal' | 'deadlineMs'>) {
    this.signal = AbortSignal.any([signal, this.#own.signal]);
    when(signal, () => {
      this.reason ??= 'signal';
    });
    when(ending, () => {
      this.reason ??= 'signal';
      this.#after(ENDING_MS, () => this.#stop('signal', 'what was under way took too long to end'));
    });
    if (deadlineMs !== null) this.#after(deadlineMs, () => this.#stop('deadline', 'the deadline is reached'));
  }

  /** Runs a site's crawl; what it throws stops everything: a full disk resumably, anything else as a fault. */
  async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    }
  }

  onFailure(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #after(ms: number, act: () => void): void {
    this.#timers.push(setTimeout(act, ms));
  }

  #fail(error: unknown): void {
    if (error instanceof ArchiveError && error.code === 'disk_full') this.#stop('disk', error.message);
    else {
      this.error ??= error;
      this.#own.abort(error);
    }
  }

  #stop(reason: 'deadline' | 'signal' | 'disk', why: string): void {
    this.reason ??= reason;
    this.#own.abort(new Error(why));
  }
}

/** Acts when the signal fires, or at once where it has fired. */
function when(signal: AbortSignal | undefined, act: () => void): void {
  if (signal?.aborted === true) act();
  else signal?.addEventListener('abort', act, { once: true });
}
