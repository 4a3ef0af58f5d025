import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { exportWarc } from '../archive/warc/export.ts';
import { FOREIGN_HOST, siteOf } from '../pipeline/import/context.ts';
import {
  formatOf,
  type ImportedFileSummary,
  type ImportOptions,
  type ImportSummary,
  importFiles,
} from '../pipeline/import/import.ts';
import { type SavedFrom, savedFrom } from '../pipeline/import/saved-file.ts';
import { loadConfiguration } from '../sites/load.ts';
import type { Site } from '../sites/site.ts';
import {
  type CommonOptions,
  checkSiteNames,
  openForReading,
  openForWriting,
  withCommonOptions,
} from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';

interface ExportOptions extends CommonOptions {
  readonly site?: string[];
}

interface FromOptions extends CommonOptions {
  readonly site?: string;
  readonly url?: string;
  readonly fetchedAt?: string;
  readonly by: string;
  readonly note?: string;
}

export function define(command: Command): void {
  withCommonOptions(command.command('export'))
    .exitOverride()
    .description('write what was fetched, byte for byte, for replay and exchange')
    .argument('<file>', 'FILE.wacz, or FILE.warc.gz')
    .option('--site <sites>', 'only the captures of these sites: ruzhou, or several with commas', names)
    .action(runExport);
  withCommonOptions(command.command('import'))
    .exitOverride()
    .description('take in what was recorded elsewhere: WARC, WACZ, saved pages and documents')
    .argument(
      '<file...>',
      'collections of a browser extension or a crawler, exports of nianbao; or saved files',
    )
    .option('--site <site>', 'take only what belongs to this site')
    .option('--url <url>', 'a saved file: the address that it was saved from')
    .option('--fetched-at <time>', 'a saved file: when, such as 2024-03-05 or 2024-03-05T09:30+08:00', time)
    .option('--by <name>', 'who brings it', userInfo().username)
    .option('--note <text>', 'what should be known of it')
    .addHelpText(
      'after',
      `
Pages and documents of hosts that no site file lists are refused. What is in the archive already is not taken twice.
Exit codes: 0 all well · 1 something was damaged, refused as a whole, or could not be filed · 2 usage error · 3 a crawl is at work`,
    )
    .action(runImport);
  command.action(() => command.help({ error: true }));
}

async function runExport(file: string, options: ExportOptions): Promise<void> {
  if (!/\.(wacz|warc\.gz)$/.test(file))
    throw new UsageError(`${file}: expected a name that ends in .wacz or .warc.gz`);
  if (options.site !== undefined) checkSiteNames(options.site, loadConfiguration(options.config).sites);
  const archive = openForReading(options);
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    const { captures, records } = await exportWarc({
      archive,
      file,
      siteIds: options.site ?? null,
      now: new Date(),
      onProgress: (done) => line.show(`${done} captures written`),
    });
    line.clear();
    if (options.json) sayJson({ file, captures, records });
    else if (!options.quiet) say(`${file}  ${captures} captures in ${records} records`);
  } finally {
    archive.close();
  }
}

async function runImport(files: readonly string[], options: FromOptions): Promise<void> {
  const { settings, sites, corrections } = loadConfiguration(options.config);
  if (options.site !== undefined) checkSiteNames([options.site], sites);
  const only = sites.find((site) => site.id === options.site) ?? null;
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new UsageError(`${missing}: there is no such file`);
  const saved = await savedDetails(files, options, only, sites);
  const archive = openForWriting(options);
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    const importing: ImportOptions = {
      archive,
      settings,
      sites,
      corrections,
      files,
      only,
      saved,
      by: options.by,
      note: options.note ?? null,
      now: () => new Date(),
      onProgress: (file, captures) => line.show(`${file}: ${captures} captures taken`),
    };
    const summary = await importFiles(importing);
    line.clear();
    if (options.json) sayJson(asJson(summary));
    else print(summary, options.quiet);
    if (summary.unidentified.length > 0 || summary.files.some(needsPerson)) process.exitCode = EXIT.attention;
  } finally {
    archive.close();
  }
}

