import type { Archive } from '../archive/archive.ts';
import type { SiteOutcome } from '../archive/runs.ts';
import type { ReportReference } from '../crawlers/crawler.ts';
import { FetchAborted } from '../fetch/aborted.ts';
import type { Fetched, SiteFetcher } from '../fetch/fetched.ts';
import type { Alarms } from '../settings/settings.ts';
import { holdsYear } from '../sites/expectation.ts';
import type { Column, Site } from '../sites/site.ts';
import { checkBetweenYears } from './between-years.ts';
import { compareColumn, expectedFamily } from './compare-columns.ts';
import { type Discovery, discoverAll } from './discover.ts';
import { type Harvest, harvest, revisit } from './harvest.ts';
import { PackedList } from './packed-list.ts';
import type { ParserPool } from './parser-pool.ts';
import type { CrawlListener } from './progress.ts';
import { settleAlarms } from './site-alarms.ts';
import type { SiteResult } from './site-result.ts';
import { PageLimitReached, SiteSession } from './site-session.ts';
import { isGoodColumn, judgeSite, type SiteFacts } from './verdict.ts';

export interface SiteJob {
  readonly site: Site;
  readonly runId: number;
  readonly archive: Archive;
  readonly fetcher: SiteFetcher;
  readonly parser: ParserPool;
  readonly alarms: Alarms;
  /** Years that the site is expected to have, oldest first. */
  readonly expected: readonly number[];
  /** Only these report years; null: all. */
  readonly years: readonly number[] | null;
  readonly refresh: boolean;
  readonly dryRun: boolean;
  /** Ask for the lists, and for what they show to be new, only. */
  readonly light: boolean;
  /** Take lists, families and templates as they are now for good, whatever they were before. */
  readonly accept: boolean;
  readonly now: () => Date;
  readonly listener: CrawlListener;
  /** Told when the lists are read: from then on a site holds no pages. */
  readonly discovered: () => void;
  /** Why everything is being stopped, or null. Only what ends before counts as this site's own doing. */
  readonly stopping: () => 'deadline' | 'signal' | 'disk' | null;
  /** @throws ArchiveError `disk_full` when there is too little room to go on. */
  readonly requireSpace: () => void;
  /** Asked before the outcome is written. @throws where the site is another process's by now. */
  readonly mayRecord?: () => void;
}

/** What one site's crawl has gathered so far. */
interface Tally {
  readonly reports: Map<number, 'new' | 'changed' | 'unchanged'>;
  readonly unidentified: string[];
  /** Addresses that hold no report, as was to be expected. */
  readonly absent: Set<string>;
  blocked: number;
  failed: number;
  withReport: number;
}

/**
 * Crawls one site: every column discovered, every reference fetched, archived, read and filed. Records the outcome
 * with the run, raises and closes the site's alarms.
 * @throws ArchiveError when nothing can be stored any more; nothing that a portal does throws.
 */
export async function crawlSite(job: SiteJob): Promise<SiteResult> {
  const { site, archive, runId, years, expected } = job;
  const startedAt = job.now().toISOString();
  const session = new SiteSession({
    site,
    fetcher: job.fetcher,
    archive,
    runId,
    dryRun: job.dryRun,
    refresh: job.refresh,
    light: job.light,
    years: [...(years ?? publishable(expected, job.now()))].sort((a, b) => b - a),
    yearsAreAFilter: years !== null,
    mayGoOn: () => {
      const reason = stopReason(job);
      if (reason !== null) throw new FetchAborted(new Error(reason));
      job.requireSpace();
    },
  });
  const discovery: Discovery = { references: new PackedList(), walks: [] };
  const tally: Tally = {
    reports: new Map(),
    unidentified: [],
    absent: new Set(),
    blocked: 0,
    failed: 0,
    withReport: 0,
  };
  let cutShort: string | null = null;
  let listed: ReadonlySet<number> | null = null;
  // A column whose period is over may have left the portal: then what it listed is not to be looked for either.
  const sawAll = (): boolean =>
    discovery.walks.length === site.columns.length && discovery.walks.every((walk) => walk.failure === null);
  try {
    await discoverAll(session, discovery, {
      isArchived: (column) => isArchived(column, job),
      family: (column) => expectedFamily(column, job),
    });
    job.discovered();
    if (!job.dryRun) {
      await harvestAll(session, discovery.references, tally, job);
      listed = archive.presence.shown(site.id, runId);
      if (years === null && !job.light && sawAll() && listed.size > 0) await revisitUnlisted(session, job);
    }
  } catch (error) {
    if (error instanceof PageLimitReached) cutShort = error.message;
    else if (error instanceof FetchAborted)
      cutShort = stopReason(job) ?? `the limit of ${site.limits.siteMinutes} minutes a site is reached`;
    else throw error;
  }
  if (!job.dryRun) await checkBetweenYears(archive, site.id);
  const stopped = job.stopping() !== null && cutShort !== null;
  const counts = [...tally.reports.values()];
  const entryFailures = discovery.walks.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const whole = years === null && !job.dryRun;
  const { absent } = tally;
  const comparison = { site, runId, archive, absent, accept: job.accept, ...job.alarms };
  const facts: SiteFacts = {
    site,
    found: discovery.references.length - absent.size,
    withReport: tally.withReport,
    new: counts.filter((c) => c === 'new').length,
    changed: counts.filter((c) => c === 'changed').length,
    unchanged: counts.filter((c) => c === 'unchanged').length,
    blocked: tally.blocked + entryFailures.filter((f) => f.outcome === 'blocked').length,
    failed: tally.failed + entryFailures.filter((f) => f.outcome !== 'blocked').length,
    lastGoodCount: job.accept ? null : archive.runs.lastGoodCount(site.id),
    columns: whole ? discovery.walks.map((walk) => compareColumn(walk, comparison)) : [],
    whole,
    dryRun: job.dryRun,
    shortfalls: session.shortfalls,
    failures: session.failures,
    problems: entryFailures.map((f) => f.message),
    unidentified: tally.unidentified,
    cutShort,
    stopped,
    alarms: job.alarms,
  };
  if (session.leftAloneCount > 0)
    session.note(
      `${session.leftAloneCount} known reports were not asked for; a walk in full asks for them (schedule.full_walk)`,
    );
  const verdict = judgeSite(facts);
  job.mayRecord?.();
  return archive.settle(() => {
    archive.runs.recordSite({
      runId,
      siteId: site.id,
      startedAt,
      finishedAt: job.now().toISOString(),
      outcome: verdict.outcome,
      whole: facts.whole && !stopped,
      found: facts.found,
      new: facts.new,
      changed: facts.changed,
      unchanged: facts.unchanged,
      blocked: facts.blocked,
      failed: facts.failed,
      message: verdict.message,
      retryAt: latestRetry(session.failures),
    });
    // Later crawls are held against the articles of this one, too: only a walk in full has them.
    if (!stopped && !job.light)
      for (const column of facts.columns)
        archive.columns.record(runId, site.id, { ...column, good: isGoodColumn(column, facts) });
    if (!job.dryRun)
      archive.presence.update(
        site.id,
        runId,
        !job.light && sawAll() && isComplete(facts, verdict) ? listed : null,
      );
    const { alarms, healed } = settleAlarms(job, facts, verdict);
    return {
      siteId: site.id,
      name: site.name,
      outcome: verdict.outcome,
      found: facts.found,
      new: facts.new,
      changed: facts.changed,
      unchanged: facts.unchanged,
      blocked: facts.blocked,
      failed: facts.failed,
      message: verdict.message,
      alarms,
      healed,
      notes: session.notes,
      references: job.dryRun ? [...discovery.references].map(({ url, title }) => ({ url, title })) : [],
    };
  });
}

