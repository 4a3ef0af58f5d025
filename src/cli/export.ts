import { type Command, InvalidArgumentError } from 'commander';
import { exportTables, FORMATS, type Format } from '../export/write.ts';
import { type CommonOptions, openForReading, withCommonOptions } from './common.ts';
import { ProgressLine, say, sayJson } from './output.ts';

interface Options extends CommonOptions {
  readonly format: readonly Format[];
  readonly spreadsheetSafe: boolean;
}

export function define(command: Command): void {
  withCommonOptions(command)
    .argument('<dir>', 'where to write reports, values, checks, warnings, captures and datapackage.json')
    .option('--format <formats>', `one or more of ${FORMATS.join(', ')}`, formats, ['csv'])
    .option('--spreadsheet-safe', 'neutralise what a spreadsheet would run as a formula', false)
    .action(run);
}

async function run(directory: string, options: Options): Promise<void> {
  const archive = openForReading(options.db);
  const line = new ProgressLine(!options.quiet && !options.json);
  try {
    const files = await exportTables({
      archive,
      directory,
      formats: options.format,
      spreadsheet: options.spreadsheetSafe ? 'safe' : 'as_is',
      now: new Date(),
      onProgress: (table, rows) => line.show(`${table}: ${rows} rows`),
    });
    line.clear();
    if (options.json) sayJson({ files });
    else if (!options.quiet)
      for (const { path, rows } of files) say(rows > 0 ? `${path}  ${rows} rows` : path);
  } finally {
    archive.close();
  }
}

function formats(text: string): Format[] {
  return [...new Set(text.split(',').map((part) => part.trim()))].map((part) => {
    const format = FORMATS.find((f) => f === part);
    if (format === undefined) throw new InvalidArgumentError(`expected one or more of ${FORMATS.join(', ')}`);
    return format;
  });
}
