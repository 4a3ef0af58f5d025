import type { Damage } from './damage.ts';
import type { Random } from './random.ts';
import {
  insertRow,
  ownLabel,
  removeRow,
  type Sheet,
  type SheetCell,
  type SheetRow,
  type SheetTable,
  tableNamed,
  valueCells,
  valueRows,
} from './sheet.ts';

const cell = (text: string, colspan = 1): SheetCell => ({ text, colspan, rowspan: 1, field: null });

function someRows(table: SheetTable, random: Random, most: number): number[] {
  return random
    .shuffle(valueRows(table))
    .slice(0, random.whole(1, most))
    .sort((a, b) => b - a);
}

function unprint(sheet: Sheet, row: SheetRow | undefined): void {
  for (const { field } of valueCells(row ?? { role: 'noise', id: null, cells: [] }))
    if (field !== null) sheet.values[field] = null;
}

const headerRows = (table: SheetTable): SheetRow[] => table.rows.filter((row) => row.role === 'header');

const noise = (table: SheetTable, text: string): SheetRow => ({
  role: 'noise',
  id: null,
  cells: [cell(text, table.columns)],
});

/** Drops one applicant column, or moves two, in header and rows alike. */
function columnOf(table: SheetTable, key: string): { header: SheetCell | undefined; label: string } {
  const labels: Record<string, string> = {
    business: '商业企业',
    research: '科研机构',
    public_welfare: '社会公益组织',
    legal_service: '法律服务机构',
  };
  const label = labels[key] ?? '';
  return {
    header: headerRows(table)
      .flatMap((r) => r.cells)
      .find((c) => c.text === label),
    label,
  };
}

