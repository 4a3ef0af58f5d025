import type { Block, Box, Cell, Document, Grid } from '../documents/document.ts';
import { type CellKind, type CellValue, isFigureInPlace, readCell } from './value.ts';

/** The text of a cell with nothing but a picture in it, as the readers give it. */
const PICTURE = '\ufffc';

/** The smallest thing the alignment looks at: a piece of a label, or a place where a value may stand. */
export interface Piece {
  readonly kind: CellKind;
  readonly text: string;
  readonly value: number | null;
  readonly unit: string | null;
  /** For evidence: `table 2 row 4 col 4`, `line 43`. */
  readonly at: string;
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

/** Longer lines are prose: they are not cut into pieces. */
const LONGEST_ROW = 160;

/** Length without what only keeps columns apart. */
export function lengthOf(text: string): number {
  return text.length > LONGEST_ROW / 2 ? text.replace(/\s{2,}/gu, ' ').length : text.length;
}

/** A page number with its decoration; a bare number could be a value. */
const PAGE_NUMBER =
  /^(?:[-—–~·]{1,2}\s*\d{1,4}\s*[-—–~·]{1,2}|第?\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|第\s*\d{1,4}\s*页.{0,12}|(?:Page|P\.)\s*\d{1,4}(?:\s*(?:of|\/)\s*\d{1,4}|\s-\s.{1,20})?)$/iu;

/** Rules of a table at the ends of a line: separators, never a digit. */
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
  const at = block.line === null ? `paragraph ${index}` : `line ${block.line}`;
  const doubt = block.doubt === true ? { doubt: true } : {};
  const place = {
    at,
    page: block.page,
    box: block.box ?? null,
    column: 0,
    columnSpan: 1,
    continued: false,
    ...doubt,
  };
  const row = block.text.replace(BARS, '');
  return {
    text: block.text,
    pieces: PAGE_NUMBER.test(row) ? [] : split(row, place),
    grid: null,
    columns: 0,
    width: 0,
    aligned: false,
    scope: block.scope,
    page: block.page,
    ...doubt,
    ...(block.isLink === true ? { isLink: true } : {}),
  };
}

function rowsOf(grid: Grid): Line[] {
  const rows: Cell[][] = Array.from({ length: grid.rows }, () => []);
  for (const cell of grid.cells)
    for (let r = cell.row; r < cell.row + cell.rowSpan; r++) rows[r - 1]?.push(cell);
  return rows.map((cells, i) => {
    cells.sort((a, b) => a.column - b.column);
    const pieces = cells.flatMap((cell) => {
      const continued = cell.row < i + 1;
      const { page, box, column, columnSpan, doubt } = cell;
      const at = `table ${grid.index} row ${cell.row} col ${column}`;
      const found = split(cell.text, {
        at,
        page,
        box,
        column,
        columnSpan,
        continued,
        ...(doubt === true ? { doubt } : {}),
      });
      return cell.rowSpan === 1 ? found : found.map(spanning);
    });
    const own = cells.filter((c) => c.row === i + 1);
    // A picture stands for no words: a row may hold the page's emblem beside its title.
    const text = own.map((c) => (c.text === PICTURE ? '' : c.text.replaceAll('\n', ''))).join(' ');
    return {
      text,
      // Between the rows of a table broken over pages.
      pieces: PAGE_NUMBER.test(text.trim()) ? [] : withFiguresInPlace(pieces),
      grid: grid.index,
      columns: grid.columns,
      width: Math.max(0, ...cells.map((c) => c.column + c.columnSpan - 1)),
      aligned: grid.aligned,
      ...(isSpanning(cells, i + 1, grid.columns) ? { spanning: true } : {}),
      scope: grid.scope,
      page: own[0]?.page ?? grid.page,
    };
  });
}

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

/** What stands among a row's values is one of them, however it is written; before its label it numbers the label. */
function withFiguresInPlace(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces.findIndex((p) => p.kind === 'number');
  const last = pieces.findLastIndex((p) => p.kind === 'text' && !isFigureInPlace(p.text));
  const isFigure = (piece: Piece, i: number): boolean =>
    // Ink that recognition made nothing of is no blank.
    (piece.kind === 'text' || (piece.kind === 'blank' && piece.doubt === true)) &&
    i > last &&
    (last >= 0 || (first >= 0 && i > first));
  return pieces.map((piece, i) => (isFigure(piece, i) ? { ...piece, kind: 'unreadable' } : piece));
}

type Place = Pick<Piece, 'at' | 'page' | 'box' | 'column' | 'columnSpan' | 'continued' | 'doubt'>;

/** `行政许可：373`: the colon parts label and value as a space would. */
const LABEL_AND_FIGURE = /^([^\d:：]*\p{L}[^\d:：]*[:：])(?=[-+]?\d)(\S+)$/u;

const WORDS: CellValue = { kind: 'text', value: null, unit: null };

/** Written out: there are a thousand pieces in a report, and taking objects apart costs more than all else about them. */
function pieceAt(place: Place, { kind, value, unit }: CellValue, text: string, shared: boolean): Piece {
  const { at, page, box = null, column, columnSpan, continued, doubt } = place;
  return doubt === undefined
    ? { kind, value, unit, text, at, page, box, column, columnSpan, continued, shared }
    : { kind, value, unit, text, at, page, box, column, columnSpan, continued, doubt, shared };
}

/** One cell or line is one piece, unless numbers stand beside text or beside each other in it. */
function split(text: string, place: Place): Piece[] {
  const whole = readCell(text);
  const asOne = (): Piece[] => [pieceAt(place, whole, text, false)];
  if (whole.kind !== 'text' || lengthOf(text) > LONGEST_ROW) return asOne();
  // One word, as most labels are, without a colon that could part it.
  if (!/[\s\u3000:：]/u.test(text)) return asOne();
  const tokens = text
    .replace(LABEL_AND_FIGURE, '$1 $2')
    .split(/[\s\u3000]+/u)
    .filter((t) => t !== '')
    .map((token) => ({ token, value: readCell(token) }));
  const first = tokens.findIndex((t) => t.value.kind === 'number');
  for (const [i, { token, value }] of tokens.entries())
    if (first !== -1 && i > first && value.kind === 'text' && isFigureInPlace(token))
      tokens[i] = { token, value: { ...value, kind: 'unreadable' } };
  const figures = figuresAmong(tokens.map((t) => t.value.kind));
  if (!figures.includes(true)) return asOne();
  const pieces: Piece[] = [];
  let words: string[] = [];
  const flush = (): void => {
    if (words.length > 0) pieces.push(pieceAt(place, WORDS, words.join(' '), true));
    words = [];
  };
  for (const [i, { token, value }] of tokens.entries()) {
    if (figures[i] !== true) {
      words.push(token);
      continue;
    }
    flush();
    pieces.push(pieceAt(place, value, token, true));
  }
  flush();
  return pieces;
}

/**
 * Which tokens of a line are values. Numbers are; a stroke only in company, at the end of the line: a lone one between
 * words is punctuation. A garbled digit is one wherever a line ends with it.
 */
function figuresAmong(kinds: readonly Piece['kind'][]): boolean[] {
  const tail = kinds.lastIndexOf('text') + 1;
  const row = kinds.length - tail >= 2;
  return kinds.map(
    (kind, i) =>
      kind === 'number' || (i >= tail && (kind === 'unreadable' || (row && kind === 'placeholder'))),
  );
}