/** Where and when the one saved file was saved: from the options, else from the file itself. Null for collections. */
async function savedDetails(
  files: readonly string[],
  options: FromOptions,
  only: Site | null,
  sites: readonly Site[],
): Promise<SavedFrom | null> {
  const single: string[] = [];
  for (const file of files) if ((await formatOf(file)) === 'file') single.push(file);
  const [file, another] = single;
  if (file === undefined) {
    if (options.url !== undefined || options.fetchedAt !== undefined)
      throw new UsageError('--url and --fetched-at belong to a saved file; collections say both themselves');
    return null;
  }
  if (another !== undefined || files.length > 1)
    throw new UsageError(
      `${file} is a saved file, no collection: import each by itself, with its own --url and --fetched-at`,
    );
  const known = savedFrom(readFileSync(file));
  const url = options.url ?? known.url;
  const fetchedAt = options.fetchedAt ?? known.fetchedAt;
  if (url === null || !URL.canParse(url))
    throw new UsageError(
      url === null
        ? `${file} does not say where it was saved from: give the address with --url`
        : `--url: met ${url}, expected the address that the file was saved from`,
    );
  if (fetchedAt === null)
    throw new UsageError(`${file} does not say when it was saved: give the time with --fetched-at`);
  const { href } = new URL(url);
  const site = siteOf(href, { sites, only });
  if (typeof site === 'string')
    throw new UsageError(
      site === FOREIGN_HOST
        ? `${href}: the host ${new URL(href).hostname} is not on the hosts list of ${only?.id ?? 'any site'}; if it belongs to the portal, add it in config/sites`
        : `${href}: ${site}`,
    );
  return { url: href, fetchedAt };
}

/** Nothing came of it, or not all that could have. */
function needsPerson({ problems, captureIds, duplicates, refused }: ImportedFileSummary): boolean {
  return problems.length > 0 || (captureIds.length === 0 && duplicates === 0 && refused.size > 0);
}

/** More foreign hosts than a person reads at a glance. */
const MOST_HOSTS = 6;

function print({ files, reports, unidentified }: ImportSummary, quiet: boolean): void {
  for (const { file, captureIds, duplicates, refused, skipped, problems } of files) {
    if (!quiet)
      say(`${paint('bold', file)}: ${captureIds.length} captures taken, ${duplicates} there already`);
    const hosts = [...refused.keys()];
    const shown = hosts.slice(0, MOST_HOSTS).join(', ') + (hosts.length > MOST_HOSTS ? ', …' : '');
    const count = [...refused.values()].reduce((sum, n) => sum + n, 0);
    if (count > 0 && !quiet) say(`  refused: ${count} records of hosts that no site file lists (${shown})`);
    if (!quiet) for (const [reason, n] of skipped) say(`  not taken: ${n}: ${reason}`);
    for (const problem of problems) say(`  ${paint('red', '✗')} ${problem}`);
  }
  const of = (outcome: string) => reports.filter((r) => r.outcome === outcome);
  if (!quiet)
    say(
      `${reports.length} reports: ${of('new').length} new, ${of('changed').length} changed, ${of('unchanged').length} known`,
    );
  for (const text of unidentified) say(`${paint('yellow', 'not filed')}: ${text}`);
}

function asJson({ files, reports, unidentified }: ImportSummary): unknown {
  return {
    files: files.map((f) => ({
      file: f.file,
      format: f.format,
      captures: f.captureIds.length,
      duplicates: f.duplicates,
      refused_hosts: Object.fromEntries(f.refused),
      not_taken: Object.fromEntries(f.skipped),
      problems: f.problems,
    })),
    reports: reports.map((r) => ({
      report_id: r.reportId,
      site_id: r.siteId,
      body: r.body,
      year: r.year,
      url: r.url,
      outcome: r.outcome,
    })),
    unidentified,
  };
}

function names(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

/** A day, or a time with its zone, as UTC. For commander. */
function time(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const at = isDay || isTime ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      'expected a day (2024-03-05) or a time with its zone (2024-03-05T09:30+08:00)',
    );
  if (at > Date.now()) throw new InvalidArgumentError('expected a time in the past');
  return new Date(at).toISOString();
}
