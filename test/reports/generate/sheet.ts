import {
  APPLICANTS,
  BALANCE_NOTE,
  CARRIED_IN_ROW,
  CARRIED_OUT_ROW,
  CASE_GROUPS,
  CASE_KEYS,
  CASE_RESULTS,
  DISCLOSURE,
  type FormYear,
  NEW_ROW,
  RESULT_GROUPS,
} from '../../fixtures/forms.ts';
import { type ReportText, writeProse } from '../../fixtures/prose.ts';
import type { Values } from '../../fixtures/values.ts';

/** A cell as it shall be printed. Damages change these, layouts write them down. */
export interface SheetCell {
  text: string;
  colspan: number;
  rowspan: number;
  /** The field whose value the cell prints; null for labels. */
  readonly field: string | null;
}

export interface SheetRow {
  readonly role: 'article' | 'header' | 'values' | 'noise';
  /** The row's id without a column (`requests.granted`); null in headings. */
  readonly id: string | null;
  cells: SheetCell[];
}

export interface SheetTable {
  readonly name: 'disclosure' | 'requests' | 'litigation';
  columns: number;
  rows: SheetRow[];
}

/** A report ready to be printed, with the values that a reader must find in it. */
export interface Sheet {
  readonly form: FormYear;
  readonly body: string;
  readonly year: number;
  readonly title: string;
  readonly text: ReportText;
  /** What is printed: a damage that takes a value off the page sets it to null here. */
  readonly values: Record<string, number | null>;
  /** Fields whose value nobody could tell from the page: only null is right for them. */
  readonly undecidable: Set<string>;
  tables: SheetTable[];
}

export interface SheetOptions {
  readonly form: FormYear;
  readonly values: Values;
  readonly body?: string;
  readonly year?: number;
  /** Order of the seven applicant columns; the official one by default. */
  readonly order?: readonly string[];
}

const label = (text: string, colspan = 1, rowspan = 1): SheetCell => ({
  text,
  colspan,
  rowspan,
  field: null,
});

/** The official form, filled in. */
export function makeSheet(options: SheetOptions): Sheet {
  const { form, values } = options;
  const body = options.body ?? '临河县水利局';
  const year = options.year ?? (form === '2021' ? 2023 : 2020);
  const cell = (field: string, colspan = 1): SheetCell => {
    const value = values[field];
    if (value === undefined) throw new Error(`no value for ${field}`);
    return { text: value === null ? '' : String(value), colspan, rowspan: 1, field };
  };
  return {
    form,
    body,
    year,
    title: `${body}${year}年政府信息公开工作年度报告`,
    text: writeProse(body, year, values),
    values: { ...values },
    undecidable: new Set(),
    tables: [
      disclosureTable(form, cell),
      requestsTable(form, options.order ?? [...APPLICANTS.map(([key]) => key), 'total'], cell),
      litigationTable(cell),
    ],
  };
}

type MakeCell = (field: string, colspan?: number) => SheetCell;

function disclosureTable(form: FormYear, cell: MakeCell): SheetTable {
  const rows: SheetRow[] = [];
  for (const block of DISCLOSURE[form]) {
    const last = block.columns.length - 1;
    const width = (index: number): number => (index === last ? 4 - block.columns.length : 1);
    rows.push({ role: 'article', id: null, cells: [label(block.article, 4)] });
    const heads = block.columns.map((text, index) => label(text, width(index)));
    rows.push({ role: 'header', id: null, cells: [label('信息内容'), ...heads] });
    for (const row of block.rows) {
      const id = `disclosure.${row.key}`;
      const cells = row.fields.map((field, index) => cell(`${id}.${field}`, width(index)));
      rows.push({ role: 'values', id, cells: [label(row.label), ...cells] });
    }
  }
  return { name: 'disclosure', columns: 4, rows };
}

