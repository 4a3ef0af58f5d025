import type { Command } from 'commander';
import { type CommonOptions, openForReading, withCommonOptions } from './common.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';

export function define(command: Command): void {
  withCommonOptions(command)
    .addHelpText(
      'after',
      `
Re-hashes every payload, resolves every reference, compares the wide tables with the readings, and runs SQLite's own
checks. Exit code 0: clean · 1: something is wrong, and the lines say what.`,
    )
    .action(run);
}

function run(options: CommonOptions): void {
  const archive = openForReading(options.db);
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    let checked = 0;
    const problems = archive.verify({
      onProgress: (done, total) => {
        checked = total;
        line.show(`checking ${done} of ${total}`);
      },
    });
    line.clear();
    if (options.json) sayJson({ clean: problems.length === 0, checked, problems });
    else if (problems.length > 0) for (const problem of problems) say(`${paint('red', '✗')} ${problem}`);
    else if (!options.quiet)
      say(
        `${paint('green', '✓')} ${options.db} is clean: ${checked} payloads re-hashed, every reference resolved`,
      );
    if (problems.length > 0) process.exitCode = EXIT.attention;
  } finally {
    archive.close();
  }
}
