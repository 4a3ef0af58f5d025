import type { Damage } from './damage.ts';
import type { Random } from './random.ts';
import { type Sheet, type SheetCell, type SheetRow, tableNamed, valueCells, valueRows } from './sheet.ts';

function rowsIn(sheet: Sheet): SheetRow[] {
  return sheet.tables.flatMap((t) => valueRows(t).flatMap((i) => t.rows[i] ?? []));
}

const cellsIn = (sheet: Sheet): SheetCell[] => rowsIn(sheet).flatMap(valueCells);

/** What a scanner makes of digits. */
const MISREAD: Readonly<Record<string, readonly string[]>> = {
  '0': ['O', 'o', '。', 'D'],
  '1': ['l', 'I', '丨'],
  '5': ['S'],
  '8': ['B'],
};

function misread(text: string, random: Random): string {
  return [...text].map((c) => (random.chance(0.6) ? random.pick(MISREAD[c] ?? [c]) : c)).join('');
}

function unprinted(sheet: Sheet, cell: SheetCell): void {
  if (cell.field !== null) sheet.values[cell.field] = null;
}

export const VALUE_DAMAGES: readonly Damage[] = [
  {
    name: 'blank-run',
    fits: (layout) => layout.keepsBlanks,
    apply: (sheet, random) => {
      const rows = rowsIn(sheet);
      const from = random.whole(0, rows.length - 3);
      for (const row of rows.slice(from, from + random.whole(2, 10)))
        for (const cell of valueCells(row)) {
          cell.text = '';
          unprinted(sheet, cell);
        }
    },
  },
  {
    name: 'dropped-blanks',
    apply: (sheet, random) => {
      for (const row of rowsIn(sheet))
        for (const cell of valueCells(row))
          if (random.chance(0.1)) {
            cell.text = '';
            unprinted(sheet, cell);
          }
      for (const row of rowsIn(sheet)) {
        const left = valueCells(row).filter((c) => c.text !== '');
        // Fewer values than columns: nobody can tell whose they are, unless none is left.
        if (left.length < valueCells(row).length)
          for (const { field } of left) if (field !== null) sheet.undecidable.add(field);
        row.cells = row.cells.filter((c) => c.field === null || c.text !== '');
      }
    },
  },
  {
    name: 'only-totals',
    fits: (layout) => layout.keepsBlanks,
    apply: (sheet) => {
      for (const row of rowsIn(sheet))
        for (const cell of valueCells(row))
          if (cell.field?.startsWith('requests.') === true && !cell.field.endsWith('.total')) {
            cell.text = '';
            unprinted(sheet, cell);
          }
    },
  },
  {
    name: 'placeholders',
    apply: (sheet, random) => {
      const sign = random.pick(['/', '-', '—', '无', '——']);
      for (const cell of cellsIn(sheet))
        if (cell.text === '0' && random.chance(0.6)) {
          cell.text = sign;
          unprinted(sheet, cell);
        }
    },
  },
  {
    name: 'units-in-cells',
    apply: (sheet, random) => {
      for (const cell of cellsIn(sheet))
        if (cell.text !== '' && cell.field?.endsWith('.amount') !== true && random.chance(0.5))
          cell.text += '件';
    },
  },
  {
    name: 'ocr-values',
    apply: (sheet, random) => {
      for (const cell of cellsIn(sheet)) {
        if (!random.chance(0.03)) continue;
        const text = misread(cell.text, random);
        // Digits are never guessed, not even where a person would.
        if (text !== cell.text && /\D/u.test(text.replace('.', '')) && cell.field !== null)
          sheet.undecidable.add(cell.field);
        cell.text = text;
      }
    },
  },
  {
    name: 'two-in-a-cell',
    apply: (sheet, random) => {
      for (const row of rowsIn(sheet)) {
        const cells = valueCells(row);
        const at = random.whole(0, cells.length - 2);
        const [left, right] = [cells[at], cells[at + 1]];
        if (left === undefined || right === undefined || !random.chance(0.2)) continue;
        if (left.text === '' || right.text === '') continue;
        left.text = `${left.text} ${right.text}`;
        right.text = '';
      }
    },
  },
  {
    name: 'merged-cells',
    fits: (layout) => layout.type === 'html' && layout.keepsBlanks,
    apply: (sheet, random) => {
      for (const row of rowsIn(sheet)) {
        const cells = valueCells(row);
        const at = random.whole(0, cells.length - 2);
        const [left, right] = [cells[at], cells[at + 1]];
        if (left === undefined || right === undefined || !random.chance(0.15)) continue;
        left.colspan += right.colspan;
        row.cells = row.cells.filter((c) => c !== right);
        for (const cell of [left, right])
          if (cell.field !== null) {
            if (left.text === '') sheet.values[cell.field] = null;
            else sheet.undecidable.add(cell.field);
          }
      }
    },
  },
  {
    name: 'values-below',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      for (const index of valueRows(table).reverse()) {
        const row = table.rows[index];
        if (row === undefined || !random.chance(0.2) || row.cells.some((c) => c.rowspan > 1)) continue;
        const values = valueCells(row);
        const labels = row.cells.filter((c) => c.field === null);
        const empty = (cell: SheetCell): SheetCell => ({ ...cell, text: '' });
        const above: SheetRow = {
          role: 'noise',
          id: null,
          cells: [...labels, ...values.map((c) => ({ ...empty(c), field: null }))],
        };
        for (const upper of table.rows.slice(0, index))
          for (const cell of upper.cells)
            if (table.rows.indexOf(upper) + cell.rowspan > index) cell.rowspan += 1;
        table.rows.splice(index, 1, above, { ...row, cells: [...labels.map(empty), ...values] });
      }
    },
  },
];
