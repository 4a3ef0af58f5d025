/** Layouts in which cells stand in another order than the form's, or figures are broken: what cannot be told must be doubted. */
import { laidOut } from './exported-layouts.ts';
import { cellsOf, html, htmlTable, type Layout, text } from './printing.ts';
import { placesOf, type SheetCell, type SheetRow, type SheetTable, valueCells } from './sheet.ts';

export interface OddLayout {
  readonly layout: Layout;
  /** Whether all values are read nevertheless, with a warning each. */
  readonly legible: boolean;
}

const label = (content: string, colspan = 1): SheetCell => ({
  text: content,
  colspan,
  rowspan: 1,
  field: null,
});

const mapRows = (table: SheetTable, map: (row: SheetRow) => SheetRow): SheetTable => ({
  ...table,
  rows: table.rows.map(map),
});

const labelsOf = (row: SheetRow): SheetCell[] => row.cells.filter((c) => c.field === null);

const labelsRight = (table: SheetTable): SheetTable =>
  mapRows(table, (row) =>
    row.role === 'values' ? { ...row, cells: [...valueCells(row), ...labelsOf(row)] } : row,
  );

const mirrored = (table: SheetTable): SheetTable =>
  mapRows(table, (row) => ({ ...row, cells: [...row.cells].reverse() }));

const cellLines = (table: SheetTable): string => table.rows.flatMap(cellsOf).join('\n');
const spaced = (table: SheetTable): string => table.rows.map((row) => cellsOf(row).join(' ')).join('\n');
const tabbed = (table: SheetTable): string =>
  placesOf(table)
    .map((row) => row.map((c) => c?.text ?? '').join('\t'))
    .join('\n');

/** Column by column, as some converters take a table without ruling lines. */
function byColumns(table: SheetTable): string {
  const places = placesOf(table);
  const width = Math.max(...places.map((row) => row.length));
  return Array.from({ length: width }, (_, c) => places.flatMap((row) => row[c]?.text ?? []))
    .flat()
    .filter((t) => t.trim() !== '')
    .join('\n');
}

const texts = (cells: readonly SheetCell[]): string[] => cells.map((c) => c.text).filter((t) => t !== '');

/** A row for each kind of applicant. */
function transposed(table: SheetTable): SheetTable {
  if (table.name !== 'requests') return table;
  const rows = table.rows.filter((row) => row.role === 'values');
  const names = ['自然人', '商业企业', '科研机构', '社会公益组织', '法律服务机构', '其他', '总计'];
  const own = rows.map((row) => label(labelsOf(row).at(-1)?.text ?? ''));
  return {
    ...table,
    columns: rows.length + 1,
    rows: [
      { role: 'header', id: null, cells: [label('申请人情况'), ...own] },
      ...names.map((name, k): SheetRow => {
        const values = rows.flatMap((row) => valueCells(row)[k] ?? []);
        return { role: 'values', id: null, cells: [label(name), ...values] };
      }),
    ],
  };
}

/** Last year's figure in front of each of this year's. */
function withLastYear(table: SheetTable): SheetTable {
  if (table.name !== 'requests') return table;
  const rows = table.rows.flatMap((row, r): SheetRow[] => {
    const doubled = row.cells.flatMap((c) => {
      if (c.field !== null) return [label('7'), c];
      return r < 3 && c.rowspan < 3 ? [{ ...c, colspan: c.colspan * 2 }] : [c];
    });
    const years = Array.from({ length: 7 }, () => [label('上年'), label('本年')]).flat();
    const more: SheetRow = { role: 'header', id: null, cells: [label('', 3), ...years] };
    return r === 2 ? [{ ...row, cells: doubled }, more] : [{ ...row, cells: doubled }];
  });
  return { ...table, columns: table.columns + 7, rows };
}

const odd = (layout: Layout, legible = false): OddLayout => ({ layout, legible });

export const ODD_LAYOUTS: readonly OddLayout[] = [
  odd(
    html('labels right in a page', (t) => htmlTable(labelsRight(t))),
    true,
  ),
  odd(
    text('labels right, tabs', (t) => tabbed(labelsRight(t))),
    true,
  ),
  odd(
    text('labels right, spaces', (t) => spaced(labelsRight(t))),
    true,
  ),
  odd(text('labels right, a cell a line', (t) => cellLines(labelsRight(t)))),
  odd(
    text('mirrored, a cell a line', (t) => cellLines(mirrored(t))),
    true,
  ),
  odd(html('mirrored in a page', (t) => htmlTable(mirrored(t)))),
  odd(text('column by column', byColumns)),
  odd(
    text('all labels, then all values', (t) =>
      [
        ...t.rows.flatMap((row) => texts(labelsOf(row))),
        ...t.rows.flatMap((row) => texts(valueCells(row))),
      ].join('\n'),
    ),
  ),
  odd(
    text('all values, then all labels', (t) =>
      [
        ...t.rows.flatMap((row) => texts(valueCells(row))),
        ...t.rows.flatMap((row) => texts(labelsOf(row))),
      ].join('\n'),
    ),
  ),
  odd(text('from the last row to the first', (t) => [...t.rows].reverse().flatMap(cellsOf).join('\n'))),
  odd(text('transposed, a cell a line', (t) => cellLines(transposed(t)))),
  odd(html('transposed in a page', (t) => htmlTable(transposed(t)))),
  ...[3, 4, 5].flatMap((width) =>
    [false, true].map((top) =>
      odd(
        text(`figures wrapped at ${width - 2}${top ? ', from the top' : ''}`, (t) => laidOut(t, width, top)),
      ),
    ),
  ),
  odd(
    text('a digit a line', (t) =>
      t.rows
        .flatMap(cellsOf)
        .map((c) => (/^\d+$/u.test(c) ? [...c].join('\n') : c))
        .join('\n'),
    ),
  ),
  odd(html('last year beside this year', (t) => htmlTable(withLastYear(t)))),
  odd(text('last year beside this year, a cell a line', (t) => cellLines(withLastYear(t)))),
];
