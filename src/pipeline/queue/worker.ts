import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Archive } from '../../archive/archive.ts';
import { ArchiveError } from '../../archive/errors.ts';
import type { Correction } from '../../corrections/correction.ts';
import type { Lookup } from '../../fetch/address.ts';
import type { Endpoint } from '../../fetch/connector.ts';
import { Fetcher } from '../../fetch/fetcher.ts';
import type { Timeouts } from '../../fetch/http.ts';
import type { Network } from '../../fetch/sender.ts';
import type { Settings } from '../../settings/settings.ts';
import { expectedYears } from '../../sites/expectation.ts';
import type { Site } from '../../sites/site.ts';
import { takeOverCorrections } from '../corrections.ts';
import { crawlSite } from '../crawl-site.ts';
import { ParserPool } from '../parser-pool.ts';
import type { SiteResult } from '../site-result.ts';
import { enqueue } from './enqueue.ts';
import { type SiteLease, SiteLeases } from './lease.ts';
import type { WorkerMeter } from './metrics.ts';
import type { Queue, SiteJob } from './queue.ts';
import { SharedGate } from './shared-gate.ts';
import type { TakenJob } from './taker.ts';

export interface WorkerOptions {
  readonly archive: Archive;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly sites: readonly Site[];
  readonly corrections: readonly Correction[];
  /** Where this worker stands on the net; null: it does not matter. */
  readonly vantage: string | null;
  /** Sites at the same time. */
  readonly atOnce: number;
  readonly connectTo: Endpoint | null;
  readonly allowPrivate: boolean;
  readonly insecureTls: boolean;
  /** Take nothing new, end the documents under way, give the sites back. */
  readonly ending: AbortSignal;
  /** Give up what is under way. */
  readonly signal: AbortSignal;
  readonly listener: WorkerListener;
  /** Counts what the worker does. */
  readonly meter?: WorkerMeter;
  readonly timeouts?: Partial<Timeouts>;
  /** How long a site stays a silent worker's, seconds; usual where it is left out. */
  readonly leaseSeconds?: number;
  /** Stands in for the net and for the crawl of a site, where queue and pacing are measured by themselves. */
  readonly simulated?: Simulated;
}

export interface Simulated {
  readonly network: Network;
  readonly lookup: Lookup;
  readonly crawlSite: typeof crawlSite;
}

export interface WorkerListener {
  taken?(siteId: string): void;
  /** The site is no longer asked for anything, whatever came of it. */
  left?(siteId: string): void;
  done?(result: SiteResult): void;
  /** Why a site goes back into the queue, or something of the queue failed. */
  trouble?(message: string): void;
}

/** How long a site that another worker still holds is waited for; then it goes back into the queue. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;
const HEARD_MS = 20_000;

/** A site goes back into the queue: pg-boss gives it out again later. */
class GoesBack extends Error {
  override readonly name: string = 'GoesBack';
}

/** It goes back through no fault of the site: as the worker ends. */
class Left extends GoesBack {
  override readonly name = 'Left';
}

/**
 * Takes sites from the queue and crawls them, each as `crawl` would, until `ending`. Several workers may do so on one
 * PostgreSQL: the queue gives each site to one of them, a lease keeps it theirs, and the gate keeps requests apart.
 * @throws ArchiveError `newer_version` where a newer program has upgraded the database meanwhile; the sites go to others.
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { archive, queue, vantage, listener, settings } = options;
  const id = `${hostname()} ${process.pid} ${randomUUID().slice(0, 8)}`;
  const trouble = (error: unknown): void =>
    listener.trouble?.(error instanceof Error ? error.message : String(error));
  archive.sites.put(options.sites);
  const leases = new SiteLeases(queue.database, id, options.leaseSeconds);
  const gate = new SharedGate(queue.databaseForTurns, id, leases, trouble, options.meter);
  const fetcher = new Fetcher({
    connectTo: options.connectTo,
    allowPrivate: options.allowPrivate,
    insecureTls: options.insecureTls,
    browser: settings.browser,
    signal: options.signal,
    gate,
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
    ...(options.simulated === undefined
      ? {}
      : { network: options.simulated.network, lookup: options.simulated.lookup }),
  });
  const parser = new ParserPool({ memoryMb: settings.limits.workerMb, giverIsBusy: true });
  const hear = (): void => {
    queue.database
      .executeSql(
        `INSERT INTO workers (id, vantage) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET heard_at = clock_timestamp()`,
        [id, vantage],
      )
      .catch(trouble);
  };
  const outdated = new AbortController();
  const ending = AbortSignal.any([options.ending, outdated.signal]);
  hear();
  const heard = setInterval(() => {
    hear();
    queue
      .requireKnownSchema()
      .catch((error: unknown) => (isNewer(error) ? outdated.abort(error) : trouble(error)));
  }, HEARD_MS);
  try {
    await takeOverCorrections(archive, parser, options.sites, options.corrections);
    const crew: Crew = { ...options, ending, outdated, id, fetcher, parser, leases, left: [] };
    await queue.take(vantage, options.atOnce, (job) => handle(job, crew));
    await queue.takeDue(async () => {
      await enqueue({ ...options, only: null, trigger: 'cron', years: null, refresh: false });
    });
    await ended(ending);
    await queue.drain();
    await queue.giveBack(crew.left);
    outdated.signal.throwIfAborted();
  } finally {
    clearInterval(heard);
    leases.close();
    await queue.database.executeSql('DELETE FROM workers WHERE id = $1', [id]).catch(trouble);
    await fetcher.close();
    await parser.close();
  }
}

interface Crew extends WorkerOptions {
  readonly id: string;
  readonly fetcher: Fetcher;
  readonly parser: ParserPool;
  /** Of the sites under way. */
  readonly leases: SiteLeases;
  /** Fires when a newer program has upgraded the database. */
  readonly outdated: AbortController;
  /** Jobs that were begun and go back as the worker ends. */
  readonly left: string[];
}

