import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { Archive } from '../archive/archive.ts';
import { isPostgres } from '../archive/open.ts';
import { type Plan, planCrawl } from '../pipeline/plan.ts';
import { FIELDS } from '../reports/catalogue.ts';
import { loadConfiguration } from '../sites/load.ts';
import { type CommonOptions, checkSiteNames, openForReading, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { duration, paint, say, sayJson, table } from './output.ts';

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('[site...]', 'sites to plan for; without one, every site whose schedule says it is due')
    .option('--all', 'every configured site, due or not', false)
    .addHelpText(
      'after',
      `
Counts the requests of each site's last whole crawl and the pauses that politeness puts
between them: no crawl is faster. A site that is well is asked for its lists only, until
schedule.full_walk is over: then, and when it is named, for every report. Asks no portal.
A site that was never crawled counts with its columns only, and is marked so.`,
    )
    .action(run);
}

function run(names: readonly string[], options: CommonOptions & { readonly all: boolean }): void {
  const { settings, sites } = loadConfiguration(options.config);
  checkSiteNames(names, sites);
  if (options.all && names.length > 0) throw new UsageError('--all and named sites exclude each other');
  // Before the first crawl there is no database, and a plan all the same.
  const archive =
    isPostgres(options.db) || existsSync(options.db)
      ? openForReading(options)
      : Archive.open({ file: ':memory:', fields: FIELDS, mode: 'write' });
  try {
    const only = options.all ? sites.map((s) => s.id) : names.length > 0 ? names : null;
    const plan = planCrawl({ archive, settings, sites, only, now: new Date() });
    if (options.json) sayJson(asJson(plan));
    else print(plan, options.quiet);
  } finally {
    archive.close();
  }
}

function print(plan: Plan, quiet: boolean): void {
  if (plan.sites.length === 0) {
    say(`No site is due (${plan.notDue} configured); --all plans for them all the same.`);
    return;
  }
  if (!quiet) {
    const rows = plan.sites.flatMap((site) =>
      site.hosts.map(({ host, requests, leastSeconds }) => [
        site.siteId,
        site.name,
        host,
        site.walk,
        site.basis === 'columns' ? `≥ ${requests}` : String(requests),
        duration(leastSeconds),
      ]),
    );
    const header = ['site', '', 'host', 'walk', 'requests', 'at least'];
    say(table([header, ...rows], ['left', 'left', 'left', 'left', 'right', 'right']));
    say();
  }
  const unknown = plan.sites.filter((s) => s.basis === 'columns').length;
  say(
    `${plan.sites.length} sites, ${plan.hosts.length} hosts, ${plan.requests} requests; politeness alone takes ${duration(plan.leastSeconds)}` +
      (plan.notDue > 0 ? ` (${plan.notDue} sites are not due)` : ''),
  );
  if (unknown > 0)
    say(
      paint(
        'yellow',
        `${unknown} of them were never crawled: what they hold is not known, ≥ counts their columns`,
      ),
    );
}

function asJson({ sites, hosts, requests, leastSeconds, notDue }: Plan): unknown {
  const host = (h: Plan['hosts'][number]): unknown => ({
    host: h.host,
    requests: h.requests,
    least_seconds: h.leastSeconds,
  });
  return {
    requests,
    least_seconds: leastSeconds,
    not_due: notDue,
    hosts: hosts.map(host),
    sites: sites.map((s) => ({
      site_id: s.siteId,
      name: s.name,
      basis: s.basis,
      walk: s.walk,
      hosts: s.hosts.map(host),
    })),
  };
}
