import type { Command } from 'commander';
import type { Health } from '../archive/health.ts';
import type { ReportHistory } from '../archive/history.ts';
import type { CoverageCell, ReportChange, RunSummary, SiteHealth } from '../archive/status.ts';
import { loadConfiguration } from '../sites/load.ts';
import type { Site } from '../sites/site.ts';
import { type CommonOptions, checkSiteNames, openForReading, withCommonOptions } from './common.ts';
import { correctionAsJson, printCorrections } from './corrections.ts';
import { findingAsJson, printFindings } from './findings.ts';
import { paint, say, sayJson, table } from './output.ts';

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('[site]', 'one site: its bodies by year')
    .option('--findings', 'which reports break which rule', false)
    .option('--changes', 'which reports were amended after publication, and which were withdrawn', false)
    .action(run);
}

interface Options extends CommonOptions {
  readonly findings: boolean;
  readonly changes: boolean;
}

function run(siteId: string | undefined, options: Options): void {
  const { sites } = loadConfiguration(options.config);
  const archive = openForReading(options);
  try {
    const recorded = archive.status.siteHealth(siteId);
    if (siteId !== undefined && recorded.length === 0) checkSiteNames([siteId], sites);
    const known = [...recorded, ...unrecorded(recorded, sites, siteId)];
    if (options.findings) {
      const findings = archive.status.findings(siteId === undefined ? {} : { siteId });
      if (options.json) sayJson({ findings: findings.map(findingAsJson) });
      else printFindings(findings, options.verbose);
      return;
    }
    const withdrawn = archive.history.withdrawn(siteId);
    if (options.changes) {
      const amended = archive.status.amendments(siteId === undefined ? {} : { siteId });
      if (options.json)
        sayJson({ amended: amended.map(changeAsJson), withdrawn: withdrawn.map(withdrawnAsJson) });
      else printAmendments(amended, withdrawn);
      return;
    }
    const corrections = archive.corrections.states(siteId);
    const coverage = archive.status.coverage(siteId);
    const runs = archive.status.recentRuns(5);
    const changes = archive.status
      .recentChanges(10)
      .filter((c) => siteId === undefined || c.siteId === siteId);
    if (options.json)
      sayJson({
        ...asJson(known, coverage, runs, changes),
        withdrawn: withdrawn.map(withdrawnAsJson),
        corrections: corrections.map(correctionAsJson),
      });
    else {
      if (siteId === undefined) printAll(known, coverage, runs, changes, options.quiet);
      else printSite(known, coverage, changes);
      if (!options.quiet) printWithdrawn(withdrawn);
      printCorrections(corrections, options.verbose);
    }
  } finally {
    archive.close();
  }
}

/** Sites that were configured after the last crawl: the database has nothing of them yet. */
function unrecorded(
  recorded: readonly SiteHealth[],
  sites: readonly Site[],
  siteId: string | undefined,
): SiteHealth[] {
  return sites
    .filter(({ id }) => (siteId === undefined || id === siteId) && !recorded.some((r) => r.siteId === id))
    .map(({ id, name }) => ({
      siteId: id,
      name,
      status: 'active',
      health: null,
      healthSince: null,
      healthWhy: null,
      reports: 0,
      bodies: 0,
      lastRunAt: null,
      lastOutcome: null,
      lastMessage: null,
      lastGoodAt: null,
      alarms: [],
    }));
}

function healthOf({ health }: SiteHealth): Health | 'never crawled' {
  return health ?? 'never crawled';
}

const HEALTH_COLOUR = {
  ok: 'green',
  degraded: 'yellow',
  broken: 'red',
  blocked: 'red',
  retired: 'gray',
  'never crawled': 'gray',
} as const;

function yearsOf(coverage: readonly CoverageCell[]): number[] {
  return [...new Set(coverage.map((c) => c.year))].sort((a, b) => a - b);
}

