import type { Block, Box, Cell, Grid } from './document.ts';
import { cluster, nearest } from './geometry.ts';
import type { TextLine } from './pdf/glyph-lines.ts';
import type { RuledCell, RuledTable } from './pdf/ruled-table.ts';

/** A printed page with what was found on it: tables, and the lines outside them. Points from the upper left corner. */
export interface PrintedPage {
  /** From 1. */
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly tables: readonly RuledTable[];
  readonly lines: readonly TextLine[];
  /** From a place on the page as it was read to the place in the file, where these differ. */
  readonly place?: (box: Box) => Box;
}

/** Column lines of two pages that belong to one table differ by no more than this, in points. */
const SAME_COLUMN = 4;
/** A number alone within this share of the page's height from its edge is a page number. */
const MARGIN = 0.12;

/** A table under construction: rows of one or more pages under common column lines. */
interface Stitched {
  xs: number[];
  rows: number;
  cells: RuledCell[];
  page: number;
  lastPage: number;
}

/** Tables as grids (one table over several pages is one grid), the rest as paragraphs a line, in reading order. */
export function blocksOfPages(pages: readonly PrintedPage[]): Block[] {
  const blocks: (Block | Stitched)[] = [];
  for (const page of pages) {
    const place = page.place ?? ((box: Box) => box);
    const tables = page.tables.filter((t) => t.cells.some((c) => c.text !== '' || c.doubt === true));
    const items: { y: number; item: Block | RuledTable }[] = tables.map((t) => ({
      y: t.ys[0] ?? 0,
      item: t,
    }));
    for (const line of page.lines)
      if (!isPageNumber(line, page)) items.push({ y: line.y0, item: paragraphOf(line, page, place) });
    items.sort((a, b) => a.y - b.y);
    for (const { item } of items) {
      const previous = blocks.at(-1);
      if ('kind' in item) blocks.push(item);
      else if (previous !== undefined && 'lastPage' in previous && continues(previous, item))
        append(previous, item, place);
      else
        blocks.push({
          xs: [...item.xs],
          rows: item.ys.length - 1,
          cells: item.cells.map((c) => ({ ...c, ...boxed(c, place) })),
          page: item.page,
          lastPage: item.page,
        });
    }
  }
  let index = 0;
  return blocks.map((block) => {
    if ('kind' in block) return block;
    index += 1;
    return gridOf(block, index);
  });
}

function boxed(box: Box, place: (box: Box) => Box): Box {
  const { x0, y0, x1, y1 } = box;
  return place({ x0, y0, x1, y1 });
}

function paragraphOf(line: TextLine, page: PrintedPage, place: (box: Box) => Box): Block {
  return {
    kind: 'paragraph',
    text: line.text,
    scope: [],
    page: page.number,
    line: null,
    box: boxed(line, place),
    ...(line.doubt === true ? { doubt: true } : {}),
  };
}

function isPageNumber(line: TextLine, page: PrintedPage): boolean {
  const edge = line.y1 < page.height * MARGIN || line.y0 > page.height * (1 - MARGIN);
  return (
    edge && /^[-—–·一\s]*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?[-—–·一\s]*$/u.test(line.text)
  );
}

/** Whether a table at the top of a page goes on from the one that ended the page before. Pages are scanned each for itself: a shift is none. */
function continues(table: Stitched, next: RuledTable): boolean {
  if (next.page !== table.lastPage + 1) return false;
  const shift = (table.xs[0] ?? 0) - (next.xs[0] ?? 0);
  const close = (a: number, b: number): boolean => Math.abs(a - b) < SAME_COLUMN;
  const within = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((x) => b.some((y) => close(x, y)));
  const xs = next.xs.map((x) => x + shift);
  return close(table.xs.at(-1) ?? 0, xs.at(-1) ?? 0) && (within(table.xs, xs) || within(xs, table.xs));
}

