import { isBlank, isNumber, isOwnText, isText, type Line, type Piece } from './line.ts';

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
  /** Index of the line on which its last label stands; that of the values where it has none. */
  readonly labelLine: number;
  readonly aligned: boolean;
  /** Its grid, or null in running text. */
  readonly grid: number | null;
  /** Cells of its row: rows of one table that are alike in this have their values at the same columns. */
  readonly width: number;
  /** Cells of the widest row of its grid. */
  readonly columns: number;
  /** True when the values stood in a table row below the label's own, whose places were all blank. */
  readonly moved: boolean;
  /** True when in its table row text follows its values: it may stand in the place of one. */
  readonly interrupted: boolean;
}

export const hasNumber = (record: Record): boolean => record.slots.some(isNumber);

interface Draft {
  labels: Piece[];
  slots: Piece[];
  line: number;
  labelLine: number;
  aligned: boolean;
  grid: number | null;
  width: number;
  columns: number;
  moved: boolean;
  interrupted: boolean;
  /** True while no line held the label and several values: then further lines of values belong to it. */
  flowing: boolean;
}

/** Cuts lines into records. Every text and every number is in exactly one record. */
export function recordsOf(lines: readonly Line[]): Record[] {
  const builder = new Builder();
  for (const [index, line] of lines.entries()) {
    const pieces = withoutNumbering(line.pieces);
    // A label that spans rows from above does not make a row of values a labelled row.
    const firstText = pieces.findIndex(isOwnText);
    if (firstText === -1) builder.takeValues(pieces, index, line);
    else builder.takeLabelled(pieces, firstText, index, line);
  }
  return builder.records;
}

class Builder {
  readonly records: Draft[] = [];

  get #current(): Draft | undefined {
    return this.records.at(-1);
  }

  #open(index: number, line: Line): Draft {
    const draft: Draft = {
      labels: [],
      slots: [],
      line: index,
      labelLine: index,
      aligned: line.aligned,
      grid: line.grid,
      width: line.width,
      columns: line.columns,
      moved: false,
      interrupted: false,
      flowing: true,
    };
    this.records.push(draft);
    return draft;
  }

  /** Only values: they belong to the label just completed, if that has none yet. */
  takeValues(pieces: readonly Piece[], index: number, line: Line): void {
    const values = valuesAlone(pieces, line);
    if (values.every(isBlank)) return;
    const current = this.#current;
    const waiting = current?.slots.every(isBlank) ?? false;
    const flowing = line.grid === null && current?.grid === null && current.flowing;
    const belongs = current !== undefined && (waiting || flowing);
    const target = belongs ? current : this.#open(index, line);
    if (!belongs) target.labels.push(...pieces.filter(isText));
    else if (waiting) {
      target.moved = target.slots.length > 0;
      target.slots = [];
      standOn(target, index, line);
    }
    target.slots.push(...values);
  }

  takeLabelled(pieces: readonly Piece[], firstText: number, index: number, line: Line): void {
    let fresh = false;
    const lastText = pieces.findLastIndex(isText);
    for (const [i, piece] of pieces.entries()) {
      if (piece.kind === 'text') {
        if (fresh && line.grid !== null && this.#current !== undefined && this.#current.slots.length > 0)
          this.#current.interrupted = true;
        if (this.#current === undefined || this.#current.slots.length > 0) this.#open(index, line);
        const draft = this.#current;
        if (draft === undefined) continue;
        draft.labels.push(piece);
        draft.labelLine = index;
        standOn(draft, index, line);
        fresh = true;
        continue;
      }
      const beforeText = i < lastText;
      if (piece.kind === 'blank' && beforeText) continue;
      // A figure from the row above: a place of this row, not to be told.
      if (piece.continued && (piece.spanning !== true || beforeText || i < firstText)) continue;
      if (i < firstText) {
        // A number in front of the line's label: a stray page or row number, never a value of this label.
        if (piece.kind === 'number') this.#open(index, line).slots.push(piece);
        continue;
      }
      const draft = fresh ? (this.#current ?? this.#open(index, line)) : this.#open(index, line);
      fresh = true;
      if (draft.slots.length > 0) draft.flowing = false;
      draft.slots.push(piece);
    }
  }
}

/** The places on a line without a label of its own. */
function valuesAlone(pieces: readonly Piece[], line: Line): Piece[] {
  const label = pieces.findLastIndex(isText);
  const values: Piece[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (piece.kind === 'text' || (piece.kind === 'blank' && line.grid === null)) continue;
    if (!piece.continued || (piece.spanning === true && i > label)) values.push(piece);
  }
  return values;
}

function standOn(draft: Draft, index: number, line: Line): void {
  draft.line = index;
  draft.aligned = line.aligned;
  draft.grid = line.grid;
  draft.width = line.width;
  draft.columns = line.columns;
}

/** A row number in a cell of its own right before its label (`1 | 属于国家秘密`) is part of the label. */
function withoutNumbering(pieces: readonly Piece[]): readonly Piece[] {
  // It is the row's first number.
  const at = pieces.findIndex(isNumber);
  const number = pieces[at];
  const label = pieces[at + 1];
  const isNumbering =
    number !== undefined &&
    label?.kind === 'text' &&
    label.column !== number.column &&
    /^[1-8]$/u.test(number.text);
  return isNumbering ? pieces.toSpliced(at, 1) : pieces;
}
