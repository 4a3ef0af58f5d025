import { type Command, InvalidArgumentError } from 'commander';
import { type CrawlSummary, crawl, utilisation } from '../pipeline/crawl.ts';
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
import { digestText, noteLines, paceText, tableText } from './crawl-text.ts';
import { enqueueInstead } from './enqueue.ts';
import { EXIT, UsageError } from './exit.ts';
import { notify } from './notify.ts';
import { ProgressLine, say, sayJson } from './output.ts';
import { Interruption } from './signals.ts';

interface Options extends ConnectionOptions {
  readonly all: boolean;
  readonly year?: number[];
  readonly refresh: boolean;
  readonly dryRun: boolean;
  readonly accept: boolean;
  readonly deadline?: number;
  readonly notifyCommand?: string;
  readonly enqueue: boolean;
  readonly schedule?: string;
  readonly redrive: boolean;
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
    .option(
      '--notify-command <command>',
      'what needs a person goes to this shell command, on its standard input',
      shellCommand,
    )
    .option('--enqueue', 'put the sites into the queue for `nianbao worker` (PostgreSQL), and end', false)
    .option(
      '--schedule <cron>',
      'let the workers look for due sites at these times, UTC: "17 5 * * *"; off: no longer',
    )
    .option('--redrive', 'give sites that failed too often in the queue another chance', false)
    .addHelpText(
      'after',
      `
Exit codes: 0 all well · 1 a site needs a person · 2 usage or configuration error · 3 another crawl is at work
            4 stopped by deadline or full disk, resumable · 130 interrupted, resumable

The first Ctrl-C (or SIGTERM) lets the document under way come to its end, the second gives it up, the third ends the
program on the spot. Whatever was stored is safe each time.

Under cron (no site named, no --all, no terminal) it says only what needs a person, in one digest;
with --notify-command it says nothing and the command gets the digest.`,
    )
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { settings, sites, corrections } = loadConfiguration(options.config);
  checkSiteNames(names, sites);
  if (options.all && names.length > 0) throw new UsageError('--all and named sites exclude each other');
  if (options.accept && names.length === 0)
    throw new UsageError('--accept wants the sites named that a person has looked at');
  if (options.enqueue || options.redrive || options.schedule !== undefined) {
    await enqueueInstead(names, options, { settings, sites });
    return;
  }
  const archive = openForWriting(options);
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
      corrections,
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
          const shown =
            progress.size > MOST_SHOWN ? [...progress.values()].slice(-MOST_SHOWN) : progress.values();
          const others = Math.max(0, progress.size - MOST_SHOWN);
          line.show(`${others > 0 ? `${others} sites and ` : ''}${[...shown].join('  ')}  ${url}`);
        },
        siteDone: (result) => {
          progress.delete(result.siteId);
          line.clear();
        },
      },
    });
    line.clear();
    const digest = digestText({
      summary,
      amendments: archive.status.amendments({ since: summary.startedAt }),
      open: archive.alarms.open(),
    });
    const sent = await send(digest, options.notifyCommand, summary);
    if (options.json) sayJson(asJson(summary));
    else {
      const terse = options.quiet || (scheduled && process.stdout.isTTY !== true);
      const text = terse
        ? digest
        : [tableText(summary), paceText(summary), digest].filter((t) => t !== '').join('\n\n');
      if (text !== '' && !(terse && sent === 'sent')) say(text);
      if (options.verbose || options.dryRun) for (const note of noteLines(summary)) say(note);
    }
    process.exitCode = exitCode(summary);
    if (sent === 'failed' && process.exitCode === EXIT.ok) process.exitCode = EXIT.attention;
  } finally {
    interruption.end();
    archive.close();
  }
}

/** Hands news to the operator's command, where there is one and there are news. */
async function send(
  digest: string,
  command: string | undefined,
  summary: CrawlSummary,
): Promise<'sent' | 'failed' | 'not_wanted'> {
  if (command === undefined || digest === '') return 'not_wanted';
  return (await notify(command, digest, summary)) ? 'sent' : 'failed';
}

function exitCode({ outcome, stopped }: CrawlSummary): number {
  if (stopped === 'signal') return EXIT.interrupted;
  if (stopped !== null) return EXIT.stopped;
  return outcome === 'attention' ? EXIT.attention : EXIT.ok;
}

/** Sites that the progress line names. */
const MOST_SHOWN = 3;

function asJson(summary: CrawlSummary): unknown {
  return {
    run: {
      id: summary.runId,
      started_at: summary.startedAt,
      finished_at: summary.finishedAt,
      outcome: summary.outcome,
      stopped: summary.stopped,
      not_due: summary.notDue,
      polite_seconds: summary.pace.leastMs / 1000,
      seconds: summary.pace.tookMs / 1000,
      utilisation: utilisation(summary.pace),
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

function shellCommand(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('expected a command, such as "mail -s nianbao operator@example.org"');
}
