import { remembering } from '../../documents/remembering.ts';
import { DISCLOSURE, type FormColumn, type TableForm } from '../forms.ts';
import { labelKey, similarity, squeeze } from '../label.ts';
import { isOwn, keyOf, type Piece, printedText } from '../line.ts';
import type { Record } from '../record.ts';
import { printed } from './slots.ts';

/** A cell of a heading line of section two. */
export interface HeaderColumn {
  /** The column it names; `?` and a number where it names none. */
  readonly key: string;
  readonly form: TableForm | null;
  /** Position of its cell, 0 where only the order is known. */
  readonly column: number;
  /** Unit of money that the label states. */
  readonly unit: string | null;
  readonly label: string;
}

interface ColumnKeys {
  readonly key: string;
  readonly form: TableForm;
  readonly labels: readonly string[];
}

/** Every column label of both forms; the longer of two that contain each other first. */
const COLUMNS: readonly ColumnKeys[] = (['2021', '2019'] as const)
  .flatMap((form) => DISCLOSURE[form].flatMap((block) => block.columns.map((c) => columnKeys(form, c))))
  .filter((c, i, all) => all.findIndex((d) => d.form === c.form && d.labels[0] === c.labels[0]) === i)
  .sort((a, b) => (b.labels[0]?.length ?? 0) - (a.labels[0]?.length ?? 0));

function columnKeys(form: TableForm, column: FormColumn): ColumnKeys {
  return { key: column.key, form, labels: [column.label, ...column.variants].map(labelKey) };
}

/** For each record the heading line in force: the last one at or before it. */
export function headersOf(records: readonly Record[]): (readonly HeaderColumn[])[] {
  const headers: (readonly HeaderColumn[])[] = [];
  let current: readonly HeaderColumn[] = [];
  for (const { labels } of records) {
    const found = columnsIn(labels);
    // A new article begins a new block: the columns above it are not its columns.
    if (found.some(isKnown) || labels.some(isArticle)) current = found;
    headers.push(current);
  }
  return headers;
}

const isKnown = (column: HeaderColumn): boolean => column.form !== null;
const isArticle = (piece: Piece): boolean => /^第二十条第/u.test(keyOf(piece));
const namesArticle = (piece: Piece): boolean => /第二十条第/u.test(keyOf(piece));
const isInGrid = (piece: Piece): boolean => piece.column > 0;

/** Column labels among the texts before a row's values, in the order of the page. */
function columnsIn(labels: readonly Piece[]): readonly HeaderColumn[] {
  const cells = labels.slice(Math.max(0, labels.findLastIndex(namesArticle))).filter(isOwn);
  if (cells.some(isInGrid)) {
    const told = columnsInCells(cells);
    if (told.some(isKnown)) return told;
  }
  return columnsInText(cells.map(printedText).join(''));
}

/** The heading line as cells: those on the row of 信息内容, or on that of the first column known. */
function columnsInCells(cells: readonly Piece[]): HeaderColumn[] {
  const lead = cells.find(isContent) ?? cells.find(isColumn);
  if (lead === undefined) return [];
  const row = rowOf(lead);
  const columns: HeaderColumn[] = [];
  let isFirst = true;
  for (const piece of cells) {
    if (rowOf(piece) !== row) continue;
    const key = keyOf(piece);
    const column = columnOfCell(piece);
    // What stands first and names no column is 信息内容, whatever is left of it.
    const isContentLeft = isFirst && column === null;
    isFirst = false;
    // A single character is the splinter of a neighbouring label.
    if (isContentLeft || isLead(key) || key.length <= 1) continue;
    columns.push(
      column ?? {
        key: `?${columns.length}`,
        form: null,
        column: piece.column,
        unit: unitIn(piece.text),
        label: piece.text,
      },
    );
  }
  return distinct(columns);
}

const rowOf = (piece: Piece): string => rowIn(piece.at);
const rowIn = remembering((place) => / row (\d+) /u.exec(place)?.[0] ?? place);

const isContent = (piece: Piece): boolean => keyOf(piece) === '信息内容';
const isLead = (key: string): boolean => key === '信息内容' || /^第二十条第/u.test(key);

