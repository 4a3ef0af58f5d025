/** Damages after which a wrong number looks right: nothing but a warning, or no value, is an answer to them. */
import type { Damage } from './damage.ts';
import type { Random } from './random.ts';
import {
  insertRow,
  ownLabel,
  type Sheet,
  type SheetCell,
  type SheetRow,
  type SheetTable,
  tableNamed,
  valueCells,
  valueRows,
} from './sheet.ts';

const label = (text: string, colspan = 1, rowspan = 1): SheetCell => ({
  text,
  colspan,
  rowspan,
  field: null,
});

const rowsOf = (table: SheetTable): SheetRow[] => valueRows(table).flatMap((i) => table.rows[i] ?? []);

const allRows = (sheet: Sheet): SheetRow[] => sheet.tables.flatMap(rowsOf);

function doubt(sheet: Sheet, cells: readonly SheetCell[]): void {
  for (const { field } of cells) if (field !== null) sheet.undecidable.add(field);
}

/** Some figures are written in a way that no longer tells one plain number. */
const inFigures = (name: string, change: (text: string, random: Random) => string | null): Damage => ({
  name,
  apply: (sheet, random) => {
    for (const cell of allRows(sheet).flatMap(valueCells)) {
      if (cell.text === '' || cell.field?.endsWith('.amount') === true || !random.chance(0.1)) continue;
      const text = change(cell.text, random);
      if (text === null) continue;
      cell.text = text;
      doubt(sheet, [cell]);
    }
  },
});

/** A copy of a table with other figures, which belong to nobody. */
function copyWithOtherFigures(table: SheetTable, random: Random): SheetTable {
  return {
    ...table,
    rows: table.rows.map((row) => ({
      ...row,
      role: row.role === 'values' ? 'noise' : row.role,
      cells: row.cells.map((c) =>
        c.field === null ? { ...c } : { ...c, field: null, text: String(random.whole(100, 199)) },
      ),
    })),
  };
}

const secondTable = (name: SheetTable['name']): Damage => ({
  name: `second-${name}`,
  apply: (sheet, random) => {
    const table = tableNamed(sheet, name);
    doubt(sheet, rowsOf(table).flatMap(valueCells));
    sheet.tables.splice(sheet.tables.indexOf(table) + 1, 0, copyWithOtherFigures(table, random));
  },
});

/** Rearranges the value cells of table four and both lines of its header. */
const inCases = (
  name: string,
  groups: readonly [number, number, number],
  leaves: readonly number[],
): Damage => ({
  name,
  apply: (sheet) => {
    const table = tableNamed(sheet, 'litigation');
    const [top, middle, bottom, values] = table.rows;
    if (top === undefined || middle === undefined || bottom === undefined || values === undefined) return;
    const five = (cells: readonly SheetCell[], group: number): SheetCell[] =>
      leaves.flatMap((i) => cells[group * 5 + i] ?? []);
    values.cells = groups.flatMap((g) => five(values.cells, g));
    const [direct, after] = middle.cells.slice(5);
    if (direct === undefined || after === undefined) return;
    const suits = groups.filter((g) => g !== 0).flatMap((g) => (g === 1 ? [direct] : [after]));
    const review = five(middle.cells, 0);
    middle.cells = groups[0] === 0 ? [...review, ...suits] : [...suits, ...review];
    if (groups[0] !== 0) top.cells.reverse();
    bottom.cells = [0, 1].flatMap((g) => five(bottom.cells, g));
  },
});

const OFFICIAL = [0, 1, 2, 3, 4];

