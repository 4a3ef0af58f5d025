import { DISCLOSURE, type DisclosureBlock, type FormColumn, type TableForm } from '../forms.ts';
import { labelKey, similarity, squeeze } from '../label.ts';
import type { Piece } from '../line.ts';
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
export function headersOf(records: readonly Record[]): HeaderColumn[][] {
  let current: HeaderColumn[] = [];
  return records.map((record) => {
    const found = columnsIn(record.labels);
    if (found.some((c) => c.form !== null)) current = found;
    // A new article begins a new block: the columns above it are not its columns.
    else if (record.labels.some((p) => /^第二十条第/u.test(labelKey(p.text)))) current = found;
    return current;
  });
}

/** Column labels among the texts before a row's values, in the order of the page. */
function columnsIn(labels: readonly Piece[]): HeaderColumn[] {
  const fromArticle = labels.slice(
    Math.max(
      0,
      labels.findLastIndex((p) => /第二十条第/u.test(labelKey(p.text))),
    ),
  );
  const cells = fromArticle.filter((p) => !p.continued);
  if (cells.some((p) => p.column > 0)) {
    const told = columnsInCells(cells);
    if (told.some((c) => c.form !== null)) return told;
  }
  return columnsInText(cells.map((p) => p.text).join(''));
}

/** The heading line as cells: those on the row of 信息内容, or on that of the first column known. */
function columnsInCells(cells: readonly Piece[]): HeaderColumn[] {
  const named = cells.map((piece) => ({ piece, column: columnOfCell(piece) }));
  const rowOf = (p: Piece): string => / row (\d+) /u.exec(p.at)?.[0] ?? p.at;
  const lead =
    named.find((n) => labelKey(n.piece.text) === '信息内容') ?? named.find((n) => n.column !== null);
  if (lead === undefined) return [];
  const row = rowOf(lead.piece);
  const line = named.filter(({ piece }) => rowOf(piece) === row);
  const columns = line
    // What stands first and names no column is 信息内容, whatever is left of it.
    .filter(({ piece, column }, i) => !isLead(labelKey(piece.text)) && (i > 0 || column !== null))
    // A single character is the splinter of a neighbouring label.
    .filter(({ piece }) => labelKey(piece.text).length > 1)
    .map(
      ({ piece, column }, i): HeaderColumn =>
        column ?? {
          key: `?${i}`,
          form: null,
          column: piece.column,
          unit: unitIn(piece.text),
          label: piece.text,
        },
    );
  return distinct(columns);
}

const isLead = (key: string): boolean => key === '信息内容' || /^第二十条第/u.test(key);

function columnOfCell(piece: Piece): HeaderColumn | null {
  const key = labelKey(piece.text);
  if (key.length < 3 || key.length > 30) return null;
  const place = { column: piece.column, unit: unitIn(piece.text), label: piece.text };
  const named = columnNamed(key);
  return named === null ? null : { key: named.key, form: named.form, ...place };
}

type Column = (typeof COLUMNS)[number];

/** Every row of every report asks for the same few labels. */
const NAMED = new Map<string, Column | null>();

/** The column whose label a key is, or comes nearest to. */
function columnNamed(key: string): Column | null {
  const known = NAMED.get(key);
  if (known !== undefined) return known;
  const exact = COLUMNS.find((c) => c.labels.includes(key));
  const close = COLUMNS.map((c) => ({ c, s: Math.max(...c.labels.map((l) => similarity(key, l))) })).sort(
    (x, y) => y.s - x.s,
  )[0];
  const isAlike = close !== undefined && close.s >= 0.72 && isOfThisYear(key, close.c);
  const column = exact ?? (isAlike ? close.c : null);
  if (NAMED.size > 5000) NAMED.clear();
  NAMED.set(key, column);
  return column;
}

/** One character apart from the official label, and another figure: last year's, half a year's, all years'. */
const OTHER_TIME = /上一?年|去年|上半年|下半年|季度|累计|历年|全市|全县/u;

function isOfThisYear(key: string, { labels }: Column): boolean {
  return !OTHER_TIME.test(key) || labels.some((label) => OTHER_TIME.test(label));
}

/** Two cells whose labels became equal (their second lines were lost) name neither column for certain. */
function distinct(columns: readonly HeaderColumn[]): HeaderColumn[] {
  return columns.map((c, i) =>
    c.form !== null && columns.some((d, j) => j !== i && d.key === c.key) ? { ...c, key: `?${i}` } : c,
  );
}

function columnsInText(text: string): HeaderColumn[] {
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
  return found.sort((a, b) => a.at - b.at);
}

/** The unit of money stated in a column label: 本年收费金额（单位：万元，保留4位小数）. */
function unitIn(text: string): string | null {
  return /金额[（(:：]*(?:单位[:：]?)?(亿元|万元|千元|元)/u.exec(squeeze(text))?.[1] ?? null;
}

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

const blockOf = (form: TableForm, id: string): DisclosureBlock | undefined =>
  DISCLOSURE[form].find((b) => b.rows.some((r) => r.id === id));

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
  const forms = [form, form === '2021' ? '2019' : '2021'] as const;
  const covers = (f: TableForm): number =>
    header.filter((c) => c.form !== null && blockOf(f, id)?.columns.some((d) => d.key === c.key)).length;
  const own = forms.map((f) => ({ f, n: covers(f), votes: header.filter((c) => c.form === f).length }));
  own.sort((a, b) => b.n - a.n || b.votes - a.votes);
  const used = (own[0]?.n ?? 0) > 0 ? (own[0]?.f ?? form) : form;
  const official = blockOf(used, id)?.columns ?? [];
  const keys = official.map((c) => c.key);
  const known = header.filter((c) => keys.includes(c.key));
  const others = header.filter((c) => !keys.includes(c.key));
  const missing = official.filter((c) => !known.some((k) => k.key === c.key));
  const byOfficial = (): HeaderColumn[] =>
    official.map((c) => ({ key: c.key, form: null, column: 0, unit: null, label: c.label }));
  if (missing.length === 0) {
    const columns = header.map((c, i) => (keys.includes(c.key) ? c : { ...c, key: `?${i}` }));
    return { columns, keys, form: used, strange: others.map((c) => c.label), doubts: [] };
  }
  if (known.length > 0 && header.length === official.length && others.length === missing.length) {
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
  if (
    known.length === 0 ||
    printed(record.slots).length === official.length ||
    header.every((c) => c.column === 0)
  ) {
    const doubts =
      printed(record.slots).length === 0 ? [] : [{ code: 'columns_by_position', key: '*', message }];
    return { columns: byOfficial(), keys, form: known.length > 0 ? used : null, strange: [], doubts };
  }
  return {
    columns: header.map((c, i) => (keys.includes(c.key) ? c : { ...c, key: `?${i}` })),
    keys,
    form: used,
    strange: others.map((c) => c.label),
    doubts: missing.map((c) => ({
      code: 'column_missing',
      key: c.key,
      message: `no column ${c.label} was found`,
    })),
  };
}