type GivenJob = TakenJob<SiteJob>;

const isNewer = (error: unknown): boolean => error instanceof ArchiveError && error.code === 'newer_version';

/** @throws GoesBack when the site is to be tried again. */
async function handle(job: GivenJob, crew: Crew): Promise<void> {
  try {
    await handled(job, crew);
  } catch (error) {
    if (isNewer(error)) crew.outdated.abort(error);
    if (error instanceof Left || isNewer(error)) crew.left.push(job.id);
    else
      crew.listener.trouble?.(`${job.data.site}: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
}

async function handled(job: GivenJob, crew: Crew): Promise<void> {
  const { archive, listener, sites, meter } = crew;
  const { site: siteId, runId } = job.data;
  const site = sites.find(({ id }) => id === siteId);
  if (site === undefined) throw new GoesBack(`there is no site ${siteId} in this worker's configuration`);
  await crew.queue.requireKnownSchema();
  const lease = await leaseOf(siteId, job.signal, crew);
  try {
    listener.taken?.(siteId);
    if (meter !== undefined) meter.active += 1;
    const result = await crawled(site, job, crew, lease.lost);
    listener.done?.(result);
    meter?.done(result.outcome);
    const isElsewhere = await elsewhere(result, job.data, crew);
    archive.runs.settle(runId);
    // The portal did not answer: later it may. What is blocked or broken needs a person.
    if (result.outcome === 'failed' && !isElsewhere)
      throw new GoesBack(result.message ?? 'the portal did not answer');
  } finally {
    listener.left?.(siteId);
    if (meter !== undefined) meter.active -= 1;
    await lease.release().catch((error: unknown) => listener.trouble?.(String(error)));
  }
}

/** A worker that was killed holds its site for a while yet. */
async function leaseOf(siteId: string, signal: AbortSignal, { leases, ending }: Crew): Promise<SiteLease> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const lease = await leases.take(siteId);
    if (lease !== null) return lease;
    if (ending.aborted) throw new Left('the worker ends');
    if (performance.now() > until) throw new GoesBack(`${siteId} is held by another worker or crawl`);
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

/** @throws GoesBack when it was cut short as the worker ends, or the site is no longer ours. */
async function crawled(
  site: Site,
  { data, signal }: GivenJob,
  crew: Crew,
  lost: AbortSignal,
): Promise<SiteResult> {
  const { archive, settings, fetcher, parser } = crew;
  const now = () => new Date();
  const minutes = AbortSignal.timeout(site.limits.siteMinutes * 60_000);
  const stops = [crew.ending, crew.signal, lost, signal];
  let isCut = false;
  fetcher.forget(site.hosts);
  return (crew.simulated?.crawlSite ?? crawlSite)({
    site,
    runId: data.runId,
    archive,
    fetcher: fetcher.site(site, AbortSignal.any([minutes, signal, lost])),
    parser,
    alarms: settings.alarms,
    expected: expectedYears(site, now(), settings.alarms),
    years: data.years,
    refresh: data.refresh,
    dryRun: false,
    light: data.light,
    accept: false,
    now,
    listener: {},
    discovered: () => undefined,
    stopping: () => {
      isCut ||= stops.some(({ aborted }) => aborted);
      return isCut ? 'signal' : null;
    },
    // Another machine's disk is not ours to look at: PostgreSQL says when it is full.
    requireSpace: () => undefined,
    mayRecord: () => {
      if (lost.aborted || signal.aborted) throw new GoesBack("it is another worker's by now");
      // What was fetched is stored; how the crawl ended, whoever ends it will say.
      if (isCut) throw new Left('the worker ends');
    },
  });
}

/** A portal that refuses one vantage point may answer another: the site goes there. @returns whether it does. */
async function elsewhere(
  result: SiteResult,
  job: SiteJob,
  { archive, queue, vantage }: Crew,
): Promise<boolean> {
  if (vantage === null) return false;
  archive.vantages.record(result.siteId, vantage, result.outcome);
  if (result.outcome !== 'failed' && result.outcome !== 'blocked') return false;
  const next =
    archive.vantages.bestFor(result.siteId, vantage) ?? archive.vantages.untriedFor(result.siteId)[0];
  if (next === undefined) return false;
  await queue.put(next, [job]);
  return true;
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
