import { align } from '../align.ts';
import { DISCLOSURE, type FormColumn, TABLE_IDS, type TableForm } from '../forms.ts';
import { labelKey, similarity, squeeze } from '../label.ts';
import type { Line, Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import { type Record, recordsOf } from '../record.ts';
import { labelScores, rowKeys } from './row-match.ts';
import { NO_PLACES, offsetsOf, placeInColumns } from './slots.ts';
import type { TableResult } from './table.ts';

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

const ROW_ORDER = [
  'disclosure.regulations',
  'disclosure.normative',
  'disclosure.licensing',
  'disclosure.other_services',
  'disclosure.penalty',
  'disclosure.coercion',
  'disclosure.fees',
  'disclosure.procurement',
];
const ALL_ROWS = Object.values(DISCLOSURE).flatMap((blocks) => blocks.flatMap((b) => b.rows));
const ROWS = ROW_ORDER.map((id) => ({
  id,
  keys: [...new Set(rowKeys(ALL_ROWS.filter((r) => r.id === id)).flatMap((r) => r.keys))],
}));

interface HeaderColumn {
  readonly key: string;
  readonly form: TableForm | null;
  /** Position of its cell, 0 where only the order is known. */
  readonly column: number;
  /** Unit of money that the label states. */
  readonly unit: string | null;
  readonly label: string;
}

/**
 * Reads section two (主动公开政府信息情况) from its lines. Every row takes its columns from the heading line of
 * its own block, so that a block of the other form is read for what it is.
 * @param preferred form of the document's other tables, for blocks whose heading line is lost.
 */
export function readDisclosure(lines: readonly Line[], preferred: TableForm, reading: Reading): TableResult {
  const records = recordsOf(lines);
  const scores = records.map((r) =>
    labelScores(r.labels, ROWS).map((s) => (r.slots.length > 0 ? s : s >= 0.9 ? 0.3 * s : 0)),
  );
  const { matches } = align(records.length, ROWS.length, (f, e) => scores[f]?.[e] ?? 0);
  const headers = headersOf(records);
  const votes = headers.flatMap((h) => h.map((c) => c.form)).filter((f) => f !== null);
  const form = majority(votes) ?? (matches.length >= 3 ? preferred : null);
  const official =
    form === null ? [] : DISCLOSURE[form].flatMap((b) => b.rows.map((r) => ({ ...r, columns: b.columns })));
  // One row is enough where a heading line of the form stands over it: some reports print a single block.
  if (form === null || matches.length === 0 || (matches.length === 1 && votes.length === 0))
    return { form: null, rowsRead: 0, rowsExpected: ROWS.length, extra: [], problems: [] };

  reading.expect(TABLE_IDS.disclosure[form]);
  const extra: string[] = [];
  const problems: string[] = [];
  const read = new Set<string>();
  for (const match of matches) {
    const record = records[match.found];
    const id = ROWS[match.expected]?.id;
    if (record === undefined || id === undefined) continue;
    const allowed = DISCLOSURE['2021']
      .concat(DISCLOSURE['2019'])
      .filter((b) => b.rows.some((r) => r.id === id));
    const header = headers[match.found] ?? [];
    const own = header.filter((c) => allowed.some((b) => b.columns.some((d) => d.key === c.key)));
    // A printed column that the form does not have here still takes its place in the row.
    const strange = header.filter((c) => !own.includes(c) && c.label !== '');
    if (own.length > 0 && strange.length > 0)
      extra.push(...strange.map((c) => `column ${c.label} beside ${id}`));
    const columns = own.length > 0 ? header : officialColumns(official, id);
    if (columns.length === 0) {
      extra.push(`row ${record.labels.at(-1)?.text ?? id}`);
      continue;
    }
    if (own.length === 0 && record.slots.some((s) => s.kind === 'number'))
      reading.doubt(
        'columns_by_position',
        `${id}.*`,
        'the block has no legible heading line: the official columns were taken',
      );
    read.add(id);
    takeRow(
      record,
      id,
      columns,
      new Set(strange.map((c) => c.key)),
      offsetsOf(records, columns.length),
      reading,
    );
    if (match.score < 0.7)
      reading.doubt('label_damaged', `${id}.*`, `the label reads “${record.labels.at(-1)?.text ?? ''}”`);
  }
  for (const row of official)
    if (!read.has(row.id)) {
      problems.push(`row ${row.label} not found`);
      reading.doubt('row_missing', `${row.id}.*`, `the row ${row.label} was not found`);
    }
  if (new Set(votes).size > 1)
    reading.doubt('mixed_forms', 'disclosure.*', 'blocks of both forms stand in section two');
  return { form, rowsRead: read.size, rowsExpected: official.length, extra, problems };
}

function officialColumns(
  rows: readonly { id: string; columns: readonly FormColumn[] }[],
  id: string,
): HeaderColumn[] {
  const row = rows.find((r) => r.id === id);
  return (row?.columns ?? []).map((c) => ({ key: c.key, form: null, column: 0, unit: null, label: c.label }));
}

function majority(votes: readonly TableForm[]): TableForm | null {
  const for2021 = votes.filter((v) => v === '2021').length;
  if (votes.length === 0) return null;
  return for2021 * 2 >= votes.length ? '2021' : '2019';
}

/** For each record the columns in force: those of the last heading line at or before it. */
function headersOf(records: readonly Record[]): HeaderColumn[][] {
  let current: HeaderColumn[] = [];
  return records.map((record) => {
    const found = columnsIn(record.labels);
    if (found.length > 0) current = found;
    // A new article begins a new block: the columns above it are not its columns.
    else if (record.labels.some((p) => /^第二十条第/u.test(labelKey(p.text)))) current = [];
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
  const byCell = cells.flatMap((p) => columnOfCell(p));
  if (byCell.length > 0 && cells.some((p) => p.column > 0)) {
    const told = disambiguate(byCell);
    if (told.length > 0) return told;
  }
  return columnsInText(cells.map((p) => p.text).join(''));
}

function columnOfCell(piece: Piece): HeaderColumn[] {
  const key = labelKey(piece.text);
  if (key.length < 3 || key.length > 30) return [];
  const place = { column: piece.column, unit: unitIn(piece.text), label: piece.text };
  for (const c of COLUMNS) if (c.labels.includes(key)) return [{ key: c.key, form: c.form, ...place }];
  const close = COLUMNS.map((c) => ({ c, s: Math.max(...c.labels.map((l) => similarity(key, l))) })).sort(
    (a, b) => b.s - a.s,
  )[0];
  return close !== undefined && close.s >= 0.72 ? [{ key: close.c.key, form: close.c.form, ...place }] : [];
}

/** Two cells whose labels became equal (their second lines were lost) are told apart by the order of the form. */
function disambiguate(columns: readonly HeaderColumn[]): HeaderColumn[] {
  const keys = columns.map((c) => c.key);
  if (new Set(keys).size === keys.length) return [...columns];
  for (const form of ['2021', '2019'] as const)
    for (const block of DISCLOSURE[form])
      if (block.columns.length === columns.length && keys.some((k) => block.columns.some((c) => c.key === k)))
        return columns.map((c, i) => ({ ...c, key: block.columns[i]?.key ?? c.key, form }));
  return [];
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
      found.push({ key: c.key, form: c.form, column: 0, unit: unitIn(text), label: label, at });
      rest = rest.slice(0, at) + '\0'.repeat(label.length) + rest.slice(at + label.length);
      break;
    }
  return found.sort((a, b) => a.at - b.at);
}

/** The unit of money stated in a column label: 本年收费金额（单位：万元，保留4位小数）. */
function unitIn(text: string): string | null {
  return /金额[（(:：]*(?:单位[:：]?)?(亿元|万元|千元|元)/u.exec(squeeze(text))?.[1] ?? null;
}

function takeRow(
  record: Record,
  id: string,
  columns: readonly HeaderColumn[],
  strange: ReadonlySet<string>,
  offsets: ReadonlyMap<string, number>,
  reading: Reading,
): void {
  const inCells = columns.filter((c) => c.column > 0);
  const places = record.aligned ? { columns: inCells, grid: record.grid, width: record.columns } : NO_PLACES;
  const placed = placeInColumns(
    record,
    columns.map((c) => c.key),
    places,
    offsets,
  );
  const own = columns.filter((c) => !strange.has(c.key));
  if (placed.kind === 'ambiguous') {
    for (const column of own) reading.withhold(`${id}.${column.key}`, record.slots, placed.message);
    return;
  }
  for (const [key, piece] of placed.slots) {
    const column = own.find((c) => c.key === key);
    if (column !== undefined) reading.take(`${id}.${key}`, piece, column.unit);
  }
  for (const { key, pieces, message } of placed.withheld)
    if (!strange.has(key)) reading.withhold(`${id}.${key}`, pieces, message);
}
