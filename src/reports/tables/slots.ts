import { isOwn, isPrinted, type Piece, printedText } from '../line.ts';
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

/** Mostly all are: then they are not copied. */
export const printed = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.every(isPrinted) ? pieces : pieces.filter(isPrinted);

/** The keys that stand among others, too, in their own order. */
export function sharedKeys(keys: readonly string[], others: readonly string[]): string[] {
  const shared: string[] = [];
  for (const key of keys) if (others.includes(key)) shared.push(key);
  return shared;
}

/** Where the row's own label stands; 0 where it has none. */
const labelColumn = (record: Record): number => record.labels.findLast(isOwnInGrid)?.column ?? 0;
const isOwnInGrid = (piece: Piece): boolean => !piece.continued && piece.column > 0;

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
  const columns = values.map(columnOf);
  return standApart(values) || new Set(columns).size === count ? columns : null;
}

/** Whether each stands in a column of its own, from left to right: as nearly all rows print their values. */
function standApart(pieces: readonly Piece[]): boolean {
  let before = 0;
  for (const { column } of pieces) {
    if (column <= before) return false;
    before = column;
  }
  return true;
}

const columnOf = (piece: Piece): number => piece.column;

function same(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

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
  let fits = header !== null && header.columns.length === order.length && disputed.size === 0;
  for (const columns of learned.values()) fits &&= header !== null && same(header.columns, columns);
  return { order, learned, uneven, header: fits ? header : null };
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
  const cells = standApart(values) ? values.length : new Set(values.map(placeOf)).size;
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
    message: `${values.length} values (${values.map(printedText).join(' ')}) for ${order.length} columns`,
  };
}

const placeOf = (piece: Piece): string => piece.at;

/** Blank cells between printed ones: with as many values as columns, each is a place too many. */
function blanksBetween(slots: readonly Piece[]): number {
  const last = slots.findLastIndex(isPrinted);
  let blanks = 0;
  for (let i = slots.findIndex(isPrinted) + 1; i < last; i++) if (slots[i]?.kind === 'blank') blanks += 1;
  return blanks;
}

/** Whether the header's columns hold for the row: it is as wide as the table, and nothing in it was moved. */
function standsUnder(record: Record, depth: number, { header, uneven }: Layout): boolean {
  const whole = record.width === record.columns && record.columns === header?.width;
  return record.grid !== null && whole && !uneven.has(depth);
}

/** Whether the row's places are exactly the columns: a label and then one cell a column, or nothing but them. */
function isWhole(record: Record, count: number): boolean {
  const { slots } = record;
  if (record.grid === null || slots.length !== count || slots.some(isWideOrShared)) return false;
  const labelled = record.labels.length > 0 && record.labelLine === record.line;
  if (!labelled) return record.width === count;
  // Marked-up cells are real: those right after the label are the columns. In text only printed ends prove it.
  const label = record.labels.findLast(isOwn);
  if (record.aligned && label !== undefined) return slots[0]?.column === label.column + label.columnSpan;
  return slots[0]?.kind !== 'blank' && slots.at(-1)?.kind !== 'blank';
}

const isWideOrShared = (piece: Piece): boolean => piece.columnSpan > 1 || piece.shared;

function inOrder(pieces: readonly Piece[], order: readonly string[]): Placement {
  const slots: (readonly [string, Piece])[] = [];
  for (const [i, key] of order.entries()) {
    const piece = pieces[i];
    if (piece !== undefined) slots.push([key, piece]);
  }
  return { kind: 'placed', slots, withheld: [], merged: sharesCells(pieces) };
}

/** Whether two numbers stand in one cell, or on one of several lines, in a way that they may have been one. */
function sharesCells(pieces: readonly Piece[]): boolean {
  const oneLine = isOnePlace(pieces);
  let before: Piece | undefined;
  for (const piece of pieces) {
    if (before !== undefined && !(before.column === 0 && oneLine) && mayBeOne(before, piece)) return true;
    before = piece;
  }
  return false;
}

function isOnePlace(pieces: readonly Piece[]): boolean {
  for (const piece of pieces) if (piece.at !== pieces[0]?.at) return false;
  return true;
}

function mayBeOne(a: Piece, b: Piece): boolean {
  const isInOneCell = a.kind === 'number' && b.kind === 'number' && a.column === b.column && a.at === b.at;
  return isInOneCell && !(a.text === '0' && b.text === '0');
}

/** By known columns; null when the row does not stand in them. */
function placeByColumn(
  record: Record,
  columns: readonly number[],
  order: readonly string[],
): Placement | null {
  const { slots } = record;
  if (record.width < Math.max(...columns)) return null;
  const values = printed(slots);
  if (standStraightUnder(columns, values)) return inOrder(values, order);
  const taken: (readonly [string, Piece])[] = [];
  const withheld = new Map<number, { pieces: readonly Piece[]; message: string }>();
  for (const slot of values) {
    const places = columnsUnder(slot, columns);
    const [place] = places;
    if (place === undefined) return null;
    if (places.length === 1 && isAlone(slot, values)) {
      taken.push([order[place] ?? '', slot]);
      continue;
    }
    const sharing = values.filter((s) => s.column === slot.column);
    const message =
      sharing.length > 1
        ? `one cell holds ${sharing.map(printedText).join(' and ')}`
        : `the value ${slot.text} stands in a cell that spans ${places.length} columns`;
    for (const each of places) withheld.set(each, { pieces: sharing, message });
    // A cell with two values has one that belongs to an empty neighbour, on either side.
    if (sharing.length > 1)
      for (const step of [-1, 1])
        for (let j = place + step; isBlankAt(columns[j], slots); j += step)
          withheld.set(j, { pieces: sharing, message });
  }
  const kept: { key: string; pieces: readonly Piece[]; message: string }[] = [];
  for (const [i, each] of withheld) kept.push({ key: order[i] ?? '', ...each });
  return { kind: 'placed', slots: taken, withheld: kept, merged: false };
}

/** Whether there is one value a column, under it alone. */
function standStraightUnder(columns: readonly number[], values: readonly Piece[]): boolean {
  if (values.length !== columns.length || !standApart(values)) return false;
  for (const [i, { column, columnSpan }] of values.entries())
    if (column !== columns[i] || columnSpan !== 1) return false;
  return true;
}

/** Which of the columns a piece's cell covers. */
function columnsUnder({ column, columnSpan }: Piece, columns: readonly number[]): number[] {
  const under: number[] = [];
  for (let i = 0; i < columns.length; i++) {
    const c = columns[i] ?? 0;
    if (c >= column && c < column + columnSpan) under.push(i);
  }
  return under;
}

/** Whether no other value stands in its cell. */
function isAlone(piece: Piece, values: readonly Piece[]): boolean {
  for (const other of values) if (other !== piece && other.column === piece.column) return false;
  return true;
}

function isBlankAt(column: number | undefined, slots: readonly Piece[]): boolean {
  return (
    column !== undefined &&
    !printed(slots).some((s) => s.column <= column && column < s.column + s.columnSpan)
  );
}
