import { remembering } from '../../documents/remembering.ts';
import { align, type Match } from '../align.ts';
import {
  APPLICANTS,
  applicantFields,
  type FormRow,
  fieldId,
  REQUESTS,
  TABLE_IDS,
  type TableForm,
} from '../forms.ts';
import { type Line, printedText } from '../line.ts';
import type { Reading } from '../reading.ts';
import { hasNumber, type Record, recordsOf } from '../record.ts';
import { isOfForm, readApplicantColumns } from './applicants.ts';
import { BY_PLACE, type Found, identify, takeRow } from './identify.ts';
import { isLabelled, LABELS_BEHIND, labelsBehind, withLabelsInFront } from './labels-behind.ts';
import { EXACT, keysOf, type RowKeys, rowKeys, scoreAlone, scoresOfKeys } from './row-match.ts';
import { splitLabels, splitRuns, withoutSerials } from './runs.ts';
import { type Layout, learnLayout, MERGED, placeInColumns, printed, sharedKeys } from './slots.ts';
import type { TableResult } from './table.ts';
import { doubtRests, doubtUnplaced } from './unplaced.ts';

const ROWS: Readonly<globalThis.Record<TableForm, readonly RowKeys[]>> = {
  '2021': rowKeys(REQUESTS['2021']),
  '2019': rowKeys(REQUESTS['2019']),
};
const KEYS = APPLICANTS.map((c) => c.key);
const COLUMNS = KEYS.length;

/** What a row that was not found takes from a form's claim to be the one in use. */
const MISSING_ROW = 0.3;
/** What the form that the year or section two speaks for has in advance. */
const EXPECTED_FORM = 0.5;
/** Forms nearer to each other than this are disputed. */
const CLEAR_LEAD = 1.6;

/**
 * Reads table three (收到和处理政府信息公开申请情况) from its lines. The form is the one whose rows explain
 * the lines better; `preferred` decides where both do equally well.
 */
export function readRequests(given: readonly Line[], preferred: TableForm, reading: Reading): TableResult {
  const lines = withLabelsInFront(given) ?? given;
  const printedRecords = splitRuns(withoutSerials(splitLabels(recordsOf(lines))), COLUMNS);
  const turned = labelsBehind(printedRecords, isRow);
  const records = turned ?? printedRecords;
  const { form, matches, scores, disputed } = chooseForm(records, preferred);
  const rows = REQUESTS[form];
  const labelled = matches.filter(isByLabel);
  if (labelled.length < 3)
    return { form: null, rowsRead: 0, rowsExpected: rows.length, extra: [], problems: [] };

  reading.expect(TABLE_IDS.requests[form]);
  if (turned !== null || lines !== given) reading.doubt('labels_behind', 'requests.*', LABELS_BEHIND);
  if (disputed)
    reading.doubt(
      'form_disputed',
      'requests.other.*',
      `the rows of （六）其他处理 fit the ${form} form hardly better`,
    );
  // Matches rise with the records.
  const [from, to] = [labelled[0]?.found ?? 0, labelled.at(-1)?.found ?? 0];
  const columns = readApplicantColumns(
    lines.slice(0, records[from]?.labelLine ?? 0),
    surelyRows(labelled, records),
    reading,
  );
  const found = identify(records, rows, matches, scores, reading);
  const placedRows: { record: Record; depth: number }[] = [];
  for (const { record, row } of found) placedRows.push({ record, depth: rows[row]?.path.length ?? 0 });
  const layout = learnLayout(placedRows, columns.order, columns.places);
  if (columns.places !== null && layout.header === null && !isOfficial(columns.order))
    reading.doubt(
      'columns_reordered',
      'requests.*',
      'the header names other columns than the rows have values in',
    );
  const own = columns.order.filter(isOfForm);
  if (own.join() !== sharedKeys(KEYS, own).join()) reading.note('order', 'columns of table three');
  for (const each of found) {
    const row = rows[each.row];
    if (row === undefined) continue;
    const placed = placeInColumns(each.record, row.path.length, withoutBlankExtra(layout, each.record));
    takeRow(each, row.id, placed, own, reading);
    const sum = sumOfRow(row.id, reading);
    if (placed.kind === 'placed' && placed.merged && sum !== 'agrees')
      reading.doubt('merged_values', `${row.id}.*`, MERGED);
    if (each.record.grid === null && sum === 'differs')
      reading.doubt('row_unbalanced', `${row.id}.*`, 'in running text, and the values do not add up');
  }
  doubtUnsettled(found, rows, reading);

  doubtUnplaced(found, records, rows, COLUMNS, reading);
  doubtRests(found, records, rows, reading);

  const taken = new Set<Record>();
  const read = new Set<number>();
  for (const { record, row } of found) {
    taken.add(record);
    read.add(row);
  }
  const problems: string[] = [];
  for (const [i, row] of rows.entries())
    if (!read.has(i)) {
      problems.push(`row ${row.label} not found`);
      reading.doubt('row_missing', `${row.id}.*`, `the row ${row.label} was not found`);
    }
  const extra: string[] = [];
  for (const record of records.slice(from + 1, to))
    if (!taken.has(record) && record.labels.length > 0 && hasNumber(record))
      extra.push(`${record.labels.at(-1)?.text ?? ''}: ${record.slots.map(printedText).join(' ')}`);
  return {
    form,
    rowsRead: read.size,
    rowsExpected: rows.length,
    extra: [...extra, ...columns.extra],
    problems: [...problems, ...columns.problems],
  };
}

