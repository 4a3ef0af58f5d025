import type { Block, Cell, Document, Grid } from './document.ts';
import { cluster, nearest } from './geometry.ts';
import { linesOfGlyphs } from './pdf/glyph-lines.ts';
import { openPdf, type PdfPage } from './pdf/pdfium.ts';
import { type RuledCell, type RuledTable, ruledTables } from './pdf/ruled-table.ts';

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

/**
 * PDF with text: ruled tables as grids (one table over several pages is one grid), the rest as lines.
 * @throws Error when the file cannot be opened.
 */
export async function readPdf(
  bytes: Uint8Array,
): Promise<Pick<Document, 'blocks' | 'title' | 'images' | 'problem'>> {
  const { pages, title } = await openPdf(bytes);
  const images = pages.reduce((sum, page) => sum + page.images, 0);
  if (pages.every((page) => page.glyphs.length === 0))
    return {
      blocks: [],
      title,
      images,
      problem: images > 0 ? 'a scanned PDF: pictures without text, which need OCR' : 'a PDF without any text',
    };
  return { blocks: blocksOf(pages), title, images, problem: null };
}

function blocksOf(pages: readonly PdfPage[]): Block[] {
  const blocks: (Block | Stitched)[] = [];
  for (const page of pages) {
    const tables = ruledTables(page).filter((t) => t.cells.some((c) => c.text !== ''));
    const items: { y: number; item: Block | RuledTable }[] = tables.map((t) => ({
      y: t.ys[0] ?? 0,
      item: t,
    }));
    for (const line of textOutside(page, tables)) items.push(line);
    items.sort((a, b) => a.y - b.y);
    for (const { item } of items) {
      const previous = blocks.at(-1);
      if ('kind' in item) blocks.push(item);
      else if (previous !== undefined && 'lastPage' in previous && continues(previous, item))
        append(previous, item);
      else
        blocks.push({
          xs: [...item.xs],
          rows: item.ys.length - 1,
          cells: [...item.cells],
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

/** Printed lines that lie in no table, without page numbers. */
function textOutside(page: PdfPage, tables: readonly RuledTable[]): { y: number; item: Block }[] {
  const inside = (x: number, y: number): boolean =>
    tables.some(
      (t) => x >= (t.xs[0] ?? 0) && x <= (t.xs.at(-1) ?? 0) && y >= (t.ys[0] ?? 0) && y <= (t.ys.at(-1) ?? 0),
    );
  const free = page.glyphs.filter((g) => !inside((g.x0 + g.x1) / 2, (g.y0 + g.y1) / 2));
  return linesOfGlyphs(free)
    .filter((line) => {
      const edge = line.y1 < page.height * MARGIN || line.y0 > page.height * (1 - MARGIN);
      return !(
        edge && /^[-—–·\s]*(?:第?\s*\d{1,3}\s*页?)(?:\s*[/共]\s*\d{1,3}\s*页?)?[-—–·\s]*$/u.test(line.text)
      );
    })
    .map((line) => ({
      y: line.y0,
      item: { kind: 'paragraph', text: line.text, scope: [], page: page.number, line: null },
    }));
}

/** Whether a table at the top of a page goes on from the one that ended the page before. */
function continues(table: Stitched, next: RuledTable): boolean {
  if (next.page !== table.lastPage + 1) return false;
  const close = (a: number, b: number): boolean => Math.abs(a - b) < SAME_COLUMN;
  const within = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((x) => b.some((y) => close(x, y)));
  const sameWidth =
    close(table.xs[0] ?? 0, next.xs[0] ?? 0) && close(table.xs.at(-1) ?? 0, next.xs.at(-1) ?? 0);
  return sameWidth && (within(table.xs, next.xs) || within(next.xs, table.xs));
}

function append(table: Stitched, next: RuledTable): void {
  const xs = cluster([...table.xs, ...next.xs], SAME_COLUMN);
  const place = (cells: readonly RuledCell[], offset: number): RuledCell[] =>
    cells.map((c) => ({
      ...c,
      c0: nearest(xs, c.x0),
      c1: nearest(xs, c.x1) - 1,
      r0: c.r0 + offset,
      r1: c.r1 + offset,
    }));
  table.cells = [...place(table.cells, 0), ...place(next.cells, table.rows)];
  table.xs = xs;
  table.rows += next.ys.length - 1;
  table.lastPage = next.page;
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
