import type { Command } from 'commander';
import { type ReparseSummary, reparse } from '../pipeline/reparse.ts';
import { loadConfiguration } from '../sites/load.ts';
import {
  type CommonOptions,
  checkSiteNames,
  openForReading,
  openForWriting,
  withCommonOptions,
} from './common.ts';
import { correctionAsJson, printCorrections } from './corrections.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';
import { Interruption } from './signals.ts';

interface Options extends CommonOptions {
  readonly anew?: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('[site...]', 'only the archived documents of these sites')
    .option(
      '--anew',
      'file everything again, also what reads as it is filed: where verify names altered rows',
    )
    .addHelpText('after', '\nExit code 3: a crawl is at work · 130: interrupted; what was read again stays.')
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { settings, sites, corrections } = loadConfiguration(options.config);
  checkSiteNames(names, sites);
  // Says in words where there is no database; opening for writing would make one.
  openForReading(options).close();
  const archive = openForWriting(options);
  const interruption = new Interruption();
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    const summary = await reparse({
      archive,
      settings,
      sites,
      corrections,
      only: names.length === 0 ? null : names,
      anew: options.anew === true,
      signal: interruption.gentle,
      onProgress: (documents, total) => line.show(`${documents} of ${total} documents read again`),
    });
    line.clear();
    if (options.json) sayJson(asJson(summary));
    else print(summary, options.quiet);
    if (summary.interrupted) process.exitCode = EXIT.interrupted;
    else if (summary.toReview.length > 0) process.exitCode = EXIT.attention;
  } finally {
    interruption.end();
    archive.close();
  }
}

/** More changes of one report than a person reads at a glance. */
const MOST_SHOWN = 8;

function print(summary: ReparseSummary, quiet: boolean): void {
  const { changed, documents, reports, parserVersion } = summary;
  if (!quiet)
    say(
      `${documents} documents read again by parser ${parserVersion}: ${reports} reports, ${summary.added} not known before, ${summary.unreadable} unreadable, ${changed.length} with other figures`,
    );
  for (const report of changed) {
    const from = report.before.filter((v) => v !== parserVersion);
    const why = from.length > 0 ? `parser ${from.join(', ')} → ${parserVersion}` : 'the same parser version';
    say(
      `\n${paint('bold', `${report.body} ${report.year}`)}  (${report.siteId}, report ${report.reportId}; ${why})`,
    );
    for (const { field, before, after } of report.changes.slice(0, MOST_SHOWN))
      say(`  ${field}: ${before ?? 'blank'} → ${after ?? 'blank'}`);
    if (report.changes.length > MOST_SHOWN) say(`  and ${report.changes.length - MOST_SHOWN} more`);
  }
  printCorrections(summary.toReview, false);
  for (const { body, year, siteId, url } of summary.gone)
    say(`${paint('yellow', 'no report any more')}: ${body} ${year} (${siteId}, ${url})`);
  for (const text of summary.unidentified) say(`${paint('yellow', 'not filed')}: ${text}`);
}

function asJson(summary: ReparseSummary): unknown {
  return {
    documents: summary.documents,
    reports: summary.reports,
    added: summary.added,
    unreadable: summary.unreadable,
    unidentified: summary.unidentified,
    gone: summary.gone.map((r) => ({
      report_id: r.reportId,
      site_id: r.siteId,
      body: r.body,
      year: r.year,
      url: r.url,
    })),
    parser_version: summary.parserVersion,
    interrupted: summary.interrupted,
    corrections_to_review: summary.toReview.map(correctionAsJson),
    changed: summary.changed.map((r) => ({
      report_id: r.reportId,
      site_id: r.siteId,
      body: r.body,
      year: r.year,
      url: r.url,
      parser_before: r.before,
      values: r.changes,
    })),
  };
}
