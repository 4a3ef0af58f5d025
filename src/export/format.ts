import type { ExportTable } from './tables.ts';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** `safe`: what a spreadsheet would run as a formula is made text by a leading apostrophe. */
export type SpreadsheetRule = 'as_is' | 'safe';

export interface FormatOptions {
  readonly spreadsheet: SpreadsheetRule;
  /** A byte order mark before CSV, for spreadsheets that otherwise take UTF-8 for something else. */
  readonly bom: boolean;
  /** Told to readers of the file that look for its origin. */
  readonly snapshot: string;
}

/** A kind of file that a table can be written as. */
export interface TableFormat {
  /** The ending of the file's name. */
  readonly name: 'csv' | 'jsonl' | 'xlsx' | 'parquet';
  readonly mediatype: string;
  /** Writes the table to `path`; goes through the rows once and holds few of them at a time. */
  write(
    path: string,
    table: ExportTable,
    rowsOf: (table: ExportTable) => Iterable<Row>,
    options: FormatOptions,
  ): Promise<void>;
}
