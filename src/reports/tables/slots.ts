import type { Piece } from '../line.ts';
import type { Record } from '../record.ts';

export type Placement =
  | {
      readonly kind: 'placed';
      readonly slots: readonly (readonly [key: string, piece: Piece])[];
      /** Columns whose value could not be told apart from a neighbour's. */
      readonly withheld: readonly { key: string; pieces: readonly Piece[]; message: string }[];
      /** True when a cell held several of the values: digits of one may have been parted, or a neighbour's cell lost. */
      readonly merged: boolean;
    }
  | { readonly kind: 'ambiguous'; readonly message: string };

export const MERGED = 'one cell holds several numbers: they may be the digits of one';

/** Where the cells of a header stand. */
export interface HeaderPlaces {
  /** One a key, in the order of the page. */
  readonly columns: readonly number[];
  /** Cells of the widest row of its grid. */
  readonly width: number;
}

/** What the whole table tells about where the values of its rows stand. */
export interface Layout {
  /** Column keys in the order of the page. */
  readonly order: readonly string[];
  /** The header's columns where they are those of the values; else null. */
  readonly header: HeaderPlaces | null;
  /** Depths of rows whose labels do not all stand at one column: some of them were moved. */
  readonly uneven: ReadonlySet<number>;
  /** Columns of the values in full rows, by the shape of the row. */
  readonly learned: ReadonlyMap<string, readonly number[]>;
}

export const printed = (pieces: readonly Piece[]): Piece[] => pieces.filter((p) => p.kind !== 'blank');

/** Where the row's own label stands; 0 where it has none. */
const labelColumn = (record: Record): number =>
  record.labels.findLast((p) => !p.continued && p.column > 0)?.column ?? 0;

/**
 * Rows of one shape have their values at the same columns: as many cells, the label at the same place, and the same
 * depth in the form (a row whose first cells vanished with a row span is told from one that never had them).
 */
function shapeOf(record: Record, depth: number): string {
  return `${record.width}/${labelColumn(record)}/${depth}`;
}

/** The columns of a row that prints every value in a cell of its own, else null. */
function fullColumns(record: Record, count: number): readonly number[] | null {
  const values = printed(record.slots);
  if (record.grid === null || values.length !== count) return null;
  const columns = values.map((p) => p.column);
  return new Set(columns).size === count ? columns : null;
}

const same = (a: readonly number[], b: readonly number[]): boolean => a.every((n, i) => n === b[i]);

/**
 * What full rows and the header together tell about places. A shape whose full rows disagree tells nothing, and a
 * header that no full row follows is not that of these columns (cells before it vanished).
 */
export function learnLayout(
  rows: readonly { readonly record: Record; readonly depth: number }[],
  order: readonly string[],
  header: HeaderPlaces | null,
): Layout {
  const learned = new Map<string, readonly number[]>();
  const disputed = new Set<string>();
  for (const { record, depth } of rows) {
    const columns = fullColumns(record, order.length);
    if (columns === null) continue;
    const shape = shapeOf(record, depth);
    const known = learned.get(shape);
    if (known !== undefined && !same(known, columns)) disputed.add(shape);
    learned.set(shape, columns);
  }
  for (const shape of disputed) learned.delete(shape);
  const labelled = new Map<number, number>();
  const uneven = new Set<number>();
  for (const { record, depth } of rows) {
    const at = labelColumn(record);
    if ((labelled.get(depth) ?? at) !== at) uneven.add(depth);
    labelled.set(depth, at);
  }
  const fits = header !== null && header.columns.length === order.length;
  const contradicted = [...learned.values()].some(
    (columns) => header !== null && !same(header.columns, columns),
  );
  return { order, learned, uneven, header: fits && !contradicted && disputed.size === 0 ? header : null };
}

/**
 * Gives each place of a row to a column: by the places that full rows of the same shape or the header give; else in
 * order, where there are as many values as columns. A row for which none of these speaks is ambiguous: nothing is guessed.
 */
export function placeInColumns(record: Record, depth: number, layout: Layout): Placement {
  const { slots } = record;
  const { order } = layout;
  const values = printed(slots);
  if (values.length === 0) return { kind: 'placed', slots: [], withheld: [], merged: false };
  // Two numbers in one cell and an empty cell beside it: both were printed in the first.
  const gaps = blanksBetween(slots);
  const cells = new Set(values.map((p) => p.at)).size;
  const full = values.length === order.length;
  if (full && record.grid !== null && cells < values.length && gaps <= values.length - cells)
    return inOrder(values, order);
  const learned = record.grid === null ? undefined : layout.learned.get(shapeOf(record, depth));
  const columns = learned ?? (standsUnder(record, depth, layout) ? layout.header?.columns : null);
  if (columns !== null && columns !== undefined) {
    const byColumn = placeByColumn(record, columns, order);
    if (byColumn !== null) return byColumn;
  }
  if (full && gaps === 0) return inOrder(values, order);
  if (isWhole(record, order.length)) return inOrder(slots, order);
  return {
    kind: 'ambiguous',
    message: `${values.length} values (${values.map((v) => v.text).join(' ')}) for ${order.length} columns`,
  };
}

