import type { Piece } from '../line.ts';
import type { Record } from '../record.ts';

/** A value column whose position on the page is known. */
export interface Place {
  readonly key: string;
  readonly column: number;
}

/** The value columns that a header puts in place, and the grid in which these places hold. */
export interface Places {
  readonly columns: readonly Place[];
  readonly grid: number | null;
  readonly width: number;
}

export const NO_PLACES: Places = { columns: [], grid: null, width: 0 };

export type Placement =
  | {
      readonly kind: 'placed';
      readonly slots: readonly (readonly [key: string, piece: Piece])[];
      /** Columns whose value could not be told apart from a neighbour's. */
      readonly withheld: readonly { key: string; pieces: readonly Piece[]; message: string }[];
    }
  | { readonly kind: 'ambiguous'; readonly message: string };

const printed = (pieces: readonly Piece[]): Piece[] => pieces.filter((p) => p.kind !== 'blank');

/** Rows of one shape (same kind of line, same number of places) begin their values at the same place. */
const shapeOf = (record: Record): string => `${record.slots.length}`;

/**
 * Where the values begin among the places of a row, learned from the full rows of the same shape: what tells
 * the positions of a row that prints only some of its values.
 */
export function offsetsOf(records: readonly Record[], columns: number): Map<string, number> {
  const offsets = new Map<string, number>();
  const disputed = new Set<string>();
  for (const record of records) {
    const first = record.slots.findIndex((s) => s.kind !== 'blank');
    const values = printed(record.slots);
    const contiguous = values.length === columns && record.slots[first + columns - 1]?.kind !== 'blank';
    if (record.aligned || !contiguous) continue;
    const shape = shapeOf(record);
    if ((offsets.get(shape) ?? first) !== first) disputed.add(shape);
    offsets.set(shape, first);
  }
  for (const shape of disputed) offsets.delete(shape);
  return offsets;
}

/**
 * Gives each place of a row to a column. As many values as columns: in order. As many places as columns: by
 * place. Otherwise by real columns where the page has them, else as full rows of the same shape do.
 * A row for which none of these speaks is ambiguous: nothing is guessed.
 * @param order column keys in the order of the page.
 * @param places the columns' positions; `NO_PLACES` where unknown.
 */
export function placeInColumns(
  record: Record,
  order: readonly string[],
  places: Places,
  offsets: ReadonlyMap<string, number>,
): Placement {
  const { slots } = record;
  const values = printed(slots);
  if (values.length === 0) return { kind: 'placed', slots: [], withheld: [] };
  const sameGrid = record.grid === places.grid || record.columns === places.width;
  if (record.aligned && sameGrid && places.columns.length === order.length) {
    const byColumn = placeByColumn(slots, places.columns);
    if (byColumn !== null) return byColumn;
  }
  if (values.length === order.length && !values.some((p) => p.columnSpan > 1)) return inOrder(values, order);
  if (slots.length === order.length && !slots.some((p) => p.columnSpan > 1 && p.kind !== 'blank'))
    return inOrder(slots, order);
  const offset = offsets.get(shapeOf(record));
  if (!record.aligned && offset !== undefined) {
    const window = slots.slice(offset, offset + order.length);
    if (printed(window).length === values.length) return inOrder(window, order);
  }
  return {
    kind: 'ambiguous',
    message: `${values.length} values (${values.map((v) => v.text).join(' ')}) for ${order.length} columns`,
  };
}

function inOrder(pieces: readonly Piece[], order: readonly string[]): Placement {
  const slots = order.flatMap((key, i) => {
    const piece = pieces[i];
    return piece === undefined ? [] : [[key, piece] as const];
  });
  return { kind: 'placed', slots, withheld: [] };
}

/** By the header's columns; null when the row does not stand under the header (cells before it vanished). */
function placeByColumn(slots: readonly Piece[], places: readonly Place[]): Placement | null {
  const rightEdge = Math.max(...places.map((p) => p.column));
  const rowEdge = Math.max(...slots.map((s) => s.column + s.columnSpan - 1));
  const covered = (slot: Piece): readonly Place[] =>
    places.filter((p) => p.column >= slot.column && p.column < slot.column + slot.columnSpan);
  if (rowEdge < rightEdge || printed(slots).some((s) => covered(s).length === 0)) return null;
  const taken: (readonly [string, Piece])[] = [];
  const withheld: { key: string; pieces: readonly Piece[]; message: string }[] = [];
  for (const slot of slots) {
    const under = covered(slot);
    if (slot.kind === 'blank' || under.length === 0) continue;
    const shared = slots.filter((s) => s.column === slot.column && s.kind !== 'blank');
    const alone = shared.length === 1 && under.length === 1;
    for (const place of under)
      if (alone) taken.push([place.key, slot]);
      else if (!withheld.some((w) => w.key === place.key))
        withheld.push({
          key: place.key,
          pieces: shared,
          message:
            shared.length > 1
              ? `one cell holds ${shared.map((s) => s.text).join(' and ')}`
              : `the value ${slot.text} stands in a cell that spans ${under.length} columns`,
        });
  }
  return { kind: 'placed', slots: taken, withheld };
}
