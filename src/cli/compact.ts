import type { Command } from 'commander';
import type { Compacted } from '../archive/compact.ts';
import { compact } from '../pipeline/compact.ts';
import { type CommonOptions, openForReading, openForWriting, withCommonOptions } from './common.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';
import { Interruption } from './signals.ts';

interface Options extends CommonOptions {
  readonly dryRun: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--dry-run', 'say what it would save; change nothing', false)
    .addHelpText(
      'after',
      `
Pages of a site are alike: stored with one of them as dictionary, each takes a small part of its space. New pages are stored
so anyway; this does it for those that were stored before there was one, and gives the space back to the file system. Every
page is unfolded again and its hash compared before it counts. Interrupted, or killed, it goes on where it was when it is
run again. Needs free space as large as the database at its end.
Exit code 1: a payload is damaged · 3: a crawl is at work · 4: no space · 130: interrupted; what was done stays.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const reading = openForReading(options.db, !options.dryRun);
  reading.close();
  const archive = options.dryRun ? openForReading(options.db) : openForWriting(options.db);
  const line = new ProgressLine(!options.quiet && !options.json);
  const interruption = new Interruption();
  try {
    const done = await compact(archive, {
      dryRun: options.dryRun,
      signal: interruption.gentle,
      onProgress: (count, total) => line.show(`${count} of ${total} pages stored anew`),
    });
    line.clear();
    if (options.json) sayJson(asJson(done, options.dryRun));
    else if (!options.quiet) print(done, options);
    if (done.interrupted) process.exitCode = EXIT.interrupted;
  } finally {
    interruption.end();
    archive.close();
  }
}

const mib = (bytes: number): string =>
  `${(bytes / 1024 ** 2).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;

function print(done: Compacted, { db, dryRun }: Options): void {
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

function asJson(done: Compacted, dryRun: boolean): unknown {
  return {
    dry_run: dryRun,
    looked: done.looked,
    recoded: done.recoded,
    bytes_before: done.before,
    bytes_after: done.after,
    dictionaries: done.dictionaries,
    file_before: done.fileBefore,
    file_after: done.fileAfter,
    interrupted: done.interrupted,
  };
}
