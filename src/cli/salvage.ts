import { existsSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { isPostgres } from '../archive/open.ts';
import { type SalvageSummary, salvage } from '../pipeline/salvage.ts';
import { loadConfiguration } from '../sites/load.ts';
import { type CommonOptions, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, paint, say, sayJson, table } from './output.ts';
import { Interruption } from './signals.ts';

/** Losses of one table that are told without --verbose. */
const MOST_TOLD = 10;

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<file>', 'the new database; overwrites nothing')
    .addHelpText(
      'after',
      `
Copies what can still be read of a damaged database (--db) into a new one: bytes only where they match their hash,
captures only with their bytes. What was read from them is made anew, as reparse does. The damaged file is only read.
Says what was lost; the next crawl fetches again what the portals still show. Exit code 0: nothing was lost · 1: something
was, and the lines say what, or nothing can be saved · 2: FILE exists · 4: no space · 130: interrupted, run reparse on FILE.`,
    )
    .action(run);
}

async function run(file: string, options: CommonOptions): Promise<void> {
  const { settings, sites, corrections } = loadConfiguration(options.config);
  if (isPostgres(options.db))
    throw new UsageError(
      'salvage is for damaged SQLite files: restore a PostgreSQL database from its own backups',
    );
  if (!existsSync(options.db))
    throw new UsageError(`there is no database ${options.db}: give the damaged one with --db`);
  if (statSync(options.db).isDirectory())
    throw new UsageError(`${options.db} is a folder: name the database in it with --db`);
  const line = new ProgressLine(!options.quiet && !options.json);
  const interruption = new Interruption();
  try {
    const summary = await salvage({
      source: options.db,
      target: file,
      settings,
      sites,
      corrections,
      signal: interruption.gentle,
      onProgress: (what) => line.show(what),
    });
    line.clear();
    const lost = summary.tables.some((t) => t.losses.length > 0);
    if (options.json) sayJson(asJson(file, summary));
    else print(file, summary, options);
    if (summary.reparsed.interrupted) process.exitCode = EXIT.interrupted;
    else if (lost || summary.problems.length > 0) process.exitCode = EXIT.attention;
  } finally {
    interruption.end();
  }
}

function print(file: string, { tables, reparsed, problems }: SalvageSummary, options: CommonOptions): void {
  const told = tables.filter((t) => t.kept > 0 || t.losses.length > 0);
  if (!options.quiet)
    say(
      table(
        [
          ['table', 'saved', 'losses'],
          ...told.map((t) => [
            t.table,
            String(t.kept),
            t.losses.length === 0 ? '·' : String(t.losses.length),
          ]),
        ],
        ['left', 'right', 'right'],
      ),
    );
  for (const { table: name, losses } of told) {
    const shown = options.verbose ? losses : losses.slice(0, MOST_TOLD);
    for (const loss of shown) say(`${paint('red', '✗')} ${name}: ${loss}`);
    if (losses.length > shown.length)
      say(`  ${name}: and ${losses.length - shown.length} more (--verbose shows all)`);
  }
  for (const problem of problems) say(`${paint('red', '✗')} ${problem}`);
  if (options.quiet) return;
  say(
    `${file}: ${reparsed.documents} documents read again, ${reparsed.reports} reports; ` +
      (problems.length === 0 ? 'the new database is sound' : 'the new database needs a look, see above'),
  );
}

function asJson(file: string, { tables, reparsed, problems }: SalvageSummary): unknown {
  return {
    file,
    tables: tables.map(({ table: name, kept, losses }) => ({ table: name, kept, losses })),
    documents: reparsed.documents,
    reports: reparsed.reports,
    interrupted: reparsed.interrupted,
    problems,
  };
}