export const TABLE_DAMAGES: readonly Damage[] = [
  {
    name: 'lost-rows',
    apply: (sheet, random) => {
      for (const name of ['requests', 'disclosure'] as const) {
        const table = tableNamed(sheet, name);
        for (const index of someRows(table, random, name === 'requests' ? 4 : 1)) {
          unprint(sheet, table.rows[index]);
          removeRow(table, index);
        }
      }
    },
  },
  {
    name: 'extra-rows',
    apply: (sheet, random) => {
      for (const name of ['requests', 'disclosure'] as const) {
        const table = tableNamed(sheet, name);
        for (const index of someRows(table, random, 2)) {
          const like = table.rows[index];
          if (like === undefined || like.cells.some((c) => c.rowspan > 1)) continue;
          const label = random.pick(['其他主动公开文件', '9.其他情形说明', '备注', '其中：网上申请', '小计']);
          insertRow(table, index, {
            role: 'noise',
            id: null,
            cells: like.cells.map((c) =>
              c.field === null
                ? { ...c, text: label }
                : { ...c, field: null, text: String(random.whole(0, 9)) },
            ),
          });
        }
      }
    },
  },
  {
    name: 'extra-column',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const label = random.pick(['备注', '其中网上', '同比']);
      const [top] = headerRows(table);
      top?.cells.push({ ...cell(label), rowspan: 3 });
      for (const index of valueRows(table))
        table.rows[index]?.cells.push(cell(random.chance(0.5) ? String(random.whole(0, 99)) : ''));
      table.columns += 1;
    },
  },
  {
    name: 'missing-column',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const key = random.pick(['business', 'research', 'public_welfare', 'legal_service']);
      const { header } = columnOf(table, key);
      for (const row of table.rows) {
        const group = row.cells.find((c) => c.text === '法人或其他组织' || c.text === '申请人情况');
        if (group !== undefined) group.colspan -= 1;
        const lost = row.cells.filter((c) => c === header || c.field?.endsWith(`.${key}`) === true);
        for (const { field } of lost) if (field !== null) sheet.values[field] = null;
        row.cells = row.cells.filter((c) => !lost.includes(c));
      }
      table.columns -= 1;
    },
  },
  {
    name: 'page-numbers',
    apply: (sheet, random) => {
      for (const name of ['requests', 'disclosure'] as const) {
        const table = tableNamed(sheet, name);
        for (const index of someRows(table, random, 3))
          insertRow(
            table,
            index,
            noise(table, random.pick(['3', '- 3 -', '第 3 页 共 5 页', '4', '— 12 —'])),
          );
      }
    },
  },
  {
    name: 'cut-table',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const at = random.whole(5, table.rows.length - 4);
      const tail = table.rows.splice(at);
      const lead = random.chance(0.5);
      for (const [r, row] of table.rows.entries())
        for (const c of row.cells) c.rowspan = Math.min(c.rowspan, table.rows.length - r);
      if (lead) for (const row of tail) row.cells.unshift(cell(''));
      const width = Math.max(...tail.map((row) => row.cells.reduce((n, c) => n + c.colspan, 0)));
      const part: SheetTable = { name: 'requests', columns: width, rows: tail };
      sheet.tables.splice(sheet.tables.indexOf(table) + 1, 0, part);
    },
  },
  {
    name: 'header-lost',
    apply: (sheet) => {
      for (const table of sheet.tables) {
        if (table.name === 'litigation') continue;
        table.rows = table.rows.filter((row) => row.role !== 'header');
      }
    },
  },
  {
    name: 'header-cut',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const third = headerRows(table)[2];
      if (random.chance(0.5)) for (const c of third?.cells ?? []) c.text = c.text.slice(0, 2);
      else for (const c of third?.cells ?? []) if (random.chance(0.4)) c.text = '';
      for (const row of headerRows(tableNamed(sheet, 'disclosure')))
        for (const c of row.cells.slice(1)) c.text = c.text.slice(0, random.whole(3, 5));
    },
  },
  {
    name: 'header-repeated',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const copies = headerRows(table).map((row) => ({ ...row, cells: row.cells.map((c) => ({ ...c })) }));
      const rows = valueRows(table).filter((i) => table.rows[i]?.cells.every((c) => c.rowspan === 1));
      const at = random.pick(rows);
      for (const copy of copies.reverse()) insertRow(table, at, copy);
      // The copies stand to the right of the labels that span them.
      for (const [n, copy] of table.rows.slice(at, at + 3).entries()) {
        const note = copy.cells[0];
        if (n === 0 && note !== undefined) note.colspan = Math.max(1, 10 - 7 - 2);
      }
    },
  },
  {
    name: 'swapped-rows',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      const plain = valueRows(table).filter(
        (i) =>
          table.rows[i]?.cells.every((c) => c.rowspan === 1) === true &&
          table.rows[i + 1]?.cells.every((c) => c.rowspan === 1) === true &&
          table.rows[i]?.cells.length === table.rows[i + 1]?.cells.length,
      );
      const at = random.pick(plain);
      const [one, two] = [table.rows[at], table.rows[at + 1]];
      if (one !== undefined && two !== undefined) table.rows.splice(at, 2, two, one);
    },
  },
  {
    // The same row twice with other numbers: nobody can tell which is meant.
    name: 'row-twice',
    apply: (sheet, random) => {
      const table = tableNamed(sheet, 'requests');
      for (const index of someRows(table, random, 2)) {
        const row = table.rows[index];
        if (row === undefined || row.cells.some((c) => c.rowspan > 1)) continue;
        const copy = { ...row, role: 'noise' as const, cells: row.cells.map((c) => ({ ...c })) };
        for (const c of copy.cells) {
          if (c.field === null) continue;
          const other = random.whole(100, 199);
          sheet.undecidable.add(c.field);
          copy.cells[copy.cells.indexOf(c)] = { ...c, field: null, text: String(other) };
        }
        insertRow(table, index + 1, copy);
      }
    },
  },
  {
    name: 'stray-digits',
    apply: (sheet, random) => {
      for (const table of sheet.tables) {
        if (table.name === 'litigation') continue;
        const index = random.pick(valueRows(table));
        const own = ownLabel(table.rows[index] ?? { role: 'noise', id: null, cells: [] });
        if (own !== null) own.text = `${random.whole(10, 99)} ${own.text}`;
        insertRow(table, 0, noise(table, random.pick(['表1 主动公开政府信息情况', '2', '表 2 收到和处理'])));
      }
    },
  },
];
