import type { Row, TableFormat } from './format.ts';
import type { ExportTable } from './tables.ts';
import type { Sheet } from './xlsx/sheet-xml.ts';
import { Workbook } from './xlsx/workbook.ts';

/** A workbook a table; beside the values stand the same figures in the form's layout, and the codebook. */
export const xlsx: TableFormat = {
  name: 'xlsx',
  mediatype: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  async write(path, table, rowsOf) {
    const workbook = new Workbook(path);
    try {
      for (const each of [table, ...table.companions])
        await workbook.addSheet(sheetOf(each), cellsOf(each, rowsOf(each)));
      workbook.finish();
    } catch (error) {
      workbook.abandon();
      throw error;
    }
  },
};

function sheetOf({ name, columns, frozenColumns }: ExportTable): Sheet {
  const depth = Math.max(...columns.map((c) => c.labels.length));
  const labels = Array.from({ length: depth }, (_, level) => columns.map((c) => c.labels[level] ?? ''));
  return { name, columns, head: [...labels, columns.map((c) => c.name)], frozenColumns };
}

function* cellsOf({ columns }: ExportTable, rows: Iterable<Row>): Generator<Row[string][]> {
  for (const row of rows) yield columns.map(({ name }) => row[name] ?? null);
}
