import type { Line, Piece } from './line.ts';

/**
 * A label with the places for values that follow it: what a row of a form looks like once it is no matter
 * any more whether it stood in one table row, on one line, or on nine lines of one cell each.
 */
export interface Record {
  /** Pieces of text before the values, outermost first; the row's own label is a suffix of them. */
  readonly labels: readonly Piece[];
  readonly slots: readonly Piece[];
  /** Index of the line on which the record's values begin, within the lines given. */
  readonly line: number;
  readonly aligned: boolean;
  /** Its grid and that grid's width: columns mean the same only within one, or in a part of equal width. */
  readonly grid: number | null;
  readonly columns: number;
  /** True when the values stood in a table row below the label's own, whose places were all blank. */
  readonly moved: boolean;
}

interface Draft {
  labels: Piece[];
  slots: Piece[];
  line: number;
  aligned: boolean;
  grid: number | null;
  columns: number;
  moved: boolean;
  /** True while each value had a line of its own. */
  onePerLine: boolean;
}

/** Cuts lines into records. Every text and every number is in exactly one record. */
export function recordsOf(lines: readonly Line[]): Record[] {
  const records: Draft[] = [];
  let current: Draft | null = null;
  const standOn = (draft: Draft, index: number, line: Line): void => {
    draft.line = index;
    draft.aligned = line.aligned;
    draft.grid = line.grid;
    draft.columns = line.columns;
  };
  const open = (index: number, line: Line): Draft => {
    const draft: Draft = {
      labels: [],
      slots: [],
      line: index,
      aligned: line.aligned,
      grid: line.grid,
      columns: line.columns,
      moved: false,
      onePerLine: true,
    };
    records.push(draft);
    current = draft;
    return draft;
  };

  for (const [index, line] of lines.entries()) {
    const pieces = withoutNumbering(line.pieces);
    const firstText = pieces.findIndex((p) => p.kind === 'text');
    if (firstText === -1) {
      // Only values: they belong to the label just completed, if that has none yet.
      const values = line.grid === null ? pieces.filter((p) => p.kind !== 'blank') : pieces;
      if (values.every((p) => p.kind === 'blank')) continue;
      const draft = current as Draft | null;
      const waiting = draft?.slots.every((p) => p.kind === 'blank') ?? false;
      const flowing = line.grid === null && values.length === 1 && (draft?.onePerLine ?? false);
      const target = draft !== null && (waiting || flowing) ? draft : open(index, line);
      if (waiting) {
        target.moved = target.slots.length > 0;
        target.slots = [];
        standOn(target, index, line);
      }
      if (values.length > 1) target.onePerLine = false;
      target.slots.push(...values);
      continue;
    }
    for (const [i, piece] of pieces.entries()) {
      if (piece.kind === 'text') {
        if (current === null || (current as Draft).slots.length > 0) open(index, line);
        const draft = current as Draft | null;
        if (draft !== null) {
          draft.labels.push(piece);
          standOn(draft, index, line);
        }
        continue;
      }
      const beforeText = pieces.slice(i + 1).some((p) => p.kind === 'text');
      if ((piece.kind === 'blank' && beforeText) || piece.continued) continue;
      if (i < firstText) {
        // A number in front of the line's label: a stray page or row number, never a value of this label.
        if (piece.kind === 'number') open(index, line).slots.push(piece);
        continue;
      }
      const draft = (current as Draft | null) ?? open(index, line);
      if (draft.slots.length > 0) draft.onePerLine = false;
      draft.slots.push(piece);
    }
  }
  return records;
}

/** A row number in a cell of its own right before its label (`1 | 属于国家秘密`) is part of the label. */
function withoutNumbering(pieces: readonly Piece[]): readonly Piece[] {
  const lastText = pieces.findLastIndex((p) => p.kind === 'text');
  if (lastText <= 0) return pieces;
  return pieces.filter(
    (p, i) =>
      !(
        p.kind === 'number' &&
        i < lastText &&
        pieces[i + 1]?.kind === 'text' &&
        pieces[i + 1]?.column !== p.column &&
        pieces.slice(0, i).every((q) => q.kind !== 'number') &&
        /^[1-8]$/u.test(p.text)
      ),
  );
}