/** Site × year: reports found of bodies known, with a letter where the gap has another cause than absence. */
function printAll(
  sites: readonly SiteHealth[],
  coverage: readonly CoverageCell[],
  runs: readonly RunSummary[],
  changes: readonly ReportChange[],
  quiet: boolean,
): void {
  if (!quiet) {
    const years = yearsOf(coverage);
    const header = ['', '', ...years.map(String), 'reports', 'health', 'since'];
    const rows = sites.map((site) => {
      const own = coverage.filter((c) => c.siteId === site.siteId);
      const cells = years.map((year) => yearCell(own.filter((c) => c.year === year)));
      const health = healthOf(site);
      const since = site.healthSince === null ? '' : paint('gray', site.healthSince.slice(0, 10));
      return [
        site.siteId,
        site.name,
        ...cells,
        String(site.reports),
        paint(HEALTH_COLOUR[health], health),
        since,
      ];
    });
    say(table([header, ...rows], ['left', 'left', ...years.map(() => 'right' as const), 'right', 'left']));
    say(paint('gray', 'found/bodies known · - nothing expected · B blocked · F failed'));
  }
  const troubled = sites.filter(
    (s) => s.alarms.some((a) => !isTold(a)) || !['ok', 'retired'].includes(healthOf(s)),
  );
  if (troubled.length > 0) say(`${quiet ? '' : '\n'}${paint('bold', 'Needs a look')}`);
  for (const site of troubled) say(troubleLine(site));
  if (quiet) return;
  printChanges(changes);
  if (runs.length > 0) say(`\n${paint('bold', 'Last crawls')}`);
  for (const run of runs)
    say(
      `${time(run.startedAt)}  ${run.trigger.padEnd(6)}  ${(run.outcome ?? 'at work').padEnd(11)}  ${run.sites} sites, ${run.found} found, ${run.new} new, ${run.changed} changed, ${run.blocked} blocked, ${run.failed} failed`,
    );
}

function yearCell(cells: readonly CoverageCell[]): string {
  if (cells.length === 0) return '-';
  const found = cells.filter((c) => c.state === 'found').length;
  const bodies = cells.filter((c) => c.body !== null).length;
  const letter = cells.some((c) => c.state === 'blocked')
    ? 'B'
    : cells.some((c) => c.state === 'failed')
      ? 'F'
      : '';
  if (bodies === 0) return letter === '' ? paint('red', '0') : paint('red', letter);
  const text = `${found}/${bodies}${letter}`;
  return paint(letter !== '' || found === 0 ? 'red' : found < bodies ? 'yellow' : 'green', text);
}

function troubleLine(site: SiteHealth): string {
  const health = healthOf(site);
  const missing = site.alarms.filter((a) => a.cause.startsWith('missing_year:'));
  const others = site.alarms.filter((a) => !missing.includes(a) && !isTold(a));
  const parts = others.map((a) => `${a.message} (since ${time(a.since)})`);
  if (missing.length > 0)
    parts.push(
      `no report at all for ${missing.map((a) => a.cause.slice('missing_year:'.length)).join(', ')}`,
    );
  if (others.length === 0 && site.lastMessage !== null) parts.unshift(site.lastMessage);
  if (health === 'retired' && site.healthWhy !== null) parts.push(site.healthWhy);
  if (health === 'never crawled') parts.push(`not crawled yet: nianbao crawl ${site.siteId}`);
  const good = site.lastGoodAt === null ? '' : ` Last good crawl: ${time(site.lastGoodAt)}.`;
  return `${site.siteId} (${site.name}) ${paint(HEALTH_COLOUR[health], health)}: ${parts.join('; ')}.${good}`;
}

/** Told in a list of its own. */
function isTold({ cause }: { readonly cause: string }): boolean {
  return /^(withdrawn|correction):/.test(cause);
}

const WITHDRAWN = {
  gone: 'no address shows it any more',
  unlisted: 'off the list, though its address still shows it',
} as const;

function printWithdrawn(reports: readonly ReportHistory[]): void {
  if (reports.length === 0) return;
  say(`\n${paint('bold', 'Withdrawn')} (the archive keeps them)`);
  for (const r of reports)
    say(
      `${time(r.withdrawnSince ?? '')}  ${r.siteId}  ${r.body} ${r.year}: ${WITHDRAWN[r.withdrawnAs ?? 'gone']}  ${paint('gray', r.url)}`,
    );
}

function printAmendments(amended: readonly ReportChange[], withdrawn: readonly ReportHistory[]): void {
  say(paint('bold', amended.length === 0 ? 'No report was amended after publication.' : 'Amended'));
  for (const change of amended) {
    const values = change.values.map((v) => `${v.field} ${v.before ?? 'blank'} → ${v.after ?? 'blank'}`);
    const more = values.length > 5 ? ` and ${values.length - 5} more` : '';
    const what = values.length === 0 ? 'its text' : values.slice(0, 5).join(', ') + more;
    say(`${time(change.at)}  ${change.siteId}  ${change.body} ${change.year}: ${what}`);
    say(paint('gray', `                  nianbao diff ${change.reportId}`));
  }
  printWithdrawn(withdrawn);
}