/** Blank cells between printed ones: with as many values as columns, each is a place too many. */
function blanksBetween(slots: readonly Piece[]): number {
  const first = slots.findIndex((p) => p.kind !== 'blank');
  const last = slots.findLastIndex((p) => p.kind !== 'blank');
  return slots.slice(first, last).filter((p) => p.kind === 'blank').length;
}

/** Whether the header's columns hold for the row: it is as wide as the table, and nothing in it was moved. */
function standsUnder(record: Record, depth: number, { header, uneven }: Layout): boolean {
  const whole = record.width === record.columns && record.columns === header?.width;
  return record.grid !== null && whole && !uneven.has(depth);
}

/** Whether the row's places are exactly the columns: a label and then one cell a column, or nothing but them. */
function isWhole(record: Record, count: number): boolean {
  const { slots } = record;
  if (record.grid === null || slots.length !== count || slots.some((p) => p.columnSpan > 1 || p.shared))
    return false;
  const labelled = record.labels.length > 0 && record.labelLine === record.line;
  if (!labelled) return record.width === count;
  // Marked-up cells are real: those right after the label are the columns. In text only printed ends prove it.
  const label = record.labels.findLast((p) => !p.continued);
  if (record.aligned && label !== undefined) return slots[0]?.column === label.column + label.columnSpan;
  return slots[0]?.kind !== 'blank' && slots.at(-1)?.kind !== 'blank';
}

function inOrder(pieces: readonly Piece[], order: readonly string[]): Placement {
  const slots = order.flatMap((key, i) => {
    const piece = pieces[i];
    return piece === undefined ? [] : [[key, piece] as const];
  });
  return { kind: 'placed', slots, withheld: [], merged: sharesCells(pieces) };
}

/** Whether two numbers stand in one cell, or on one of several lines, in a way that they may have been one. */
function sharesCells(pieces: readonly Piece[]): boolean {
  const oneLine = pieces.every((p) => p.at === pieces[0]?.at);
  return pieces.some((p, i) => {
    const next = pieces[i + 1];
    if (next === undefined || (p.column === 0 && oneLine) || p.kind !== 'number' || next.kind !== 'number')
      return false;
    return p.column === next.column && p.at === next.at && !(p.text === '0' && next.text === '0');
  });
}

/** By known columns; null when the row does not stand in them. */
function placeByColumn(
  record: Record,
  columns: readonly number[],
  order: readonly string[],
): Placement | null {
  const { slots } = record;
  if (record.width < Math.max(...columns)) return null;
  const under = ({ column, columnSpan }: Piece, c: number): boolean => c >= column && c < column + columnSpan;
  const values = printed(slots);
  const taken: (readonly [string, Piece])[] = [];
  const withheld = new Map<number, { pieces: readonly Piece[]; message: string }>();
  for (const [i, slot] of values.entries()) {
    const place = columns.findIndex((c) => under(slot, c));
    if (place === -1) return null;
    const isAlone = values.every((s, j) => j === i || s.column !== slot.column);
    if (isAlone && columns.findLastIndex((c) => under(slot, c)) === place) {
      taken.push([order[place] ?? '', slot]);
      continue;
    }
    const places = columns.flatMap((c, j) => (under(slot, c) ? [j] : []));
    const sharing = values.filter((s) => s.column === slot.column);
    const message =
      sharing.length > 1
        ? `one cell holds ${sharing.map((s) => s.text).join(' and ')}`
        : `the value ${slot.text} stands in a cell that spans ${places.length} columns`;
    for (const place of places) withheld.set(place, { pieces: sharing, message });
    // A cell with two values has one that belongs to an empty neighbour, on either side.
    if (sharing.length > 1)
      for (const step of [-1, 1])
        for (let j = place + step; isBlankAt(columns[j], slots); j += step)
          withheld.set(j, { pieces: sharing, message });
  }
  return {
    kind: 'placed',
    slots: taken,
    withheld: [...withheld].map(([i, w]) => ({ key: order[i] ?? '', ...w })),
    merged: false,
  };
}

function isBlankAt(column: number | undefined, slots: readonly Piece[]): boolean {
  return (
    column !== undefined &&
    !printed(slots).some((s) => s.column <= column && column < s.column + s.columnSpan)
  );
}
