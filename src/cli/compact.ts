import type { Command } from 'commander';
import type { Compacted } from '../archive/compact.ts';
import type { Swept } from '../archive/sweep.ts';
import { type Compaction, compact } from '../pipeline/compact.ts';
import { type CommonOptions, openForReading, openForWriting, withCommonOptions } from './common.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';
import { Interruption } from './signals.ts';

interface Options extends CommonOptions {
  readonly dryRun: boolean;
  readonly sweep: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--dry-run', 'say what it would save; change nothing', false)
    .option('--sweep', 'delete what lies at the place of payloads, is named by none, and a day old', false)
    .addHelpText(
      'after',
      `
Pages of a site are alike: stored with one of them as dictionary, each takes a small part of its space. New pages are stored
so anyway; this does it for those that were stored before there was one, and gives the space back to the file system. Every
page is unfolded again and its hash compared before it counts. Interrupted, or killed, it goes on where it was when it is
run again. Needs free space as large as the database at its end.
Where payloads are kept outside (--payloads), it says how many objects there no payload names: what a killed crawl left.
--sweep deletes them; do not where another database, or its backup, has its payloads at the same place. With --payloads PLACE
another place, to which all objects were copied, becomes the one that the database remembers.
Exit code 1: a payload is damaged · 3: a crawl is at work · 4: no space · 130: interrupted; what was done stays.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const reading = openForReading(options, !options.dryRun);
  reading.close();
  const archive = options.dryRun ? openForReading(options) : openForWriting(options);
  const line = new ProgressLine(!options.quiet && !options.json);
  const interruption = new Interruption();
  try {
    const done = await compact(archive, {
      dryRun: options.dryRun,
      sweep: options.sweep,
      moves: options.payloads !== undefined,
      signal: interruption.gentle,
      onProgress: (count, total) => line.show(`${count} of ${total} pages stored anew`),
    });
    line.clear();
    if (options.json) sayJson(asJson(done, options.dryRun));
    else if (!options.quiet) print(done, options);
    if (done.pages?.interrupted === true) process.exitCode = EXIT.interrupted;
  } finally {
    interruption.end();
    archive.close();
  }
}

const mib = (bytes: number): string =>
  `${(bytes / 1024 ** 2).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;

function print({ pages, place }: Compaction, options: Options): void {
  if (pages !== null) printPages(pages, options);
  if (place !== null) printPlace(place, options);
}

function printPlace(
  { address, objects, orphans, orphanBytes, removed, missing }: Swept,
  options: Options,
): void {
  say(
    `${address}: ${objects} objects, ${orphans} of them (${mib(orphanBytes)}) named by no payload, ${removed} deleted`,
  );
  if (orphans > removed && !options.sweep)
    say(
      '  A killed crawl leaves such. --sweep deletes them; not where another database has its payloads there, too.',
    );
  if (missing > 0) say(`${paint('red', '✗')} ${missing} objects are missing: \`nianbao verify\` names them`);
}

function printPages(done: Compacted, { db, dryRun }: Options): void {
  const { looked, recoded, before, after, fileBefore, fileAfter, interrupted } = done;
  if (dryRun) {
    say(
      `${recoded} of ${looked} pages that stand by themselves would take ${mib(after)} instead of ${mib(before)}.`,
    );
    return;
  }
  say(`${recoded} of ${looked} pages that stood by themselves take ${mib(after)} instead of ${mib(before)}.`);
  if (interrupted) say('Interrupted: run it again to go on, and to give the space back to the file system.');
  else say(`${paint('green', '✓')} ${db}: ${mib(fileBefore)} before, ${mib(fileAfter)} now`);
}

function asJson({ pages, place }: Compaction, dryRun: boolean): unknown {
  return {
    dry_run: dryRun,
    ...(pages === null
      ? {}
      : {
          looked: pages.looked,
          recoded: pages.recoded,
          bytes_before: pages.before,
          bytes_after: pages.after,
          dictionaries: pages.dictionaries,
          file_before: pages.fileBefore,
          file_after: pages.fileAfter,
          interrupted: pages.interrupted,
        }),
    ...(place === null ? {} : { payloads: placeAsJson(place) }),
  };
}

/** What lies at the place of payloads, for programs. */
export function placeAsJson({ address, objects, orphans, orphanBytes, removed, missing }: Swept): unknown {
  return { place: address, objects, orphans, orphan_bytes: orphanBytes, removed, missing };
}
