import { type DefaultTreeAdapterMap, defaultTreeAdapter } from 'parse5';
import { cellText, type Element, isUnseen } from './html-dom.ts';
import { parsePage } from './html-feed.ts';
import { isCell, rowsOf, type Spans, spansOf } from './html-grid.ts';
import { ownText } from './own-text.ts';

/**
 * Rows of tables that came before but for their numbers. Reports fill the same form in the same markup, year after year and
 * body after body; once the parser has read a row, its like needs only its own numbers put in their places.
 */
export interface KnownRow {
  readonly shape: RowShape;
  /** The runs of digits in its text, in the order of the source. */
  readonly numbers: readonly string[];
}

/** What rows that differ in nothing but their numbers have in common. */
export interface RowShape {
  /** Whether it is shown. */
  readonly isSeen: boolean;
  /** Its cells, hidden ones too. */
  readonly width: number;
  /** Those that are shown. */
  readonly cells: readonly ShapeCell[];
}

export interface ShapeCell extends Spans {
  /** Its text: words, and which of the row's numbers stand between them. */
  readonly pieces: readonly (string | number)[];
}

/** In characters of its source: longer ones hold articles, not figures. */
const LONGEST_ROW = 3000;
const MOST_SHAPES = 2000;

/**
 * By a row's source with its numbers left out. `seen`: it came once, which most rows of words do and no more. `other`: it
 * cannot be read by its shape.
 */
const shapes = new Map<string, RowShape | 'seen' | 'other'>();

/** The text of a row's cell, as `cellText` gives it. */
export function textOfKnown({ pieces }: ShapeCell, numbers: readonly string[]): string {
  let text = '';
  for (const piece of pieces) {
    const own = typeof piece === 'string' ? piece : numbers[piece];
    if (own === undefined) throw new Error('a row that was taken for another one');
    text += own;
  }
  return text;
}

/** What may stand before the first row. */
const HEAD = /^\s*(?:<\/?(?:tbody|thead|tfoot|colgroup|col)(?: [^<>]*)?>\s*)*$/u;

/** A row's source, cut at the runs of digits in its text; what tags hold stays as it is. */
interface CutRow {
  readonly numbers: readonly string[];
  /** What stands before, between and behind them: one more. */
  readonly between: readonly string[];
}

/**
 * The rows of a table, where all of them are known.
 * @param source what stands in the table, slimmed
 */
export function knownRowsIn(source: string): readonly KnownRow[] | null {
  if (source.includes('<table')) return null;
  const starts = startsOfRows(source);
  const [first] = starts;
  if (first === undefined || !HEAD.test(source.slice(0, first))) return null;
  const found: { readonly row: CutRow; readonly key: string }[] = [];
  const unknown: string[] = [];
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? source.length;
    if (end - start > LONGEST_ROW) return null;
    const row = cutRow(source.slice(start, end));
    const key = row.between.join('0');
    const known = shapes.get(key);
    if (known === 'other') return null;
    if (known === undefined) unknown.push(key);
    found.push({ row, key });
  }
  // To read a row by itself takes longer than with its table: most of them have to come again.
  if (unknown.length * 2 > found.length) {
    for (const key of unknown) remember(key, 'seen');
    return null;
  }
  const rows: KnownRow[] = [];
  for (const { row, key } of found) {
    const shape = shapeOf(row, key);
    if (shape === 'other') return null;
    rows.push({ shape, numbers: row.numbers });
  }
  return rows;
}

function startsOfRows(source: string): number[] {
  const starts: number[] = [];
  for (let at = source.indexOf('<tr'); at !== -1; at = source.indexOf('<tr', at + 3)) {
    const next = source[at + 3];
    if (next === '>' || next === ' ') starts.push(at);
  }
  return starts;
}

function cutRow(row: string): CutRow {
  const numbers: string[] = [];
  const between: string[] = [];
  let isInTag = false;
  let from = 0;
  for (let at = 0; at < row.length; at++) {
    const code = row.charCodeAt(at);
    if (code === LESS) isInTag = true;
    else if (code === GREATER) isInTag = false;
    else if (!isInTag && isDigit(code)) {
      between.push(row.slice(from, at));
      from = at + 1;
      while (isDigit(row.charCodeAt(from))) from += 1;
      numbers.push(row.slice(at, from));
      at = from - 1;
    }
  }
  between.push(row.slice(from));
  return { numbers, between };
}

