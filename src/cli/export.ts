import { type Command, InvalidArgumentError } from 'commander';
import { exportTables, FORMATS, type Format } from '../export/write.ts';
import { keepHeapLean } from '../pipeline/lean-heap.ts';
import { type CommonOptions, makeFolder, openForReading, withCommonOptions } from './common.ts';
import { UsageError } from './exit.ts';
import { ProgressLine, say, sayJson } from './output.ts';

interface Options extends CommonOptions {
  readonly format: readonly Format[];
  readonly spreadsheetSafe: boolean;
  readonly bom: boolean;
  readonly corrected: boolean;
  readonly since?: string;
}

const NAMES = FORMATS.map((f) => f.name);

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<dir>', 'where to write the tables and datapackage.json')
    .option('--format <formats>', `one or more of ${NAMES.join(', ')}`, formats, ['csv'])
    .option('--since <date>', 'only reports new, amended or withdrawn since then, and captures since', since)
    .option(
      '--corrected',
      "lay people's corrections over what was read in wide (values has both anyway)",
      false,
    )
    .option('--spreadsheet-safe', 'in CSV, neutralise what a spreadsheet would run as a formula', false)
    .option('--bom', 'begin CSV files with a byte order mark, for older spreadsheets', false)
    .addHelpText(
      'after',
      `
Writes reports, values (long), wide (one row a report), checks, warnings, captures and
codebook, each with the format's ending, and datapackage.json, which describes them
and names the snapshot to cite. In xlsx, values has the form's layout and the codebook
as further sheets; what exceeds the 1,048,576 rows of a sheet goes on in values-2.xlsx
and so on, so that a spreadsheet can open each: for many reports prefer csv or parquet.`,
    )
    .action(run);
}

async function run(directory: string, options: Options): Promise<void> {
  keepHeapLean();
  const archive = openForReading(options);
  try {
    makeFolder(directory);
  } catch (error) {
    archive.close();
    throw new UsageError(
      `the folder ${directory} cannot be made (${error instanceof Error ? error.message : String(error)}): name another`,
    );
  }
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    const { files, snapshot, citation } = await exportTables({
      archive,
      directory,
      formats: options.format,
      spreadsheet: options.spreadsheetSafe ? 'safe' : 'as_is',
      bom: options.bom,
      figures: options.corrected ? 'corrected' : 'read',
      since: options.since ?? null,
      now: new Date(),
      onProgress: (table, rows) => line.show(`${table}: ${rows} rows`),
    });
    line.clear();
    if (options.json) sayJson({ files, snapshot, citation });
    else if (!options.quiet) {
      for (const { path, rows } of files) say(rows > 0 ? `${path}  ${rows} rows` : path);
      say(`Cite as: ${citation}`);
    }
  } finally {
    archive.close();
  }
}

function formats(text: string): Format[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].map((part) => {
    const name = NAMES.find((n) => n === part);
    if (name === undefined) throw new InvalidArgumentError(`expected one or more of ${NAMES.join(', ')}`);
    return name;
  });
}

function since(text: string): string {
  const date = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/u.test(text) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError(
      'expected a date such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z',
    );
  return date.toISOString();
}
