import { type Command, InvalidArgumentError } from 'commander';
import { type CrawlSummary, crawl } from '../pipeline/crawl.ts';
import type { SiteResult } from '../pipeline/site-result.ts';
import { parseDuration } from '../settings/schema.ts';
import { loadConfiguration } from '../sites/load.ts';
import {
  type ConnectionOptions,
  checkSiteNames,
  openForWriting,
  parseYears,
  withCommonOptions,
  withConnectionOptions,
} from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, paint, say, sayJson, table } from './output.ts';
import { Interruption } from './signals.ts';

interface Options extends ConnectionOptions {
  readonly all: boolean;
  readonly year?: number[];
  readonly refresh: boolean;
  readonly dryRun: boolean;
  readonly accept: boolean;
  readonly deadline?: number;
}

export function define(command: Command): void {
  withConnectionOptions(withCommonOptions(command))
    .argument('[site...]', 'sites to crawl now; without one, every site whose schedule says it is due')
    .option('--all', 'every configured site, due or not', false)
    .option('--year <years>', 'only these report years: 2023, 2020-2024', parseYears)
    .option('--refresh', 'fetch and read everything anew, whatever is known of it', false)
    .option('--dry-run', 'only discover: store no page and no report', false)
    .option('--accept', 'take shorter lists and rebuilt pages of these sites for right from now on', false)
    .option('--deadline <duration>', 'stop after this time, resumably: 30m, 2h', duration)
    .addHelpText(
      'after',
      `
Exit codes: 0 all well · 1 a site needs a person · 2 usage or configuration error · 3 another crawl is at work
            4 stopped by deadline or full disk, resumable · 130 interrupted, resumable

The first Ctrl-C (or SIGTERM) lets the document under way come to its end, the second gives it up, the third ends the
program on the spot. Whatever was stored is safe each time.

Under cron (no site named, no terminal) it says only what needs a person.`,
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { settings, sites } = loadConfiguration(options.config);
  checkSiteNames(names, sites);
  if (options.all && names.length > 0) throw new UsageError('--all and named sites exclude each other');
  if (options.accept && names.length === 0)
    throw new UsageError('--accept wants the sites named that a person has looked at');
  const archive = openForWriting(options.db);
  const interruption = new Interruption();
  const line = new ProgressLine(!options.quiet && !options.json);
  const progress = new Map<string, string>();
  const scheduled = names.length === 0 && !options.all;
  const asked = options.all ? sites.map((s) => s.id) : names.length > 0 ? names : null;
  try {
    const summary = await crawl({
      archive,
      settings,
      sites,
      only: asked,
      trigger: scheduled ? 'cron' : 'manual',
      years: options.year ?? null,
      refresh: options.refresh,
      dryRun: options.dryRun,
      accept: options.accept,
      deadlineMs: options.deadline ?? null,
      connectTo: options.connectTo ?? null,
      allowPrivate: options.allowPrivate,
      insecureTls: options.insecureTls,
      ending: interruption.gentle,
      signal: interruption.prompt,
      listener: {
        progress: (site, done, known, url) => {
          progress.set(site, `${site} ${done}/${known}`);
          line.show(`${[...progress.values()].join('  ')}  ${url}`);
        },
        siteDone: (result) => {
          progress.delete(result.siteId);
          line.clear();
        },
      },
    });
    line.clear();
    if (options.json) sayJson(asJson(summary));
    else {
      const terse = options.quiet || (scheduled && process.stdout.isTTY !== true);
      print(summary, terse, options.verbose || options.dryRun);
    }
    process.exitCode = exitCode(summary);
  } finally {
    interruption.end();
    archive.close();
  }
}

function exitCode({ outcome, stopped }: CrawlSummary): number {
  if (stopped === 'signal') return EXIT.interrupted;
  if (stopped !== null) return EXIT.stopped;
  return outcome === 'attention' ? EXIT.attention : EXIT.ok;
}

const COLOURS = {
  ok: 'green',
  unchanged: 'green',
  deferred: 'yellow',
  partial: 'yellow',
  blocked: 'red',
  broken: 'red',
  failed: 'red',
} as const;

/** @param terse only what needs a person. */
function print(summary: CrawlSummary, terse: boolean, notes: boolean): void {
  const { sites } = summary;
  if (!terse && sites.length > 0) {
    const header = ['site', '', 'outcome', 'found', 'new', 'changed', 'unchanged', 'blocked', 'failed'];
    const rows = sites.map((s) => [
      s.siteId,
      s.name,
      paint(COLOURS[s.outcome], s.outcome),
      ...[s.found, s.new, s.changed, s.unchanged, s.blocked, s.failed].map((n) =>
        n === 0 ? '·' : String(n),
      ),
    ]);
    say(
      table(
        [header, ...rows],
        ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
      ),
    );
  }
  const lines = sites.flatMap((s) => attentionLines(s));
  if (!terse && lines.length > 0) say();
  for (const text of lines) say(text);
  if (notes)
    for (const s of sites) {
      for (const { url, title } of s.references) say(`  ${s.siteId}  ${title ?? '(no title)'}  ${url}`);
      for (const note of s.notes) say(`  ${s.siteId}: ${note}`);
    }
  if (summary.stopped !== null)
    say(
      `The crawl was stopped (${STOPPED[summary.stopped]}). What is stored is safe; run it again for the rest.`,
    );
  if (!terse && sites.length === 0)
    say(
      summary.notDue > 0
        ? `No site is due (${summary.notDue} configured). \`nianbao crawl SITE\` or \`--all\` crawls regardless.`
        : 'No site is configured: see config/sites.',
    );
}

const STOPPED = { deadline: 'its deadline', signal: 'a signal', disk: 'a full disk' } as const;

/** One line a site that needs a person, and one for what is mended. */
function attentionLines(site: SiteResult): string[] {
  const lines: string[] = [];
  const name = `${site.siteId} (${site.name})`;
  if (site.message !== null)
    lines.push(`${paint(COLOURS[site.outcome], `${name}: ${site.outcome}`)}: ${site.message}`);
  const years = site.alarms.filter((a) => a.cause.startsWith('missing_year:') && a.isNew);
  if (years.length > 0)
    lines.push(
      `${name}: no report found for ${years.map((a) => a.cause.slice('missing_year:'.length)).join(', ')}`,
    );
  for (const alarm of site.alarms)
    if (alarm.cause.startsWith('withdrawn:') && alarm.isNew) lines.push(`${name}: ${alarm.message}`);
  for (const alarm of site.healed) lines.push(`${name}: mended: ${alarm.message}`);
  return lines;
}

function asJson(summary: CrawlSummary): unknown {
  return {
    run: {
      id: summary.runId,
      started_at: summary.startedAt,
      finished_at: summary.finishedAt,
      outcome: summary.outcome,
      stopped: summary.stopped,
      not_due: summary.notDue,
    },
    sites: summary.sites.map((s) => ({
      site_id: s.siteId,
      name: s.name,
      outcome: s.outcome,
      found: s.found,
      new: s.new,
      changed: s.changed,
      unchanged: s.unchanged,
      blocked: s.blocked,
      failed: s.failed,
      message: s.message,
      alarms: s.alarms.map(({ cause, message, isNew }) => ({ cause, message, new: isNew })),
      healed: s.healed.map(({ cause, message }) => ({ cause, message })),
      notes: s.notes,
      ...(s.references.length > 0 ? { references: s.references } : {}),
    })),
  };
}

function duration(text: string): number {
  const hours = parseDuration(text);
  if (hours === null || hours <= 0) throw new InvalidArgumentError('expected a time such as 30m, 2h or 1d');
  return hours * 3_600_000;
}