const isRow = (record: Record): boolean =>
  isLabelled(record, ROWS['2021']) || isLabelled(record, ROWS['2019']);
const isByLabel = (match: Match): boolean => match.score > BY_PLACE;

/** The records whose labels say plainly which row they are. */
function surelyRows(matches: readonly Match[], records: readonly Record[]): Record[] {
  const sure: Record[] = [];
  for (const { found, score } of matches) {
    const record = records[found];
    if (score >= EXACT && record !== undefined) sure.push(record);
  }
  return sure;
}

/** The values of a row, in the order of the form. */
function cellsOf(id: string, reading: Reading): (number | null)[] {
  const cells: (number | null)[] = [];
  for (const field of applicantFields(id)) cells.push(reading.values[field] ?? null);
  return cells;
}

const isFilled = (value: number | null): boolean => value !== null;

/** The sum of the first cells of a row. */
function sumOfFirst(count: number, cells: readonly (number | null)[]): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += cells[i] ?? 0;
  return sum;
}

/** Whether 总计 is the sum of its row; `open` where something of it is blank. */
function sumOfRow(id: string, reading: Reading): 'agrees' | 'differs' | 'open' {
  const cells = cellsOf(id, reading);
  if (cells.includes(null)) return 'open';
  return sumOfFirst(cells.length - 1, cells) === cells.at(-1) ? 'agrees' : 'differs';
}

/** From this share of printed totals on a row without one is an exception. */
const USUAL = 0.6;

/**
 * Rows whose total is blank while parts are printed look like rows that lost a cell further left. In text every such
 * row is in doubt. In marked-up grids cells do not get lost so easily: only where the row adds up when moved, where
 * another row of the table does, or where nearly all other rows print their totals.
 */
function doubtUnsettled(found: readonly Found[], rows: readonly FormRow[], reading: Reading): void {
  let filled = 0;
  let moved = false;
  const open: { id: string; record: Record; cells: readonly (number | null)[] }[] = [];
  for (const { record, row } of found) {
    const id = rows[row]?.id;
    const cells = id === undefined ? [] : cellsOf(id, reading);
    if (id === undefined || !cells.some(isFilled)) continue;
    filled += 1;
    // A placeholder keeps its place as a number does.
    if (cells.at(-1) !== null || reading.evidence[fieldId(id, 'total')] !== undefined) continue;
    open.push({ id, record, cells });
    moved ||= addsUpWhenMoved(cells);
  }
  const usual = filled - open.length >= USUAL * filled;
  for (const { id, record, cells } of open) {
    const inText = !record.aligned && record.grid !== null;
    const nearlyFull = cells.filter(isFilled).length >= KEYS.length - 2;
    if (inText || moved || (usual && nearlyFull))
      reading.doubt(
        'row_unsettled',
        `${id}.*`,
        'the total is blank: with a blank cell lost, the values would stand one place further right',
      );
  }
}

