import { csvLine } from '../export/csv.ts';

export type Cell = string | number | null;

/** A table that a page shows, as data: the same at the page's address with `.csv` and `.json`. */
export interface DataTable {
  /** File name without extension; ASCII. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table that is kept is written out once, as the bytes that are sent: a string would be turned into them each time. */
const written = new WeakMap<DataTable, Map<'csv' | 'json', Uint8Array<ArrayBuffer>>>();

/** CSV has a byte order mark: without it Excel takes UTF-8 for something else. Formulas are made text. */
export function tableAs(kind: 'csv' | 'json', table: DataTable): Uint8Array<ArrayBuffer> {
  const kinds = written.get(table) ?? new Map<'csv' | 'json', Uint8Array<ArrayBuffer>>();
  written.set(table, kinds);
  const bytes = kinds.get(kind) ?? new TextEncoder().encode(kind === 'csv' ? asCsv(table) : asJson(table));
  kinds.set(kind, bytes);
  return bytes;
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
