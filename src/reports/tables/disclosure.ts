import { align } from '../align.ts';
import { fieldOf } from '../catalogue.ts';
import { DISCLOSURE, fieldId, TABLE_IDS, type TableForm } from '../forms.ts';
import { isOwn, type Line, printedText } from '../line.ts';
import type { Reading } from '../reading.ts';
import { hasNumber, type Record, recordsOf } from '../record.ts';
import {
  columnsOfRow,
  type HeaderColumn,
  hasPlace,
  headersOf,
  type RowColumns,
} from './disclosure-columns.ts';
import { BY_PLACE, type Found, identify, takeRow } from './identify.ts';
import { isLabelled, LABELS_BEHIND, labelsBehind, withLabelsInFront } from './labels-behind.ts';
import { labelScores, rowKeys, scoreAlone } from './row-match.ts';
import { splitLabels } from './runs.ts';
import { learnLayout, MERGED, placeInColumns, printed, sharedKeys } from './slots.ts';
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

/** The rows that each form prints, block by block. */
const OFFICIAL_ROWS = {
  '2021': DISCLOSURE['2021'].flatMap((b) => b.rows),
  '2019': DISCLOSURE['2019'].flatMap((b) => b.rows),
};

/** The rows to look for: those of the one form that all heading lines speak for, else all. */
function rowsOf(votes: readonly TableForm[]): typeof ROWS {
  return votes.length > 0 && !votes.includes('2019') ? ROWS_OF['2021'] : ROWS_OF['2019'];
}

/** Section two before any of its rows is recognised. */
export interface DisclosureSection {
  readonly lines: readonly Line[];
  readonly records: readonly Record[];
  /** For each record the heading line in force. */
  readonly headers: readonly (readonly HeaderColumn[])[];
}

export function openDisclosure(lines: readonly Line[]): DisclosureSection {
  const records = recordsOf(lines);
  return { lines, records, headers: headersOf(records) };
}

/** The form that the heading lines of section two speak for; null where none is legible. */
export function formOfDisclosure({ headers }: DisclosureSection): TableForm | null {
  return majority(votesIn(headers));
}

function votesIn(headers: readonly (readonly HeaderColumn[])[]): TableForm[] {
  const votes: TableForm[] = [];
  for (const header of headers) for (const { form } of header) if (form !== null) votes.push(form);
  return votes;
}

function majority(votes: readonly TableForm[]): TableForm | null {
  if (votes.length === 0) return null;
  return votes.filter(isOf2021).length * 2 >= votes.length ? '2021' : '2019';
}

const isOf2021 = (form: TableForm): boolean => form === '2021';

/** Whether a record has the label of a row of section two. */
const isRow = (record: Record): boolean => isLabelled(record, ROWS);

/** How much each record is like each row: by its label, else by the columns over its values. */
function scoresOf(
  records: readonly Record[],
  headers: readonly (readonly HeaderColumn[])[],
  rows: typeof ROWS,
): (readonly number[])[] {
  const all: (readonly number[])[] = [];
  for (const [i, { labels, slots }] of records.entries()) {
    const scores = labelScores(labels, rows);
    const header = headers[i] ?? [];
    if (slots.length === 0) all.push(scores.map(scoreAlone));
    else if (header.length === 0 || printed(slots).length === 0) all.push(scores);
    else all.push(withFitting(scores, header, rows));
  }
  return all;
}

/** Any row of the columns that are over the values may be meant, if only by its place. */
function withFitting(
  scores: readonly number[],
  header: readonly HeaderColumn[],
  rows: typeof ROWS,
): readonly number[] {
  const raised: number[] = [];
  for (const [i, score] of scores.entries()) {
    let fits = false;
    for (const keys of rows[i]?.columns ?? []) fits ||= areAmong(header, keys);
    raised.push(fits ? Math.max(score, BY_PLACE) : score);
  }
  return raised;
}

function areAmong(header: readonly HeaderColumn[], keys: readonly string[]): boolean {
  for (const { key } of header) if (!keys.includes(key)) return false;
  return true;
}

/**
 * Reads section two (主动公开政府信息情况). Every row takes its columns from the heading line of
 * its own block, so that a block of the other form is read for what it is.
 * @param preferred form of the document's other tables, for blocks whose heading line is lost.
 */
