import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Cell, TableFormat } from './format.ts';
import type { ExportColumn } from './tables.ts';

/** Rows held in memory at a time; a reader can skip whole groups. */
const GROUP = 50_000;

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
  async write(path, table, rowsOf, { snapshot }) {
    const { columns } = table;
    const schema: Schema = [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }): Element => ({ name, repetition_type: 'OPTIONAL', ...KINDS[type] })),
    ];
    const writer = new ParquetWriter({
      writer: fileWriter(path),
      schema,
      kvMetadata: [{ key: 'snapshot', value: snapshot }],
    });
    let data: Stored[][] = columns.map(() => []);
    let held = 0;
    const flush = async (): Promise<void> => {
      await writer.write({
        columnData: columns.map(({ name }, i) => ({ name, data: data[i] ?? [] })),
        rowGroupSize: GROUP,
      });
      data = columns.map(() => []);
      held = 0;
    };
    for (const row of rowsOf(table)) {
      for (const [i, column] of columns.entries()) data[i]?.push(stored(row[column.name] ?? null, column));
      held += 1;
      if (held === GROUP) await flush();
    }
    if (held > 0) await flush();
    await writer.finish();
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
