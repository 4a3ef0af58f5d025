import type { ExportTable } from './tables.ts';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** `safe`: what a spreadsheet would run as a formula is made text by a leading apostrophe. */
export type SpreadsheetRule = 'as_is' | 'safe';

export interface FormatOptions {
  readonly spreadsheet: SpreadsheetRule;
  /** A byte order mark before CSV, for spreadsheets that otherwise take UTF-8 for something else. */
  readonly bom: boolean;
  /** Rows that a spreadsheet's sheet is given at most, those of its head included; as many as it can hold. */
  readonly sheetRows?: number;
  /** Told to readers of the file that look for its origin. */
  readonly snapshot: string;
}

/** A kind of file that a table can be written as. */
export interface TableFormat {
  /** The ending of the file's name. */
  readonly name: 'csv' | 'jsonl' | 'xlsx' | 'parquet';
  readonly mediatype: string;
  /**
   * Writes the table; goes through the rows once and holds few of them at a time.
   * @param pathOf names the first file, 1, and further ones where the format cannot hold the table in one
   * @returns the number of rows in each file.
   */
  write(
    pathOf: (part: number) => string,
    table: ExportTable,
    rowsOf: (table: ExportTable) => Iterable<Row>,
    options: FormatOptions,
  ): Promise<readonly number[]>;
}
