import type { Block, Box, Cell, Document, Grid } from '../documents/document.ts';
import { type CellKind, type CellValue, isFigureInPlace } from './value.ts';
import { Wording, wordingsOf } from './wording.ts';

/** The text of a cell with nothing but a picture in it, as the readers give it. */
const PICTURE = '\ufffc';

/** The smallest thing the alignment looks at: a piece of a label, or a place where a value may stand. */
export interface Piece {
  readonly kind: CellKind;
  readonly text: string;
  readonly value: number | null;
  readonly unit: string | null;
  /** What is known of its text. */
  readonly wording: Wording;
  /** For evidence: `table 2 row 4 col 4`, `line 43`. */
  readonly at: string;
  /** The same of the row or line that it stands in. */
  readonly row: string;
  readonly page: number | null;
  /** First column of its cell, from 1; 0 in running text. */
  readonly column: number;
  readonly columnSpan: number;
  /** True in the rows below the first of a cell that spans several. */
  readonly continued: boolean;
  /** True for a figure whose cell spans several rows: it is not told which of them it belongs to. */
  readonly spanning?: boolean;
  /** True when its cell or line held more than it. */
  readonly shared: boolean;
  /** True where it was recognised in a picture, and not surely. */
  readonly doubt?: boolean;
  readonly box?: Box | null;
}

/*
 * Questions about pieces, for whoever filters them. Asked here and not where they are needed: a function made within
 * another is made anew for each report, and its compiled code is lost with it.
 */
export const isText = (piece: Piece): boolean => piece.kind === 'text';
export const isNumber = (piece: Piece): boolean => piece.kind === 'number';
export const isBlank = (piece: Piece): boolean => piece.kind === 'blank';
export const isPrinted = (piece: Piece): boolean => piece.kind !== 'blank';
/** Whether its cell begins in the row. */
export const isOwn = (piece: Piece): boolean => !piece.continued;
export const isOwnText = (piece: Piece): boolean => piece.kind === 'text' && !piece.continued;
export const isOwnNumber = (piece: Piece): boolean => piece.kind === 'number' && !piece.continued;
export const printedText = (piece: Piece): string => piece.text;
export const keyOf = (piece: Piece): string => piece.wording.key;

/** A table row or a line of text, as a sequence of pieces. */
export interface Line {
  /** Running text; the cells' texts joined for a table row. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Number of its grid, or null for running text. */
  readonly grid: number | null;
  /** Columns of its grid, 0 for running text. */
  readonly columns: number;
  /** Cells of this row, spans counted; 0 for running text. */
  readonly width: number;
  /** Whether columns can be trusted. */
  readonly aligned: boolean;
  /** True where one cell of text spans its table: in a report that is one table, its running text. */
  readonly spanning?: boolean;
  readonly scope: readonly number[];
  readonly page: number | null;
  /** True where figures in running text were recognised in a picture, and not surely. */
  readonly doubt?: boolean;
  /** True for running text all of which leads elsewhere. */
  readonly isLink?: boolean;
}

/** A page number with its decoration; a bare number could be a value. */
const PAGE_NUMBER =
  /^(?:[-—–~·]{1,2}\s*\d{1,4}\s*[-—–~·]{1,2}|第?\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|第\s*\d{1,4}\s*页.{0,12}|(?:Page|P\.)\s*\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4}|\s-\s.{1,20})?)$/iu;

/** Rules of a table at the ends of a line: separators, never a digit. */
const ANY_BAR = /[|¦]/u;
const BARS = /^(?:[|¦]\s*)+(?=.)|(?<=\S)(?:\s*[|¦])+$/gu;

/** The whole document as lines, in reading order. */
export function linesOf(document: Document): Line[] {
  const lines: Line[] = [];
  let paragraphs = 0;
  for (const block of document.blocks) {
    if (block.kind === 'grid') lines.push(...rowsOf(block));
    else {
      paragraphs += 1;
      lines.push(paragraphLine(block, paragraphs));
    }
  }
  return lines;
}

function paragraphLine(block: Exclude<Block, Grid>, index: number): Line {
  const doubt = block.doubt === true;
  const at = block.line === null ? `paragraph ${index}` : `line ${block.line}`;
  const place: Place = {
    at,
    row: at,
    page: block.page,
    box: block.box ?? null,
    column: 0,
    columnSpan: 1,
    continued: false,
    doubt,
  };
  const row = ANY_BAR.test(block.text) ? block.text.replace(BARS, '') : block.text;
  const line: Line = {
    text: block.text,
    pieces: PAGE_NUMBER.test(row) ? [] : wordingsOf(row).map((wording) => pieceAt(place, wording)),
    grid: null,
    columns: 0,
    width: 0,
    aligned: false,
    scope: block.scope,
    page: block.page,
  };
  const marked = doubt ? { ...line, doubt } : line;
  return block.isLink === true ? { ...marked, isLink: true } : marked;
}

function rowsOf(grid: Grid): Line[] {
  const rows: Cell[][] = [];
  while (rows.length < grid.rows) rows.push([]);
  for (const cell of grid.cells)
    for (let r = cell.row; r < cell.row + cell.rowSpan; r++) rows[r - 1]?.push(cell);
  const lines: Line[] = [];
  for (const [i, cells] of rows.entries()) lines.push(rowLine(grid, i + 1, inOrder(cells)));
  return lines;
}