function addsUpWhenMoved(cells: readonly (number | null)[]): boolean {
  const parts = cells.slice(0, -1);
  const last = parts.findLastIndex(isFilled);
  const sum = sumOfFirst(last, parts);
  // What vanished in front of them makes up the difference.
  return sum > 0 && (parts[last] ?? 0) >= sum;
}

/** In running text a row of seven values leaves the column out that the form does not have; the header is doubted. */
function withoutBlankExtra(layout: Layout, record: Record): Layout {
  if (record.grid !== null || printed(record.slots).length >= layout.order.length) return layout;
  return { ...layout, order: layout.order.filter(isOfForm) };
}

const isOfficial = (order: readonly string[]): boolean => order.join(' ') === OFFICIAL;
const OFFICIAL = KEYS.join(' ');

interface Choice {
  readonly form: TableForm;
  readonly matches: readonly Match[];
  readonly scores: readonly (readonly number[])[];
  readonly disputed: boolean;
}

function chooseForm(records: readonly Record[], preferred: TableForm): Choice {
  return CHOICES[preferred](records.map(outlineOf).join(BETWEEN_RECORDS));
}

/** All that the choice depends on: a record's labels, and how many places it has. Most reports have the same outline. */
function outlineOf({ labels, slots }: Record): string {
  const places = slots.length === 0 ? NO_PLACES : printed(slots).length === COLUMNS ? FULL : PARTLY_FULL;
  return places + keysOf(labels);
}

/** Signs that no label has. */
const [BETWEEN_RECORDS, NO_PLACES, FULL, PARTLY_FULL] = ['\n', '-', '=', '+'] as const;

/** Outlines are a thousand characters, and there are a few for each way of laying the table out. */
const OUTLINES = { most: 200, longest: 5000 };
const CHOICES: Readonly<globalThis.Record<TableForm, (outline: string) => Choice>> = {
  '2021': remembering((outline) => choose(outline, '2021'), OUTLINES),
  '2019': remembering((outline) => choose(outline, '2019'), OUTLINES),
};

function choose(outline: string, preferred: TableForm): Choice {
  const records = outline === '' ? [] : outline.split(BETWEEN_RECORDS);
  const newer = weigh('2021', records, preferred);
  const older = weigh('2019', records, preferred);
  const [best, other] = older.weight > newer.weight ? [older, newer] : [newer, older];
  return { ...best, disputed: best.weight - other.weight < CLEAR_LEAD };
}

/** How well the rows of a form explain the records. */
function weigh(
  form: TableForm,
  records: readonly string[],
  preferred: TableForm,
): Omit<Choice, 'disputed'> & { readonly weight: number } {
  const rows = ROWS[form];
  const scores = scoresOf(records, rows);
  const { matches, score } = align(scores, rows.length);
  const missing = rows.length - matches.length;
  const weight = score - MISSING_ROW * missing + (form === preferred ? EXPECTED_FORM : 0);
  return { form, matches, scores, weight };
}

/** @param records by their outlines. */
function scoresOf(records: readonly string[], rows: readonly RowKeys[]): (readonly number[])[] {
  return records.map((outline) => {
    const scores = scoresOfKeys(outline.slice(1), rows);
    if (outline.startsWith(NO_PLACES)) return scores.map(scoreAlone);
    return outline.startsWith(FULL) ? scores.map(orByPlace) : scores;
  });
}

/** A full row may be any, if only by its place. */
const orByPlace = (score: number): number => Math.max(score, BY_PLACE);
