import { align } from '../align.ts';
import { fieldOf } from '../catalogue.ts';
import { DISCLOSURE, fieldId, TABLE_IDS, type TableForm } from '../forms.ts';
import type { Line } from '../line.ts';
import type { Reading } from '../reading.ts';
import { recordsOf } from '../record.ts';
import { columnsOfRow, type HeaderColumn, headersOf, type RowColumns } from './disclosure-columns.ts';
import { BY_PLACE, type Found, identify, takeRow } from './identify.ts';
import { isLabelled, LABELS_BEHIND, labelsBehind, withLabelsInFront } from './labels-behind.ts';
import { labelScores, rowKeys } from './row-match.ts';
import { splitLabels } from './runs.ts';
import { learnLayout, MERGED, placeInColumns, printed } from './slots.ts';
import type { TableResult } from './table.ts';
import { doubtRests, doubtUnplaced } from './unplaced.ts';

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
const ROWS = ROW_ORDER.map((id) => {
  const rows = ALL_ROWS.filter((r) => r.id === id);
  return {
    id,
    label: rows[0]?.label ?? id,
    keys: [...new Set(rowKeys(rows).flatMap((r) => r.keys))],
    /** The columns of its block, in each form that has the row. */
    columns: Object.values(DISCLOSURE)
      .flat()
      .filter((b) => b.rows.some((r) => r.id === id))
      .map((b) => b.columns.map((c) => c.key)),
  };
});
/** A row of section two has no more values. */
const MOST_COLUMNS = 3;
/** The rows of each form. One array each: what labels look like is remembered by it. */
const ROWS_OF = {
  '2021': ROWS.filter((row) => DISCLOSURE['2021'].some((b) => b.rows.some((r) => r.id === row.id))),
  '2019': ROWS,
};

/** The rows to look for: those of the one form that all heading lines speak for, else all. */
function rowsOf(votes: readonly TableForm[]): typeof ROWS {
  return votes.length > 0 && votes.every((v) => v === '2021') ? ROWS_OF['2021'] : ROWS_OF['2019'];
}

/** The form that the heading lines of section two speak for; null where none is legible. */
export function formOfDisclosure(lines: readonly Line[]): TableForm | null {
  return majority(votesIn(headersOf(recordsOf(lines))));
}

function votesIn(headers: readonly (readonly HeaderColumn[])[]): TableForm[] {
  return headers.flatMap((h) => h.flatMap((c) => c.form ?? []));
}

function majority(votes: readonly TableForm[]): TableForm | null {
  if (votes.length === 0) return null;
  return votes.filter((v) => v === '2021').length * 2 >= votes.length ? '2021' : '2019';
}

/**
 * Reads section two (主动公开政府信息情况) from its lines. Every row takes its columns from the heading line of
 * its own block, so that a block of the other form is read for what it is.
 * @param preferred form of the document's other tables, for blocks whose heading line is lost.
 */
export function readDisclosure(given: readonly Line[], preferred: TableForm, reading: Reading): TableResult {
  const lines = withLabelsInFront(given) ?? given;
  const printedRecords = splitLabels(recordsOf(lines));
  const turned = labelsBehind(printedRecords, (r) => isLabelled(r, ROWS));
  const records = turned ?? printedRecords;
  const headers = headersOf(records);
  const votes = votesIn(headers);
  const rows = rowsOf(votes);
  const scores = records.map((record, i) => {
    const places = printed(record.slots).length > 0 ? (headers[i] ?? []).map((c) => c.key) : [];
    return labelScores(record.labels, rows).map((s, r) => {
      if (record.slots.length === 0) return s >= 0.9 ? 0.3 * s : 0;
      const fits =
        places.length > 0 && rows[r]?.columns.some((keys) => places.every((key) => keys.includes(key)));
      return fits === true ? Math.max(s, BY_PLACE) : s;
    });
  });
  const { matches } = align(records.length, rows.length, (f, e) => scores[f]?.[e] ?? 0);
  const form = majority(votes) ?? (matches.length >= 3 ? preferred : null);
  // One row is enough where a heading line of the form stands over it: some reports print a single block.
  if (form === null || matches.length === 0 || (matches.length === 1 && votes.length === 0))
    return { form: null, rowsRead: 0, rowsExpected: rows.length, extra: [], problems: [] };

  reading.expect(TABLE_IDS.disclosure[form]);
  if (turned !== null || lines !== given) reading.doubt('labels_behind', 'disclosure.*', LABELS_BEHIND);
  const official = DISCLOSURE[form].flatMap((b) => b.rows);
  const found = identify(records, rows, matches, scores, reading).map((each) => {
    const id = rows[each.row]?.id ?? '';
    const header = headers[records.indexOf(each.record)] ?? [];
    return { each, id, columns: columnsOfRow(header, id, form, each.record) };
  });
  const captions = captionsIn(lines);
  const extra: string[] = [];
  const read = new Set<string>();
  for (const row of found) {
    if (row.columns.keys.length === 0) {
      extra.push(`row ${row.each.record.labels.at(-1)?.text ?? row.id}`);
      continue;
    }
    read.add(row.id);
    extra.push(...row.columns.strange.map((label) => `column ${label} beside ${row.id}`));
    readRow(row, found, captions.findLast((c) => c.line <= row.each.record.line)?.unit ?? null, reading);
  }
  const crowded = found.filter(
    (f) => printed(f.each.record.slots).length > f.columns.columns.length && f.columns.keys.length > 0,
  );
  if (crowded.length > 1)
    reading.doubt(
      'columns_unclear',
      'disclosure.*',
      `${crowded.length} rows print more values than the form has columns`,
    );
  const rowsFound = found.map((f) => f.each);
  doubtUnplaced(rowsFound, records, rows, MOST_COLUMNS, reading);
  doubtRests(rowsFound, records, rows, reading);
  const taken = new Set(rowsFound.map((f) => f.record));
  const places = found.map((f) => records.indexOf(f.each.record));
  const strangers = records
    .slice(Math.min(...places), Math.max(...places))
    .filter((r) => !taken.has(r) && r.labels.length > 0 && r.slots.some((s) => s.kind === 'number'));
  extra.push(
    ...strangers.map((r) => `row ${r.labels.at(-1)?.text ?? ''}: ${r.slots.map((s) => s.text).join(' ')}`),
  );
  const missing = official.filter((row) => !read.has(row.id));
  for (const row of missing)
    reading.doubt('row_missing', `${row.id}.*`, `the row ${row.label} was not found`);
  const used = new Set(found.flatMap((f) => f.columns.form ?? []));
  if (used.size > 1)
    reading.doubt('mixed_forms', 'disclosure.*', 'blocks of both forms stand in section two');
  return {
    form,
    rowsRead: read.size,
    rowsExpected: official.length,
    extra,
    problems: missing.map((row) => `row ${row.label} not found`),
  };
}