function withdrawnAsJson(r: ReportHistory): unknown {
  return {
    report_id: r.reportId,
    site_id: r.siteId,
    body: r.body,
    year: r.year,
    url: r.url,
    since: r.withdrawnSince,
    as: r.withdrawnAs,
  };
}

function printSite(
  sites: readonly SiteHealth[],
  coverage: readonly CoverageCell[],
  changes: readonly ReportChange[],
): void {
  const years = yearsOf(coverage);
  const bodies = [...new Set(coverage.map((c) => c.body))];
  const marks = {
    found: paint('green', '✓'),
    missing: paint('yellow', '·'),
    blocked: paint('red', 'B'),
    failed: paint('red', 'F'),
  };
  const rows = bodies.map((body) => [
    body ?? '(no body known yet)',
    ...years.map((year) => {
      const cell = coverage.find((c) => c.body === body && c.year === year);
      return cell === undefined ? '-' : marks[cell.state];
    }),
  ]);
  say(table([['', ...years.map(String)], ...rows]));
  say(paint('gray', '✓ found · missing - not expected B blocked F failed'));
  for (const site of sites) say(`\n${troubleLine(site).replace(/: \.$/u, '')}`);
  printChanges(changes);
}

function printChanges(changes: readonly ReportChange[]): void {
  if (changes.length === 0) return;
  say(`\n${paint('bold', 'New and changed')}`);
  for (const change of changes) {
    const values = change.values
      .slice(0, 3)
      .map((v) => `${v.field} ${v.before ?? 'blank'} → ${v.after ?? 'blank'}`);
    const more = change.values.length > 3 ? ` and ${change.values.length - 3} more` : '';
    const detail = change.kind === 'changed' && values.length > 0 ? `: ${values.join(', ')}${more}` : '';
    say(
      `${time(change.at)}  ${change.kind.padEnd(7)}  ${change.siteId}  ${change.body} ${change.year}${detail}`,
    );
  }
}

/** UTC, to the minute. */
function time(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

function asJson(
  sites: readonly SiteHealth[],
  coverage: readonly CoverageCell[],
  runs: readonly RunSummary[],
  changes: readonly ReportChange[],
): Record<string, unknown> {
  return {
    sites: sites.map((site) => ({
      site_id: site.siteId,
      name: site.name,
      status: site.status,
      health: healthOf(site),
      health_since: site.healthSince,
      health_why: site.healthWhy,
      reports: site.reports,
      bodies: site.bodies,
      last_run_at: site.lastRunAt,
      last_outcome: site.lastOutcome,
      last_message: site.lastMessage,
      last_good_at: site.lastGoodAt,
      alarms: site.alarms.map(({ cause, message, since, lastSeen }) => ({
        cause,
        message,
        since,
        last_seen: lastSeen,
      })),
      coverage: countsByYear(coverage.filter((c) => c.siteId === site.siteId)),
    })),
    coverage: coverage.map((c) => ({
      site_id: c.siteId,
      body: c.body,
      year: c.year,
      state: c.state,
      report_id: c.reportId,
    })),
    runs: runs.map((r) => ({
      id: r.runId,
      trigger: r.trigger,
      started_at: r.startedAt,
      finished_at: r.finishedAt,
      outcome: r.outcome,
      sites: r.sites,
      found: r.found,
      new: r.new,
      changed: r.changed,
      unchanged: r.unchanged,
      blocked: r.blocked,
      failed: r.failed,
    })),
    changes: changes.map(changeAsJson),
  };
}

function changeAsJson(c: ReportChange): unknown {
  return {
    kind: c.kind,
    at: c.at,
    site_id: c.siteId,
    report_id: c.reportId,
    body: c.body,
    year: c.year,
    url: c.url,
    values: c.values,
  };
}

function countsByYear(
  coverage: readonly CoverageCell[],
): Record<string, Record<CoverageCell['state'], number>> {
  const counts: Record<string, Record<CoverageCell['state'], number>> = {};
  for (const { year, state } of coverage) {
    const entry = counts[year] ?? { found: 0, missing: 0, blocked: 0, failed: 0 };
    entry[state] += 1;
    counts[year] = entry;
  }
  return counts;
}
