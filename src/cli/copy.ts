import type { Command } from 'commander';
import { openForReading, openForWriting, withCommonOptions } from './common.ts';
import { EXIT, UsageError } from './exit.ts';
import { ProgressLine, paint, say, sayJson, table, tell } from './output.ts';
import { Interruption } from './signals.ts';

interface Options {
  readonly payloads?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<from>', 'an SQLite file, or postgres://user@host/name')
    .argument('<to>', 'the other: made where it is not there yet')
    .addHelpText(
      'after',
      `
Makes TO hold what FROM holds, as it is at one moment: every capture, payload, report and edition, with the same
numbers. What is there already is left alone: interrupted, it goes on where it was; a second copy brings only what has
changed. Payloads that FROM has outside stay where they are, unless --payloads says where TO has its own (\`database\`: in it). Then it compares the two row by row and verifies TO. Nothing may write to TO meanwhile.
Exit code 1: they differ, or TO is not sound · 2: TO holds something else · 130: interrupted, resumable.`,
    )
    .action(run);
}

async function run(from: string, to: string, options: Options): Promise<void> {
  if (from === to) throw new UsageError('FROM and TO are the same database');
  const source = openForReading({ db: from });
  const line = new ProgressLine(!options.quiet && !options.json);
  const interruption = new Interruption();
  try {
    const target = openForWriting({ db: to, payloads: options.payloads ?? null });
    try {
      const told = (what: string) => ({
        onProgress: (name: string, rows: number) =>
          line.show(`${what} ${name}: ${rows.toLocaleString('en')} rows`),
        signal: interruption.gentle,
      });
      const copied = source.copyTo(target, told('copying'));
      const problems = [...source.differences(target, told('comparing')), ...target.verify()];
      line.clear();
      if (options.json) sayJson({ tables: copied, problems });
      else if (!options.quiet || problems.length > 0) {
        const rows = copied
          .filter(({ rows, removed }) => rows + removed > 0)
          .map((c) => [c.table, String(c.rows), String(c.written), String(c.removed)]);
        say(table([['', 'rows', 'written', 'removed'], ...rows], ['left', 'right', 'right', 'right']));
        for (const problem of problems) say(`${paint('red', '✗')} ${problem}`);
        if (problems.length === 0) say(`${paint('green', '✓')} the same in both, and sound`);
      }
      if (problems.length > 0) process.exitCode = EXIT.attention;
    } finally {
      target.close();
    }
  } catch (error) {
    if (!interruption.gentle.aborted) throw error;
    tell('nianbao: interrupted; run the command again and it goes on');
    process.exitCode = EXIT.interrupted;
  } finally {
    interruption.end();
    source.close();
  }
}