/** Reports of last year come out from January on, before they are overdue and thus expected. */
function publishable(expected: readonly number[], now: Date): number[] {
  return [...new Set([...expected, now.getUTCFullYear() - 1])];
}

/** Whether the archive has reports of all years that are expected of a column. */
function isArchived(column: Column, { archive, site, expected }: SiteJob): boolean {
  const years = archive.status.archivedYears(site.id);
  return years.size > 0 && expected.every((year) => years.has(year) || !holdsYear(column, year));
}

async function harvestAll(
  session: SiteSession,
  references: PackedList<ReportReference>,
  tally: Tally,
  job: SiteJob,
): Promise<void> {
  const { site, archive, parser, refresh, listener } = job;
  const harvester = { site, session, archive, parser, refresh };
  let done = 0;
  for (const reference of references) {
    session.mayGoOn();
    listener.progress?.(site.id, done, references.length, reference.url);
    done += 1;
    count(tally, reference, await harvest(reference, harvester));
  }
}

/** Reports that the lists no longer lead to: a portal may have taken them down, or only moved them off the list. */
async function revisitUnlisted(session: SiteSession, job: SiteJob): Promise<void> {
  const { site, archive, parser, refresh, runId } = job;
  const { failures } = session;
  const before = failures.length;
  for (const { captureId } of archive.presence.unasked(site.id, runId)) {
    session.mayGoOn();
    await revisit(captureId, { site, session, archive, parser, refresh });
  }
  // That a page is gone is what was asked; only a portal that wants to be left alone is a matter of this crawl.
  failures.push(...failures.splice(before).filter((f) => f.retryAt !== null));
}

/** Whether what is not on the lists of this crawl is not on the portal's lists. */
function isComplete(facts: SiteFacts, verdict: { outcome: SiteOutcome }): boolean {
  return (
    facts.whole &&
    facts.cutShort === null &&
    facts.problems.length === 0 &&
    facts.shortfalls.length === 0 &&
    ['ok', 'unchanged', 'partial'].includes(verdict.outcome)
  );
}

function count(tally: Tally, reference: ReportReference, result: Harvest): void {
  for (const { reportId, outcome } of result.reports) {
    const before = tally.reports.get(reportId);
    if (before === undefined || before === 'unchanged') tally.reports.set(reportId, outcome);
  }
  tally.unidentified.push(...result.unidentified);
  const outcomes = [result.outcome, ...result.lost.map((l) => l.outcome)];
  for (const outcome of outcomes)
    if (outcome === 'blocked') tally.blocked += 1;
    else if (outcome !== 'ok' && outcome !== 'not_modified') tally.failed += 1;
  const arrived = result.outcome === 'ok' || result.outcome === 'not_modified';
  if (result.reports.length > 0 || result.unidentified.length > 0) tally.withReport += 1;
  else if (arrived && reference.mayBeEmpty === true) tally.absent.add(reference.url);
}

function stopReason(job: SiteJob): string | null {
  switch (job.stopping()) {
    case 'deadline':
      return 'the deadline of the crawl is reached';
    case 'signal':
      return 'the crawl was interrupted';
    case 'disk':
      return 'the disk is full';
    default:
      return null;
  }
}

function latestRetry(failures: readonly Fetched[]): string | null {
  return failures.reduce<string | null>(
    (latest, { retryAt }) => (retryAt !== null && (latest === null || retryAt > latest) ? retryAt : latest),
    null,
  );
}