function append(table: Stitched, next: RuledTable, place: (box: Box) => Box): void {
  const shift = (table.xs[0] ?? 0) - (next.xs[0] ?? 0);
  const moved = next.xs.map((x) => x + shift);
  const xs = cluster([...table.xs, ...moved], SAME_COLUMN);
  const column = (own: readonly number[], c: RuledCell): Pick<RuledCell, 'c0' | 'c1'> => ({
    c0: nearest(xs, own[c.c0] ?? 0),
    c1: nearest(xs, own[c.c1 + 1] ?? 0) - 1,
  });
  const above = table.cells.map((c) => ({ ...c, ...column(table.xs, c) }));
  const below = next.cells.map((c) => ({ ...c, ...column(moved, c), ...boxed(c, place) }));
  const cut = isCut(
    above.filter((c) => c.r1 === table.rows - 1),
    below.filter((c) => c.r0 === 0),
  );
  const offset = cut ? table.rows - 1 : table.rows;
  table.cells = above;
  for (const cell of below) {
    const rest = { ...cell, r0: cell.r0 + offset, r1: cell.r1 + offset };
    const at = cut && cell.r0 === 0 ? above.findIndex((c) => c.r1 === offset && sameColumns(c, cell)) : -1;
    const head = above[at];
    if (head === undefined) table.cells.push(rest);
    else above[at] = joined(head, rest);
  }
  table.xs = xs;
  table.rows += next.ys.length - 1 - (cut ? 1 : 0);
  table.lastPage = next.page;
}

const FIGURE = /^(?:[-+]?\d[\d,.]*%?|[-—/]{1,2})$/u;
/** A row begins with its number; what goes on from the page before has none. */
const NUMBERED = /^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)、.．]/u;
/** Only wide rows have labels so long that a page breaks within them. */
const FEWEST_PLACES = 4;

/**
 * Whether a page broke within a row: one part of it has the figures, or both together have a label that is none alone.
 * A row that is only blank has a label of its own.
 * @param above the cells that end the table on the page before.
 * @param below those that begin it on the next.
 */
function isCut(above: readonly RuledCell[], below: readonly RuledCell[]): boolean {
  const pairs = below.flatMap((cell) => {
    const head = above.find((c) => sameColumns(c, cell));
    return head === undefined ? [] : [{ head: head.text, tail: cell.text }];
  });
  const figures = pairs.filter(({ head, tail }) => FIGURE.test(head) || FIGURE.test(tail));
  const labels = pairs.filter(({ head, tail }) => /\p{L}/u.test(head + tail) && !FIGURE.test(head + tail));
  if (figures.length < FEWEST_PLACES || pairs.length !== below.length) return false;
  // No place has a figure twice, and all figures stand on one of the two pages.
  if (figures.some(({ head, tail }) => head !== '' && tail !== '')) return false;
  if (figures.some((p) => p.head !== '') && figures.some((p) => p.tail !== '')) return false;
  const own = labels.at(-1);
  return own !== undefined && own.head !== '' && !NUMBERED.test(own.tail);
}

function sameColumns(a: RuledCell, b: RuledCell): boolean {
  return a.c0 === b.c0 && a.c1 === b.c1;
}

function joined(head: RuledCell, rest: RuledCell): RuledCell {
  const text = [head.text, rest.text].filter((t) => t !== '').join('\n');
  const doubt = head.doubt === true || rest.doubt === true;
  // Figures are where the figure stands.
  const { page, x0, y0, x1, y1 } = head.text === '' ? rest : head;
  return { ...head, text, page, x0, y0, x1, y1, r1: rest.r1, ...(doubt ? { doubt } : {}) };
}

function gridOf(table: Stitched, index: number): Grid {
  const cells: Cell[] = table.cells
    .map((c) => ({
      row: c.r0 + 1,
      column: c.c0 + 1,
      rowSpan: c.r1 - c.r0 + 1,
      columnSpan: c.c1 - c.c0 + 1,
      text: c.text,
      page: c.page,
      box: { x0: c.x0, y0: c.y0, x1: c.x1, y1: c.y1 },
      ...(c.doubt === true ? { doubt: true } : {}),
    }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
  return {
    kind: 'grid',
    index,
    rows: table.rows,
    columns: table.xs.length - 1,
    cells,
    aligned: true,
    scope: [],
    page: table.page,
    line: null,
  };
}
