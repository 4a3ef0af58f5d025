import type { Command } from 'commander';
import { withoutPassword } from '../archive/postgres/connection.ts';
import { type CommonOptions, openForReading, withCommonOptions } from './common.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson, tell } from './output.ts';
import { Interruption } from './signals.ts';

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<file>', 'the copy; overwrites nothing')
    .addHelpText(
      'after',
      `
Copies the database as it is at one moment, also while a crawl writes to it, and verifies the copy: every payload
re-hashed, every reference resolved. FILE is there only when it was found sound. To restore, put it in the database's
place while no program has that one open, and delete the old one's -wal and -shm.
Exit code 1: the database is damaged, no copy was kept · 2: FILE exists · 4: no space · 130: interrupted.`,
    )
    .action(run);
}

async function run(file: string, options: CommonOptions): Promise<void> {
  const archive = openForReading(options, true);
  const line = new ProgressLine(!options.quiet && !options.json);
  const interruption = new Interruption();
  try {
    const { size, problems } = await archive.backup(file, {
      signal: interruption.gentle,
      onProgress: (done, total) => line.show(`${done} of ${total} pages copied`),
    });
    line.clear();
    if (options.json) sayJson({ file: problems.length === 0 ? file : null, size, problems });
    else if (problems.length > 0) {
      for (const problem of problems) say(`${paint('red', '✗')} ${problem}`);
      say(
        `No copy was kept, as ${withoutPassword(options.db)} is damaged: \`nianbao salvage FILE\` saves what can be read of it.`,
      );
    } else if (!options.quiet) {
      const mib = (size / 1024 ** 2).toLocaleString('en', { maximumFractionDigits: 1 });
      say(`${paint('green', '✓')} ${file}: ${mib} MiB, verified`);
    }
    if (problems.length > 0) process.exitCode = EXIT.attention;
  } catch (error) {
    if (!interruption.gentle.aborted) throw error;
    tell(`nianbao: interrupted; no copy was made`);
    process.exitCode = EXIT.interrupted;
  } finally {
    interruption.end();
    archive.close();
  }
}
