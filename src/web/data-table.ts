import { csvLine } from '../export/csv.ts';

export type Cell = string | number | null;

/** A table that a page shows, as data: the same at the page's address with `.csv` and `.json`. */
export interface DataTable {
  /** File name without extension; ASCII. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table that is kept is written out once. */
const written = new WeakMap<DataTable, Map<'csv' | 'json', string>>();

/** CSV has a byte order mark: without it Excel takes UTF-8 for something else. Formulas are made text. */
export function tableAs(kind: 'csv' | 'json', table: DataTable): string {
  const texts = written.get(table) ?? new Map<'csv' | 'json', string>();
  written.set(table, texts);
  const text = texts.get(kind) ?? (kind === 'csv' ? asCsv(table) : asJson(table));
  texts.set(kind, text);
  return text;
}

function asCsv({ columns, rows }: DataTable): string {
  return `\ufeff${[columns, ...rows].map((row) => csvLine(row, 'safe')).join('')}`;
}

/** An array of objects, one a row. */
function asJson({ columns, rows }: DataTable): string {
  return `[${rows
    .map((row) => JSON.stringify(Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]))))
    .join(',\n')}]\n`;
}
