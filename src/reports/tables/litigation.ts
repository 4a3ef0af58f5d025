import { fieldId, LITIGATION_COLUMNS, LITIGATION_GROUPS, LITIGATION_IDS } from '../forms.ts';
import { labelKey } from '../label.ts';
import { isBlank, isNumber, isOwn, isOwnText, keyOf, type Line, type Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import { hasNumber, type Record, recordsOf } from '../record.ts';
import { learnLayout, placeInColumns, printed } from './slots.ts';

export interface LitigationResult {
  readonly found: boolean;
  readonly problems: readonly string[];
}

interface Place {
  readonly key: string;
  readonly column: number;
}

const LEAVES = LITIGATION_COLUMNS.map((c) => ({
  key: c.key,
  labels: [c.label, ...c.variants].map(labelKey),
}));

/**
 * Reads table four (政府信息公开行政复议、行政诉讼情况): one row of fifteen values under a header of three
 * groups of five. Columns go by the header where its cells have positions, else by the official order.
 */
export function readLitigation(found: readonly Line[], reading: Reading): LitigationResult {
  const lines = found.map(withValuesInPlace);
  const records = recordsOf(lines);
  const start = records.findIndex(isHeader);
  if (start === -1) return { found: false, problems: [] };
  const candidates = records.slice(start).filter(hasPlaces);
  const filled = candidates.filter(hasNumber);
  const record = filled[0] ?? candidates[0];
  reading.expect(LITIGATION_IDS);
  if (record === undefined && lines.some(isBlankRow)) return { found: true, problems: [] };
  if (record === undefined) {
    doubtAll(reading, 'row_missing', 'the table of reviews and lawsuits has a header but no row of values');
    return { found: true, problems: ['the row of values was not found'] };
  }
  const second = filled.filter(isCrowded).find((r) => r !== record);
  if (second !== undefined) {
    const message = 'two rows of values stand under the header of table four';
    for (const id of LITIGATION_IDS) reading.withhold(id, record.slots, message);
    return { found: true, problems: [message] };
  }
  if (lines.filter(isBlankRow).some((line) => line.grid !== record.grid))
    doubtAll(
      reading,
      'table_twice',
      'table four is there twice, once blank: the figures may be those of others',
    );
  const header: Piece[] = [];
  let headerWidth = 0;
  for (const { pieces, grid, width } of lines) {
    const cells = pieces.filter(isHeaderCell);
    header.push(...cells);
    if (cells.length > 0 && grid === record.grid) headerWidth = Math.max(headerWidth, width);
  }
  const places = record.aligned ? placesOf(header) : [];
  const complete = places.length === LITIGATION_IDS.length;
  const inText = record.aligned ? null : orderInText(lines);
  const order = complete ? places.map(keyOfPlace) : (inText ?? LITIGATION_IDS);
  if (order.join() !== LITIGATION_IDS.join()) reading.note('order', 'columns of table four');
  const layout = learnLayout(
    [],
    order,
    complete ? { columns: places.map(columnOfPlace), width: headerWidth } : null,
  );
  const placed = placeInColumns(record, 0, layout);
  if (placed.kind === 'ambiguous') {
    for (const id of LITIGATION_IDS) reading.withhold(id, record.slots, placed.message);
    return { found: true, problems: [`the row of values is ambiguous: ${placed.message}`] };
  }
  if (record.aligned && !complete && hasNumber(record))
    doubtAll(
      reading,
      'columns_by_position',
      'the header of table four is not legible: the official order was taken',
    );
  if (inText !== null)
    doubtAll(reading, 'columns_reordered', 'the header of table four names the columns in an unusual order');
  for (const [id, piece] of [...placed.slots, ...textsInPlace(record, layout.header?.columns ?? [], order)])
    reading.take(id, piece);
  for (const { key, pieces, message } of placed.withheld) reading.withhold(key, pieces, message);
  doubtSums(record, placed.merged, reading);
  return { found: true, problems: [] };
}

const keyOfPlace = (place: Place): string => place.key;
const columnOfPlace = (place: Place): number => place.column;

const isHeader = (record: Record): boolean =>
  /复议后起诉|未经复议|结果维持|结果纠正|尚未审结/u.test(record.labels.map(keyOf).join(''));
const isHeaderCell = (piece: Piece): boolean => isOwnText(piece) && piece.column > 0;

const hasPlaces = (record: Record): boolean => record.slots.length > 0;
/** Whether a record has more values than one group of columns. */
const isCrowded = (record: Record): boolean => printed(record.slots).length > LITIGATION_COLUMNS.length;
const isBlankRow = ({ pieces }: Line): boolean =>
  pieces.length >= LITIGATION_IDS.length && pieces.every(isBlank);

/** A row of at least so many figures is the row of values: the header has none. */
const FEWEST_FIGURES = 6;

/** What stands among the values is one of them, whatever it says: no label parts them, as in table three. */
function withValuesInPlace(line: Line): Line {
  const figures = line.pieces.filter(isNumber).length;
  if (figures < FEWEST_FIGURES) return line;
  const first = line.pieces.findIndex(isNumber);
  // As many places as the form has: the first is none of a label.
  const whole = line.pieces.filter(isOwn).length === LITIGATION_IDS.length;
  const pieces: Piece[] = [];
  for (const [i, piece] of line.pieces.entries())
    pieces.push(isOwnText(piece) && (whole || i > first) ? { ...piece, kind: 'unreadable' } : piece);
  return { ...line, pieces };
}

/**
 * What stands under a column's header in the row of values is a value, though it reads like the number of a row (八,
 * `9.`): no number, and no blank either.
 */
function textsInPlace(
  record: Record,
  columns: readonly number[],
  order: readonly string[],
): [string, Piece][] {
  const [first] = record.slots;
  const found: [string, Piece][] = [];
  for (const piece of record.labels) {
    if (first === undefined || piece.continued || piece.row !== first.row) continue;
    const id = order[columns.indexOf(piece.column)];
    if (id !== undefined) found.push([id, { ...piece, kind: 'unreadable' }]);
  }
  return found;
}

function doubtAll(reading: Reading, code: string, message: string): void {
  for (const group of ['review.*', 'litigation.*']) reading.doubt(code, group, message);
}

/** Groups whose parts do not add up, where their numbers stand in running text or share cells. */
function doubtSums(record: Record, merged: boolean, reading: Reading): void {
  if (record.grid !== null && !merged) return;
  const broken = LITIGATION_GROUPS.filter(({ id }) => {
    const cells = LITIGATION_COLUMNS.map((c) => reading.values[`${id}.${c.key}`] ?? null);
    const parts = cells.slice(0, -1).reduce<number>((n, v) => n + (v ?? 0), 0);
    return cells.includes(null) ? merged : parts !== cells.at(-1);
  });
  // Where cells are shared, what is wrong in one group may be so for a number of the next.
  for (const { id } of broken.length > 0 && merged ? LITIGATION_GROUPS : broken)
    reading.doubt('row_unbalanced', `${id}.*`, 'the values of this group do not add up to its total');
}

const LEAF_WORDS = new RegExp(LEAVES.flatMap((l) => l.labels).join('|'), 'gu');

/**
 * The order of the columns as running text names it, where it names all and the order is not the official one; else
 * null. A header that is damaged says nothing: its words get out of order by themselves.
 */
function orderInText(lines: readonly Line[]): readonly string[] | null {
  const text = lines
    .flatMap((l) => l.pieces.filter((p) => p.kind === 'text' && !p.continued))
    .map(keyOf)
    .join('');
  const leaves = [...text.matchAll(LEAF_WORDS)].map(
    (m) => LEAVES.find((l) => l.labels.includes(m[0]))?.key ?? '',
  );
  const groups = LITIGATION_GROUPS.map((g, i) => ({
    id: g.id,
    // 行政诉讼 stands over both kinds of lawsuits; 行政复议 is no part of 未经复议直接起诉.
    at: i === 0 ? text.indexOf('行政复议') : text.indexOf('行政诉讼'),
    own: i === 0 ? 0 : text.indexOf(g.label),
  })).sort((a, b) => a.at - b.at || a.own - b.own);
  if (leaves.length !== LITIGATION_IDS.length || groups.some((g) => g.at === -1 || g.own === -1)) return null;
  const width = LITIGATION_COLUMNS.length;
  const each = leaves.slice(0, width);
  const regular = new Set(each).size === width && leaves.every((key, i) => key === each[i % width]);
  if (!regular) return null;
  const order = groups.flatMap((g) => each.map((key) => fieldId(g.id, key)));
  return order.join() === LITIGATION_IDS.join() ? null : order;
}

/** The columns of the fifteen leaf labels; empty unless every one is told by its group above it. */
function placesOf(header: readonly Piece[]): Place[] {
  const groups: GroupSpan[] = [];
  const leaves: Place[] = [];
  for (const piece of header) {
    const { column, columnSpan } = piece;
    const label = keyOf(piece);
    const id = GROUP_LABELS.get(label);
    if (id !== undefined) groups.push({ id, from: column, to: column + columnSpan - 1 });
    const key = LEAF_LABELS.get(label);
    if (key !== undefined) leaves.push({ key, column });
  }
  const spans = runsOf(leaves, groups) ?? groups;
  const places = new Map<string, Place>();
  for (const { key: leaf, column } of leaves) {
    const group = spanOver(column, spans);
    if (group === undefined) return [];
    const key = fieldId(group.id, leaf);
    if (!places.has(key)) places.set(key, { key, column });
  }
  return [...places.values()].sort(byColumn);
}

const byColumn = (a: Place, b: Place): number => a.column - b.column;

function spanOver(column: number, spans: readonly GroupSpan[]): GroupSpan | undefined {
  for (const span of spans) if (column >= span.from && column <= span.to) return span;
  return undefined;
}

/** Groups and leaves by the keys of their labels. */
const GROUP_LABELS: ReadonlyMap<string, string> = new Map(
  LITIGATION_GROUPS.map((g) => [labelKey(g.label), g.id]),
);
const LEAF_LABELS: ReadonlyMap<string, string> = new Map(
  LEAVES.flatMap(({ key, labels }) => labels.map((label) => [label, key])),
);

interface GroupSpan {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Where no lines are ruled a group's label stands over the middle of its columns and covers one or two of them: they are
 * the five among which it stands, if each five name the same in the same order and one group alone. Else null.
 */
function runsOf(leaves: readonly Place[], groups: readonly GroupSpan[]): readonly GroupSpan[] | null {
  const width = LITIGATION_COLUMNS.length;
  if (leaves.length !== LITIGATION_IDS.length) return null;
  const sorted = [...leaves].sort(byColumn);
  for (const [i, { key }] of sorted.entries()) if (key !== sorted[i % width]?.key) return null;
  if (new Set(sorted.map(keyOfPlace)).size !== width) return null;
  const runs = new Map<string, GroupSpan>();
  for (let i = 0; i < sorted.length; i += width) {
    const [from, to] = [sorted[i]?.column ?? 0, sorted[i + width - 1]?.column ?? 0];
    const [group, other] = groups.filter((g) => g.from >= from && g.to <= to);
    if (group === undefined || other !== undefined) return null;
    runs.set(group.id, { id: group.id, from, to });
  }
  return runs.size === LITIGATION_GROUPS.length ? [...runs.values()] : null;
}
