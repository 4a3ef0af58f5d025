import type { Row, TableFormat } from './format.ts';
import type { ExportTable } from './tables.ts';
import { MOST_ROWS, type Sheet } from './xlsx/sheet-xml.ts';
import { Workbook } from './xlsx/workbook.ts';

/**
 * A workbook a table; beside the values stand the same figures in the form's layout, and the codebook. A table longer
 * than a sheet goes on in further workbooks, each of which a spreadsheet can open: one of many full sheets it could not.
 */
export const xlsx: TableFormat = {
  name: 'xlsx',
  mediatype: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  async write(pathOf, table, rowsOf, { sheetRows = MOST_ROWS }) {
    const sheet = sheetOf(table);
    const rows = new Lookahead(cellsOf(table, rowsOf(table)));
    const written: number[] = [];
    do {
      const workbook = new Workbook(pathOf(written.length + 1));
      try {
        written.push(await workbook.addSheet(sheet, rows.take(sheetRows - sheet.head.length)));
        if (written.length === 1)
          for (const each of table.companions)
            await workbook.addSheet(sheetOf(each), cellsOf(each, rowsOf(each)));
        workbook.finish();
      } catch (error) {
        workbook.abandon();
        throw error;
      }
    } while (!rows.isEmpty());
    return written;
  },
};

/** Rows that are taken in portions. */
class Lookahead<T> {
  readonly #source: Iterator<T, void>;
  #next: IteratorResult<T, void> | null = null;

  constructor(source: Iterable<T>) {
    this.#source = source[Symbol.iterator]();
  }

  isEmpty(): boolean {
    this.#next ??= this.#source.next();
    return this.#next.done === true;
  }

  *take(count: number): Generator<T, void> {
    for (let taken = 0; taken < count; taken += 1) {
      const next = this.#next ?? this.#source.next();
      this.#next = null;
      if (next.done === true) {
        this.#next = next;
        return;
      }
      yield next.value;
    }
  }
}

function sheetOf({ name, columns, frozenColumns }: ExportTable): Sheet {
  const depth = Math.max(...columns.map((c) => c.labels.length));
  const labels = Array.from({ length: depth }, (_, level) => columns.map((c) => c.labels[level] ?? ''));
  return { name, columns, head: [...labels, columns.map((c) => c.name)], frozenColumns };
}

function* cellsOf({ columns }: ExportTable, rows: Iterable<Row>): Generator<Row[string][]> {
  for (const row of rows) yield columns.map(({ name }) => row[name] ?? null);
}
