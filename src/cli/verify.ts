import { type Command, InvalidArgumentError } from 'commander';
import { withoutPassword } from '../archive/postgres/connection.ts';
import { type SampleResult, verifySample } from '../pipeline/verify.ts';
import { type CommonOptions, openForReading, withCommonOptions } from './common.ts';
import { placeAsJson } from './compact.ts';
import { EXIT } from './exit.ts';
import { ProgressLine, paint, say, sayJson } from './output.ts';

interface Options extends CommonOptions {
  readonly sample: number;
  readonly seed?: string;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .option('--sample <n>', 'documents to read afresh and compare; 0 for none', wholeNumber, 20)
    .option('--seed <text>', 'chooses the sample; the date unless told, so that every day takes others')
    .addHelpText(
      'after',
      `
Re-hashes every payload, resolves every reference, compares the wide tables with the readings, and runs SQLite's own
checks. Then reads a sample of the documents afresh and compares every row that the tables hold of them; it says which
sample (--verbose: which captures). Exit code 0: clean · 1: something is wrong, and the lines say what.
\`nianbao salvage FILE\` saves what can be read of a damaged database.`,
    )
    .action(run);
}

async function run(options: Options): Promise<void> {
  const archive = openForReading(options);
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    let checked = 0;
    const problems = archive.verify({
      onProgress: (done, total) => {
        checked = total;
        line.show(`checking ${done} of ${total}`);
      },
    });
    const sample = await verifySample({
      archive,
      // Of a file that SQLite itself finds damaged, no sample is needed to know that something is wrong.
      size: problems.length === 0 ? options.sample : 0,
      seed: options.seed ?? new Date().toISOString().slice(0, 10),
      onProgress: (done, total) => line.show(`reading ${done} of ${total} documents afresh`),
    });
    problems.push(...sample.problems);
    // Where something is missing or cannot be reached, that is told already.
    const place =
      problems.length > 0
        ? null
        : archive.sweep({ onProgress: (objects) => line.show(`${objects} objects seen`) });
    line.clear();
    if (options.json)
      sayJson({
        ...{ clean: problems.length === 0, checked, problems, sample: asJson(sample) },
        ...(place === null ? {} : { payloads: placeAsJson(place) }),
      });
    else print(problems, sample, checked, options);
    if (place !== null && place.orphans > 0 && !options.json && !options.quiet)
      say(
        `  ${place.orphans} of ${place.objects} objects at ${place.address} are named by no payload: harmless, \`nianbao compact\` tells more`,
      );
    if (problems.length > 0) process.exitCode = EXIT.attention;
  } finally {
    archive.close();
  }
}

function print(problems: readonly string[], sample: SampleResult, checked: number, options: Options): void {
  for (const problem of problems) say(`${paint('red', '✗')} ${problem}`);
  if (options.quiet) return;
  if (problems.length === 0)
    say(
      `${paint('green', '✓')} ${withoutPassword(options.db)} is clean: ${checked} payloads and reports checked, every reference resolved`,
    );
  const { captureIds, compared, of, outdated, seed } = sample;
  if (captureIds.length > 0)
    say(
      `  ${captureIds.length} of ${of} documents read afresh, ${compared} readings compared row by row (--seed ${seed})`,
    );
  if (outdated > 0)
    say(
      `  ${outdated} of them wait for \`nianbao reparse\`: another version of the parser read them, or none`,
    );
  for (const note of sample.notes) say(`  ${note}`);
  if (options.verbose) say(`  captures ${captureIds.join(', ')}`);
}

function asJson({ seed, of, captureIds, compared, outdated, notes }: SampleResult): unknown {
  return { seed, documents: of, captures: captureIds, compared, outdated, notes };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('expected a whole number from 0 on');
  return Number(text);
}