function columnOfCell(piece: Piece): HeaderColumn | null {
  const named = columnNamed(keyOf(piece));
  const { text, column } = piece;
  return named === null
    ? null
    : { key: named.key, form: named.form, column, unit: unitIn(text), label: text };
}

const isColumn = (piece: Piece): boolean => columnNamed(keyOf(piece)) !== null;

type Column = (typeof COLUMNS)[number];

/** The column whose label a key is, or comes nearest to. */
const columnNamed = remembering((key): Column | null => {
  if (key.length < 3 || key.length > 30) return null;
  const exact = COLUMNS.find((c) => c.labels.includes(key));
  const close = COLUMNS.map((c) => ({ c, s: Math.max(...c.labels.map((l) => similarity(key, l))) })).sort(
    (x, y) => y.s - x.s,
  )[0];
  const isAlike = close !== undefined && close.s >= 0.72 && isOfThisYear(key, close.c);
  return exact ?? (isAlike ? close.c : null);
});

/** One character apart from the official label, and another figure: last year's, half a year's, all years'. */
const OTHER_TIME = /上一?年|去年|上半年|下半年|季度|累计|历年|全市|全县/u;

function isOfThisYear(key: string, { labels }: Column): boolean {
  return !OTHER_TIME.test(key) || labels.some((label) => OTHER_TIME.test(label));
}

/** Two cells whose labels became equal (their second lines were lost) name neither column for certain. */
function distinct(columns: readonly HeaderColumn[]): HeaderColumn[] {
  const found: HeaderColumn[] = [];
  for (const [i, c] of columns.entries())
    found.push(c.form !== null && isRepeated(i, columns) ? { ...c, key: `?${i}` } : c);
  return found;
}

function isRepeated(index: number, columns: readonly HeaderColumn[]): boolean {
  for (const [i, { key }] of columns.entries()) if (i !== index && key === columns[index]?.key) return true;
  return false;
}

const columnsInText = remembering((text): readonly HeaderColumn[] => {
  const whole = squeeze(text).replace(/\([^()]*\)/gu, '');
  const bare = whole.replace(/[^\p{L}\p{N}]+/gu, '');
  const found: (HeaderColumn & { at: number })[] = [];
  let rest = bare;
  for (const c of COLUMNS)
    for (const label of c.labels) {
      const at = rest.indexOf(label);
      if (at === -1) continue;
      found.push({ key: c.key, form: c.form, column: 0, unit: unitIn(text), label, at });
      rest = rest.slice(0, at) + '\0'.repeat(label.length) + rest.slice(at + label.length);
      break;
    }
  return found.sort(byPlace);
});

const byPlace = (a: { at: number }, b: { at: number }): number => a.at - b.at;

