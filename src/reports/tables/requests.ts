import { align } from '../align.ts';
import { APPLICANTS, REQUESTS, TABLE_IDS, type TableForm } from '../forms.ts';
import { labelKey } from '../label.ts';
import type { Line, Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import { type Record, recordsOf } from '../record.ts';
import { labelScores, type RowKeys, rowKeys } from './row-match.ts';
import { NO_PLACES, offsetsOf, type Place, type Places, placeInColumns } from './slots.ts';
import type { TableResult } from './table.ts';

const ROWS: Readonly<globalThis.Record<TableForm, readonly RowKeys[]>> = {
  '2021': rowKeys(REQUESTS['2021']),
  '2019': rowKeys(REQUESTS['2019']),
};

const COLUMN_KEYS = APPLICANTS.map((c) => ({ key: c.key, labels: [c.label, ...c.variants].map(labelKey) }));
const KEYS = APPLICANTS.map((c) => c.key);
/** The five kinds of organisation: the columns whose order on the page can be told from the header line. */
const ORGANISATIONS = KEYS.slice(1, 6);

/** A record without a legible label can only stand for a row by its place in the sequence. */
const BY_PLACE = 0.12;

/**
 * Reads table three (收到和处理政府信息公开申请情况) from its lines. The form is the one whose rows explain
 * the lines better; `preferred` decides only where both do equally well.
 */
export function readRequests(lines: readonly Line[], preferred: TableForm, reading: Reading): TableResult {
  const records = recordsOf(lines);
  const scores = { '2021': scoresOf(records, ROWS['2021']), '2019': scoresOf(records, ROWS['2019']) };
  const alignments = {
    '2021': align(records.length, ROWS['2021'].length, (f, e) => scores['2021'][f]?.[e] ?? 0),
    '2019': align(records.length, ROWS['2019'].length, (f, e) => scores['2019'][f]?.[e] ?? 0),
  };
  const other: TableForm = preferred === '2021' ? '2019' : '2021';
  const form = alignments[other].score > alignments[preferred].score + 0.01 ? other : preferred;
  const rows = ROWS[form];
  const matches = alignments[form].matches;
  const labelled = matches.filter((m) => m.score > BY_PLACE);
  if (labelled.length < 3)
    return { form: null, rowsRead: 0, rowsExpected: rows.length, extra: [], problems: [] };

  reading.expect(TABLE_IDS.requests[form]);
  const firstLine = Math.min(...labelled.map((m) => records[m.found]?.line ?? 0));
  const header = readHeader(lines, records, firstLine, reading);
  const offsets = offsetsOf(records, KEYS.length);
  const problems: string[] = [];
  const read = new Set<number>();
  for (const match of matches) {
    const record = records[match.found];
    const row = rows[match.expected];
    if (record === undefined || row === undefined) continue;
    const byPlace = match.score <= BY_PLACE;
    if (byPlace && !onlyCandidate(matches, match.found, match.expected, records)) {
      reading.doubt(
        'label_lost',
        `${row.id}.*`,
        `a row without a legible label may be ${labelOf(row.id, form)}`,
      );
      continue;
    }
    read.add(match.expected);
    takeRow(record, row.id, header, offsets, reading);
    if (byPlace || (match.score < 0.7 && !between(matches, match.found, match.expected)))
      reading.doubt(
        'label_damaged',
        `${row.id}.*`,
        `the row was recognised by its place: its label reads “${record.labels.at(-1)?.text ?? ''}”`,
      );
    if (record.moved)
      reading.doubt('row_broken', `${row.id}.*`, 'the values stand in the row below their label');
  }
  for (const [i, row] of rows.entries())
    if (!read.has(i)) {
      problems.push(`row ${labelOf(row.id, form)} not found`);
      reading.doubt('row_missing', `${row.id}.*`, `the row ${labelOf(row.id, form)} was not found`);
    }
  const matched = new Set(matches.map((m) => m.found));
  const first = Math.min(...labelled.map((m) => m.found));
  const last = Math.max(...labelled.map((m) => m.found));
  const extra = records
    .filter((r, i) => i > first && i < last && !matched.has(i) && r.labels.length > 0 && hasNumber(r))
    .map((r) => `${r.labels.at(-1)?.text ?? ''}: ${r.slots.map((s) => s.text).join(' ')}`);
  return {
    form,
    rowsRead: read.size,
    rowsExpected: rows.length,
    extra,
    problems: [...problems, ...header.problems],
  };
}

function labelOf(id: string, form: TableForm): string {
  return REQUESTS[form].find((r) => r.id === id)?.label ?? id;
}

const hasNumber = (record: Record): boolean => record.slots.some((s) => s.kind === 'number');

function scoresOf(records: readonly Record[], rows: readonly RowKeys[]): number[][] {
  return records.map((record) => {
    const full = record.slots.filter((s) => s.kind === 'number').length === KEYS.length;
    const scores = labelScores(record.labels, rows);
    // A label whose places are all gone can still be the row, but a row with places explains more.
    if (record.slots.length === 0) return scores.map((s) => (s >= 0.9 ? 0.3 * s : 0));
    return full ? scores.map((s) => Math.max(s, BY_PLACE)) : scores;
  });
}

/** Whether the records and rows between the neighbouring matches leave exactly this pair. */
function onlyCandidate(
  matches: readonly { found: number; expected: number; score: number }[],
  found: number,
  expected: number,
  records: readonly Record[],
): boolean {
  const sure = matches.filter((m) => m.score > BY_PLACE);
  const before = sure.findLast((m) => m.found < found);
  const after = sure.find((m) => m.found > found);
  if (before === undefined || after === undefined) return false;
  const rowsBetween = after.expected - before.expected - 1;
  const recordsBetween = records
    .slice(before.found + 1, after.found)
    .filter((r) => r.slots.some((s) => s.kind === 'number')).length;
  return (
    rowsBetween === recordsBetween &&
    expected - before.expected === 1 + rankBetween(records, before.found, found)
  );
}

function rankBetween(records: readonly Record[], from: number, to: number): number {
  return records.slice(from + 1, to).filter((r) => r.slots.some((s) => s.kind === 'number')).length;
}

/** Whether both neighbours of the pair matched too: then the place confirms a damaged label. */
function between(
  matches: readonly { found: number; expected: number }[],
  found: number,
  expected: number,
): boolean {
  const before = expected === 0 || matches.some((m) => m.expected === expected - 1 && m.found < found);
  const after = matches.some((m) => m.expected === expected + 1 && m.found > found);
  return before && after;
}

interface Header {
  /** Column keys in the order of the page. */
  readonly order: readonly string[];
  /** Where each column stands, where that is known. */
  readonly places: Places;
  readonly problems: readonly string[];
}

/** The applicant columns as the header above the first row has them. */
function readHeader(
  lines: readonly Line[],
  records: readonly Record[],
  firstLine: number,
  reading: Reading,
): Header {
  const above = lines.slice(0, firstLine + 1);
  const pieces = above.flatMap((line) => line.pieces.filter((p) => p.kind === 'text' && !p.continued));
  const found = new Map<string, Piece>();
  for (const piece of pieces) {
    const key = columnOf(labelKey(piece.text));
    // Labels repeat where a header is printed again; the first is the header's own.
    if (key !== null && !found.has(key)) found.set(key, piece);
  }
  const grid = lines[firstLine];
  if (grid?.aligned === true && found.size >= 5) return alignedHeader(found, grid, reading);
  const text = pieces.map((p) => labelKey(p.text)).join('');
  const legible = COLUMN_KEYS.filter((c) => c.labels.some((l) => text.includes(l))).map((c) => c.key);
  if (legible.length < KEYS.length) {
    const missing = APPLICANTS.filter((c) => !legible.includes(c.key)).map((c) => c.label);
    const message = `the header does not show ${missing.join('、')}: the official order of columns was taken`;
    if (records.some(hasNumber)) reading.doubt('columns_by_position', 'requests.*', message);
    return { order: KEYS, places: NO_PLACES, problems: [] };
  }
  return { order: orderOnOneLine(above) ?? KEYS, places: NO_PLACES, problems: [] };
}

function columnOf(key: string): string | null {
  return COLUMN_KEYS.find((c) => c.labels.includes(key))?.key ?? null;
}

function alignedHeader(found: ReadonlyMap<string, Piece>, line: Line, reading: Reading): Header {
  const places: Place[] = [...found].map(([key, piece]) => ({ key, column: piece.column }));
  const missing = KEYS.filter((key) => !found.has(key));
  const offset = places.map((p) => p.column - KEYS.indexOf(p.key));
  const regular = offset.every((o) => o === offset[0]);
  // Where the cells before the header vanished, its columns are not those of the rows below.
  if (new Set(places.map((p) => p.column)).size < places.length)
    return { order: KEYS, places: NO_PLACES, problems: [] };
  if (missing.length > 0 && regular)
    for (const key of missing) places.push({ key, column: (offset[0] ?? 0) + KEYS.indexOf(key) });
  places.sort((a, b) => a.column - b.column);
  const order = places.map((p) => p.key);
  const problems: string[] = [];
  if (missing.length > 0 && !regular) {
    for (const key of missing) {
      reading.doubt('column_missing', `requests.*.${key}`, `the table has no column ${labelOfColumn(key)}`);
      problems.push(`column ${labelOfColumn(key)} not found`);
    }
  }
  return { order, places: { columns: places, grid: line.grid, width: line.columns }, problems };
}

function labelOfColumn(key: string): string {
  return APPLICANTS.find((c) => c.key === key)?.label ?? key;
}

/** Where one line shows all kinds of organisation, their order there is the table's. */
function orderOnOneLine(lines: readonly Line[]): string[] | null {
  for (const line of lines) {
    const keys = line.pieces.map((p) => columnOf(labelKey(p.text))).filter((k) => k !== null);
    const organisations = keys.filter((k) => ORGANISATIONS.includes(k));
    if (organisations.length === ORGANISATIONS.length && new Set(organisations).size === organisations.length)
      return ['natural_person', ...organisations, 'total'];
  }
  return null;
}

function takeRow(
  record: Record,
  rowId: string,
  header: Header,
  offsets: ReadonlyMap<string, number>,
  reading: Reading,
): void {
  const placed = placeInColumns(record, header.order, header.places, offsets);
  if (placed.kind === 'ambiguous') {
    for (const key of header.order) reading.withhold(`${rowId}.${key}`, record.slots, placed.message);
    return;
  }
  for (const [key, piece] of placed.slots) reading.take(`${rowId}.${key}`, piece);
  for (const { key, pieces, message } of placed.withheld)
    reading.withhold(`${rowId}.${key}`, pieces, message);
}