function requestsTable(form: FormYear, order: readonly string[], cell: MakeCell): SheetTable {
  const labels: Record<string, string> = { ...Object.fromEntries(APPLICANTS), total: '总计' };
  const organisations = order.filter((key) => key !== 'natural_person' && key !== 'total');
  const row = (id: string, before: SheetCell[]): SheetRow => ({
    role: 'values',
    id: `requests.${id}`,
    cells: [...before, ...order.map((column) => cell(`requests.${id}.${column}`))],
  });
  const second: SheetCell[] = [];
  for (const key of order) {
    if (!organisations.includes(key)) second.push(label(labels[key] ?? key, 1, 2));
    else if (key === organisations[0]) second.push(label('法人或其他组织', organisations.length));
  }
  const rows: SheetRow[] = [
    { role: 'header', id: null, cells: [label(BALANCE_NOTE, 3, 3), label('申请人情况', 7)] },
    { role: 'header', id: null, cells: second },
    { role: 'header', id: null, cells: organisations.map((key) => label(labels[key] ?? key)) },
    row(NEW_ROW.key, [label(NEW_ROW.label, 3)]),
    row(CARRIED_IN_ROW.key, [label(CARRIED_IN_ROW.label, 3)]),
  ];
  const groups = RESULT_GROUPS[form];
  const height = groups.reduce((sum, group) => sum + (group.rows?.length ?? 1), 0);
  for (const [index, group] of groups.entries()) {
    const lead = index === 0 ? [label('三、本年度办理结果', 1, height)] : [];
    if (group.key !== undefined) rows.push(row(group.key, [...lead, label(group.label, 2)]));
    for (const [at, member] of (group.rows ?? []).entries()) {
      const before = at === 0 ? [...lead, label(group.label, 1, group.rows?.length ?? 1)] : [];
      rows.push(row(member.key, [...before, label(member.label)]));
    }
  }
  rows.push(row(CARRIED_OUT_ROW.key, [label(CARRIED_OUT_ROW.label, 3)]));
  return { name: 'requests', columns: 10, rows };
}

function litigationTable(cell: MakeCell): SheetTable {
  const labels = [...CASE_RESULTS.map(([, text]) => text), '总计'];
  const groups = [label('未经复议直接起诉', 5), label('复议后起诉', 5)];
  return {
    name: 'litigation',
    columns: 15,
    rows: [
      { role: 'header', id: null, cells: [label('行政复议', 5), label('行政诉讼', 10)] },
      { role: 'header', id: null, cells: [...labels.map((text) => label(text, 1, 2)), ...groups] },
      { role: 'header', id: null, cells: [...labels, ...labels].map((text) => label(text)) },
      {
        role: 'values',
        id: 'litigation',
        cells: CASE_GROUPS.flatMap((group) => CASE_KEYS.map((key) => cell(`${group}.${key}`))),
      },
    ],
  };
}

/** The table as places: each cell at its first row and column, null where a span covers or nothing stands. */
export function placesOf(table: SheetTable): (SheetCell | null)[][] {
  const covered: boolean[][] = table.rows.map(() => []);
  return table.rows.map((row, r) => {
    const line: (SheetCell | null)[] = [];
    for (const cell of row.cells) {
      let c = 0;
      while (covered[r]?.[c] === true) c += 1;
      for (let down = r; down < Math.min(r + cell.rowspan, table.rows.length); down++)
        for (let right = c; right < c + cell.colspan; right++) (covered[down] ?? [])[right] = true;
      while (line.length < c) line.push(null);
      line.push(cell);
      for (let right = 1; right < cell.colspan; right++) line.push(null);
    }
    return line;
  });
}

export function tableNamed(sheet: Sheet, name: SheetTable['name']): SheetTable {
  const table = sheet.tables.find((t) => t.name === name);
  if (table === undefined) throw new Error(`the sheet has no table ${name}`);
  return table;
}

/** Indexes of the rows that print values. */
export function valueRows(table: SheetTable): number[] {
  return table.rows.flatMap((row, index) => (row.role === 'values' ? [index] : []));
}

export const valueCells = (row: SheetRow): SheetCell[] => row.cells.filter((cell) => cell.field !== null);

/** Takes a row out of a table; group labels that began in it begin in the next row. */
export function removeRow(table: SheetTable, index: number): void {
  const [row] = table.rows.splice(index, 1);
  for (const [r, above] of table.rows.slice(0, index).entries())
    for (const cell of above.cells) if (r + cell.rowspan > index) cell.rowspan -= 1;
  const groups = (row?.cells ?? []).filter((cell) => cell.rowspan > 1);
  for (const cell of groups) cell.rowspan -= 1;
  table.rows[index]?.cells.unshift(...groups);
}

/** Puts a row into a table; labels that span the place span it too. */
export function insertRow(table: SheetTable, index: number, row: SheetRow): void {
  for (const [r, above] of table.rows.slice(0, index).entries())
    for (const cell of above.cells) if (r + cell.rowspan > index) cell.rowspan += 1;
  table.rows.splice(index, 0, row);
}

/** The row's own label: the last text before its values. */
export function ownLabel(row: SheetRow): SheetCell | null {
  const first = row.cells.findIndex((cell) => cell.field !== null);
  return row.cells[first - 1] ?? null;
}