/** The unit of money stated in a column label: 本年收费金额（单位：万元，保留4位小数）. */
const unitIn = remembering(
  (text) => /金额[（(:：]*(?:单位[:：]?)?(亿元|万元|千元|元)/u.exec(squeeze(text))?.[1] ?? null,
);

/** The columns of one row, and every doubt about them. */
export interface RowColumns {
  /** In the order of the page; strange ones keep their `?` keys. */
  readonly columns: readonly HeaderColumn[];
  /** Keys of the row's block that belong to the form. */
  readonly keys: readonly string[];
  readonly form: TableForm | null;
  /** Printed columns that the form does not have here. */
  readonly strange: readonly string[];
  /** Field suffix (or `*`) → why the column is not certain. */
  readonly doubts: readonly { readonly code: string; readonly key: string; readonly message: string }[];
}

/** The columns of the block that a row stands in, by form and row. */
const BLOCKS: Readonly<globalThis.Record<TableForm, ReadonlyMap<string, Block>>> = {
  '2021': blocksOf('2021'),
  '2019': blocksOf('2019'),
};

interface Block {
  readonly columns: readonly FormColumn[];
  readonly keys: readonly string[];
}

const NO_BLOCK: Block = { columns: [], keys: [] };

function blocksOf(form: TableForm): ReadonlyMap<string, Block> {
  const blocks = new Map<string, Block>();
  for (const { columns, rows } of DISCLOSURE[form])
    for (const { id } of rows) blocks.set(id, { columns, keys: columns.map((c) => c.key) });
  return blocks;
}

const blockOf = (form: TableForm, id: string): Block => BLOCKS[form].get(id) ?? NO_BLOCK;

/** How many columns of a heading line are those of the row in that form. */
function covered(header: readonly HeaderColumn[], form: TableForm, id: string): number {
  const { keys } = blockOf(form, id);
  let count = 0;
  for (const column of header) if (column.form !== null && keys.includes(column.key)) count += 1;
  return count;
}

function votesFor(header: readonly HeaderColumn[], form: TableForm): number {
  let votes = 0;
  for (const column of header) if (column.form === form) votes += 1;
  return votes;
}

/** The form that a heading line speaks for; where it does not tell, the one preferred. */
function formOfHeader(header: readonly HeaderColumn[], preferred: TableForm, id: string): TableForm {
  const other = preferred === '2021' ? '2019' : '2021';
  const covers = covered(header, other, id);
  const lead =
    covers - covered(header, preferred, id) || votesFor(header, other) - votesFor(header, preferred);
  return covers > 0 && lead > 0 ? other : preferred;
}

/** A heading line in which what does not belong to the block has a key of its own. */
function withStrange(header: readonly HeaderColumn[], keys: readonly string[]): HeaderColumn[] {
  const columns: HeaderColumn[] = [];
  for (const [i, c] of header.entries()) columns.push(keys.includes(c.key) ? c : { ...c, key: `?${i}` });
  return columns;
}

const labelOf = (column: HeaderColumn): string => column.label;

/**
 * The columns of a row by the heading line over it. A heading line that is only partly legible is completed by the
 * official order where as many cells stand in it as the block has columns; otherwise the official columns are taken.
 */
export function columnsOfRow(
  header: readonly HeaderColumn[],
  id: string,
  form: TableForm,
  record: Record,
): RowColumns {
  const used = formOfHeader(header, form, id);
  const { columns: official, keys } = blockOf(used, id);
  const known = new Set<string>();
  const others: HeaderColumn[] = [];
  for (const column of header)
    if (keys.includes(column.key)) known.add(column.key);
    else others.push(column);
  const missing: FormColumn[] = [];
  for (const column of official) if (!known.has(column.key)) missing.push(column);
  if (missing.length === 0) {
    const columns = withStrange(header, keys);
    return { columns, keys, form: used, strange: others.map(labelOf), doubts: [] };
  }
  if (known.size > 0 && header.length === official.length && others.length === missing.length) {
    let next = 0;
    const columns = header.map((c) =>
      keys.includes(c.key) ? c : { ...c, key: missing[next++]?.key ?? c.key },
    );
    return {
      columns,
      keys,
      form: used,
      strange: [],
      doubts: missing.map((c) => ({
        code: 'columns_by_position',
        key: c.key,
        message: `the heading line does not show ${c.label}: its place was taken`,
      })),
    };
  }
  const message = 'the block has no legible heading line: the official columns were taken';
  if (known.size === 0 || printed(record.slots).length === official.length || !header.some(hasPlace)) {
    const doubts =
      printed(record.slots).length === 0 ? [] : [{ code: 'columns_by_position', key: '*', message }];
    return {
      columns: official.map(withoutPlace),
      keys,
      form: known.size > 0 ? used : null,
      strange: [],
      doubts,
    };
  }
  return {
    columns: withStrange(header, keys),
    keys,
    form: used,
    strange: others.map(labelOf),
    doubts: missing.map((c) => ({
      code: 'column_missing',
      key: c.key,
      message: `no column ${c.label} was found`,
    })),
  };
}

/** Whether a column stands in a cell, and not only in running text. */
export const hasPlace = (column: HeaderColumn): boolean => column.column > 0;

function withoutPlace({ key, label }: FormColumn): HeaderColumn {
  return { key, form: null, column: 0, unit: null, label };
}