const LESS = 0x3c;
const GREATER = 0x3e;

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function shapeOf(row: CutRow, key: string): RowShape | 'other' {
  const known = shapes.get(key);
  if (known !== undefined && known !== 'seen') return known;
  const shape = readShape(row, key) ?? 'other';
  remember(key, shape);
  return shape;
}

function remember(key: string, shape: RowShape | 'seen' | 'other'): void {
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  shapes.set(ownText(key), shape);
}

/** Elements that leave the parser, at a row's end, where it was at its beginning. */
const PLAIN =
  'tr td th p span font b strong i u em div br center sup sub o:p tbody thead tfoot colgroup col'.split(' ');
/** A row of these, of words, and of references that have no digits. Whatever else a row holds, it is read with its table. */
const PLAIN_ROW = new RegExp(
  `^(?:[^<>&\\0]|&(?:nbsp|amp|lt|gt|quot);|<!-->|</?(?:${PLAIN.join('|')})(?: [a-z]+(?:=(?:"[^"<>]*"|'[^'<>]*'|[^\\s"'<>=\`]+))?)*>)*$`,
  'u',
);

/** What stands in the place of a row's first number. */
const FIRST_MARK = 100_000_000;
/** All have as many digits, so that they are told apart side by side. */
const MARK = /1\d{8}/gu;
const MARKS = /^(?:1\d{8})+$/u;

/** A row's shape, by reading it with marks for its numbers; null where it has none. */
function readShape({ between }: CutRow, key: string): RowShape | null {
  if (!PLAIN_ROW.test(key)) return null;
  const marked = between.map((text, i) => (i === 0 ? text : `${FIRST_MARK + i - 1}${text}`));
  const element = onlyRowIn(marked.join(''));
  if (element === null) return null;
  const cells: ShapeCell[] = [];
  let width = 0;
  for (const child of element.childNodes) {
    if (!('tagName' in child)) continue;
    if (!isCell(child)) return null;
    width += 1;
    if (isUnseen(child)) continue;
    const text = cellText(child);
    const pieces = text === null ? null : piecesOf(text);
    if (pieces === null) return null;
    cells.push({ ...spansOf(child), pieces });
  }
  return { isSeen: !isUnseen(element), width, cells };
}

/** The words of a text, and which number each mark stands for; null where other digits are among them. */
function piecesOf(text: string): (string | number)[] | null {
  const pieces: (string | number)[] = [];
  for (const part of text.split(/(\d+)/u)) {
    if (!/^\d/u.test(part)) {
      if (part !== '') pieces.push(ownText(part));
      continue;
    }
    if (!MARKS.test(part)) return null;
    for (const [mark] of part.matchAll(MARK)) pieces.push(Number(mark) - FIRST_MARK);
  }
  return pieces;
}

/** The row that a piece of source is, and nothing beside it; null for any other. */
function onlyRowIn(source: string): Element | null {
  const { table, beside } = tableIn(source);
  const rows = table === null || beside > 0 ? [] : rowsOf(table);
  return rows.length === 1 ? (rows[0] ?? null) : null;
}

/** What stands in a table of which this is the source. */
export function childrenIn(source: string): Element['childNodes'] {
  return tableIn(source).table?.childNodes ?? [];
}

/** The table that holds what a source says, and how many nodes that could not stand in it stand beside it. */
function tableIn(source: string): { readonly table: Element | null; readonly beside: number } {
  const page = parsePage(`<!doctype html><body><table>${source}</table>`, defaultTreeAdapter);
  const nodes = page.childNodes.flatMap(bodiesOf).flatMap((body) => body.childNodes);
  const table = nodes.find((node) => 'tagName' in node && node.tagName === 'table');
  return { table: table !== undefined && 'tagName' in table ? table : null, beside: nodes.length - 1 };
}

function bodiesOf(html: DefaultTreeAdapterMap['node']): Element[] {
  if (!('tagName' in html)) return [];
  return html.childNodes.flatMap((node) => ('tagName' in node && node.tagName === 'body' ? [node] : []));
}
