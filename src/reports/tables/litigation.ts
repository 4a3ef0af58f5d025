import { fieldId, LITIGATION_COLUMNS, LITIGATION_GROUPS, LITIGATION_IDS } from '../forms.ts';
import { labelKey } from '../label.ts';
import type { Line, Piece } from '../line.ts';
import type { Reading } from '../reading.ts';
import { type Record, recordsOf } from '../record.ts';
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
  const isHeader = (r: Record): boolean => {
    const text = r.labels.map((p) => labelKey(p.text)).join('');
    return /复议后起诉|未经复议|结果维持|结果纠正|尚未审结/u.test(text);
  };
  const start = records.findIndex(isHeader);
  if (start === -1) return { found: false, problems: [] };
  const candidates = records.slice(start).filter((r) => r.slots.length > 0);
  const filled = candidates.filter((r) => r.slots.some((s) => s.kind === 'number'));
  const record = filled[0] ?? candidates[0];
  reading.expect(LITIGATION_IDS);
  const blankRow = lines.some((l) => l.pieces.length >= LITIGATION_IDS.length && l.pieces.every(isBlank));
  if (record === undefined && blankRow) return { found: true, problems: [] };
  if (record === undefined) {
    doubtAll(reading, 'row_missing', 'the table of reviews and lawsuits has a header but no row of values');
    return { found: true, problems: ['the row of values was not found'] };
  }
  const second = filled.find((r) => r !== record && printed(r.slots).length > LITIGATION_COLUMNS.length);
  if (second !== undefined) {
    const message = 'two rows of values stand under the header of table four';
    for (const id of LITIGATION_IDS) reading.withhold(id, record.slots, message);
    return { found: true, problems: [message] };
  }
  const blankAbove = lines.some(
    (l) => l.grid !== record.grid && l.pieces.length >= LITIGATION_IDS.length && l.pieces.every(isBlank),
  );
  if (blankAbove)
    doubtAll(
      reading,
      'table_twice',
      'table four is there twice, once blank: the figures may be those of others',
    );
  const header = lines
    .flatMap((l) => l.pieces)
    .filter((p) => p.kind === 'text' && !p.continued && p.column > 0);
  const above = lines.filter((l) => l.grid === record.grid && l.pieces.some((p) => header.includes(p)));
  const headerWidth = Math.max(0, ...above.map((l) => l.width));
  const places = record.aligned ? placesOf(header) : [];
  const complete = places.length === LITIGATION_IDS.length;
  const inText = record.aligned ? null : orderInText(lines);
  const order = complete ? places.map((p) => p.key) : (inText ?? LITIGATION_IDS);
  if (order.join() !== LITIGATION_IDS.join()) reading.note('order', 'columns of table four');
  const layout = learnLayout(
    [],
    order,
    complete ? { columns: places.map((p) => p.column), width: headerWidth } : null,
  );
  const placed = placeInColumns(record, 0, layout);
  if (placed.kind === 'ambiguous') {
    for (const id of LITIGATION_IDS) reading.withhold(id, record.slots, placed.message);
    return { found: true, problems: [`the row of values is ambiguous: ${placed.message}`] };
  }
  if (record.aligned && !complete && record.slots.some((s) => s.kind === 'number'))
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

const isBlank = ({ kind }: Piece): boolean => kind === 'blank';

/** A row of at least so many figures is the row of values: the header has none. */
const FEWEST_FIGURES = 6;

/** What stands among the values is one of them, whatever it says: no label parts them, as in table three. */
function withValuesInPlace(line: Line): Line {
  const first = line.pieces.findIndex((p) => p.kind === 'number');
  const figures = line.pieces.filter((p) => p.kind === 'number').length;
  if (figures < FEWEST_FIGURES) return line;
  // As many places as the form has: the first is none of a label.
  const whole = line.pieces.filter((p) => !p.continued).length === LITIGATION_IDS.length;
  const pieces = line.pieces.map(
    (piece, i): Piece =>
      piece.kind === 'text' && (whole || i > first) && !piece.continued
        ? { ...piece, kind: 'unreadable' }
        : piece,
  );
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
  const row = rowOf(record.slots[0]);
  return record.labels.flatMap((piece): [string, Piece][] => {
    const id = piece.continued || rowOf(piece) !== row ? undefined : order[columns.indexOf(piece.column)];
    return id === undefined ? [] : [[id, { ...piece, kind: 'unreadable' }]];
  });
}

const rowOf = (piece: Piece | undefined): string | undefined => piece?.at.replace(/ col \d+$/u, '');

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
    .map((p) => labelKey(p.text))
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
  const groups = header.flatMap((piece) => {
    const group = LITIGATION_GROUPS.find((g) => labelKey(g.label) === labelKey(piece.text));
    return group === undefined
      ? []
      : [{ id: group.id, from: piece.column, to: piece.column + piece.columnSpan - 1 }];
  });
  const leaves = header.flatMap((piece) => {
    const leaf = LEAVES.find((l) => l.labels.includes(labelKey(piece.text)));
    return leaf === undefined ? [] : [{ key: leaf.key, column: piece.column }];
  });
  const runs = runsOf(leaves, groups);
  const places = new Map<string, Place>();
  for (const { key: leaf, column } of leaves) {
    const group = (runs ?? groups).find((g) => column >= g.from && column <= g.to);
    if (group === undefined) return [];
    const key = fieldId(group.id, leaf);
    if (!places.has(key)) places.set(key, { key, column });
  }
  return [...places.values()].sort((a, b) => a.column - b.column);
}

interface GroupSpan {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Where no lines are ruled a group's label stands over the middle of its columns and covers one or two of them: they are
 * the five among which it stands, if each five name the same in the same order and one group alone. Else null.
 */
function runsOf(
  leaves: readonly Pick<Place, 'key' | 'column'>[],
  groups: readonly GroupSpan[],
): readonly GroupSpan[] | null {
  const width = LITIGATION_COLUMNS.length;
  const sorted = [...leaves].sort((a, b) => a.column - b.column);
  const regular = sorted.every(({ key }, i) => key === sorted[i % width]?.key);
  const each = new Set(sorted.slice(0, width).map(({ key }) => key));
  if (sorted.length !== LITIGATION_IDS.length || !regular || each.size !== width) return null;
  const runs = LITIGATION_GROUPS.flatMap((_, i): GroupSpan[] => {
    const [from, to] = [sorted[i * width]?.column ?? 0, sorted[(i + 1) * width - 1]?.column ?? 0];
    const [group, other] = groups.filter((g) => g.from >= from && g.to <= to);
    return group === undefined || other !== undefined ? [] : [{ id: group.id, from, to }];
  });
  return new Set(runs.map(({ id }) => id)).size === LITIGATION_GROUPS.length ? runs : null;
}
