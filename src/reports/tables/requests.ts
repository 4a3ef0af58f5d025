import { align, type Match } from '../align.ts';
import { APPLICANTS, applicantFields, type FormRow, REQUESTS, TABLE_IDS, type TableForm } from '../forms.ts';
import type { Line } from '../line.ts';
import type { Reading } from '../reading.ts';
import { hasNumber, type Record, recordsOf } from '../record.ts';
import { isStrange, readApplicantColumns } from './applicants.ts';
import { BY_PLACE, type Found, identify, takeRow } from './identify.ts';
import { isLabelled, LABELS_BEHIND, labelsBehind, withLabelsInFront } from './labels-behind.ts';
import { EXACT, labelScores, type RowKeys, rowKeys } from './row-match.ts';
import { splitLabels, splitRuns, withoutSerials } from './runs.ts';
import { type Layout, learnLayout, MERGED, placeInColumns, printed } from './slots.ts';
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
  const turned = labelsBehind(
    printedRecords,
    (r) => isLabelled(r, ROWS['2021']) || isLabelled(r, ROWS['2019']),
  );
  const records = turned ?? printedRecords;
  const { form, matches, scores, disputed } = chooseForm(records, preferred);
  const rows = REQUESTS[form];
  const labelled = matches.filter((m) => m.score > BY_PLACE);
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
  const first = records[Math.min(...labelled.map((m) => m.found))];
  const sure = labelled
    .flatMap((m) => (m.score >= EXACT ? [records[m.found]] : []))
    .filter((r) => r !== undefined);
  const columns = readApplicantColumns(lines.slice(0, first?.labelLine ?? 0), sure, reading);
  const found = identify(records, rows, matches, scores, reading);
  const layout = learnLayout(
    found.map((f) => ({ record: f.record, depth: rows[f.row]?.path.length ?? 0 })),
    columns.order,
    columns.places,
  );
  if (columns.places !== null && layout.header === null && !isOfficial(columns.order))
    reading.doubt(
      'columns_reordered',
      'requests.*',
      'the header names other columns than the rows have values in',
    );
  const own = columns.order.filter((key) => !isStrange(key));
  if (own.join() !== KEYS.filter((key) => own.includes(key)).join())
    reading.note('order', 'columns of table three');
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

  const taken = new Set(found.map((f) => f.record));
  doubtUnplaced(found, records, rows, COLUMNS, reading);
  doubtRests(found, records, rows, reading);

  const read = new Set(found.map((f) => f.row));
  const problems: string[] = [];
  for (const [i, row] of rows.entries())
    if (!read.has(i)) {
      problems.push(`row ${row.label} not found`);
      reading.doubt('row_missing', `${row.id}.*`, `the row ${row.label} was not found`);
    }
  const from = Math.min(...labelled.map((m) => m.found));
  const to = Math.max(...labelled.map((m) => m.found));
  const extra = records
    .slice(from + 1, to)
    .filter((r) => !taken.has(r) && r.labels.length > 0 && hasNumber(r))
    .map((r) => `${r.labels.at(-1)?.text ?? ''}: ${r.slots.map((s) => s.text).join(' ')}`);
  return {
    form,
    rowsRead: read.size,
    rowsExpected: rows.length,
    extra: [...extra, ...columns.extra],
    problems: [...problems, ...columns.problems],
  };
}

/** Whether 总计 is the sum of its row; `open` where something of it is blank. */
function sumOfRow(id: string, reading: Reading): 'agrees' | 'differs' | 'open' {
  const cells = applicantFields(id).map((field) => reading.values[field] ?? null);
  if (cells.includes(null)) return 'open';
  const sum = cells.slice(0, -1).reduce<number>((n, v) => n + (v ?? 0), 0);
  return sum === cells.at(-1) ? 'agrees' : 'differs';
}

/** From this share of printed totals on a row without one is an exception. */
const USUAL = 0.6;

/**
 * Rows whose total is blank while parts are printed look like rows that lost a cell further left. In text every such
 * row is in doubt. In marked-up grids cells do not get lost so easily: only where the row adds up when moved, where
 * another row of the table does, or where nearly all other rows print their totals.
 */
function doubtUnsettled(found: readonly Found[], rows: readonly FormRow[], reading: Reading): void {
  const read = found.flatMap(({ record, row }) => {
    const id = rows[row]?.id;
    return id === undefined
      ? []
      : [{ id, record, cells: applicantFields(id).map((field) => reading.values[field] ?? null) }];
  });
  const filled = read.filter((r) => r.cells.some((v) => v !== null));
  // A placeholder keeps its place as a number does.
  const open = filled.filter(
    (r) => r.cells.at(-1) === null && reading.evidence[`${r.id}.total`] === undefined,
  );
  const usual = filled.length - open.length >= USUAL * filled.length;
  const moved = open.some((r) => addsUpWhenMoved(r.cells));
  for (const { id, record, cells } of open) {
    const inText = !record.aligned && record.grid !== null;
    const nearlyFull = cells.filter((v) => v !== null).length >= KEYS.length - 2;
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
  const last = parts.findLastIndex((v) => v !== null);
  const sum = parts.slice(0, last).reduce<number>((n, v) => n + (v ?? 0), 0);
  // What vanished in front of them makes up the difference.
  return sum > 0 && (parts[last] ?? 0) >= sum;
}

/** In running text a row of seven values leaves the column out that the form does not have; the header is doubted. */
function withoutBlankExtra(layout: Layout, record: Record): Layout {
  if (record.grid !== null || printed(record.slots).length >= layout.order.length) return layout;
  return { ...layout, order: layout.order.filter((key) => !isStrange(key)) };
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
  const [one, two] = (['2021', '2019'] as const)
    .map((form) => {
      const rows = ROWS[form];
      const scores = scoresOf(records, rows);
      const { matches, score } = align(records.length, rows.length, (f, e) => scores[f]?.[e] ?? 0);
      const missing = rows.length - matches.length;
      const weight = score - MISSING_ROW * missing + (form === preferred ? EXPECTED_FORM : 0);
      return { form, matches, scores, weight };
    })
    .sort((a, b) => b.weight - a.weight);
  if (one === undefined || two === undefined) throw new Error('there are two forms');
  return { ...one, disputed: one.weight - two.weight < CLEAR_LEAD };
}

function scoresOf(records: readonly Record[], rows: readonly RowKeys[]): (readonly number[])[] {
  return records.map((record) => {
    const full = printed(record.slots).length === COLUMNS;
    const scores = labelScores(record.labels, rows);
    // A label whose places are all gone can still be the row, but a row with places explains more.
    if (record.slots.length === 0) return scores.map((s) => (s >= 0.9 ? 0.3 * s : 0));
    return full ? scores.map((s) => Math.max(s, BY_PLACE)) : scores;
  });
}