export function readDisclosure(
  section: DisclosureSection,
  preferred: TableForm,
  reading: Reading,
): TableResult {
  const lines = withLabelsInFront(section.lines) ?? section.lines;
  const printedRecords = splitLabels(lines === section.lines ? section.records : recordsOf(lines));
  const turned = labelsBehind(printedRecords, isRow);
  const records = turned ?? printedRecords;
  const headers = records === section.records ? section.headers : headersOf(records);
  const votes = votesIn(headers);
  const rows = rowsOf(votes);
  const scores = scoresOf(records, headers, rows);
  const { matches } = align(scores, rows.length);
  const form = majority(votes) ?? (matches.length >= 3 ? preferred : null);
  // One row is enough where a heading line of the form stands over it: some reports print a single block.
  if (form === null || matches.length === 0 || (matches.length === 1 && votes.length === 0))
    return { form: null, rowsRead: 0, rowsExpected: rows.length, extra: [], problems: [] };

  reading.expect(TABLE_IDS.disclosure[form]);
  if (turned !== null || lines !== section.lines)
    reading.doubt('labels_behind', 'disclosure.*', LABELS_BEHIND);
  const rowsFound = identify(records, rows, matches, scores, reading);
  const found: FoundRow[] = [];
  for (const each of rowsFound) {
    const id = rows[each.row]?.id ?? '';
    const header = headers[records.indexOf(each.record)] ?? [];
    found.push({ each, id, columns: columnsOfRow(header, id, form, each.record) });
  }
  const captions = captionsIn(lines);
  const extra: string[] = [];
  const read = new Set<string>();
  for (const row of found) {
    if (row.columns.keys.length === 0) {
      extra.push(`row ${row.each.record.labels.at(-1)?.text ?? row.id}`);
      continue;
    }
    read.add(row.id);
    for (const label of row.columns.strange) extra.push(`column ${label} beside ${row.id}`);
    readRow(row, found, captionOver(row.each.record.line, captions), reading);
  }
  const crowded = found.filter(isCrowded);
  if (crowded.length > 1)
    reading.doubt(
      'columns_unclear',
      'disclosure.*',
      `${crowded.length} rows print more values than the form has columns`,
    );
  doubtUnplaced(rowsFound, records, rows, MOST_COLUMNS, reading);
  doubtRests(rowsFound, records, rows, reading);
  for (const { labels, slots } of strangersAmong(records, rowsFound))
    extra.push(`row ${labels.at(-1)?.text ?? ''}: ${slots.map(printedText).join(' ')}`);
  const problems: string[] = [];
  for (const row of OFFICIAL_ROWS[form]) {
    if (read.has(row.id)) continue;
    reading.doubt('row_missing', `${row.id}.*`, `the row ${row.label} was not found`);
    problems.push(`row ${row.label} not found`);
  }
  if (usesBothForms(found))
    reading.doubt('mixed_forms', 'disclosure.*', 'blocks of both forms stand in section two');
  return {
    form,
    rowsRead: read.size,
    rowsExpected: OFFICIAL_ROWS[form].length,
    extra,
    problems,
  };
}

/** A row with more values than the form has columns. */
const isCrowded = ({ each, columns }: FoundRow): boolean =>
  printed(each.record.slots).length > columns.columns.length && columns.keys.length > 0;

function usesBothForms(found: readonly FoundRow[]): boolean {
  const used = new Set<TableForm>();
  for (const { columns } of found) if (columns.form !== null) used.add(columns.form);
  return used.size > 1;
}

/** Records with a label and figures between the first and the last row, which are no rows of the form. */
function strangersAmong(records: readonly Record[], found: readonly Found[]): Record[] {
  const taken = new Set<Record>();
  let [from, to] = [records.length, 0];
  for (const { record } of found) {
    taken.add(record);
    const at = records.indexOf(record);
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  const strangers: Record[] = [];
  for (const record of records.slice(from, to))
    if (!taken.has(record) && record.labels.length > 0 && hasNumber(record)) strangers.push(record);
  return strangers;
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

interface Caption {
  readonly line: number;
  readonly unit: string;
}

/** Units of money that stand over the rows, in order. */
function captionsIn(lines: readonly Line[]): Caption[] {
  const captions: Caption[] = [];
  for (const [line, { text }] of lines.entries()) {
    if (!text.includes('单位') || text.length > LONGEST_CAPTION) continue;
    const unit = CAPTION.exec(text.replace(/(?:收费|采购|总)金额.*$/su, ''))?.[1];
    if (unit !== undefined) captions.push({ line, unit });
  }
  return captions;
}

/** The unit of the last caption at or over a line. */
function captionOver(line: number, captions: readonly Caption[]): string | null {
  let unit: string | null = null;
  for (const caption of captions) if (caption.line <= line) unit = caption.unit;
  return unit;
}

const LONGEST_CAPTION = 60;

/** @param caption unit of money that stands over the row, for amounts whose column and row state none. */
function readRow(
  { each, id, columns }: FoundRow,
  all: readonly FoundRow[],
  caption: string | null,
  reading: Reading,
): void {
  const order = columns.columns.map(keyOfColumn);
  const inCells = columns.columns.every(hasPlace)
    ? { columns: columns.columns.map(placeOfColumn), width: each.record.columns }
    : null;
  // Rows with as many columns have them at the same places.
  const alike: { record: Record; depth: number }[] = [];
  for (const row of all)
    if (row.columns.columns.length === order.length) alike.push({ record: row.each.record, depth: 0 });
  const layout = learnLayout(alike, order, inCells);
  if (inCells !== null && layout.header === null && columns.strange.length > 0)
    reading.doubt(
      'columns_unclear',
      `${id}.*`,
      'the heading line names other columns than the rows have values in',
    );
  if (sharedKeys(columns.keys, order).join() !== sharedKeys(order, columns.keys).join())
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
  const own = moneyUnitIn(each.record.labels.findLast(isOwn)?.text ?? '');
  takeRow(each, id, placed, columns.keys, reading, unitsOf(columns, own ?? caption));
  if (columns.keys.includes('amount') && caption !== null)
    doubtCaption(fieldId(id, 'amount'), statedUnit(columns, 'amount') ?? own, caption, reading);
  for (const key of columns.keys) {
    const unit = statedUnit(columns, key);
    if (own !== null && unit !== null && own !== unit)
      reading.doubt('unit_disputed', `${id}.${key}`, `the column says ${unit}, the row ${own}`);
  }
  for (const { code, key, message } of columns.doubts) reading.doubt(code, `${id}.${key}`, message);
}

const keyOfColumn = (column: HeaderColumn): string => column.key;
const placeOfColumn = (column: HeaderColumn): number => column.column;

/** The unit of money that the label of a column states. */
function statedUnit({ columns }: RowColumns, key: string): string | null {
  for (const column of columns) if (column.key === key) return column.unit;
  return null;
}

/** @param other unit, for columns that state none. */
function unitsOf(columns: RowColumns, other: string | null): Map<string, string> {
  const units = new Map<string, string>();
  for (const key of columns.keys) {
    const unit = statedUnit(columns, key) ?? other;
    if (unit !== null) units.set(key, unit);
  }
  return units;
}