/** A unit over the table is meant for its amounts, or was meant for another table's. */
function doubtCaption(field: string, stated: string | null, caption: string, reading: Reading): void {
  const value = reading.values[field] ?? null;
  if (value === null || value === 0) return;
  if (stated === null && caption !== fieldOf(field)?.unit)
    reading.doubt('unit_from_caption', field, `the unit stands over the table alone: 单位 ${caption}`);
  else if (stated !== null && stated !== caption)
    reading.doubt(
      'unit_disputed',
      field,
      `the column or row says ${stated}, the line over the table ${caption}`,
    );
}

interface FoundRow {
  readonly each: Found;
  readonly id: string;
  readonly columns: RowColumns;
}

/** The unit of money in a row's own label: 行政事业性收费（元）. */
function moneyUnitIn(label: string): string | null {
  return /[(（](?:单位[:：]?)?(亿元|万元|千元|元)[)）]/u.exec(label)?.[1] ?? null;
}

/** 单位：元 over a table, or over a part of it; not the unit in the label of a column. */
const CAPTION = /单位[:：\s]*(?:\S{0,8}[、，,/\s])?(?:人民币)?(亿元|万元|千元|元)(?!\p{Script=Han})/u;

/** Units of money that stand over the rows, in order. */
function captionsIn(lines: readonly Line[]): { readonly line: number; readonly unit: string }[] {
  return lines.flatMap(({ text }, line) => {
    if (!text.includes('单位') || text.length > LONGEST_CAPTION) return [];
    const unit = CAPTION.exec(text.replace(/(?:收费|采购|总)金额.*$/su, ''))?.[1];
    return unit === undefined ? [] : [{ line, unit }];
  });
}

const LONGEST_CAPTION = 60;

/** @param caption unit of money that stands over the row, for amounts whose column and row state none. */
function readRow(
  { each, id, columns }: FoundRow,
  all: readonly FoundRow[],
  caption: string | null,
  reading: Reading,
): void {
  const order = columns.columns.map((c) => c.key);
  const inCells = columns.columns.every((c) => c.column > 0)
    ? { columns: columns.columns.map((c) => c.column), width: each.record.columns }
    : null;
  // Rows with as many columns have them at the same places.
  const alike = all
    .filter((r) => r.columns.columns.length === order.length)
    .map((r) => ({ record: r.each.record, depth: 0 }));
  const layout = learnLayout(alike, order, inCells);
  if (inCells !== null && layout.header === null && columns.strange.length > 0)
    reading.doubt(
      'columns_unclear',
      `${id}.*`,
      'the heading line names other columns than the rows have values in',
    );
  const official = columns.keys.filter((key) => order.includes(key));
  if (official.join() !== order.filter((key) => official.includes(key)).join())
    reading.note('order', `columns of ${id}`);
  const { aligned, grid, slots } = each.record;
  if (
    grid !== null &&
    aligned &&
    layout.header === null &&
    slots.length > order.length &&
    printed(slots).length > 0
  )
    reading.doubt(
      'columns_unclear',
      `${id}.*`,
      `the row has ${slots.length} places for ${order.length} columns`,
    );
  const placed = placeInColumns(each.record, 0, layout);
  if (placed.kind === 'placed' && placed.merged) reading.doubt('merged_values', `${id}.*`, MERGED);
  const own = moneyUnitIn(each.record.labels.findLast((p) => !p.continued)?.text ?? '');
  const stated = (key: string): string | null => columns.columns.find((c) => c.key === key)?.unit ?? null;
  takeRow(each, id, placed, columns.keys, reading, (key) => stated(key) ?? own ?? caption);
  const amount = columns.keys.find((key) => key === 'amount');
  if (amount !== undefined && caption !== null)
    doubtCaption(fieldId(id, amount), stated(amount) ?? own, caption, reading);
  for (const key of columns.keys) {
    const unit = stated(key);
    if (own !== null && unit !== null && own !== unit)
      reading.doubt('unit_disputed', `${id}.${key}`, `the column says ${unit}, the row ${own}`);
  }
  for (const { code, key, message } of columns.doubts) reading.doubt(code, `${id}.${key}`, message);
}