/** Nearly all stand so already, and to sort them would copy them. */
function inOrder(cells: Cell[]): readonly Cell[] {
  for (let i = 1; i < cells.length; i++)
    if ((cells[i - 1]?.column ?? 0) > (cells[i]?.column ?? 0)) return cells.sort(byColumn);
  return cells;
}

const byColumn = (a: Cell, b: Cell): number => a.column - b.column;

/** @param cells that cover the row, from left to right. */
function rowLine(grid: Grid, row: number, cells: readonly Cell[]): Line {
  const pieces: Piece[] = [];
  const texts: string[] = [];
  let width = 0;
  let first: Cell | undefined;
  for (const cell of cells) {
    width = Math.max(width, cell.column + cell.columnSpan - 1);
    addPieces(cell, row, grid, pieces);
    if (cell.row !== row) continue;
    first ??= cell;
    // A picture stands for no words: a row may hold the page's emblem beside its title.
    texts.push(
      cell.text === PICTURE ? '' : cell.text.includes('\n') ? cell.text.replaceAll('\n', '') : cell.text,
    );
  }
  const text = texts.join(' ');
  const line: Line = {
    text,
    // Between the rows of a table broken over pages.
    pieces: PAGE_NUMBER.test(text.trim()) ? [] : withFiguresInPlace(pieces),
    grid: grid.index,
    columns: grid.columns,
    width,
    aligned: grid.aligned,
    scope: grid.scope,
    page: first?.page ?? grid.page,
  };
  return isSpanning(cells, row, grid.columns) ? { ...line, spanning: true } : line;
}

function addPieces(cell: Cell, row: number, grid: Grid, pieces: Piece[]): void {
  const { page, box, column, columnSpan, rowSpan } = cell;
  const { at, row: ownRow } = placeOf(grid.index, cell.row, column);
  const place: Place = {
    at,
    row: ownRow,
    page,
    box,
    column,
    columnSpan,
    continued: cell.row < row,
    doubt: cell.doubt === true,
  };
  for (const wording of wordingsOf(cell.text)) {
    const piece = pieceAt(place, wording);
    pieces.push(rowSpan === 1 ? piece : spanning(piece));
  }
}

/** Where a cell stands, in words: the same few hundred places are in every report, and each is put in words once. */
function placeOf(table: number, row: number, column: number): CellPlace {
  if (table >= 16 || row >= 128 || column >= 32) return inWords(table, row, column);
  const index = (table * 128 + row) * 32 + column;
  const known = PLACES.get(index);
  if (known !== undefined) return known;
  const place = inWords(table, row, column);
  PLACES.set(index, place);
  return place;
}

type CellPlace = Pick<Piece, 'at' | 'row'>;

function inWords(table: number, row: number, column: number): CellPlace {
  return { at: `table ${table} row ${row} col ${column}`, row: `table ${table} row ${row}` };
}

const PLACES = new Map<number, CellPlace>();

/** Below its first row such a figure is a place with something in it that cannot be told. */
function spanning(piece: Piece): Piece {
  if (piece.kind === 'text' || piece.kind === 'blank') return piece;
  return piece.continued
    ? { ...piece, kind: 'unreadable', value: null, spanning: true }
    : { ...piece, spanning: true };
}

/** A single cell over most of the columns; a stray cell elsewhere may have made the table wider than it is. */
function isSpanning(cells: readonly Cell[], row: number, columns: number): boolean {
  const [only] = cells;
  return cells.length === 1 && only?.row === row && only.columnSpan > 1 && only.columnSpan * 2 > columns;
}

/** Marks what stands among a row's values as one of them, however it is written; before its label it numbers the label. */
function withFiguresInPlace(pieces: Piece[]): readonly Piece[] {
  const first = pieces.findIndex(isNumber);
  const last = pieces.findLastIndex(isWords);
  if (first === -1 && last === -1) return pieces;
  for (let i = last === -1 ? first + 1 : last + 1; i < pieces.length; i++) {
    const piece = pieces[i];
    // Ink that recognition made nothing of is no blank.
    if (piece?.kind === 'text' || (piece?.kind === 'blank' && piece.doubt === true))
      pieces[i] = { ...piece, kind: 'unreadable' };
  }
  return pieces;
}

const isWords = (piece: Piece): boolean => piece.kind === 'text' && !isFigureInPlace(piece.text);

interface Place extends Pick<Piece, 'at' | 'row' | 'page' | 'column' | 'columnSpan' | 'continued'> {
  readonly box: Box | null;
  readonly doubt: boolean;
}

/** Written out: there are a thousand pieces in a report, and taking objects apart costs more than all else about them. */
function pieceAt(place: Place, wording: Wording): Piece {
  const { at, row, page, box, column, columnSpan, continued } = place;
  const { text, shared, cell } = wording;
  const { kind, value, unit } = cell;
  return place.doubt
    ? {
        kind,
        value,
        unit,
        text,
        wording,
        at,
        row,
        page,
        box,
        column,
        columnSpan,
        continued,
        doubt: true,
        shared,
      }
    : { kind, value, unit, text, wording, at, row, page, box, column, columnSpan, continued, shared };
}

/** What stands in a piece's place, worded otherwise. */
export function reworded(piece: Piece, text: string, cell: CellValue): Piece {
  return { ...piece, ...cell, text, shared: true, wording: new Wording(text, cell, true) };
}