export const TRAPS: readonly Damage[] = [
  inFigures('notes-at-figures', (text, random) => text + random.pick(['①', '²', '[1]', '*', '（注）'])),
  inFigures('leading-zeros', (text) => (text.startsWith('-') ? null : `0${text}`)),
  inFigures('chinese-figures', (text) =>
    /^[1-9]$/u.test(text) ? ('一二三四五六七八九'[Number(text) - 1] ?? null) : null,
  ),
  inFigures('rounded-figures', (text, random) =>
    random.pick([`约${text}`, `${text}余件`, `${text}万件`, `${text}%`]),
  ),
  inFigures('odd-figures', (text, random) =>
    random.pick([
      `${text}:0`,
      `${text}-${text}9`,
      `=${text}`,
      `${text}张`,
      `${text}'000`,

      '〃',
      '□',
      '2023-01-05',
    ]),
  ),
  inFigures('lost-characters', (text, random) => random.pick(['\ufffd', `${text}\ufffd`, `\ue012${text}`])),
  inFigures('decimal-thousands', (text, random) => `${text}.${random.pick(['000', '120', '0'])}`),
  inFigures('trailing-dots', (text) => `${text}.`),
  {
    // 12 written as 1 2 where the next cell is empty: as many numbers as before.
    name: 'parted-digits',
    fits: (layout) => layout.hasCells,
    apply: (sheet) => {
      for (const row of allRows(sheet)) {
        const cells = valueCells(row);
        const at = cells.findIndex((c) => /^\d\d$/u.test(c.text));
        const [one, next] = [cells[at], cells[at + 1]];
        if (one === undefined || next === undefined || cells.length < 3) continue;
        // Where the parted digits add up as two numbers, two numbers is what the page says.
        if (row.id === 'litigation' && one.text[0] === one.text[1]) continue;
        const rest = cells.filter((c) => c !== one && c !== next).map((c) => Number(c.text));
        const digits = Number(one.text[0]) + Number(one.text[1]);
        if (rest.slice(0, -1).reduce((n, v) => n + v, digits) === rest.at(-1)) continue;
        one.text = [...one.text].join(' ');
        next.text = '';
        doubt(sheet, [one, next]);
      }
    },
  },
  {
    // One figure in a cell over two rows.
    name: 'figures-over-rows',
    // There cells that span rows are left out below their first.
    fits: (layout) => layout.hasColumns && layout.hasCells && layout.name !== 'html-vanished',
    apply: (sheet, random) => {
      const rows = rowsOf(tableNamed(sheet, 'requests'));
      for (let r = 3; r + 1 < rows.length; r += 4) {
        const [upper, lower] = [rows[r], rows[r + 1]];
        if (upper === undefined || lower === undefined) continue;
        const column = random.whole(0, 6);
        const [one, other] = [valueCells(upper)[column], valueCells(lower)[column]];
        if (one === undefined || other === undefined || one.text === '') continue;
        one.rowspan = 2;
        lower.cells = lower.cells.filter((c) => c !== other);
        doubt(sheet, [one, other]);
      }
    },
  },
  {
    name: 'run-together',
    apply: (sheet, random) => {
      for (const row of rowsOf(tableNamed(sheet, 'requests'))) {
        if (!random.chance(0.3)) continue;
        const cells = valueCells(row);
        const at = random.whole(0, cells.length - 2);
        const [one, next] = [cells[at], cells[at + 1]];
        if (one === undefined || next === undefined || one.text === '' || next.text === '') continue;
        one.text += next.text;
        row.cells = row.cells.filter((c) => c !== next);
        doubt(sheet, cells);
      }
    },
  },
  {
    name: 'run-into-label',
    apply: (sheet, random) => {
      for (const row of allRows(sheet)) {
        const own = ownLabel(row);
        const [first] = valueCells(row);
        if (own === null || first === undefined || first.text === '' || !random.chance(0.3)) continue;
        doubt(sheet, valueCells(row));
        own.text += first.text;
        row.cells = row.cells.filter((c) => c !== first);
      }
    },
  },
  {
    // A cell vanished and all after it moved: the row is as long as ever, and its sum may still fit.
    name: 'moved-rows',
    fits: (layout) => layout.keepsBlanks,
    apply: (sheet, random) => {
      const rows = rowsOf(tableNamed(sheet, 'requests'));
      const share = random.pick([0.2, 1]);
      for (const row of rows) {
        if (!random.chance(share)) continue;
        const cells = valueCells(row);
        const parts = cells.slice(0, -1).reduce((n, c) => n + Number(c.text), 0);
        if (cells.some((c) => c.text === '') || parts === 0 || parts !== Number(cells.at(-1)?.text)) continue;
        const texts = cells.map((c) => c.text);
        for (const [i, cell] of cells.entries()) cell.text = texts[i + 1] ?? '';
        doubt(sheet, cells);
      }
    },
  },
  {
    name: 'same-label-twice',
    apply: (sheet, random) => {
      const rows = rowsOf(tableNamed(sheet, 'requests'));
      const at = random.whole(4, 12);
      const [one, two] = [rows[at], rows[at + 1]];
      const [first, second] = [one && ownLabel(one), two && ownLabel(two)];
      if (one === undefined || two === undefined || !first || !second) return;
      second.text = first.text;
      doubt(sheet, [...valueCells(one), ...valueCells(two)]);
    },
  },
  {
    name: 'subtotals',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      for (const index of valueRows(table).reverse()) {
        const row = table.rows[index];
        const group = row?.cells.find((c) => c.rowspan > 1 && c.rowspan < 10);
        if (row === undefined || group === undefined) continue;
        const figures = valueCells(row).map(() => label(String(random.whole(0, 9))));
        insertRow(table, index, { role: 'noise', id: null, cells: [label(group.text, 2), ...figures] });
      }
    },
  },
  {
    name: 'serial-numbers',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const before = random.chance(0.5);
      for (const [n, row] of rowsOf(table).entries()) {
        const at = before ? 0 : row.cells.findIndex((c) => c.field !== null);
        row.cells.splice(at, 0, label(String(n + 1)));
      }
      table.rows[0]?.cells.splice(before ? 0 : 1, 0, label(random.pick(['序号', '行次']), 1, 3));
      table.columns += 1;
    },
  },
  {
    name: 'two-years',
    apply: (sheet, random) => {
      for (const row of rowsOf(tableNamed(sheet, 'disclosure'))) {
        doubt(sheet, valueCells(row));
        row.cells = row.cells.flatMap((c) =>
          c.field === null ? [c] : [{ ...c, colspan: 1 }, label(String(random.whole(0, 99)))],
        );
      }
    },
  },
  {
    name: 'table-nearby',
    apply: (sheet, random) => {
      const names = ['行政许可', '行政处罚', '行政强制', '规范性文件', '微信'];
      const rows = names.map((name) => [
        name,
        String(random.whole(200, 299)),
        String(random.whole(200, 299)),
      ]);
      sheet.tables.splice(random.whole(0, 1), 0, {
        name: 'disclosure',
        columns: 3,
        rows: [['栏目', '公开条数', '同比'], ...rows].map((texts) => ({
          role: 'noise',
          id: null,
          cells: texts.map((text) => label(text)),
        })),
      });
    },
  },
  secondTable('disclosure'),
  secondTable('requests'),
  secondTable('litigation'),
  inCases('suits-swapped', [0, 2, 1], OFFICIAL),
  inCases('suits-first', [1, 2, 0], OFFICIAL),
  inCases('case-totals-first', [0, 1, 2], [4, 0, 1, 2, 3]),
  {
    name: 'lost-case',
    apply: (sheet, random) => {
      const row = rowsOf(tableNamed(sheet, 'litigation'))[0];
      if (row === undefined) return;
      doubt(sheet, row.cells);
      if (random.chance(0.5)) row.cells.splice(random.whole(0, 14), 1);
      else row.cells.splice(random.whole(0, 15), 0, label(String(random.whole(0, 9))));
    },
  },
  {
    name: 'disputed-units',
    apply: (sheet) => {
      for (const row of rowsOf(tableNamed(sheet, 'disclosure')))
        for (const cell of valueCells(row).filter((c) => c.field?.endsWith('.fees.amount'))) {
          const own = ownLabel(row);
          if (own !== null) own.text += '（元）';
          if (cell.text !== '' && cell.text !== '0') doubt(sheet, [cell]);
        }
    },
  },
];
