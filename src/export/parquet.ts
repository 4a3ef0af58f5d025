import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell, TableFormat } from './format.ts';
import type { ExportColumn } from './tables.ts';

/**
 * Cells held in memory at a time, a row group: readers skip whole groups, so that larger ones serve nobody, and a wide
 * table has fewer rows in each.
 */
const CELLS_HELD = 300_000;

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];
type Element = Schema[number];

const KINDS: Readonly<Record<ExportColumn['type'], Omit<Element, 'name'>>> = {
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** Parquet with a type for each column; blanks are nulls. Dates that are none are an error, not a guess. */
export const parquet: TableFormat = {
  name: 'parquet',
  mediatype: 'application/vnd.apache.parquet',
  async write(pathOf, table, rowsOf, { snapshot }) {
    const { columns } = table;
    const group = Math.ceil(CELLS_HELD / columns.length);
    const schema: Schema = [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...KINDS[type] })),
    ];
    const writer = new ParquetWriter({
      writer: fileWriter(pathOf(1)),
      schema,
      kvMetadata: [{ key: 'snapshot', value: snapshot }],
    });
    let data: Stored[][] = columns.map(() => []);
    let held = 0;
    let rows = 0;
    const flush = async (): Promise<void> => {
      await writer.write({
        columnData: columns.map(({ name }, i) => ({ name, data: data[i] ?? [] })),
        rowGroupSize: group,
      });
      data = columns.map(() => []);
      rows += held;
      held = 0;
    };
    for (const row of rowsOf(table)) {
      for (const [i, column] of columns.entries()) data[i]?.push(stored(row[column.name] ?? null, column));
      held += 1;
      if (held === group) await flush();
    }
    if (held > 0) await flush();
    await writer.finish();
    return [rows];
  },
};

type Stored = string | number | Date | null;

function stored(cell: Cell, { name, type }: ExportColumn): Stored {
  if (cell === null) return null;
  if (type === 'string') return String(cell);
  if (type === 'integer' || type === 'number') {
    const number = Number(cell);
    if (Number.isNaN(number)) throw new Error(`column ${name}: “${cell}” is no number`);
    return number;
  }
  const date = new Date(cell);
  if (Number.isNaN(date.getTime())) throw new Error(`column ${name}: “${cell}” is no date`);
  return date;
}
